// The step in which each mutation is carried out, and what a handler of one is. Every noun has a file with its own
// arguments and handlers.
import type { Actor } from '../access/rights.ts';
import type { Tx } from '../commands/outcome.ts';
import type { CaseSummary } from '../contract/case-summary.ts';
import type { SourceKnown } from '../contract/down.ts';
import type { ArgsOf, MutationKind } from '../contract/up.ts';
import type { Day, Instant } from '../domain/facts.ts';
import type { CaseRow } from './case-row.ts';

/** One mutation being carried out: inside its transaction, under its case's lock. */
export type Step = {
  tx: Tx;
  actor: Actor;
  row: CaseRow;
  /** When it happened, never later than now. Where the device's clock is doubted, the most likely instant. */
  at: Instant;
  /** What is added to another time of the same device to correct it as `at` was; 0 where its clock is not doubted. */
  correctionMs: number;
  /** When the server received it. */
  now: Instant;
  /** The landlord's day of `at`, and the day that it is now. */
  day: Day;
  today: Day;
  timeZone: string;
  nation: string;
  baseVersion: number | undefined;
  /** The result of the handler's `preread`. */
  preread?: unknown;
  /** The case as the database has it, read before the transaction; null unless the handler `needsFresh`. */
  fresh: CaseNow | null;
};

/**
 * Applies one kind of command and returns the answer's result. Throws a Refusal or a Conflict with words for the person.
 * reads: 'home' for a handler that needs no money, hold or alert. Its row has none of them, and the person's rights are
 * then those that the database has at that instant.
 * needsFresh: the handler judges the case as it is now, so `fresh` is read for it (a query more, before the transaction).
 */
export type Handler<A> = {
  reads?: 'home';
  needsFresh?: true;
  /** Reads together with the kernel's own reads, under the lock; its result is the step's `preread`. Decides nothing. */
  preread?: (tx: Tx, args: A) => Promise<unknown>;
  do: (step: Step, args: A) => Promise<unknown>;
};
export type Handlers = { [K in MutationKind]: Handler<ArgsOf<K>> };

/** The instant of something that the device noted in the same record, such as when a hazard was seen: never later than `at`. */
export function notedAt({ at, correctionMs }: Step, noted: string | undefined): Instant {
  const corrected = noted === undefined ? at : Date.parse(noted) + correctionMs;
  // A visit is written up within three months. What is older is a clock that was wrong then.
  return corrected < at - longestNotedMs ? at : Math.min(corrected, at);
}
export const longestNotedMs = 92 * 86_400_000;

/** The case as it is in the database at that instant, from the worklist's `fresh`. */
export type CaseNow = {
  case: CaseSummary;
  asOf: Date;
  /** The money sources that this case depends on. */
  sources: readonly SourceKnown[];
};
export type Fresh = (id: number) => Promise<CaseNow | null>;
