// The live tiles: what GET /api/tiles answers and the event `tiles` brings, always whole; and the rows that a tile opens
// into. No personal data in a tile: a wallboard shows it to a whole office. Names, groups, titles and what each tile
// counts are in domain/statistics/tiles.ts.
import { z } from 'zod';
import { instant, sortBy } from './scalars.ts';
import { tileGroups, tileNames } from '../domain/statistics/tiles.ts';

/** The value is stale: since when (null: never known), and why, in words. Shown hatched, with its time. */
export const tileStale = z.object({ since: instant.nullable(), why: z.string() });

export const tileName = z.enum(tileNames);

const everyTile = {
  name: tileName,
  group: z.enum(tileGroups),
  /** The time of this tile's value. */
  asOf: instant,
  stale: tileStale.nullable(),
  /** One more sentence where it is needed; null where not. */
  note: z.string().nullable(),
};
const number = {
  /** Pence or a count; null where it is not known yet. Where there are parts they add up to it. */
  value: z.int().nullable(),
  parts: z.array(z.object({ key: z.string(), label: z.string(), value: z.int() })),
  /** How many of them are late, broken, not reached: what needs somebody. Null where nothing can be. */
  wrong: z.object({ label: z.string(), value: z.int() }).nullable(),
  /** Out of how many; null where it is out of nothing. */
  of: z.int().nullable(),
  /** What it is out of, in parts that add up to `of`; each opens into its rows, and `all` into all of them. */
  whole: z
    .array(z.object({ key: z.string(), label: z.string(), value: z.int() }))
    .nullable()
    .optional(),
  /** What it usually is by this time; null where there is no usual. */
  comparison: z.object({ usual: z.int(), difference: z.int(), sentence: z.string() }).nullable(),
};

export const tile = z.discriminatedUnion('kind', [
  z.object({ ...everyTile, kind: z.literal('pence'), ...number }),
  z.object({ ...everyTile, kind: z.literal('count'), ...number }),
  z.object({
    ...everyTile,
    kind: z.literal('instant'),
    value: instant.nullable(),
    parts: z.array(z.object({ key: z.string(), label: z.string(), value: instant })),
  }),
]);
export type Tile = z.infer<typeof tile>;
export type TileStale = z.infer<typeof tileStale>;
export type InstantTile = Extract<Tile, { kind: 'instant' }>;
export type NumberTile = Exclude<Tile, InstantTile>;

/** Whose: 'all' is the landlord's whole team. */
export const tilePatches = z.union([z.literal('all'), z.array(z.int()).max(500)]);
export type TilePatches = z.infer<typeof tilePatches>;

export const tiles = z.object({
  /** The time of the figures: they include all that the feed had delivered by then, unless a tile is marked stale. */
  asOf: instant,
  patches: tilePatches,
  stale: tileStale.nullable(),
  tiles: z.array(tile),
});
export type TilesNow = z.infer<typeof tiles>;

/** Up: subscribes to the tiles of these patches, the first sent at once; null: unsubscribes. */
export const tilesListen = z.object({ patches: tilePatches.nullable() });

/**
 * GET /api/tiles/{name}/rows: a snapshot of the tile, and a page of the rows that make it. All pages of one snapshot add up
 * to its tile, whatever changes in the meantime. `picture` is the snapshot's id: a request for the next page repeats it.
 */
export const tileRow = z.object({
  key: z.string(),
  /** The account; null where it is not one's (a source of money). */
  caseId: z.int().nullable(),
  reference: z.string().nullable(),
  tenant: z.string().nullable(),
  address: z.string().nullable(),
  patch: z.string().nullable(),
  /** Which part of the tile, in words. */
  part: z.string(),
  /** Pence, or 1 for each thing counted. */
  value: z.int(),
  /** When it happened; null where it is a state of now. */
  at: instant.nullable(),
});
export type TileRow = z.infer<typeof tileRow>;

export const tileSort = sortBy(['account', 'who', 'what', 'value']);
export type TileSort = z.infer<typeof tileSort>;

export const tileRows = z.object({
  picture: z.string(),
  asOf: instant,
  /** As of this snapshot, of the patches that the reader may open. */
  tile,
  /** Not null: the reader may open a part of the tile only. The whole tile's value, as of the same instant. */
  ofWhole: z.int().nullable(),
  rows: z.array(tileRow),
  count: z.int(),
  /** The sum of all rows of the snapshot, on every page: the value of the tile, or of the part that was requested. */
  sum: z.int(),
  /** Of a search (POST, with the words in the body): how many rows it found, and their sum. */
  found: z.object({ count: z.int(), sum: z.int() }).optional(),
  from: z.int(),
  next: z.int().nullable(),
});
export type TileRows = z.infer<typeof tileRows>;
