// [DOMAIN-132] to [DOMAIN-135]
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  assuranceOf,
  averageWords,
  directionOf,
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
      expect(standingOf(chart, better) === 'ordinary').toBe(values.length >= 5 && signals.length === 0);
    }),
  );
});

test('[DOMAIN-132] the sentence has the figure, its week, and what is ordinary', () => {
  expect(summary([], 'higher')).toBe('No rent week has closed yet.');
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
  expect(summary(flat, 'higher', 60)).toMatch(/Usual weeks do not reach the target of 60.0%/);
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
  direction: 'growing' as const,
});

test('[DOMAIN-134] the answer is yes or no by the lead measure alone, and names every other measure with a signal', () => {
  expect(improvingSentence(lead('better'), [judged('Visits', 'worse'), judged('Rate', 'ordinary')])).toBe(
    'Yes: movement is improving. Getting worse: visits. No significant change: rate.',
  );
  expect(improvingSentence(lead('worse'), [])).toBe('No: movement is getting worse.');
  expect(
    improvingSentence(lead('ordinary', 'It grows.'), [judged('A', 'better'), judged('B', 'better')]),
  ).toBe('Arrears are still growing at the same rate. It grows. Improving: a and b.');
  expect(improvingSentence(lead('too_few'), [judged('A', 'nothing')])).toMatch(/^It is too early/);
  expect(improvingSentence(lead('too_few', 'It grows.'), [judged('A', 'ordinary')])).toBe(
    'It is too early to say for movement. No significant change: a.',
  );
  expect(improvingSentence(undefined, [])).toMatch(/^It is too early/);
});

test('[DOMAIN-134] a balance that changed for the worse is reported with any lead', () => {
  const balances = [judged('Arrears', 'worse'), judged('Net arrears', 'worse'), judged('Plans', 'better')];
  expect(improvingSentence(lead('ordinary'), [judged('A', 'better')], balances)).toBe(
    'Arrears are still growing at the same rate. Improving: a. Arrears and net arrears have got worse. Plans have got better.',
  );
  expect(improvingSentence(lead('better'), [], balances.slice(0, 1))).toMatch(/Arrears have got worse\.$/);
  expect(improvingSentence(lead('better'), [], [judged('Arrears', 'ordinary')])).not.toMatch(/have got/);
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
      expect(text.startsWith('Yes')).toBe(first === 'better');
      expect(text.startsWith('No:')).toBe(first === 'worse');
      expect(/Improving: /.test(text)).toBe(speaks('better'));
      expect(/Getting worse: /.test(text)).toBe(speaks('worse'));
    }),
  );
});

test('[DOMAIN-134] ordinary variation still adds up: the average is given next to it', () => {
  expect(averageWords(chartOf([30, 46, 38]))).toBe(
    'On average, arrears grow by £0.38 a week for each £100 of rent.',
  );
  expect(averageWords(chartOf([-30, -46, -38]))).toMatch(/fall by £0.38/);
  expect(averageWords(chartOf([1, -1]))).toMatch(/stay the same/);
  expect([[38], [-38], [1, -1], []].map((values) => directionOf(chartOf(values)))).toEqual([
    ...['growing', 'falling', 'level', 'level'],
  ]);
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
