// [CASE-95], [CASE-96]: entered dates and amounts, against a real database.
import { expect, test } from 'vitest';
import { Casework } from '../../tests/support/casework.ts';
import { planAgree } from '../../tests/support/help.ts';
import { mutationKinds, type MutationKind } from '../contract/up.ts';
import { dateRanges, daysWithin, type DateRange } from '../domain/date-ranges.ts';
import { addDays } from '../domain/days.ts';
import { dayIn } from '../domain/zone.ts';

const house = await Casework.open(90);

const dated = mutationKinds.filter((kind) => kind in dateRanges);

/** The example's arguments with one date replaced. */
function withDate(args: object, path: string[], value: string): object {
  const [key, ...rest] = path as [string, ...string[]];
  const copy: Record<string, unknown> = { ...args };
  const inner = copy[key];
  copy[key] =
    rest.length === 0
      ? value
      : Array.isArray(inner)
        ? inner.map((one: object) => withDate(one, rest, value))
        : withDate((inner ?? {}) as object, rest, value);
  return copy;
}

test.for(dated)(
  '[CASE-95] a date outside its range is refused with a message, and nothing is stored: %s',
  async (kind: MutationKind) => {
    const { example } = await house.example(kind);
    await house.prepare(example);
    const today = dayIn('Europe/London', house.now);
    const before = await house.rows();
    const ranges: Record<string, DateRange> = dateRanges[kind as keyof typeof dateRanges];
    for (const [field, range] of Object.entries(ranges)) {
      // [CASE-147]: what a device's clock gave is never refused.
      if (range.byClock) continue;
      const { min, max } = daysWithin(range, today);
      const isInstant = field.endsWith('At') || ['at', 'until'].includes(field) || field.endsWith('AnswerBy');
      for (const day of [addDays(min, -1), addDays(max, 1), '2199-12-31']) {
        if (day < '2000') continue;
        const value = isInstant ? `${day}T12:00:00Z` : day;
        const args = withDate(example.args, field.split('.'), value);
        const { status, message } = await house.do(example.by, kind, args, { ...example });
        expect(status, `${kind} ${field} ${day}`).toBe('refused');
        expect(message, `${kind} ${field} ${day}`).toMatch(new RegExp(`^${range.label}: choose `));
      }
    }
    expect(await house.rows()).toEqual(before);
    expect((await house.do(example.by, kind, example.args, { ...example })).status).toBe('applied');
  },
);

test('[CASE-95] a promise, a plan and a visit on the last day of their range are stored', async () => {
  const { caseId } = await house.subject();
  const last = addDays(dayIn('Europe/London', house.now), 92);
  const promise = { caseId, outcome: 'promise', note: '', promise: { amountPence: 2_500, on: last } };
  expect((await house.do('officer', 'visit.finish', promise)).status).toBe('applied');
  expect((await house.do('officer', 'visit.plan', { caseId, plannedFor: last })).status).toBe('applied');
});

test('[CASE-96] a promise or an instalment of less than a pound is refused with a message: it would make the case wait', async () => {
  const { caseId } = await house.subject();
  const today = dayIn('Europe/London', house.now);
  const promise = (amountPence: number) => {
    const made = { amountPence, on: addDays(today, 3) };
    return house.do('officer', 'visit.finish', { caseId, outcome: 'promise', note: '', promise: made });
  };
  expect(await promise(1)).toMatchObject({
    status: 'refused',
    message: expect.stringContaining('at least £1.00'),
  });
  const plan = (instalmentPence: number, totalPence: number) => {
    const terms = planAgree(caseId, today, { totalPence, arrearsPence: totalPence, instalmentPence });
    return house.do('officer', 'plan.agree', terms, { baseVersion: 0 });
  };
  expect(await plan(99, 1_000)).toMatchObject({
    status: 'refused',
    message: 'Enter an instalment of at least £1.00.',
  });
  expect(await plan(1, 1)).toMatchObject({ status: 'refused' });
  expect((await promise(100)).status).toBe('applied');
});
