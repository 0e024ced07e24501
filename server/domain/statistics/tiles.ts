// The tiles of a team's day: the name of each and what exactly it counts, in words that people read.
// Every sum in a tile is made of its parts, and opens into the rows that make it.

/** The groups of tiles, in the order on screen. */
export const tileGroups = ['money', 'work', 'help'] as const;
export type TileGroup = (typeof tileGroups)[number];

/** All tiles, in the order in which they are shown within their group. */
export const tileNames = [
  'real_arrears',
  'technical_arrears',
  'collected_today',
  'reconciliation_residual',
  'known_up_to',
  'cases_by_action',
  'visits_planned',
  'visits_made',
  'visits_avoided',
  'stand_downs',
  'contacts_made',
  'plans_made',
  'plans_kept',
  'repairs_waiting',
] as const;
export type TileName = (typeof tileNames)[number];
type TileKind = 'pence' | 'count' | 'instant';

type Words = { group: TileGroup; kind: TileKind; title: string; says: string };

/** Group, unit and title of each tile, and what exactly it counts. */
export const tileWords: Readonly<Record<TileName, Words>> = {
  real_arrears: {
    group: 'money',
    kind: 'pence',
    title: 'Overdue arrears',
    says: 'What cases on the worklist owe now, without what payments due will cover. Former tenants are included.',
  },
  technical_arrears: {
    group: 'money',
    kind: 'pence',
    title: 'Technical arrears',
    says: 'What cases on the worklist owe that payments due will cover.',
  },
  collected_today: {
    group: 'money',
    kind: 'pence',
    title: 'Collected today',
    says: 'Posted payments dated today, minus reversals dated today.',
  },
  reconciliation_residual: {
    group: 'money',
    kind: 'pence',
    title: 'Unexplained difference',
    says: 'The difference between the worklist and the ledger that nothing explains. It should be £0.00.',
  },
  known_up_to: {
    group: 'money',
    kind: 'instant',
    title: 'Payments received up to',
    says: 'The payment source that is furthest behind. Later payments from it are not in Doorstep yet.',
  },
  cases_by_action: {
    group: 'work',
    kind: 'count',
    title: 'Cases on the worklist',
    says: 'Every case on the worklist, by what to do next.',
  },
  visits_planned: {
    group: 'work',
    kind: 'count',
    title: 'Visits for today',
    says: 'Visits planned for today and not cancelled, by progress.',
  },
  visits_made: {
    group: 'work',
    kind: 'count',
    title: 'Visits made today',
    says: 'Visits planned for today that were made, by outcome.',
  },
  visits_avoided: {
    group: 'work',
    kind: 'count',
    title: 'Visits avoided today',
    says: 'Visits about rent planned for today and not made because the tenant paid first.',
  },
  stand_downs: {
    group: 'work',
    kind: 'count',
    title: 'Visits stopped: tenant paid',
    says: 'Visits that Doorstep stopped today, by what the officer did.',
  },
  contacts_made: {
    group: 'work',
    kind: 'count',
    title: 'Contacts today',
    says: 'Calls, messages, letters and visits today, by whether they reached the tenant.',
  },
  plans_made: {
    group: 'help',
    kind: 'count',
    title: 'Plans made this week',
    says: 'Repayment plans agreed this rent week, without mistakes.',
  },
  plans_kept: {
    group: 'help',
    kind: 'count',
    title: 'Plans on track',
    says: 'Open repayment plans with payments on time, out of all open plans of tenants who owe.',
  },
  repairs_waiting: {
    group: 'help',
    kind: 'count',
    title: 'Waiting for repairs',
    says: 'Conversations waiting for an answer from the repairs team, and how many are late.',
  },
};

/** Tiles that are out of more than their parts: they open into all that they are out of. */
export const opensWhole: ReadonlySet<TileName> = new Set(['plans_kept']);

/** Tiles that are a part of another one, whose rows are all that they are out of. */
export const wholeTile: Partial<Record<TileName, TileName>> = { visits_made: 'visits_planned' };

/** Tiles with people who wait for somebody, counted in `wrong`: none of them is the goal, and any is marked as late. */
const noneMayWait: ReadonlySet<TileName> = new Set(['plans_kept', 'repairs_waiting']);

/** How many wait behind the tile's figure; null for a tile that counts nothing that waits. Above 0 the tile is late. */
export function waitingOf(tile: { name: TileName; wrong: { value: number } | null }): number | null {
  return noneMayWait.has(tile.name) ? (tile.wrong?.value ?? 0) : null;
}

/** Housing benefit is loaded once a week: a source of payments that is more days behind is late. */
const mostDaysBehind = 7;
const dayMs = 86_400_000;

/** How many whole days ago a source's last payments came, and whether that is late. `now` in epoch ms. */
export function sourceAge(upTo: string, now: number): { days: number; isLate: boolean } {
  const days = Math.floor((now - Date.parse(upTo)) / dayMs);
  return { days, isLate: days > mostDaysBehind };
}
