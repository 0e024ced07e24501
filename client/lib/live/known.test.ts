import { expect, test } from 'vitest';
import { knownUpTo, sourcesOf } from './known.ts';

const source = (name: string, knownUpTo: string) => ({ name, label: name, knownUpTo });
const sources = [
  source('card', '2026-11-09T10:42:00Z'),
  source('housing_benefit', '2026-11-02T06:00:00Z'),
  source('direct_debit', '2026-11-08T06:00:00Z'),
];
const proved = Date.parse('2026-11-09T10:45:00Z');
const one = (...moneySources: string[]) => ({ moneySources, knownUpTo: '2026-11-01T00:00:00Z' });

test('[UI-36] a case’s money is known up to its slowest source, and no other case’s', () => {
  expect(knownUpTo(one('card'), sources, proved)).toBe(Date.parse('2026-11-09T10:42:00Z'));
  expect(knownUpTo(one('card', 'housing_benefit'), sources, proved)).toBe(Date.parse('2026-11-02T06:00:00Z'));
  expect(sourcesOf(one('card', 'cash'), sources).map(({ name }) => name)).toEqual(['card']);
});

test('[UI-36] never later than the last proof; an unknown source holds nothing back', () => {
  expect(knownUpTo(one(), sources, proved)).toBe(proved);
  expect(knownUpTo(one('cash'), sources, proved)).toBe(proved);
  const early = Date.parse('2026-11-09T09:00:00Z');
  expect(knownUpTo(one('card'), sources, early)).toBe(early);
});

test('[UI-36] before the first heartbeat, the time in the case', () => {
  expect(knownUpTo(one('card'), [], proved)).toBe(Date.parse('2026-11-01T00:00:00Z'));
  expect(knownUpTo(one('card'), sources, null)).toBe(Date.parse('2026-11-01T00:00:00Z'));
});
