// The files of the comparison of officers: all of them, and one, week by week.
import type { OfficerDetail, Officers, OfficerSummary } from '../../contract/performance/officers.ts';
import type { Table } from '../table-shape.ts';

/** A row for each officer, in the order of names. */
export function officersTable({ asOf, from, to, officers: all }: Officers): Table {
  return {
    name: 'officers',
    title: 'How each officer compares',
    asOf,
    columns: [
      { key: 'name', title: 'Officer', kind: 'text' },
      { key: 'overall', title: 'Result over all periods', kind: 'text' },
      { key: 'sentence', title: 'Result in this period', kind: 'text' },
      { key: 'weeks', title: 'Weeks', kind: 'count' },
      { key: 'caseDays', title: 'Case-days', kind: 'count' },
      { key: 'movement', title: 'Movement (£)', kind: 'pence' },
      ...movementColumns,
      { key: 'brought', title: 'Received or certain (£)', kind: 'pence' },
      { key: 'ratio', title: 'Observed / expected', kind: 'ratio' },
    ],
    rows: all.map((one) => ({
      name: one.name,
      overall: one.overall?.sentence ?? '',
      sentence: one.verdict.sentence,
      weeks: one.weeks,
      caseDays: one.caseDays,
      movement: one.movementPence,
      ...movementCells(one.lines),
      brought: one.compared?.broughtPence ?? null,
      ratio: one.compared?.ratio ?? null,
    })),
    notes: [
      `Rent weeks from ${from ?? 'none'} to ${to ?? 'none'}, by their first days. Officers are in order of name, not of result.`,
      'To limit luck, a case that pays in lump sums counts for less. Expected includes what other officers received on the same patches.',
    ],
  };
}

/** A row for each week, oldest first. The name of the file has no person in it. */
export function weeksTable({ asOf, from, to, officer, weeks, chartSentence }: OfficerDetail): Table {
  return {
    name: 'officer-weeks',
    title: `${officer.name}, week by week`,
    asOf,
    columns: [
      { key: 'weekOn', title: 'Week from', kind: 'day' },
      { key: 'lastOn', title: 'To', kind: 'day' },
      { key: 'cases', title: 'Cases', kind: 'count' },
      { key: 'caseDays', title: 'Case-days', kind: 'count' },
      { key: 'rentPence', title: 'Rent charged (£)', kind: 'pence' },
      { key: 'openingPence', title: 'Balance at the start (£)', kind: 'pence' },
      { key: 'closingPence', title: 'Balance at the end (£)', kind: 'pence' },
      { key: 'movementPence', title: 'Movement (£)', kind: 'pence' },
      ...movementColumns,
      { key: 'brought', title: 'Received or certain (£)', kind: 'pence' },
      { key: 'observed', title: 'Observed (£)', kind: 'pence' },
      { key: 'expected', title: 'Expected (£)', kind: 'pence' },
      { key: 'ratio', title: 'Observed / expected', kind: 'ratio' },
      { key: 'bankHoliday', title: 'Bank holiday', kind: 'text' },
    ],
    rows: weeks.map(({ lines, compared, ...week }) => ({
      ...week,
      ...movementCells(lines),
      brought: compared?.broughtPence ?? null,
      observed: compared?.observedPence ?? null,
      expected: compared?.expectedPence ?? null,
      ratio: compared?.ratio ?? null,
    })),
    notes: [
      `${officer.name}. Rent weeks from ${from ?? 'none'} to ${to ?? 'none'}, by their first days.`,
      ...[
        officer.overall?.sentence,
        officer.verdict.sentence,
        officer.verdict.caution,
        chartSentence,
      ].flatMap((sentence) => (sentence ? [sentence] : [])),
    ],
  };
}

const movementCells = (lines: OfficerSummary['lines']): Record<string, number> =>
  Object.fromEntries(lineColumns.map(([key]) => [key, lines.find(({ line }) => line === key)?.pence ?? 0]));

const lineColumns = [
  ['attributable', 'Within the officer’s control'],
  ['terminations', 'Tenancies that ended'],
  ['court', 'Court'],
  ['patch_moves', 'Homes that changed patch'],
  ['stint_moves', 'Patches taken over or handed over'],
  ['absence', 'While away'],
  ['benefit_timing', 'Benefit payments due'],
  ['payment_timing', 'Other payments due'],
  ['bank_holiday_timing', 'Bank holidays'],
  ['adjustments', 'Adjustments'],
  ['backdated', 'Backdated entries'],
  ['not_in_arrears', 'Accounts not in arrears'],
] as const;

const movementColumns = lineColumns.map(([key, title]) => ({
  key,
  title: `${title} (£)`,
  kind: 'pence' as const,
}));
