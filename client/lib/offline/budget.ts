// How many bytes of cases a device keeps, and which cases fit. Pure.

const megabyte = 1_000_000;
/** Of cases and map together. Chosen: a patch of 500 cases is about 5 MB, a town's map 5 to 25 MB. */
export const mostBytes = 60 * megabyte;
/** What a case is taken to need until one was read. */
const typicalBytes = 12_000;

/** In bytes, as the browser estimates them; null: it does not say. */
export type Storage = { quota: number | null; usage: number | null };

/**
 * How many bytes the cases may have: 60 MB less the map, and together never more than a third of what the browser would
 * leave us if we kept nothing. `ours`: bytes of the cases that are kept now.
 */
export function caseBudget({ quota, usage }: Storage, ours: number, map: number): number {
  const free = quota === null ? Infinity : Math.max(0, quota - (usage ?? 0)) + ours + map;
  return Math.max(0, Math.floor(Math.min(mostBytes, free / 3)) - map);
}

export type Fitting = { fits: number[]; left: number[] };

/**
 * Which of the cases fit, in their order: one that is too large is passed over for the next. `known`: bytes of the cases
 * that were read; others are taken to be as large as those on average.
 */
export function fitting(
  wanted: readonly number[],
  known: ReadonlyMap<number, number>,
  budget: number,
): Fitting {
  const sum = [...known.values()].reduce((total, bytes) => total + bytes, 0);
  const average = known.size > 0 ? Math.ceil(sum / known.size) : typicalBytes;
  const result: Fitting = { fits: [], left: [] };
  let used = 0;
  for (const id of wanted) {
    const bytes = known.get(id) ?? average;
    const hasRoom = used + bytes <= budget;
    if (hasRoom) used += bytes;
    (hasRoom ? result.fits : result.left).push(id);
  }
  return result;
}
