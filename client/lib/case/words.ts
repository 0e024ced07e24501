// The words of the case page, by component. Its statement has its own (statement-words.ts).
import { money } from '../words/money.ts';

export const casePage = {
  record: 'Record a contact',
  title: 'Case',
  back: 'List',
  backToList: 'Back to the list',
  besideList: 'Show next to the list',
  full: 'Open full width',
  close: 'Close case',
  missing: 'This case is not on your list.',
  missingWhy: 'It may have moved to another patch.',
  loading: 'Loading the case…',
  restFailed: 'The ledger and history did not load. You can see what is saved on this device.',
  restLoading: 'Loading the ledger and history…',
};

export const partLinks = {
  label: 'Parts of the case',
  names: {
    who: 'Who',
    money: 'Money',
    why: 'Why',
    help: 'Help',
    repairs: 'Repairs',
    messages: 'Messages',
    law: 'Law',
    history: 'History',
  },
} as const;

export const who = {
  title: 'Who and where',
  notOnMap: ', not on the map because its position is missing',
  bedrooms: (count: number) => `${count} ${count === 1 ? 'bedroom' : 'bedrooms'}`,
  supportNeeds: 'Support needs',
  since: (day: string) => `Since ${day}.`,
};

export const people = {
  roles: { tenant: 'Tenant', joint_tenant: 'Joint tenant', household: 'Household' },
  call: (name: string) => `Call ${name}`,
  text: 'Text',
  textTo: (name: string) => `Text ${name}`,
  email: 'Email',
  emailTo: (name: string) => `Email ${name}`,
  noTexts: (phone: string) => `${phone} is not a mobile number.`,
  none: 'No phone number or email',
  household: (names: string) => `Also lives here: ${names}`,
};

export const caseMoney = {
  title: 'Money',
  overdue: 'overdue',
  weeksOfRent: (weeks: string) => `, ${weeks} of rent`,
  trend: { rising: 'Rising.', steady: '', falling: 'Falling.' },
  overdueLine: 'Overdue',
  covered: 'Covered by payments due',
  credit: 'In credit',
  /** After the amount. */
  creditLine: 'in credit',
  partlyCovered: (balance: string, covered: string) => `Balance ${balance}. Payments due cover ${covered}.`,
  balance: 'Account balance',
  weeklyRent: 'Rent a week',
  lastPaid: 'Last payment:',
  lastPaidBy: (method: string, day: string) => `by ${method}, ${day}.`,
  neverPaid: 'No payments yet.',
  expected: 'Payments due',
  expectedBy: (rhythm: string, method: string) => `${rhythm} by ${method}`,
  notAgreed: '(estimated from past payments)',
  nextDates: (days: string) => `Next ${days}`,
  noDate: 'None in the next 2 months',
  receivedUpTo: (when: string) => `Payments received up to ${when}`,
};

export const balanceChart = {
  title: 'Balance over time',
  spanLabel: 'Period',
  spans: { '13 weeks': '13 weeks', '1 year': '1 year', all: 'All' },
  failed: (why: string) => `The balance did not load. ${why}`,
  loading: 'Loading the balance…',
  asTable: 'Show as a table',
  monthEnd: 'End of',
  balance: 'Balance',
  empty: 'No charges or payments yet.',
  owed: (pence: number) =>
    pence > 0 ? `${money(pence)} owed` : pence < 0 ? `${money(-pence)} in credit` : 'nothing owed',
  /** 'From £412.00 owed on 23 August 2026 to £634.18 owed today. Highest: £700.10 owed on 5 October 2026.' */
  sentence: (first: string, from: string, last: string, most: string, mostOn: string) =>
    `From ${first} on ${from} to ${last} today. Highest: ${most} on ${mostOn}.`,
};

export const ledger = {
  title: 'Ledger',
  label: 'Ledger, newest first',
  filter: (count: number) => (count > 0 ? `Filter (${count})` : 'Filter'),
  statement: 'Statement',
  show: 'Show',
  all: 'Everything',
  kinds: { payment: 'Payments', charge: 'Charges', adjustment: 'Adjustments' },
  paidBy: 'Paid by',
  anyMethod: 'Any method',
  from: 'From',
  to: 'To',
  clear: 'Clear filters',
  noMatch: 'No entries match these filters.',
  empty: 'No charges or payments yet.',
  columns: ['Date', 'Entry', 'Amount', 'Balance'],
  more: (count: number) => `Show ${count} more entries`,
  older: 'Show older entries',
  loading: 'Loading older entries…',
};

export const why = {
  title: 'What to do, and why',
  plan: 'Repayment plan.',
  agreed: (day: string) => `Agreed ${day}.`,
  suggestion: 'This is a suggestion. You decide.',
  about: 'How suggestions are made',
};

export const change = {
  title: 'What would change it',
  none: 'No payment would change the suggestion.',
  earlier: 'Earlier suggestions',
  earlierHow:
    'Each uses what was known on that day and the rules of that day. Rent, payments due and holds are as they are today.',
  since: (when: string, overdue: string) => `from ${when}, ${overdue} overdue`,
  because: {
    begin: 'Position 26 weeks ago',
    payment: 'Payment received',
    came_back: 'Payment returned',
    charge: 'Rent or another charge due',
    contact: 'Contact with the tenant',
    promise: 'Promise to pay',
    repair: 'Repair reported or completed',
    week: 'New rent week',
    day: 'Time passed',
  } as Record<string, string>,
  loading: 'Working it out…',
};

export const repairs = {
  title: 'Repairs',
  none: 'No open repairs.',
  reported: (age: string) => `Reported ${age} ago`,
  overdue: (when: string) => `Overdue since ${when}`,
  due: (when: string) => `, due ${when}`,
  done: (count: number) => `${count} completed or cancelled in the last year.`,
};

export const history = {
  title: 'History',
  show: 'Show',
  work: 'All except the ledger',
  everything: 'Everything',
  empty: 'No contact yet.',
  more: (count: number) => `Show ${count} more`,
  older: 'Show earlier history',
  loading: 'Loading earlier history…',
  about: (patch: string, since: string, read: string) => `${patch}. Tenancy since ${since}. Updated ${read}.`,
};
