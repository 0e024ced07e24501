// The measures of how an officer works: each one's name, what it counts, how many observations it needs, and the words for a
// difference. No measure is good or bad in itself: a difference is an observation, not a cause. Pure.
import type { PracticeGroup, PracticeUnit } from '../../contract/performance/practice.ts';

export type PracticeMeasure = {
  name: string;
  group: PracticeGroup;
  title: string;
  unit: PracticeUnit;
  /** What n counts, in the plural. */
  of: string;
  /**
   * The fewest observations for a figure. Our own choice, without a source: about enough to distinguish a share of a half
   * from a quarter.
   */
  least: number;
  /** Shown for a person whose figure is above the team's, and below it. */
  more: string;
  less: string;
};

/** A rate is stated for this many weeks, whatever span it was counted in. */
export const rateWeeks = 13;
/** A first contact later than this is "28 days or more". */
export const latestContactDays = 28;

const contacts = { group: 'contact', unit: 'share', of: 'contacts', least: 30 } as const;
const visits = { unit: 'share', of: 'visits', least: 20 } as const;
const rate = { unit: 'rate', of: 'case-weeks', least: 200 } as const;
const missed = { group: 'soon', of: 'missed payments', least: 10 } as const;

const kinds = [
  ['visit', 'Visits', 'Visits'],
  ['call', 'Calls', 'Calls'],
  ['message', 'Text messages', 'Texts'],
  ['letter', 'Letters', 'Writes letters'],
  ['email', 'E-mails', 'Writes emails'],
  ['office', 'Talks at the office', 'Talks at the office'],
] as const;
const hours = [
  ['before_10', 'Before 10 am', 'before 10 am'],
  ['10_to_12', '10 am to 12 noon', 'between 10 am and 12 noon'],
  ['12_to_14', 'Noon to 2 pm', 'between noon and 2 pm'],
  ['14_to_16', '2 to 4 pm', 'between 2 and 4 pm'],
  ['after_16', 'After 4 pm', 'after 4 pm'],
] as const;
const days = [
  ['mon', 'Mondays', 'on Mondays'],
  ['tue', 'Tuesdays', 'on Tuesdays'],
  ['wed', 'Wednesdays', 'on Wednesdays'],
  ['thu', 'Thursdays', 'on Thursdays'],
  ['fri', 'Fridays', 'on Fridays'],
  ['weekend', 'Weekends', 'at weekends'],
] as const;

/** In the order in which they are shown. */
export const practiceMeasures: readonly PracticeMeasure[] = [
  {
    ...rate,
    name: 'contacts',
    group: 'contact',
    title: 'Contacts',
    more: 'Is in touch more often',
    less: 'Is in touch less often',
  },
  ...kinds.map(([kind, title, does]) => ({
    ...contacts,
    name: `by_${kind}`,
    title,
    more: `${does} more, of all contacts`,
    less: `${does} less, of all contacts`,
  })),
  {
    name: 'reached',
    group: 'contact',
    title: 'Calls and visits that reached a person',
    unit: 'share',
    of: 'calls and visits',
    least: 30,
    more: 'Reaches people more often',
    less: 'Reaches people less often',
  },
  {
    ...missed,
    name: 'first_contact',
    title: 'From a missed payment to the first contact',
    unit: 'days',
    more: 'Gets in touch later after a missed payment',
    less: 'Gets in touch sooner after a missed payment',
  },
  {
    ...missed,
    name: 'within_week',
    title: 'Missed payments with a contact within 7 days',
    unit: 'share',
    more: 'Gets in touch within a week of a missed payment more often',
    less: 'Gets in touch within a week of a missed payment less often',
  },
  ...[...hours, ...days].map(([name, title, when]) => ({
    ...visits,
    group: 'when' as const,
    name,
    title,
    more: `Visits more ${when}`,
    less: `Visits less ${when}`,
  })),
  {
    ...rate,
    name: 'visits',
    group: 'door',
    title: 'Visits made',
    more: 'Makes more visits',
    less: 'Makes fewer visits',
  },
  {
    ...visits,
    group: 'door',
    name: 'no_access',
    title: 'No access',
    more: 'Gets no access more often',
    less: 'Gets no access less often',
  },
  {
    ...visits,
    group: 'door',
    name: 'most_owed',
    title: 'To the quarter of their cases that owe the most weeks',
    more: 'Visits those who owe the most weeks more',
    less: 'Visits those who owe the most weeks less',
  },
  {
    ...visits,
    group: 'door',
    name: 'nearest',
    title: 'Went to the nearest home next',
    of: 'visits to a next home',
    more: 'Goes to the nearest home next more often',
    less: 'Goes to the nearest home next less often',
  },
  {
    ...visits,
    group: 'door',
    name: 'checked',
    title: 'Visits with a home check, where a person was at home',
    of: 'visits with a person at home',
    more: 'Makes home checks on more visits',
    less: 'Makes home checks on fewer visits',
  },
  {
    ...rate,
    name: 'plans',
    group: 'plans',
    title: 'Plans made',
    more: 'Makes more plans',
    less: 'Makes fewer plans',
  },
  {
    name: 'plan_kept',
    group: 'plans',
    title: 'Plans kept, after 13 weeks, of a year’s plans',
    unit: 'share',
    of: 'plans',
    least: 10,
    more: 'More of the plans hold',
    less: 'Fewer of the plans hold',
  },
  {
    name: 'plan_pence',
    group: 'plans',
    title: 'A plan’s instalment, a week',
    unit: 'pence',
    of: 'plans',
    least: 10,
    more: 'Agrees larger instalments',
    less: 'Agrees smaller instalments',
  },
  {
    name: 'plan_budget',
    group: 'plans',
    title: 'Plans with a budget',
    unit: 'share',
    of: 'plans',
    least: 10,
    more: 'Makes more plans from a budget',
    less: 'Makes fewer plans from a budget',
  },
  {
    ...rate,
    name: 'referrals',
    group: 'help',
    title: 'Referrals for help',
    more: 'Refers more people for help',
    less: 'Refers fewer people for help',
  },
  {
    ...rate,
    name: 'repairs',
    group: 'help',
    title: 'Repairs raised',
    more: 'Raises more repairs',
    less: 'Raises fewer repairs',
  },
  {
    ...rate,
    name: 'questions',
    group: 'help',
    title: 'Conversations started with the repairs team',
    more: 'Asks the repairs team more often',
    less: 'Asks the repairs team less often',
  },
];
