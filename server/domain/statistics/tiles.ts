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
    title: 'Real arrears',
    says: 'What is owed on the worklist, less what is certain to come.',
  },
  technical_arrears: {
    group: 'money',
    kind: 'pence',
    title: 'Technical arrears',
    says: 'What is owed on the worklist, and will be covered by money that is due and on its way.',
  },
  collected_today: {
    group: 'money',
    kind: 'pence',
    title: 'Collected today',
    says: 'Payments dated today that have been posted, less reversals dated today.',
  },
  reconciliation_residual: {
    group: 'money',
    kind: 'pence',
    title: 'Worklist against ledger',
    says: 'What is left unexplained between the worklist and the ledger. Anything but £0.00 needs looking at.',
  },
  known_up_to: {
    group: 'money',
    kind: 'instant',
    title: 'Money known up to',
    says: 'The oldest of the sources of money: a payment by it that came later is not known yet.',
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
    says: 'Visits planned for today that nobody cancelled, by how they stand.',
  },
  visits_made: {
    group: 'work',
    kind: 'count',
    title: 'Visits made today',
    says: 'Visits of today that were made, by how they ended.',
  },
  visits_avoided: {
    group: 'work',
    kind: 'count',
    title: 'Visits avoided today',
    says: 'Visits of today about rent that were not made, because the money came before the knock.',
  },
  stand_downs: {
    group: 'work',
    kind: 'count',
    title: 'Stand-downs today',
    says: 'Visits of today at which the officer was stood down.',
  },
  contacts_made: {
    group: 'work',
    kind: 'count',
    title: 'Contacts today',
    says: 'Calls, messages, letters and visits of today, by whether somebody was reached.',
  },
  plans_made: {
    group: 'help',
    kind: 'count',
    title: 'Plans made this week',
    says: 'Repayment plans agreed since this rent week began, without those made by mistake.',
  },
  plans_kept: {
    group: 'help',
    kind: 'count',
    title: 'Plans kept',
    says: 'Open repayment plans of those who owe that are kept, of all of them.',
  },
  repairs_waiting: {
    group: 'help',
    kind: 'count',
    title: 'Waiting for repairs',
    says: 'Conversations that wait for an answer from the repairs team, and how many of them are late.',
  },
};
