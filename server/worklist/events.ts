// The events of the worklist: the batches in which cases change, and what may matter at a door or in an open case. A case
// is the contract's CaseSummary; one that was handed out is never changed afterwards, but for knownUpTo.
import type { CaseSummary } from '../contract/case-summary.ts';
import type { Cause, Down } from '../contract/down.ts';

export type PatchBatch = { changed: CaseSummary[]; gone: number[]; because: Cause[] };
export type Batch = {
  /** Everything up to here is in this batch and those before it. */
  cursor: string;
  asOf: Date;
  patches: Map<number, PatchBatch>;
  /** Kinds of change that were not one case's: rights, rules, patch, source, ... */
  landlord: Set<string>;
};

/** One case in which something was logged, whether or not its row differs. Only what the Watch names. */
export type Touched = {
  caseId: number;
  /** Null where it is no current case. */
  patchId: number | null;
  kinds: string[];
  /** The changed rows' own ids; null where a row has no number. */
  refs: { kind: string; ref: number | null }[];
  /** The newest. */
  at: string;
};
/** Which touches are emitted: all of the open cases, and those of these kinds in any case. */
export type Watch = { open: (caseId: number) => boolean; kinds: ReadonlySet<string> };

/**
 * Something that may matter at the door: money moved, or a case changed to which somebody is on the way. Emitted before
 * the batch that brings the same change to every list.
 */
export type DoorEvent = {
  caseId: number;
  patchId: number;
  /** The newest payment of the batch; below 0 it came back. Null where no money moved. */
  payment: Down['case:stand-down']['payment'];
  /** Somebody is on the way there, or was until this change. */
  visited: boolean;
  before: CaseSummary | undefined;
  /** Whether `before` included the payment already: the case was read between the payment and its change in the log. */
  readonly seenBeforeLog: boolean;
  /** Undefined where it is no case any more. For a case on no list it is made when read, which must be in the same tick. */
  readonly after: CaseSummary | undefined;
};

/** The messages that a DoorEvent calls for; null where there is none. */
export type DoorMessages = {
  /** To the officer who is on the way there. */
  onTheWay: { staffId: number; message: Down['case:stand-down'] } | null;
  /** To everybody else who has the case open. */
  open: Down['case:stand-down'] | null;
};
