// [DOMAIN-132] to [DOMAIN-135]
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  assuranceOf,
  averageWords,
  improvingSentence,
  measureSentence,
  sayMeasure,
  standingOf,
  type Judged,
  type Standing,
} from './improving.ts';
import { xmr } from './xmr.ts';

const chartOf = (values: readonly number[]) =>
  xmr(
    values.map((value, i) => ({
      on: new Date(Date.UTC(2026, 0, 5 + 7 * i)).toISOString().slice(0, 10),
      value,
    })),
  );
const flat = Array.from({ length: 14 }, (_, i) => 50 + (i % 2));
const summary = (
  values: readonly number[],
  better: 'higher' | 'lower' | null,
  target: number | null = null,
) => measureSentence({ chart: chartOf(values), better, target, say: (v) => sayMeasure('percent', v) });

test('[DOMAIN-132] a change is claimed exactly where the newest week has a signal', () => {
  const some = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(some, fc.constantFrom('higher' as const, 'lower' as const, null), (values, better) => {
      const chart = chartOf(values);
      const signals = chart.marks.at(-1)!.signals;
      expect(/(Improving|Getting worse|Significant change): /.test(summary(values, better))).toBe(
        signals.length > 0,
      );
      expect(standingOf({ chart, better }) === 'ordinary').toBe(values.length >= 5 && signals.length === 0);
    }),
  );
});

test('[DOMAIN-132] the sentence has the figure, its week, and what is ordinary', () => {
  expect(summary([], 'higher')).toBe('No week has figures yet.');
  expect(summary([50, 51, 50], 'higher')).toMatch(/^50.0% in the week of Mon 19 Jan 2026. Too few weeks/);
  expect(summary(flat, 'higher')).toBe(
    '51.0% in the week of Mon 6 Apr 2026: no significant change. Usual range: 47.8% to 53.2%.',
  );
  expect(summary([...flat, 90], 'higher')).toMatch(/Improving: above the usual range/);
  expect(summary([...flat, 90], 'lower')).toMatch(/Getting worse: /);
  expect(summary([...flat, 90, 50, 51], 'lower')).toMatch(
    /no significant change.*The last significant change was in the week of Mon 13 Apr 2026: above the usual range/,
  );
  // A figure that cannot be negative has no negative limit.
  expect(summary([0, 4, 0, 4, 0, 4, 0, 4, 0, 4, 0, 4], 'higher')).toMatch(/Usual range: up to 12.6%/);
});

const run = (now: number, before: number, direction: 'up' | 'down' | null) => ({
  weeks: 8,
  now,
  before,
  direction,
});

test('[DOMAIN-233] a slow change is reported where the chart has no signal, and never as no change', () => {
  const say = (value: number) => sayMeasure('percent', value);
  const reading = { chart: chartOf(flat), better: 'lower' as const, target: null, say };
  const text = measureSentence({ ...reading, longRun: run(2.6, 2.15, 'up') });
  expect(text).toMatch(
    /Getting worse, slowly: the last 8 weeks averaged 2.60%, and 2.15% in the same weeks a year earlier/,
  );
  expect(text).not.toMatch(/no significant change/);
  expect(standingOf({ ...reading, longRun: run(2.6, 2.15, 'up') })).toBe('worse');
  expect(standingOf({ ...reading, longRun: run(2.6, 2.15, null) })).toBe('ordinary');
  expect(standingOf({ ...reading, better: null, longRun: run(3, 2, 'down') })).toBe('changed');
  // A signal of the chart comes first.
  const signal = chartOf([...flat, 90]);
  expect(standingOf({ ...reading, chart: signal, longRun: run(3, 4, 'down') })).toBe('worse');
});

test('[DOMAIN-233] of a balance the same weeks a year earlier decide, not its chart', () => {
  const rising = chartOf(Array.from({ length: 30 }, (_, i) => 2 + i / 100));
  const reading = { chart: rising, better: 'lower' as const, target: 2.6, say: String, carriesOver: true };
  expect(standingOf({ ...reading, longRun: null })).toBe('worse');
  expect(standingOf({ ...reading, longRun: run(2.2, 2.2, null) })).toBe('ordinary');
  expect(measureSentence({ ...reading, longRun: run(2.1, 2.2, 'down') })).toBe(
    '2.29 in the week of Mon 27 Jul 2026. Improving: the last 8 weeks averaged 2.1, and 2.2 in the same weeks a year earlier. The target is 2.6.',
  );
});

test('[DOMAIN-233] without a year to compare with, a balance that only runs on one side of its average has not changed', () => {
  const swings = Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? 40 : 60));
  const chart = chartOf([...swings, ...Array.from({ length: 9 }, () => 49)]);
  expect(chart.marks.at(-1)!.signals).toContain('one_side');
  const reading = { chart, better: 'higher' as const, target: null, say: String };
  expect(standingOf(reading)).toBe('worse');
  expect(standingOf({ ...reading, carriesOver: true })).toBe('ordinary');
  expect(measureSentence({ ...reading, carriesOver: true })).toMatch(/no significant change/);
});

test('[DOMAIN-234] a usual range that is wider than half of the average says what it can show', () => {
  expect(summary([1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9], null)).toMatch(
    /Only a change of more than 21.3 points would show/,
  );
  expect(summary(flat, 'higher')).not.toMatch(/would show/);
});

test('[DOMAIN-133] within firm limits reaching a target is chance', () => {
  const chart = chartOf(flat);
  expect(assuranceOf(chart, 'higher', 40)).toBe('always');
  expect(assuranceOf(chart, 'higher', 50.4)).toBe('chance');
  expect(assuranceOf(chart, 'higher', 60)).toBe('never');
  expect(assuranceOf(chart, 'lower', 60)).toBe('always');
  expect(assuranceOf(chart, 'lower', 40)).toBe('never');
  expect(assuranceOf(chart, null, 40)).toBeNull();
  expect(assuranceOf(chart, 'higher', null)).toBeNull();
  expect(assuranceOf(chartOf(flat.slice(0, 8)), 'higher', 40)).toBeNull();
  expect(summary(flat, 'higher', 60)).toMatch(/Does not reach the target of 60.0%/);
});

test('[DOMAIN-133] a balance has only its target, since its limits predict nothing', () => {
  const chart = chartOf(flat);
  const text = measureSentence({ chart, better: 'lower', target: 60, say: String, carriesOver: true });
  expect(text).toMatch(/The target is 60\.$/);
});

const judged = (title: string, standing: Standing, better: 'higher' | null = 'higher'): Judged => ({
  title,
  better,
  standing,
});
const lead = (standing: Standing, average = '') => ({
  ...judged('Movement', standing),
  average,
});

test('[DOMAIN-134] the change of the arrears comes first, and every other measure with a signal is named', () => {
  expect(improvingSentence(lead('better'), [judged('Visits', 'worse'), judged('Rate', 'ordinary')])).toBe(
    'The weekly change in arrears is better than its average. Getting worse: visits. No significant change: rate.',
  );
  expect(improvingSentence(lead('worse'), [])).toBe(
    'The weekly change in arrears is worse than its average.',
  );
  expect(
    improvingSentence(lead('ordinary', 'It grew.'), [judged('A', 'better'), judged('B', 'better')]),
  ).toBe('The weekly change in arrears is as usual. It grew. Improving: a and b.');
  expect(improvingSentence(lead('too_few'), [judged('A', 'nothing')])).toMatch(/^It is too early/);
  expect(improvingSentence(lead('too_few', 'It grew.'), [judged('A', 'ordinary')])).toBe(
    'It is too early to say for movement. No significant change: a.',
  );
  expect(improvingSentence(undefined, [])).toMatch(/^It is too early/);
});

test('[DOMAIN-134] a balance that changed for the worse is reported with any lead, with its weeks', () => {
  const longRun = { weeks: 9, now: 2, before: 1, direction: 'up' as const };
  const net = { ...judged('Net arrears', 'worse'), longRun };
  const plans = { ...judged('Plans', 'better'), changed: { better: 'More were kept', worse: 'Fewer' } };
  expect(improvingSentence(lead('ordinary'), [judged('A', 'better')], [net, plans])).toBe(
    'The weekly change in arrears is as usual. Improving: a. Net arrears: worse over the last 9 weeks than in the same weeks a year earlier. More were kept in the newest week than on average.',
  );
  expect(improvingSentence(lead('better'), [], [judged('Arrears', 'ordinary')])).not.toMatch(/Net|kept/);
});

test('[DOMAIN-134] without a signal for the better nothing is called better', () => {
  const standing = fc.constantFrom<Standing>('nothing', 'too_few', 'ordinary', 'better', 'worse', 'changed');
  const better = fc.constantFrom('higher' as const, null);
  fc.assert(
    fc.property(standing, fc.array(fc.tuple(standing, better), { maxLength: 6 }), (first, others) => {
      const text = improvingSentence(
        lead(first),
        others.map(([one, way], i) => judged(`M${i}`, one, way)),
      );
      const speaks = (wanted: Standing) => others.some(([one, way]) => one === wanted && way !== null);
      expect(/better than its average/.test(text)).toBe(first === 'better');
      expect(/worse than its average/.test(text)).toBe(first === 'worse');
      expect(/Improving: /.test(text)).toBe(speaks('better'));
      expect(/Getting worse: /.test(text)).toBe(speaks('worse'));
    }),
  );
});

test('[DOMAIN-134] ordinary variation still adds up: the average is given next to it', () => {
  expect(averageWords(chartOf([30, 46, 38]))).toBe(
    'On average over the last 3 weeks, overdue arrears grew by £0.38 for each £100 of rent charged.',
  );
  expect(averageWords(chartOf([-30, -46, -38]))).toMatch(/fell by £0.38/);
  expect(averageWords(chartOf([1, -1]))).toMatch(/stayed the same/);
  expect(averageWords(chartOf([]))).toBe('');
});

test('[DOMAIN-135] figures are written in their unit', () => {
  expect(sayMeasure('percent', 98.26)).toBe('98.3%');
  expect(sayMeasure('percent', 2.634)).toBe('2.63%');
  expect(sayMeasure('pence_per_100_pounds', -42)).toBe('−£0.42');
  expect(sayMeasure('count', 12)).toBe('12');
  expect(sayMeasure('count', 3.44)).toBe('3.4');
  expect(sayMeasure('ratio', 1.016)).toBe('1.02');
});
