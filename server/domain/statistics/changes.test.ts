// [DOMAIN-255] [PERF-117]
import { expect, test } from 'vitest';
import { addDays } from '../days.ts';
import { changesOf, changesSentence, pointsBetween, type PercentAt } from './changes.ts';

const last = '2026-11-23';
/** Of a year's rent of £17,700,000. */
const rent = 17_700_000_00;
const at = (days: number, percent: number) => ({
  on: addDays(last, -days),
  percent,
  pence: Math.round((percent / 100) * rent),
});
const sentence = (...weeks: PercentAt[]) => changesSentence(changesOf(weeks));

test('[DOMAIN-255] each period of a change is named: a figure may fall in four weeks and rise in a year', () => {
  expect(sentence(at(364, 1.74), at(28, 2.09), at(0, 2.04))).toBe(
    'Down 0.05 points in 4 weeks. Up 0.30 points in a year.',
  );
  expect(sentence(at(28, 1.04), at(0, 2.04))).toBe('Up 1.00 point in 4 weeks.');
  expect(sentence(at(28, 2.04), at(0, 2.04))).toBe('No change in 4 weeks.');
});

test('[PERF-117] a change too small for the percentage is reported in pounds: "No change" is never next to a rise', () => {
  expect(sentence(at(364, 2.044), at(28, 2.0386), at(0, 2.0429))).toBe(
    'Up £761.10 in 4 weeks. Down £194.70 in a year.',
  );
  // Without the money behind it, the percentage is all that is known.
  const shareOnly = (days: number, percent: number) => ({ ...at(days, percent), pence: null });
  expect(sentence(shareOnly(28, 2.041), shareOnly(0, 2.043))).toBe('No change in 4 weeks.');
});

test('[DOMAIN-255] a period whose first week has no figure is left out', () => {
  expect(sentence(at(35, 1), at(21, 1), at(0, 2))).toBe('');
  expect(changesSentence(changesOf([]))).toBe('');
});

test('[DOMAIN-255] the points of difference are those between the figures that are shown', () => {
  // Shown as 2.06% and 1.76%; not rounded they differ by 0.308.
  expect(pointsBetween(2.0644, 1.7564)).toBe(0.3);
  expect(pointsBetween(1.7564, 2.0644)).toBe(-0.3);
  expect(pointsBetween(2.061, 2.064)).toBe(0);
});
