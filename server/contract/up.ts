// Everything that a client sends to the server: the socket's handshake and events, and what people do (mutations).
// A mutation is the same whether it goes over the socket or through POST /api/mutations, now or from a queue on a phone.
import { z } from 'zod';
import { clockInstant, instant } from './scalars.ts';
import { verdicts } from '../domain/stand-down.ts';
import { checkArgs } from './mutations/checks.ts';
import { helpArgs } from './mutations/help.ts';
import { lawArgs } from './mutations/law.ts';
import { caseId, keepable, madeId } from './mutations/parts.ts';
import { threadArgs } from './mutations/threads.ts';
import { togetherArgs } from './mutations/together.ts';
import { visitArgs } from './mutations/visit.ts';
import type { tilesListen } from './tiles.ts';

export { tilesListen } from './tiles.ts';
export { visitOutcomes } from './mutations/visit.ts';

/** What can be done, by kind. Facts are append-only; what may be edited by two at once carries baseVersion. */
export const mutationArgs = {
  ...visitArgs,
  ...checkArgs,
  ...helpArgs,
  ...lawArgs,
  ...togetherArgs,
  ...threadArgs,
} as const;

export type MutationKind = keyof typeof mutationArgs;
export type ArgsOf<K extends MutationKind> = z.infer<(typeof mutationArgs)[K]>;
export const mutationKinds = Object.keys(mutationArgs) as [MutationKind, ...MutationKind[]];

export const mutation = z.object({
  id: z.uuid(),
  clientId: z.string().min(1).max(100).refine(keepable),
  /** Counts up on each client; (clientId, n) is answered once and for all. */
  n: z.int().nonnegative(),
  kind: z.enum(mutationKinds),
  args: z.unknown(),
  baseVersion: z.int().optional(),
  /** When it happened, by the device's clock, corrected by clockOffsetMs where the device knew it. */
  madeAt: clockInstant,
  /** Server's clock minus device's clock in ms, as known when this was recorded; null: not known. Left out by other programs. */
  clockOffsetMs: z.number().nullable().optional(),
  /** When the device had learnt that offset, by the server's clock. */
  clockLearntAt: clockInstant.optional(),
  /** A new number for what was recorded before writes with smaller numbers: its time is not compared with theirs. */
  renumbered: z.boolean().optional(),
  /** The device's own clock, not corrected, when it sent this. */
  sentAt: clockInstant.optional(),
});
export type MutationEnvelope = z.infer<typeof mutation>;
export type Mutation = {
  [K in MutationKind]: Omit<MutationEnvelope, 'kind' | 'args'> & {
    kind: K;
    args: z.infer<(typeof mutationArgs)[K]>;
  };
}[MutationKind];

export const knockVerdict = z.object({
  verdict: z.enum(verdicts),
  message: z.string(),
  realArrearsPence: z.int(),
  /** Up to when the case's money is known, and when the server answered. */
  knownUpTo: instant,
  asOf: instant,
  /** The version of the case that was judged. A stand-down of an older version is replaced by this answer. */
  version: z.int(),
  /** How this household pays, and up to when each of these is known. */
  sources: z.array(z.object({ name: z.string(), label: z.string(), knownUpTo: instant })),
});
export type KnockVerdict = z.infer<typeof knockVerdict>;

/** Final. A client that gets no answer in time, or a 503, keeps the mutation and sends the same again. */
export const mutationAnswer = z.object({
  id: z.string(),
  status: z.enum(['applied', 'duplicate', 'refused', 'conflict']),
  /** Why the mutation was refused or conflicts, in words for the person. */
  message: z.string().optional(),
  /** What the mutation gave: a knock verdict, a new row's id. */
  result: z.unknown().optional(),
});
export type MutationAnswer = z.infer<typeof mutationAnswer>;

export const presenceSet = z.object({
  caseId: caseId.nullable(),
  doing: z.enum(['looking', 'on_the_way']).default('looking'),
});

/** The sender is typing in that thread: sent at most every two seconds, expires after five. */
export const typing = z.object({ caseId, threadId: madeId });

/** Which conversations are on the sender's screen: the inbox, one thread, both or neither. They receive who is typing. */
export const threadLook = z.object({ inbox: z.boolean(), threadId: madeId.nullable() });

export const handshake = z.object({
  since: z.string().max(4000).optional(),
  protocol: z.int().optional(),
  token: z.string().max(500).optional(),
  /** Whose list this device has on screen: refused when the session now belongs to another person. */
  staffId: z.int().optional(),
});

export type UpEvents = {
  mutation: (message: MutationEnvelope, answer: (a: MutationAnswer) => void) => void;
  'presence:set': (
    message: z.input<typeof presenceSet>,
    answer: (a: { ok: boolean; message?: string }) => void,
  ) => void;
  'thread:typing': (message: z.input<typeof typing>) => void;
  'thread:look': (
    message: z.input<typeof threadLook>,
    answer: (a: { ok: boolean; message?: string }) => void,
  ) => void;
  'tiles:listen': (
    message: z.input<typeof tilesListen>,
    answer: (a: { ok: boolean; message?: string }) => void,
  ) => void;
};
