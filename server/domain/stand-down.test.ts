import { expect, test } from 'vitest';
import type { Action } from './action.ts';
import { standDown } from './stand-down.ts';

const payment = { amountPence: 8_520, method: 'card', postedAt: Date.parse('2026-06-18T09:42:00Z') } as const;
const seen = (action: Action, realArrearsPence: number) => ({ action, realArrearsPence });
const told = (
  before: ReturnType<typeof seen> | undefined,
  after: ReturnType<typeof seen>,
  paid: object = {},
) => standDown(before, after, { ...payment, ...paid }, 'Europe/London');

test('[DOMAIN-17] who has paid is not visited, in a sentence with the time on the officer’s own clock', () => {
  expect(told(seen('visit', 8_520), seen('none', 0))).toEqual({
    verdict: 'stand-down',
    message: 'Paid £85.20 by card at 10:42. Nothing to visit for.',
  });
  expect(told(undefined, seen('wait', 2_000))).toEqual({
    verdict: 'stand-down',
    message: 'Paid £85.20 by card at 10:42. Nothing to visit for now: £20.00 is still owed.',
  });
});

test('[DOMAIN-17] when a call or a message is enough now, nobody walks', () => {
  expect(told(seen('visit', 50_000), seen('call', 21_480))).toEqual({
    verdict: 'stand-down',
    message: 'Paid £85.20 by card at 10:42. No visit needed: £214.80 is still owed, and a call is enough.',
  });
});

test('[DOMAIN-17] a part payment changes the figures and not the way', () => {
  expect(told(seen('visit', 90_000), seen('visit', 81_480))).toEqual({
    verdict: 'changed',
    message: 'Paid £85.20 by card at 10:42. £814.80 is still owed.',
  });
  expect(told(seen('visit', 90_000), seen('visit', 90_000))).toBe(null);
});

test('[DOMAIN-17] money that comes back is told, and stands nobody down', () => {
  expect(
    told(seen('visit', 10_000), seen('visit', 18_520), { amountPence: -8_520, method: 'direct_debit' }),
  ).toEqual({
    verdict: 'changed',
    message: '£85.20 by direct debit came back unpaid at 10:42. £185.20 is owed now.',
  });
});
