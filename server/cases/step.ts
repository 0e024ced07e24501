// The step in which each mutation is carried out, and what a handler of one is. Every noun has a file with its own
// arguments and handlers.
import type { Assessment, Blocker } from '../domain/answer.ts';
import type { Day, Instant } from '../domain/facts.ts';
import type { UnderWay } from '../domain/stand-down.ts';
import type { Actor } from './actor.ts';
import type { CaseRow, Tx } from './case-row.ts';

/** One mutation being carried out: inside its transaction, under its case's lock. */
export type Step = {
  tx: Tx;
  actor: Actor;
  row: CaseRow;
  /** When it happened, never later than now. */
  at: Instant;
  /** When we heard of it. */
  now: Instant;
  /** The landlord's day of `at`, and the day that it is now. */
  day: Day;
  today: Day;
  timeZone: string;
  nation: string;
  baseVersion: number | undefined;
  /** What the handler's own `ask` gave. */
  asked?: unknown;
  /** For a knock check or a court step: the case as the database has it, read before the transaction. */
  fresh: CaseNow | null;
};

/**
 * by: whose work it is. reads: 'home' where no money, hold or alert is looked at: the step's row then has none, and the
 * person's rights are those that the database knows at that instant. What it returns is the answer's result; it refuses by throwing Refusal or Conflict.
 */
export type Handler<A> = {
  by: readonly Actor['role'][];
  reads?: 'home';
  /** What it needs to know first, asked together with the rest and under the lock: the step's `asked`. Decides nothing. */
  ask?: (tx: Tx, args: A) => Promise<unknown>;
  do: (step: Step, args: A) => Promise<unknown>;
};
export type Handlers<A> = { [K in keyof A]: Handler<A[K]> };

/** The case as it stands in the database at that instant; what the worklist's `fresh` gives. */
export type CaseNow = {
  case: {
    id: number;
    action: Assessment['action'];
    realArrearsPence: number;
    weeksOwed: number | null;
    reasons: readonly { text: string }[];
    blockers: readonly Blocker[];
    knownUpTo: string;
    version: number;
    visit: { staffId: number; underWay?: UnderWay | null | undefined } | null;
  };
  asOf: Date;
  /** The money sources that this case depends on. */
  sources: readonly { name: string; label: string; knownUpTo: string }[];
};
export type Fresh = (id: number) => Promise<CaseNow | null>;
