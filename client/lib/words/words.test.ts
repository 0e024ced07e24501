import { expect, test } from 'vitest';
import { actions } from '#domain/action.ts';
import { actionOrder, actionWords } from './actions.ts';
import { money, roundMoney, weeks } from './money.ts';
import { afterwardsWords } from '../performance/words.ts';
import { age, date, dayOf, dayWords, setLandlordZone, timeOf, when } from './time.ts';
import { readMoney } from '#domain/money.ts';

const now = Date.parse('2026-11-09T11:00:00Z');

test('[UI-70] money has pence where they matter, and whole pounds where it is read at a glance', () => {
  expect(money(123456)).toBe('£1,234.56');
  expect(roundMoney(123456)).toBe('£1,235');
  expect(roundMoney(56)).toBe('£0.56');
  expect(weeks(1)).toBe('1 week');
  expect(weeks(3.24)).toBe('3.2 weeks');
  expect(weeks(null)).toBe('');
});

test('[UI-71] times are written as people say them, in the landlord’s zone', () => {
  expect(when('2026-11-09T10:42:00Z', now)).toBe('10:42');
  expect(when('2026-11-08T10:42:00Z', now)).toBe('yesterday 10:42');
  // Days of 23 and 25 hours: yesterday is the day before, not the instant 24 hours ago.
  const afterSpring = Date.parse('2027-03-28T23:30:00Z');
  expect(when('2027-03-28T10:42:00+01:00', afterSpring)).toBe('yesterday 10:42');
  expect(when('2027-03-27T10:42:00Z', afterSpring)).toBe('Sat 27 Mar');
  expect(when('2027-10-30T10:42:00+01:00', Date.parse('2027-10-31T23:10:00Z'))).toBe('yesterday 10:42');
  expect(when('2026-11-02T10:42:00Z', now)).toBe('Mon 2 Nov');
  expect(when('2024-11-02T10:42:00Z', now)).toBe('2 Nov 2024');
  expect(when('2026-06-30T23:30:00Z', Date.parse('2026-07-01T08:00:00Z'))).toBe('00:30');
  expect(dayOf('2026-06-30T23:30:00Z')).toBe('2026-07-01');
  expect(dayWords('2026-11-10', now)).toBe('tomorrow');
  expect(date('2026-11-02', now)).toBe('2 Nov');
  expect(age(now - 190_000, now)).toBe('3 minutes');
  expect(age(now - 60_000, now)).toBe('1 minute');
  setLandlordZone('Asia/Tokyo');
  expect([timeOf('2026-11-09T16:00:00Z'), dayOf('2026-11-09T16:00:00Z')]).toEqual(['01:00', '2026-11-10']);
  setLandlordZone('Europe/London');
});

test('[UI-72] no two actions with the same shape have the same letter, and every action has a position', () => {
  expect([...actionOrder].sort()).toEqual([...actions].sort());
  const drawn = actionOrder.filter((a) => a !== 'none').map((a) => actionWords[a]);
  expect(new Set(drawn.map((w) => w.letter)).size).toBe(drawn.length);
  expect(new Set(drawn.map((w) => w.shape)).size).toBe(drawn.length);
});

test('[UI-73] a promised amount is parsed as people write it, and other text is no amount', () => {
  expect(readMoney('25').pence).toBe(2500);
  expect(readMoney(' £1,250.50 ').pence).toBe(125050);
  for (const text of ['', '0', '-5', '5.555', 'ten', '1e3', '99999999', '12,50', '1,2'])
    expect(readMoney(text).pence, text).toBe(null);
});

test('[UI-305] weeks that were not frozen in time are marked as calculated afterwards: one, some or all', () => {
  expect(afterwardsWords(0, 13)).toBe('');
  const one = 'was calculated later from the ledger, because it was not closed on time.';
  expect(afterwardsWords(1, 1)).toBe(`This week ${one}`);
  expect(afterwardsWords(1, null)).toBe(`1 of these weeks ${one}`);
  expect(afterwardsWords(3, 4)).toBe(
    '3 of these weeks were calculated later from the ledger, because they were not closed on time.',
  );
  expect(afterwardsWords(4, 4)).toMatch(/^All of these weeks were /);
});
