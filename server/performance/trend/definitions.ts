// The definition of each weekly measure in plain words, and the tables that it is counted from. Name, unit and direction are
// in domain/statistics/measures.ts. The definitions are Doorstep's own.
import type { MeasureName } from '../../domain/statistics/measures.ts';

export type TrendName = Exclude<MeasureName, 'against_expected'>;
export type Definition = { name: TrendName; definition: string; sources: string[]; carriesOver: boolean };

const weekly = ['week_freeze', 'week_line'];

/** In the order in which they are shown. */
export const definitions: readonly Definition[] = [
  {
    name: 'movement',
    definition:
      'How much current tenants’ overdue arrears grew in the week, for each £100 of rent charged. Benefit already due, ended tenancies, court, moves between patches and officers, adjustments and write-offs are left out. Below 0, debt went down. Comparisons of officers use tenants who owed when the week began. This chart also counts tenants who fell into arrears. A ledger’s first 5 weeks are left out.',
    sources: ['week_freeze', 'week_case', 'week_line'],
    carriesOver: false,
  },
  {
    name: 'collection_rate',
    definition:
      'Payments received in the week as a share of rent charged. Late entries count in the week that first reported them. Many tenants pay once a month or every 4 weeks, so single weeks vary widely. Read the average and the signals.',
    sources: weekly,
    carriesOver: false,
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
    definition: 'Repayment plans agreed in the week. Plans made by mistake are not counted.',
    sources: ['repayment_plan'],
    carriesOver: false,
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
    definition: 'Visits in the week with no one at home, out of all visits made.',
    sources: ['visit'],
    carriesOver: false,
  },
  {
    name: 'visits_avoided',
    definition: 'Visits about rent planned for the week and not made because the tenant paid first.',
    sources: ['visit', 'payment'],
    carriesOver: false,
  },
];
