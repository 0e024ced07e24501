// The other orders of the inbox, which a person chooses. Pure. The usual order is the domain's (inbox.ts).
import type { ThreadForMe } from '#contract/thread.ts';

export const sorts = ['usual', 'waited', 'newest', 'address'] as const;
export type Sort = (typeof sorts)[number];

/** 'Mill Lane 12' for '12 Mill Lane', so that the homes of a street are together, in the order of their numbers. */
function byStreet(address: string): string {
  const [, number, street] = /^(?:.*,\s*)?(\d+\w?)\s+(.+)$/.exec(address) ?? [];
  return number === undefined ? address : `${street} ${number} ${address}`;
}

/** waited: the longest wait first, then conversations that need no answer. */
const compares: Record<Exclude<Sort, 'usual'>, (a: ThreadForMe, b: ThreadForMe) => number> = {
  waited: (a, b) => ends(a.waitingSince) - ends(b.waitingSince),
  newest: (a, b) => Date.parse(b.lastAt) - Date.parse(a.lastAt),
  address: (a, b) =>
    byStreet(a.home.address).localeCompare(byStreet(b.home.address), 'en-GB', {
      numeric: true,
      sensitivity: 'base',
    }),
};
const ends = (instant: string | null) => (instant === null ? Number.MAX_SAFE_INTEGER : Date.parse(instant));

/** `threads` are in the usual order, which stays among equals. */
export const sorted = (threads: ThreadForMe[], sort: Sort): ThreadForMe[] =>
  sort === 'usual' ? threads : threads.toSorted(compares[sort]);
