import { expect, test } from 'vitest';
import type { Action } from './action.ts';
import type { ReasonCode } from './reasons.ts';
import {
  noticeForViewers,
  verdictAtDoor,
  waitedAlready,
  type AtDoor,
  type MoneySince,
  type UnderWay,
  type WhatCame,
} from './stand-down.ts';

const payment = { amountPence: 8_520, method: 'card', postedAt: '2026-06-18T09:42:00Z' } as const;
const seen = (action: Action, realArrearsPence: number): AtDoor => {
  return { action, realArrearsPence, blockers: [], reasons: [], alerts: [] };
};
const messageFor = (before: AtDoor | undefined, after: AtDoor, paid: object = {}) =>
  noticeForViewers(before, after, { ...payment, ...paid }, 'Europe/London');

test('[DOMAIN-17] an officer is stood down when the debt is paid, with a sentence that has the landlord’s local time', () => {
  expect(messageFor(seen('visit', 8_520), seen('none', 0))).toEqual({
    verdict: 'stand-down',
    message: 'Paid £85.20 by card at 10:42. No visit needed.',
  });
  expect(messageFor(undefined, seen('wait', 2_000))).toEqual({
    verdict: 'stand-down',
    message: 'Paid £85.20 by card at 10:42. No visit needed now. £20.00 is still overdue.',
  });
});

test('[DOMAIN-17] an officer is stood down when a call or a message is enough now', () => {
  expect(messageFor(seen('visit', 50_000), seen('call', 21_480))).toEqual({
    verdict: 'stand-down',
    message: 'Paid £85.20 by card at 10:42. No visit needed. £214.80 is still overdue: a call is enough.',
  });
});

test('[DOMAIN-17] a part payment changes the figures, and the visit goes on', () => {
  expect(messageFor(seen('visit', 90_000), seen('visit', 81_480))).toEqual({
    verdict: 'changed',
    message: 'Paid £85.20 by card at 10:42. £814.80 is still overdue.',
  });
  expect(messageFor(seen('visit', 90_000), seen('visit', 90_000))).toBe(null);
});

test('[DOMAIN-17] a returned payment is reported, and stands nobody down', () => {
  const returned = { amountPence: -8_520, method: 'direct_debit' };
  expect(messageFor(seen('visit', 10_000), seen('visit', 18_520), returned)).toEqual({
    verdict: 'changed',
    message: '£85.20 by direct debit was returned unpaid at 10:42. £185.20 is overdue now.',
  });
});

const money = (netPence: number, amountPence: number): MoneySince => ({ ...payment, netPence, amountPence });
const waits = { ...seen('wait', 8_520), reasons: [{ text: 'Keeping to the plan of £10.00 a week' }] };
const held = { ...seen('hold', 8_520), blockers: [{ kind: 'breathing_space', text: 'Breathing space' }] };
const atDoor = (now: AtDoor | null, visit: Partial<UnderWay> = {}) =>
  verdictAtDoor(now, { purpose: 'arrears', met: false, moneySince: null, ...visit }, 'Europe/London');

test('[DOMAIN-219] an alert not to attend that is recorded on the way ends any visit; a payment there is reported as one', () => {
  const barred = (action: Action): AtDoor => ({
    ...seen(action, 8_520),
    alerts: [{ kind: 'do_not_attend' }],
  });
  const message = 'Do not go to this address. Speak to your manager.';
  for (const purpose of ['arrears', 'welfare', 'rent_since'] as const) {
    expect(atDoor(barred('visit'), { purpose })).toEqual({ verdict: 'stand-down', message });
    expect(atDoor(barred('visit'), { purpose, met: true })).toEqual({ verdict: 'changed', message });
  }
  expect(atDoor({ ...seen('visit', 8_520), alerts: [{ kind: 'dangerous_animal' }] }).verdict).toBe('clear');
  expect(messageFor(seen('visit', 8_520), { ...barred('none'), realArrearsPence: 0 })?.message).toMatch(
    /^Paid £85\.20/,
  );
});

test('[DOMAIN-210] a returned payment withdraws its stand-down', () => {
  expect(atDoor(seen('none', 0), { moneySince: money(8_520, 8_520) }).verdict).toBe('stand-down');
  expect(atDoor(seen('visit', 8_520), { moneySince: money(0, -8_520) })).toEqual({
    verdict: 'changed',
    message: '£85.20 by card was returned unpaid at 10:42. £85.20 is overdue now.',
  });
  // A call was enough only because of the payment: without it the visit is needed again.
  expect(atDoor(seen('call', 8_520), { moneySince: money(8_520, 8_520) }).verdict).toBe('stand-down');
  expect(atDoor(seen('call', 17_040), { moneySince: money(0, -8_520) }).verdict).toBe('changed');
});

test('[DOMAIN-210] when one of two payments is returned the stand-down stays if the other one is enough', () => {
  expect(atDoor(seen('none', 0), { moneySince: money(8_520, -8_520) })).toEqual({
    verdict: 'stand-down',
    message:
      '£85.20 by card was returned unpaid at 10:42. Payments since you set out still come to £85.20. No visit needed.',
  });
});

test('[DOMAIN-211] after somebody was met the visit goes on, and a payment is only information', () => {
  for (const action of ['none', 'wait', 'hold', 'call', 'visit'] as const) {
    expect(atDoor(seen(action, 0), { met: true, moneySince: money(8_520, 8_520) })).toEqual({
      verdict: 'changed',
      message: 'Paid £85.20 by card at 10:42. Nothing is overdue now.',
    });
    expect(atDoor(seen(action, 8_520), { met: true }).verdict).toBe('clear');
  }
});

test('[DOMAIN-212] a case that left the list, waits or is on hold stands the officer down also without money, with the reason', () => {
  expect(atDoor(null).verdict).toBe('stand-down');
  expect(atDoor(waits)).toEqual({
    verdict: 'stand-down',
    message: 'Keeping to the plan of £10.00 a week. No visit needed.',
  });
  expect(atDoor(held).verdict).toBe('stand-down');
  expect(atDoor(held, { purpose: 'welfare' })).toEqual({
    verdict: 'clear',
    message: 'Breathing space: do not talk about arrears.',
  });
});

test('[DOMAIN-212] setting out to a case that already waits is the officer’s own choice: it is only information until something changes', () => {
  expect(atDoor(waits, { waitedBefore: true })).toEqual({
    verdict: 'changed',
    message: 'Keeping to the plan of £10.00 a week. £85.20 is overdue.',
  });
  expect(atDoor(waits, { waitedBefore: true, moneySince: money(0, -8_520) }).verdict).toBe('changed');
  // The same where nothing was left to do at setting out.
  expect(atDoor(seen('none', 0), { waitedBefore: true })).toEqual({
    verdict: 'changed',
    message: 'Nothing is overdue now.',
  });
  // Money or a hold is a change on the way.
  expect(atDoor(seen('none', 0), { waitedBefore: true, moneySince: money(1, 1) }).verdict).toBe('stand-down');
  expect(atDoor(waits, { waitedBefore: true, moneySince: money(8_520, 8_520) }).verdict).toBe('stand-down');
  expect(atDoor(held, { waitedBefore: true }).verdict).toBe('stand-down');
  expect(atDoor(seen('none', 0), { waitedBefore: false }).verdict).toBe('stand-down');
  expect(atDoor(null, { waitedBefore: true }).verdict).toBe('stand-down');
});

test('[DOMAIN-217] a case counts as already waiting, or as without an action, only if the reason is not newer than setting out', () => {
  const setOutAt = Date.parse('2026-06-18T09:00:00Z');
  const already = (code: ReasonCode, came: Partial<WhatCame>, action: Action = 'wait') =>
    waitedAlready(
      { action, reasons: [{ code }, { code: 'owes' }] },
      { contacts: [], planAt: null, promiseAt: null, correctedSince: false, ...came },
      setOutAt,
    );
  const called = (at: number, about: 'debt' | 'other' = 'debt') => ({
    contacts: [{ kind: 'call' as const, reached: true, at, about }],
  });
  expect(already('contact_working', called(setOutAt))).toBe(true);
  expect(already('contact_working', called(setOutAt + 1))).toBe(false);
  expect(already('contact_working', called(setOutAt + 1, 'other'))).toBe(true);
  for (const code of ['plan_agreed', 'plan_kept', 'plan_late', 'plan_paid_off'] as const) {
    expect(already(code, { planAt: setOutAt })).toBe(true);
    expect(already(code, { planAt: setOutAt + 1 })).toBe(false);
  }
  expect(already('promise_pending', { promiseAt: setOutAt })).toBe(true);
  expect(already('promise_pending', { promiseAt: setOutAt + 1 })).toBe(false);
  for (const [code, action] of [
    ['expected', 'wait'],
    ['little', 'wait'],
    ['only_this_week', 'none'],
  ] as const) {
    expect(already(code, {}, action)).toBe(true);
    expect(already(code, { correctedSince: true }, action)).toBe(false);
  }
  expect(already('contact_working', called(setOutAt), 'hold')).toBe(false);
  expect(already('owes', {}, 'visit')).toBe(false);
});
