// [DOMAIN-173] to [DOMAIN-175]
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyDay } from '../../tests/support/case-facts.ts';
import { dateOutside, dateRanges, dateWrong, daysWithin, type DateRange } from './date-ranges.ts';
import { addDays } from './days.ts';

const zone = 'Europe/London';
const rows = Object.entries(dateRanges).flatMap(([kind, fields]) =>
  Object.entries(fields as Record<string, DateRange>).map(([field, range]) => ({ kind, field, range })),
);
/** The arguments with one date in them; the first step of 'checks.seenAt' is a list. */
const argsWith = (field: string, value: string): object => {
  const [first, second] = field.split('.');
  if (second === undefined) return { [first!]: value };
  return {
    [first!]: first === 'checks' || first === 'lines' ? [{}, { [second]: value }] : { [second]: value },
  };
};

test('[DOMAIN-173] the first and the last day of every range are accepted, the days outside are refused with a message', () => {
  fc.assert(
    fc.property(anyDay, fc.constantFrom(...rows), (today, { kind, field, range }) => {
      const { min, max } = daysWithin(range, today);
      const outside = (day: string) => dateOutside(kind, argsWith(field, day), today, zone);
      // A device's clock gave it: [CASE-147].
      if (range.byClock) {
        expect(outside(addDays(max, 9)), `${kind} ${field}`).toBe(null);
        return;
      }
      for (const day of [min, max]) expect(outside(day), `${kind} ${field} ${day}`).toBe(null);
      for (const day of [addDays(min, -1), addDays(max, 1), '2199-12-31', '1900-01-01']) {
        const found = outside(day);
        expect(found?.field, `${kind} ${field} ${day}`).toBe(field);
        expect(found?.says).toContain('hoose ');
        expect(found?.says.startsWith(`${range.label}: `)).toBe(true);
      }
    }),
  );
});

test('[DOMAIN-174] no range is longer than its kind can mean: promises, plans and visits lie within a quarter of a year', () => {
  for (const { kind, field, range } of rows) {
    expect(range.from, `${kind} ${field}`).toBeLessThanOrEqual(range.to);
    expect(range.to, `${kind} ${field}`).toBeLessThanOrEqual(7_320);
  }
  for (const range of [
    dateRanges['visit.finish']['promise.on'],
    dateRanges['plan.agree'].firstDueOn,
    dateRanges['visit.plan'].plannedFor,
  ])
    expect(range).toMatchObject({ from: 0, to: 92 });
});

test('[DOMAIN-175] an instant counts by the landlord’s day; missing fields and fields outside the table are ignored', () => {
  // 23:30 by UTC in summer is the next day in London.
  const seen = (at: string) =>
    dateOutside('hazard.step', { on: '2026-06-30', at }, '2026-06-30', zone)?.field ?? null;
  expect(seen('2026-06-30T22:30:00Z')).toBe(null);
  expect(seen('2026-06-30T23:30:00Z')).toBe('at');
  expect(dateOutside('task.add', { what: 'x' }, '2026-06-30', zone)).toBe(null);
  expect(dateOutside('case.take', { caseId: 1 }, '2026-06-30', zone)).toBe(null);
  expect(dateOutside('toString', { dueOn: '2199-12-31' }, '2026-06-30', zone)).toBe(null);
  expect(dateWrong(dateRanges['task.add'].dueOn, '2026-02-30', '2026-02-28')).toBe('Enter a real date.');
  expect(dateWrong(dateRanges['task.add'].dueOn, '', '2026-02-28')).toBe(null);
});
