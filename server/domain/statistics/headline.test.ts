// [DOMAIN-235]
import { expect, test } from 'vitest';
import { addDays } from '../days.ts';
import { headlineOf, headlineSentence, isBehind } from './headline.ts';

const last = '2026-11-23';
const rent = 1_200_000_00;
const run = (direction: 'up' | 'down' | null, now = 2.58, before = 2.17) => ({
  weeks: 8,
  now,
  before,
  direction,
});
const weeks = (before: number, now: number) => [
  { on: addDays(last, -364), part: before, whole: rent },
  { on: last, part: now, whole: rent },
];

test('[DOMAIN-235] the headline gives pounds and per cent, a year ago, the target, and then the signal', () => {
  const made = headlineOf(weeks(2_580_000, 3_120_000), 2.4, run('up'))!;
  expect(made).toMatchObject({ bearing: 'worse', meetsTarget: false });
  expect(headlineSentence(made)).toBe(
    'Current tenant arrears on Sun 29 Nov 2026: £31,200.00, 2.60% of a year’s rent. A year ago: £25,800.00, 2.15%. Target: 2.40%, not met. Up 0.45 points in a year. Worse over the last 8 weeks than in the same weeks a year earlier. 2.58% on average, against 2.17%. A rise this large is rarely chance.',
  );
});

test('[DOMAIN-235] a rise is called a rise, also where it may be chance', () => {
  const then = 'in the same weeks a year earlier';
  const answer = (...drift: Parameters<typeof run>) =>
    headlineOf(weeks(2_580_000, 3_120_000), null, run(...drift))!.answer;
  expect(answer(null)).toBe(`Higher over the last 8 weeks than ${then}, but this may be chance.`);
  expect(answer(null, 2.17, 2.58)).toBe(`Lower over the last 8 weeks than ${then}, but this may be chance.`);
  expect(answer(null, 2.171, 2.169)).toBe(`About the same over the last 8 weeks as ${then}.`);
  expect(answer('down', 2.17, 2.58)).toBe(`Better over the last 8 weeks than ${then}.`);
});

test('[DOMAIN-235] without a week of a year ago it is too early, and without any week there is no headline', () => {
  expect(headlineOf([], null, null)).toBeNull();
  const young = headlineOf(weeks(1, 2).slice(1), 2.6, null)!;
  expect(young).toMatchObject({ bearing: 'too_early', yearAgo: null, meetsTarget: true });
  expect(headlineSentence(young)).not.toMatch(/A year ago/);
});

test('[DOMAIN-235] a target is met or missed as its percentage is shown', () => {
  const meets = (now: number) => headlineOf(weeks(1, now), 2.6, null)!.meetsTarget;
  expect([meets(3_120_000), meets(3_125_000), meets(3_127_000)]).toEqual([true, true, false]);
});

test('[DOMAIN-235] the newest week is behind once the next one ended more than a day ago', () => {
  expect(isBehind('2026-11-23', '2026-11-30')).toBe(false);
  expect(isBehind('2026-11-16', '2026-11-30')).toBe(false);
  expect(isBehind('2026-11-16', '2026-12-01')).toBe(true);
  expect(isBehind('2026-07-06', '2026-11-30')).toBe(true);
});
