// What the tiles hand out (the hub's code lets TypeScript check it against the contract), and what they are handed: of
// the worklist only its voice and its list. Amounts are integer pence; owed is positive.
import type { Action } from '../../domain/action.ts';
import type { TileGroup, TileName } from '../../domain/tiles.ts';

export type TilePatches = number[] | 'all';
export type Stale = { since: string | null; why: string };

type Every = { name: TileName; group: TileGroup; asOf: string; stale: Stale | null; note: string | null };
export type NumberTile = Every & {
  kind: 'pence' | 'count';
  value: number | null;
  parts: { key: string; label: string; value: number }[];
  wrong: { label: string; value: number } | null;
  of: number | null;
  comparison: { usual: number; difference: number; sentence: string } | null;
};
export type InstantTile = Every & {
  kind: 'instant';
  value: string | null;
  parts: { key: string; label: string; value: string }[];
};
export type Tile = NumberTile | InstantTile;
export type TilesNow = { asOf: string; patches: TilePatches; stale: Stale | null; tiles: Tile[] };

export type TileCase = {
  id: number;
  patchId: number;
  realArrearsPence: number;
  technicalArrearsPence: number;
  action: Action;
  planState: 'none' | 'agreed' | 'kept' | 'late' | 'broken' | 'completed';
  blockers: readonly { kind: string }[];
};
export type TileChange = { kind: string; caseId: number | null; ref: number | null };
export type TileBatch = {
  patches: ReadonlyMap<number, { changed: readonly TileCase[]; gone: readonly number[] }>;
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
  readonly sources: readonly { name: string; label: string; knownUpTo: string }[];
  list(patchIds: 'all'): readonly TileCase[];
};
/** What is left unexplained between the worklist and the ledger; pence is null where there is nothing to tie to yet. */
export type Residual = () => Promise<{ pence: number | null; asOf: string }>;
