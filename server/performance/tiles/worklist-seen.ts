// What the tiles hear of the worklist: its batches, its state and its list.
import type { CaseSummary } from '../../contract/case-summary.ts';
import type { SourceKnown } from '../../contract/down.ts';

export type TileChange = { kind: string; caseId: number | null; ref: number | null };
export type TileBatch = {
  patches: ReadonlyMap<number, { changed: readonly CaseSummary[]; gone: readonly number[] }>;
};
type Hear = {
  (event: 'batch', heard: (batch: TileBatch) => void): unknown;
  (event: 'reset', heard: () => void): unknown;
  (event: 'state', heard: (state: { stale: boolean; provedAt: Date | null }) => void): unknown;
  /** Every change that the log told of, after its batch. */
  (event: 'logged', heard: (changes: readonly TileChange[]) => void): unknown;
};
export type TileWorklist = {
  on: Hear;
  off: Hear;
  readonly state: { stale: boolean; provedAt: Date | null };
  readonly sources: readonly SourceKnown[];
  list(patchIds: 'all'): readonly CaseSummary[];
};
/** What is left unexplained between the worklist and the ledger; pence is null where there is nothing to tie to yet. */
export type Residual = () => Promise<{ pence: number | null; asOf: string }>;
