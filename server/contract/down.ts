// Everything that the server sends to a client over the socket. A message with a cursor needs an acknowledgement.
import { z } from 'zod';
import { verdicts } from '../domain/stand-down.ts';
import { instant } from './scalars.ts';
import { methods } from '../domain/facts.ts';
import { caseSummary } from './case-summary.ts';
import { message, thread } from './thread.ts';
import { tiles } from './tiles.ts';

/** Opaque to clients: kept as it came, sent back as `since`. */
export const cursor = z.string();

/** Why something is sent: a payment, a repair, a hold, ...; only what the receiver may know. */
export const cause = z.object({
  caseId: z.int(),
  kind: z.string(),
  at: instant,
  amountPence: z.int().optional(),
  method: z.enum(methods).optional(),
});
export type Cause = z.infer<typeof cause>;

export const sourceKnown = z.object({ name: z.string(), label: z.string(), knownUpTo: instant });
export type SourceKnown = z.infer<typeof sourceKnown>;

export const down = {
  'worklist:reset': z.object({ cursor, asOf: instant, cases: z.array(caseSummary) }),
  'worklist:changes': z.object({
    cursor,
    asOf: instant,
    changed: z.array(caseSummary),
    gone: z.array(z.int()),
    because: z.array(cause),
  }),
  /**
   * The verdict at a door changed. Sent to the officer on the way there and, where money moved, to each person who has the
   * case open (with visitId null). A later message replaces an earlier one, by `version`.
   */
  'case:stand-down': z.object({
    caseId: z.int(),
    visitId: z.int().nullable(),
    /** clear: an earlier stand-down or change no longer applies. */
    verdict: z.enum(verdicts),
    /** The officer had been stood down, and may go on after all. */
    withdrawn: z.boolean(),
    /** The newest payment since the officer set out; below 0 it was reversed. Null where no money moved. */
    payment: z.object({ amountPence: z.int(), method: z.enum(methods), postedAt: instant }).nullable(),
    realArrearsPence: z.int(),
    message: z.string(),
    /** The version of the case that the verdict is based on, as in its summary and in the answer of a knock check. */
    version: z.int(),
  }),
  presence: z.object({
    caseId: z.int(),
    people: z.array(
      z.object({ staffId: z.int(), name: z.string(), doing: z.enum(['looking', 'on_the_way']) }),
    ),
  }),
  /** provedAt: everything committed before it is known. */
  heartbeat: z.object({
    cursor,
    at: instant,
    provedAt: instant.nullable(),
    stale: z.boolean(),
    sources: z.array(sourceKnown),
  }),
  /** Something of this case was written: each client that has it open reads it again. Only kinds that they may know. */
  'case:touched': z.object({ caseId: z.int(), kinds: z.array(z.string()), at: instant }),
  /**
   * A message, with the current state of its thread; also sent to the repairs team. A thread that was only read, taken or
   * settled comes without a message.
   */
  'thread:message': z.object({ caseId: z.int(), thread, message: message.nullable() }),
  'thread:typing': z.object({ caseId: z.int(), threadId: z.uuid(), staffId: z.int(), name: z.string() }),
  /** Messages may have been missed while you stayed connected: read what is open (inbox, thread) again over HTTP. */
  'thread:again': z.object({ at: instant }),
  /** The money-advice team's queue changed: read it, and the referral that is open, again over HTTP. */
  'referrals:again': z.object({ at: instant }),
  /** The repairs team's list of open repairs changed: read it, and the repair that is open, again over HTTP. */
  'repairs:again': z.object({ at: instant }),
  /** Sent to each client that requested tiles: whole each time, and acknowledged, so that no client gets more than it reads. */
  tiles,
  /** Sign in again: the session ended, or its rights changed. The client keeps the mutations queued on the device. */
  'session:ended': z.object({ reason: z.string() }),
} as const;

export type Down = { [K in keyof typeof down]: z.infer<(typeof down)[K]> };
type Acknowledged = 'worklist:reset' | 'worklist:changes' | 'tiles';
export type DownEvents = {
  [K in keyof Down]: K extends Acknowledged
    ? (message: Down[K], received: () => void) => void
    : (message: Down[K]) => void;
};
