import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkKinds, checkRefusal, findingsOf, severities } from '#domain/checks.ts';
import { timeIn } from '#domain/zone.ts';
import {
  checksToWrite,
  found,
  newCheck,
  newDraft,
  outcomeOf,
  promiseOf,
  type CheckToWrite,
  type Draft,
} from './draft.ts';
import { addDays, dayNumber, dayNumbers, isWorkingDay } from '#domain/days.ts';
import { planRhythms } from '#domain/facts.ts';
import { groundOf } from '../help/plan-form.ts';
import { roomsOf } from './step-words.ts';
import { isOld, stepsOf } from './progress.ts';
import { firstPayment, linesOf, waitUntil } from './summary.ts';
import { firstUnfinished, unfinished } from './unfinished.ts';
import { timeToday } from '../words/time.ts';

const today = '2026-11-09';
const now = Date.parse('2026-11-09T10:42:00Z');
const draft = (more: Partial<Draft> = {}): Draft => ({
  ...newDraft({ caseId: 1, staffId: 7, now, visitId: 'v' }),
  ...more,
});
let names = 0;
const name = () => `c${++names}`;

test('[UI-127] nobody met: nothing to inspect; somebody else met: no details of the tenant; held: no step about the debt', () => {
  expect(stepsOf(draft({ met: 'nobody' }), false)).toEqual(['door', 'who', 'next', 'end']);
  expect(stepsOf(draft({ met: 'other' }), false)).not.toContain('details');
  expect(stepsOf(draft({ met: 'tenant' }), true)).not.toContain('money');
  expect(stepsOf(draft({ met: 'tenant' }), false)).toEqual([
    'door',
    'who',
    'checks',
    'details',
    'budget',
    'money',
    'next',
    'end',
  ]);
});

test('[UI-127] what is missing is reported at its field, and a visit is finished only when nothing is missing', () => {
  expect(unfinished(draft(), 'who', today)).toMatchObject({ field: 'met' });
  expect(unfinished(draft({ met: 'nobody' }), 'who', today)).toMatchObject({ field: 'reason' });
  expect(unfinished(draft({ met: 'nobody', reason: 'no_answer' }), 'who', today)).toMatchObject({
    field: 'card',
  });
  const promise = { met: 'tenant', pay: 'promise', amount: '25', on: today } as const;
  for (const amount of ['', '0', '-5', '5.555', '1e3', '99999999999'])
    expect(unfinished(draft({ ...promise, amount }), 'money', today), amount).toMatchObject({
      field: 'amount',
    });
  expect(unfinished(draft({ ...promise, on: '2026-11-08' }), 'money', today)).toMatchObject({ field: 'on' });
  expect(unfinished(draft({ met: 'tenant', pay: 'plan' }), 'money', today)).toMatchObject({ field: 'pay' });
  expect(unfinished(draft({ next: 'visit' }), 'next', today)).toMatchObject({ field: 'nextOn' });
  expect(firstUnfinished(draft({ met: 'tenant' }), false, today)).toBe('next');
  expect(firstUnfinished(draft({ met: 'tenant', next: 'nothing' }), false, today)).toBe(null);
});

test('[UI-127] the outcome follows from what was entered', () => {
  expect(outcomeOf(draft())).toBe(null);
  expect(outcomeOf(draft({ met: 'nobody', reason: 'no_answer', cardLeft: true }))).toBe('card_left');
  expect(outcomeOf(draft({ met: 'nobody', reason: 'unsafe', cardLeft: true }))).toBe('unsafe');
  expect(outcomeOf(draft({ met: 'nobody', reason: 'turned_away', cardLeft: false }))).toBe('refused');
  expect(outcomeOf(draft({ met: 'tenant', pay: 'promise', amount: '25', on: today }))).toBe('promise');
  expect(outcomeOf(draft({ met: 'other', pay: 'paid' }))).toBe('paid_at_door');
  // A promise that was typed and then removed is no promise.
  expect(promiseOf(draft({ met: 'tenant', pay: 'none', amount: '25', on: today }))).toBe(undefined);
  expect(promiseOf(draft({ met: 'nobody', pay: 'promise', amount: '25', on: today }))).toBe(undefined);
});

test('[UI-128] after any taps and any number of writes, the server has what is on screen', () => {
  const edit = fc.record({
    at: fc.nat(),
    room: fc.constantFrom('', 'Bathroom', 'Kitchen'),
    finding: fc.nat(),
    severity: fc.constantFrom(null, ...severities),
    note: fc.constantFrom('', 'Seen', '<b>'),
    write: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 25 }), (edits) => {
      const one = draft({ met: 'tenant' });
      const server = new Map<string, CheckToWrite>();
      const write = () => {
        for (const { check, of, words } of checksToWrite(one, name)) {
          expect(server.has(check.checkId)).toBe(false);
          if (check.replaces) server.delete(check.replaces);
          server.set(check.checkId, check);
          of.written = { checkId: check.checkId, words };
        }
        // A second write at the same time changes nothing.
        expect(checksToWrite(one, name)).toEqual([]);
      };
      for (const { at, room, finding, severity, note, write: now } of edits) {
        const kind = checkKinds[at % checkKinds.length]!;
        const where = kind === 'damp_mould' ? room : '';
        let check = one.checks.find((c) => c.kind === kind && c.room === where);
        if (!check) one.checks.push((check = newCheck(kind, where)));
        const all = findingsOf[kind];
        check.finding = all[finding % all.length]!;
        check.severity = severity;
        check.note = note;
        if (now) write();
      }
      write();
      const counted = [...server.values()].map(({ kind, room, finding, severity, note }) =>
        JSON.stringify({ kind, room, finding, severity, note }),
      );
      const complete = one.checks.filter((c) => c.finding !== '' && checkRefusal(found(c)) === null);
      for (const check of complete) {
        const { kind, room, finding, severity, note } = found(check);
        expect(counted).toContain(JSON.stringify({ kind, room, finding, severity, note }));
      }
      // At most one of each, after any corrections.
      const places = [...server.values()].map(({ kind, room }) => `${kind} ${room}`);
      expect(new Set(places).size).toBe(places.length);
    }),
  );
});

test('[UI-129] a time of today is in the landlord’s zone, also when the clocks change, and never in the future', () => {
  const london = 'Europe/London';
  for (const [late, times] of [
    ['2026-03-29T22:00:00Z', ['00:30', '03:15', '14:05']],
    ['2026-10-25T23:00:00Z', ['00:30', '03:15', '14:05']],
    ['2026-06-30T23:30:00Z', ['00:05', '00:20']],
    ['2026-12-31T23:59:00Z', ['08:00', '23:30']],
  ] as const)
    for (const time of times) {
      const instant = Date.parse(timeToday(time, Date.parse(late)));
      expect(timeIn(london, instant), `${time} of ${late}`).toBe(time);
      expect(instant).toBeLessThanOrEqual(Date.parse(late));
    }
  expect(timeToday('23:00', now)).toBe(new Date(now).toISOString());
});

test('[UI-129] a draft of another day is continued only after a question', () => {
  expect(isOld(draft(), now + 3_600_000)).toBe(false);
  expect(isOld(draft(), now + 13 * 3_600_000)).toBe(true);
  expect(isOld(draft({ finishedAt: now }), now + 13 * 3_600_000)).toBe(false);
});

test('[UI-129] the summary has everything that was entered, or that nothing was', () => {
  const damp = {
    ...newCheck('damp_mould', 'Bathroom'),
    finding: 'problem',
    severity: 'significant',
  } as const;
  const one = draft({
    met: 'other',
    other: 'Their sister',
    checks: [
      { ...damp, photos: ['p'] },
      { ...newCheck('smoke_alarm'), finding: 'fine' },
    ],
    next: 'call',
    nextOn: '2026-11-16',
  });
  const who = { tenant: 'Example', names: new Map(), budget: groundOf(0, null, [], today) };
  const says = (step: Parameters<typeof linesOf>[1]) => linesOf(one, step, who).map((line) => line.says);
  expect(says('who')).toEqual(['Their sister']);
  expect(says('checks')).toEqual(['Damp and mould (Bathroom): significant, 1 photo', 'Fine: smoke alarm']);
  expect(says('money')).toEqual(['Nothing agreed about paying']);
  expect(says('next')).toEqual(['Call, Mon 16 Nov']);
});

const plan = {
  totalPence: 64_000,
  instalmentPence: 2000,
  rhythm: 'weekly',
  firstDueOn: '2026-12-10',
} as const;

test('[UI-613] after a plan the officer waits for its first payment, as long as the plan’s rules do: to a working day, which is named', () => {
  const agreed = draft({ met: 'tenant', pay: 'plan', planId: 'p', plan });
  expect(waitUntil(agreed, new Set())).toBe('2026-12-15');
  expect(firstPayment(plan, '2026-12-15')).toBe(
    'The first payment is due on Thu 10 Dec. It can take until Tue 15 Dec to reach us.',
  );
  expect(waitUntil(draft({ met: 'tenant', pay: 'plan' }), new Set())).toBe('');
  expect(waitUntil(draft({ met: 'tenant', pay: 'none' }), new Set())).toBe('');
  fc.assert(
    fc.property(
      fc.nat(400),
      fc.constantFrom(...planRhythms),
      fc.array(fc.nat(420), { maxLength: 12 }),
      (after, rhythm, closed) => {
        const holidays = new Set(closed.map((days) => addDays(today, days)));
        const firstDueOn = addDays(today, after);
        const one = draft({ met: 'tenant', pay: 'plan', planId: 'p', plan: { ...plan, rhythm, firstDueOn } });
        const until = waitUntil(one, holidays);
        expect(isWorkingDay(dayNumber(until), dayNumbers(holidays))).toBe(true);
        // Late by more than the bank's way is missing: three working days at least, and never before the due day.
        let working = 0;
        for (let n = dayNumber(firstDueOn) + 1; n <= dayNumber(until); n++)
          if (isWorkingDay(n, dayNumbers(holidays))) working++;
        expect(working).toBe(rhythm === 'monthly' || rhythm === 'four_weekly' ? 5 : 3);
      },
    ),
  );
});

test('[UI-614] the check before the end has the budget and the terms of the plan', () => {
  const lines = [
    { code: 'earnings', amountPence: 30_000, period: 'weekly' },
    { code: 'food', amountPence: 8000, period: 'weekly' },
  ] as const;
  const household = { adults: 1, childrenUnder14: 0, children14to17: 0 };
  const budget = groundOf(0, { household, lines: lines.map((line) => ({ ...line, note: '' })) }, [], today);
  const none = groundOf(0, null, [], today);
  const one = draft({ met: 'tenant', pay: 'plan', planId: 'p', plan });
  const says = (step: Parameters<typeof linesOf>[1], of = one, known = budget) =>
    linesOf(of, step, { tenant: 'Example', names: new Map(), budget: known }).map((line) => line.says);
  expect(says('budget')[0]).toBe('£220.00 a week left over');
  expect(says('budget')[1]).toMatch(/^Not complete\. Still to ask: /);
  expect(says('budget', one, none)).toEqual(['No budget']);
  expect(says('money')).toEqual([
    'Plan agreed: £20.00 a week from Thu 10 Dec',
    '£640.00 in total. Last payment on Thu 15 Jul 2027.',
  ]);
  const lump = { ...plan, rhythm: 'lump_sum', instalmentPence: 64_000 } as const;
  expect(says('money', { ...one, plan: lump })).toEqual(['Plan agreed: £640.00 on Thu 10 Dec']);
  // A draft of an older version of the app has no terms.
  const { plan: _, ...older } = one;
  expect(says('money', older)).toEqual(['Plan agreed']);
});

test('[UI-615] the rooms for damp are those of the home: as many bedrooms as it has, one where that is not known', () => {
  const bedrooms = (count: number | null) => roomsOf(count).filter((room) => room.startsWith('Bedroom'));
  expect(bedrooms(null)).toEqual(['Bedroom']);
  expect(bedrooms(0)).toEqual([]);
  expect(bedrooms(1)).toEqual(['Bedroom']);
  expect(bedrooms(2)).toEqual(['Bedroom 1', 'Bedroom 2']);
  for (const count of [null, 0, 1, 5]) expect(roomsOf(count)).toContain('Bathroom');
});

test('[CASE-122] a promise that was typed before a hold became known is not sent with the end of the visit', () => {
  const one = draft({ met: 'tenant', pay: 'promise', amount: '20', on: '2026-11-16' });
  expect([outcomeOf(one), promiseOf(one)?.amountPence]).toEqual(['promise', 2000]);
  expect([outcomeOf(one, true), promiseOf(one, true)]).toEqual(['seen_tenant', undefined]);
});
