// The words of the bridge, by component. The names of its lines are the server's (#domain/statistics/bridge-words.ts).

export const bridge = {
  weeksFailed: 'The weeks did not load.',
  failed: 'The bridge did not load.',
  loading: 'Loading the statement…',
  noWeek: 'No rent week has ended since the first charge. You will see the first bridge when one ends.',
};

export const chooser = {
  label: 'Choose what the bridge shows',
  whose: 'Figures for',
  patches: 'Patches',
  officers: 'Officers',
  debt: 'Debt',
  from: 'First rent week',
  to: 'Last rent week',
  latest: 'Latest weeks',
  weeks: (count: number) => (count === 1 ? 'Last week' : `${count} weeks`),
};

export const statement = {
  heading: (whose: string, debt: string) => `${whose}: ${debt.toLowerCase()}`,
  period: (weeks: number, from: string, to: string) =>
    `${weeks} rent ${weeks === 1 ? 'week' : 'weeks'}, ${from} to ${to}.`,
  same: 'The amount owed did not change.',
  fell: 'The amount owed fell by',
  rose: 'The amount owed rose by',
  sign: 'Positive amounts add to the debt.',
  credit: 'A negative balance means that, in total, tenants have paid more than they owe.',
  at: (day: string, time: string) => `${day} at ${time}`,
  closed: (closed: string, updated: string) => `Closed on ${closed}. Updated on ${updated}.`,
  restatedWhy:
    'Where the two columns differ, an entry was posted after its week closed. “When closed” is what was known then. “Restated” counts the entry on its own day.',
  caption: 'Opening balance, what moved it and closing balance, in pounds',
  pounds: '£',
  atClose: 'When closed, £',
  restated: 'Restated, £',
  tied: 'Adds up to the penny: the opening balance and every line above make the closing balance. Unexplained difference: £0.00.',
  notTied: (atClose: string, restated: string) =>
    `This does not add up. Unexplained difference: ${atClose} when closed, ${restated} restated. Do not use these figures. Tell your administrator.`,
};

export const gross = {
  title: 'Arrears before credits',
  about:
    'The balance above is what some accounts owe, less what others are in credit. These are the arrears alone, when the weeks closed.',
  headline:
    'Court cases are included, so arrears at the end of the last closed week are the headline of Today and Trend.',
  amount: '£',
  line: 'Line',
};

export const line = { restated: 'restated:' };

export const rows = {
  views: 'Which figures',
  view: { frozen: 'When closed', restated: 'Restated' },
  date: 'Date',
  countsOn: 'Counted on',
  account: 'Account',
  patch: 'Patch now',
  from: 'From',
  to: 'To',
  reportedIn: 'Reported in week of',
  elsewhere: 'Not in your patches now',
  total: (rows: string, total: string) => `${rows}, total ${total}.`,
  same: 'The same as the line, to the penny.',
  differs: (total: string) => `The line shows ${total}.`,
  first: (rows: string, total: string) => `First ${rows}. All rows total ${total}.`,
};
