// [UI-460]
import { expect, test } from 'vitest';
import { readTarget } from './read-target.ts';

test('[UI-460] a target is parsed by its unit, and a comma is never guessed', () => {
  expect(readTarget('97.5', 'percent')).toEqual({ value: 97.5, says: null });
  expect(readTarget(' 97.5 % ', 'percent').value).toBe(97.5);
  expect(readTarget('−2', 'percent').value).toBe(-2);
  expect(readTarget('1.25', 'pence_per_100_pounds').value).toBe(125);
  expect(readTarget('-£1.25', 'pence_per_100_pounds').value).toBe(-125);
  for (const unit of ['percent', 'count', 'ratio', 'pence_per_100_pounds', null] as const)
    for (const text of ['97,5', '1,2', 'ten', '1e3', '', '1 2']) {
      const { value, says } = readTarget(text, unit);
      expect(value, `${unit} ${text}`).toBe(null);
      expect(says).toMatch(/^(Enter|Write) /);
    }
  expect(readTarget('97.5%', 'count').value).toBe(null);
});
