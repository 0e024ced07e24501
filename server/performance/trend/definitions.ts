// The definition of each weekly measure in plain words, and the tables that it is counted from. Name, unit and direction are
// in domain/statistics/measures.ts. The definitions are Doorstep's own.
import type { MeasureName } from '../../domain/statistics/measures.ts';

export type TrendName = Exclude<MeasureName, 'against_expected'>;
export type Definition = {
  name: TrendName;
  definition: string;
  sources: string[];
  /** A balance, which carries over from week to week. */
  carriesOver: boolean;
  /** A point of the chart covers so many weeks; 1 where it is left out. */
  weeks?: number;
};

/**
 * Four weeks: the cycle of benefit, and enough events for a share. A single week of these varies so much that its chart could
 * hardly ever signal: the collection rate's usual range was 25 % to 170 % by weeks and is 88 % to 110 % by four.
 */
const cycle = 4;

const weekly = ['week_freeze', 'week_line'];

/** In the order in which they are shown. */
export const definitions: readonly Definition[] = [
  {
    name: 'movement',
    definition:
      'How much current tenants’ overdue arrears grew in 4 weeks, for each £100 of rent charged. Benefit already due, ended tenancies, court, moves between patches and officers, adjustments and write-offs are left out. Below 0, debt went down. Comparisons of officers use tenants who owed when the week began. This chart also counts tenants who fell into arrears. A ledger’s first 5 weeks are left out.',
    sources: ['week_freeze', 'week_case', 'week_line'],
    carriesOver: false,
    weeks: cycle,
  },
  {
    name: 'collection_rate',
    definition:
      'Payments received in 4 weeks as a share of the rent charged in them. Late entries count in the week that first reported them. Many tenants pay every 4 weeks or once a month, so single weeks would vary too widely to show a change.',
    sources: weekly,
    carriesOver: false,
    weeks: cycle,
  },
  {
    name: 'arrears_percent',
    definition:
      'What current tenants in arrears owe at the end of the week, as a share of a year’s rent. A year’s rent is the charges of the last 52 weeks, or their average times 52. Credits are not taken off.',
    sources: ['week_freeze', 'week_stretch', 'week_line'],
    carriesOver: true,
  },
  {
    name: 'arrears_net_percent',
    definition:
      'The same without technical arrears: arrears that payments due (benefit, direct debits) will cover at the end of the week. A ledger’s first 5 weeks are left out.',
    sources: ['week_freeze', 'week_stretch', 'week_case', 'week_line'],
    carriesOver: true,
  },
  {
    name: 'plans_kept',
    definition:
      'Plans kept, out of plans in force for 9 weeks or more. A plan is kept if the lowest balance in the last 5 weeks is low enough. It is compared with the lowest balance in the plan’s first 5 weeks, minus the instalments due since. One missed instalment is allowed.',
    sources: ['repayment_plan', 'week_stretch'],
    carriesOver: true,
  },
  {
    name: 'plans_made',
    definition: 'Repayment plans agreed in 4 weeks. Plans made by mistake are not counted.',
    sources: ['repayment_plan'],
    carriesOver: false,
    weeks: cycle,
  },
  {
    name: 'contacts',
    definition:
      'Calls, messages, letters, emails, visits and office conversations in the week, reached or not.',
    sources: ['contact'],
    carriesOver: false,
  },
  {
    name: 'visits_made',
    definition: 'Visits made in the week, by the day of the visit.',
    sources: ['visit'],
    carriesOver: false,
  },
  {
    name: 'no_access',
    definition:
      'Visits in 4 weeks with no access (no one at home, or no one opened), out of all visits made.',
    sources: ['visit'],
    carriesOver: false,
    weeks: cycle,
  },
  {
    name: 'visits_avoided',
    definition: 'Visits about rent planned for the 4 weeks and not made because the tenant paid first.',
    sources: ['visit', 'payment'],
    carriesOver: false,
    weeks: cycle,
  },
];
