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
      'By how much what current tenants really owe grew in the week, for each £100 of rent charged. Benefit that is due already, terminations, court, moves between patches and officers, adjustments and write-offs are left out: nobody collects or loses those. Below 0, debt went down. Officers are compared by those who owed when the week began; here whoever fell into arrears counts too. A ledger’s first five weeks are left out.',
    sources: ['week_freeze', 'week_case', 'week_line'],
    carriesOver: false,
  },
  {
    name: 'collection_rate',
    definition:
      'Money received in the week, of rent charged in it; what was entered after its own week had been told counts in the week that told it. Many pay once a month or every four weeks, so single weeks swing widely: read the average and the signals.',
    sources: weekly,
    carriesOver: false,
  },
  {
    name: 'arrears_percent',
    definition:
      'What current tenants in arrears owe at the end of the week, of a year’s rent (the charges of the last 52 weeks; with fewer, their average times 52). Credits are not set against it.',
    sources: ['week_freeze', 'week_stretch', 'week_line'],
    carriesOver: true,
  },
  {
    name: 'arrears_net_percent',
    definition:
      'The same without technical arrears: what the payment calendar says is on its way already (benefit, direct debits) when the week ends. A ledger’s first five weeks are left out.',
    sources: ['week_freeze', 'week_stretch', 'week_case', 'week_line'],
    carriesOver: true,
  },
  {
    name: 'plans_kept',
    definition:
      'Of the plans that were in force at the end of the week and are nine weeks old, those that hold: at its lowest in the last five weeks the account stood no higher than at its lowest in the plan’s first five, less the instalments due between the two, one let pass.',
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
      'Calls, messages, letters, e-mails, visits and talks at the office in the week, reached or not.',
    sources: ['contact'],
    carriesOver: false,
  },
  {
    name: 'visits_made',
    definition: 'Visits that were made in the week, by the day on which the door was tried.',
    sources: ['visit'],
    carriesOver: false,
  },
  {
    name: 'no_access',
    definition: 'Of the visits made in the week, those that found nobody in.',
    sources: ['visit'],
    carriesOver: false,
  },
  {
    name: 'visits_avoided',
    definition:
      'Visits about rent that were planned for the week and not made because the money came before the knock.',
    sources: ['visit', 'payment'],
    carriesOver: false,
  },
];
