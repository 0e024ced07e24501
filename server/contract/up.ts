// Everything that a client says to the server: the socket's handshake and events, and what people do (mutations).
// A mutation is the same whether it goes over the socket or through POST /api/mutations, now or from a queue on a phone.
import { z } from 'zod';

// Postgres knows no year 0, and nobody means a visit in another century.
const thisCentury = (text: string) => text >= '2000' && text < '2200';
const day = z.iso.date().refine(thisCentury, 'is too far from today');
const caseId = z.int().positive().max(2_147_483_647);
const keepable = (words: string) => !words.includes('\0');
const text = z.string().trim().max(4000).refine(keepable, 'has a character that cannot be kept');
const pence = z.int().positive().max(100_000_000);

export const visitOutcomes = [
  'seen_tenant',
  'seen_other',
  'no_access',
  'card_left',
  'refused',
  'unsafe',
  'promise',
  'paid_at_door',
] as const;

/** What can be done, by kind. Facts are append-only; a visit's own steps follow its state. */
export const mutationArgs = {
  /** I mean to go there on that day. */
  'visit.plan': z.object({ caseId, plannedFor: day }),
  /** I am on the way now. Refused when another officer is, or when a hold or an alert forbids it. accompanied: a colleague comes along, as an alert may ask. */
  'visit.set-out': z.object({ caseId, accompanied: z.boolean().optional() }),
  /** At the door: may I knock? Answers with a KnockVerdict. */
  'visit.knock-check': z.object({ caseId }),
  /** I go on although the money came, because ... */
  'visit.go-anyway': z.object({ caseId, reason: text.refine((words) => words.length > 0, 'is empty') }),
  /** I am not going after all. */
  'visit.turn-back': z.object({ caseId, because: z.enum(['stood_down', 'cancelled']) }),
  'visit.finish': z.object({
    caseId,
    outcome: z.enum(visitOutcomes),
    note: text.default(''),
    promise: z.object({ amountPence: pence, on: day }).optional(),
  }),
  'contact.record': z.object({
    caseId,
    kind: z.enum(['call', 'message', 'letter', 'email', 'office']),
    reached: z.boolean(),
    note: text.default(''),
  }),
} as const;

export type MutationKind = keyof typeof mutationArgs;
export const mutationKinds = Object.keys(mutationArgs) as [MutationKind, ...MutationKind[]];

const envelope = z.object({
  id: z.uuid(),
  clientId: z.string().min(1).max(100).refine(keepable),
  /** Counts up on each client; (clientId, n) is answered once and for all. */
  n: z.int().nonnegative(),
  kind: z.enum(mutationKinds),
  args: z.unknown(),
  baseVersion: z.int().optional(),
  /** When it happened, on the device. */
  madeAt: z.iso.datetime().refine(thisCentury, 'is too far from today'),
});
export const mutation = envelope;
export type MutationEnvelope = z.infer<typeof envelope>;
export type Mutation = {
  [K in MutationKind]: Omit<MutationEnvelope, 'kind' | 'args'> & {
    kind: K;
    args: z.infer<(typeof mutationArgs)[K]>;
  };
}[MutationKind];

export const knockVerdict = z.object({
  verdict: z.enum(['clear', 'changed', 'stand-down']),
  message: z.string(),
  realArrearsPence: z.int(),
  /** Up to when the case's money is known, and when the server answered. */
  knownUpTo: z.iso.datetime(),
  asOf: z.iso.datetime(),
});
export type KnockVerdict = z.infer<typeof knockVerdict>;

/** Final. Who gets no answer in time, or a 503, keeps what they have and sends the same again. */
export const mutationAnswer = z.object({
  id: z.string(),
  status: z.enum(['applied', 'duplicate', 'refused', 'conflict']),
  /** For refused and conflict: why, in words for the person. */
  message: z.string().optional(),
  /** What the mutation gave: a knock verdict, a new row's id. */
  result: z.unknown().optional(),
});
export type MutationAnswer = z.infer<typeof mutationAnswer>;

export const presenceSet = z.object({
  caseId: caseId.nullable(),
  doing: z.enum(['looking', 'on_the_way']).default('looking'),
});

export const handshake = z.object({
  since: z.string().max(4000).optional(),
  protocol: z.int().optional(),
  token: z.string().max(500).optional(),
});

export type UpEvents = {
  mutation: (message: MutationEnvelope, answer: (a: MutationAnswer) => void) => void;
  'presence:set': (
    message: z.input<typeof presenceSet>,
    answer: (a: { ok: boolean; message?: string }) => void,
  ) => void;
};
