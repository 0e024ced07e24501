// Breathing space, the checklist, court steps and their tasks, for any day of the calendar: across bank holidays, weekends,
// clock changes and the end of a year.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyDay, bankHolidays2026 } from '../../../tests/support/case-facts.ts';
import { crisisTerms, inPlainWords, standardTerms } from './breathing-space.ts';
import { courtState, courtStepKinds, inTheWayOf, type CourtStep, type NoticeRule } from './court.ts';
import { addDays, daysBetween, weekday } from '../days.ts';
import { holdKinds, type Day, type HoldKind } from '../facts.ts';
import { forbids, holdsOn } from './holds.ts';
import { checklist, gapsBefore, type Evidence, type PreActionItem } from './pre-action.ts';
import { aheadDays, tasksOfCourt, tasksOfHold } from './tasks.ts';

const works = (day: Day, holidays: ReadonlySet<Day>) => weekday(day) <= 5 && !holidays.has(day);
/** With some long closures: a window may have no working day at all. */
const anyHolidays = fc.oneof(
  fc.constant(bankHolidays2026),
  fc
    .tuple(anyDay, fc.integer({ min: 0, max: 25 }))
    .map(([from, days]) => new Set(Array.from({ length: days }, (_, i) => addDays(from, i)))),
);

test('[DOMAIN-50] a breathing space of Monday 2 November 2026: its 60 days, its window, a working day in it', () => {
  expect(standardTerms('2026-11-02', bankHolidays2026)).toEqual({
    startsOn: '2026-11-02',
    reviewFrom: '2026-11-26',
    reviewBy: '2026-12-06',
    reviewOn: '2026-11-26',
    endsOn: '2027-01-01',
  });
  // Day 25 is Christmas Day, a Friday; the next working day is the Tuesday after the substitute Monday.
  expect(standardTerms('2026-12-01', bankHolidays2026)).toMatchObject({
    reviewFrom: '2026-12-25',
    reviewOn: '2026-12-29',
    endsOn: '2027-01-30',
  });
});

test('[DOMAIN-50] it is in force for exactly 60 days, and is reviewed on a working day of its window', () => {
  fc.assert(
    fc.property(anyDay, anyHolidays, (startsOn, holidays) => {
      const terms = standardTerms(startsOn, holidays);
      const hold = { ...terms, kind: 'breathing_space' } as const;
      const days = Array.from({ length: 80 }, (_, i) => addDays(startsOn, i - 10));
      expect(days.filter((day) => holdsOn(hold, day))).toEqual(days.slice(10, 70));
      const window = days.slice(10 + 24, 10 + 35);
      expect([terms.reviewFrom, terms.reviewBy]).toEqual([window[0], window[10]]);
      const working = window.filter((day) => works(day, holidays));
      // Where the whole window has no working day, the last working day before it.
      if (working.length > 0) expect(terms.reviewOn).toBe(working[0]);
      else {
        expect(terms.reviewOn < window[0]!).toBe(true);
        expect(works(terms.reviewOn, holidays)).toBe(true);
      }
    }),
  );
});

test('[DOMAIN-51] one for a mental health crisis has no end until the treatment ends, then it lasts 30 more days', () => {
  fc.assert(
    fc.property(anyDay, fc.nat(400), fc.nat(60), anyHolidays, (startsOn, treated, since, holidays) => {
      const ended = addDays(startsOn, treated);
      const today = addDays(ended, since);
      expect(crisisTerms(startsOn, null, today, holidays).endsOn).toBe(null);
      const terms = crisisTerms(startsOn, ended, today, holidays);
      const hold = { kind: 'mental_health_crisis', startsOn, reviewOn: null, endsOn: terms.endsOn } as const;
      expect(holdsOn(hold, addDays(ended, 30))).toBe(true);
      expect(holdsOn(hold, addDays(ended, 31))).toBe(false);
    }),
  );
});

test('[DOMAIN-51] every kind of hold has sentences for what is forbidden and what is allowed, including repairs', () => {
  for (const kind of holdKinds) {
    const { not, allowed } = inPlainWords({ kind, startsOn: '2026-11-02' });
    expect(not.length).toBeGreaterThan(0);
    expect(allowed.join()).toContain('epairs');
    const blocker = [{ kind, until: null, text: '' }];
    expect(forbids(blocker, 'damp_check')).toBe(null);
    expect(forbids(blocker, 'arrears')).not.toBe(null);
    // Only in a breathing space may the rent since its start be asked for, and its sentence has that.
    expect(forbids(blocker, 'rent_since') === null).toBe(allowed.join().includes('rent due since'));
  }
});

const tenants = [
  { id: 1, name: 'A' },
  { id: 2, name: 'B' },
];
const codes = ['one', 'two', 'three', 'four'];
const item: PreActionItem = {
  code: 'letter',
  place: 1,
  gates: 'notice',
  says: 'Each was written to',
  counts: 'A letter',
  source: 'The protocol',
  confirmed: true,
  validDays: null,
  eachTenant: true,
  afterNotice: false,
  fromOn: '2020-01-01',
  untilOn: null,
};
const inForceOn = (one: { fromOn: Day; untilOn: Day | null }, day: Day) =>
  one.fromOn <= day && (one.untilOn === null || one.untilOn > day);
const daysFrom = (today: Day, min: number, max: number) =>
  fc.integer({ min, max }).map((days) => addDays(today, days));
const anyItem = (today: Day): fc.Arbitrary<PreActionItem> =>
  fc
    .record({
      code: fc.constantFrom(...codes),
      place: fc.nat(9),
      confirmed: fc.boolean(),
      gates: fc.constantFrom('notice' as const, 'application' as const),
      validDays: fc.option(fc.constantFrom(1, 7, 28, 92)),
      eachTenant: fc.boolean(),
      afterNotice: fc.boolean(),
      fromOn: daysFrom(today, -400, 10),
      untilOn: fc.option(daysFrom(today, -20, 100)),
    })
    .map((one) => ({ ...item, ...one }));
const anyEvidence = (today: Day): fc.Arbitrary<Evidence> =>
  fc.record({
    item: fc.constantFrom(...codes),
    on: daysFrom(today, -120, 3),
    personId: fc.constantFrom(null, 1, 2, 3),
  });

test('[DOMAIN-52] the checklist has no gap exactly when every item in force has evidence within its dates', () => {
  fc.assert(
    fc.property(
      anyDay.chain((day) =>
        fc.record({
          day: fc.constant(day),
          items: fc.uniqueArray(anyItem(day), { maxLength: 5, selector: (i) => `${i.code} ${i.fromOn}` }),
          evidence: fc.array(anyEvidence(day), { maxLength: 12 }),
          noticeOn: fc.option(daysFrom(day, -100, 0)),
        }),
      ),
      ({ day, items, evidence, noticeOn }) => {
        const states = checklist(items, evidence, { day, tenants, noticeOn });
        // The same, calculated another way: for every row in force, and every person that it requires, is there a day in its
        // span on which it was done?
        const inForce = items.filter((one) => {
          const newer = items.filter((other) => other.code === one.code && other.fromOn > one.fromOn);
          return inForceOn(one, day) && !newer.some((other) => inForceOn(other, day));
        });
        const shown = (item: PreActionItem, person: number | 'any') => {
          for (let back = 0; back < (item.validDays ?? 4000); back++) {
            const on = addDays(day, -back);
            if (item.afterNotice && (noticeOn === null || on < noticeOn)) return false;
            const done = evidence.filter((e) => e.item === item.code && e.on === on);
            if (done.some((e) => person === 'any' || e.personId === person)) return true;
            if (back > 200) return false;
          }
          return false;
        };
        const met = inForce.filter((item) =>
          item.eachTenant ? tenants.every((t) => shown(item, t.id)) : shown(item, 'any'),
        );
        const found = states.filter((s) => s.met).map((s) => s.item.code);
        expect(found.sort()).toEqual(met.map((i) => i.code).sort());
        const missing = inForce.length - met.length;
        expect(gapsBefore('application', states).length).toBe(inForce.length === 0 ? 1 : missing);
        for (const state of states) {
          expect(state.gap === '').toBe(state.met);
          // Evidence that counts today counts until its last day, and not on the next.
          if (state.goodUntil === null) continue;
          const standing = [{ ...state.item, untilOn: null }];
          const known = evidence.filter((e) => e.on <= day);
          const again = (on: Day) => checklist(standing, known, { day: on, tenants, noticeOn })[0]!.met;
          expect([again(state.goodUntil), again(addDays(state.goodUntil, 1))]).toEqual([true, false]);
        }
      },
    ),
  );
});

test('[DOMAIN-52] joint tenants: a tenant without their own letter is a gap with their name', () => {
  const on = { day: '2026-11-20', tenants, noticeOn: null };
  const [state] = checklist([item], [{ item: 'letter', on: '2026-11-02', personId: 1 }], on);
  expect(state).toMatchObject({ met: false, gap: 'Each was written to: no valid evidence for B' });
});

const rule: NoticeRule = {
  name: 'Notice',
  noticeDays: 28,
  validWeeks: 52,
  thresholdWeeks: 4,
  source: 'Here',
  confirmed: false,
  fromOn: '2020-01-01',
  untilOn: null,
};
/** Nothing is in the way but what a test adds. */
const nothing = {
  blockers: [],
  states: [{ item, met: true, goodUntil: null, gap: '' }],
  rule,
  weeksOwed: 10,
  heldUp: [],
};
const ended = ['claim_dismissed', 'claim_withdrawn'];

test('[DOMAIN-53] an application needs a valid notice whose period has ended and which has not expired', () => {
  // The last day before a notice has run, the first after it, its last valid day, and the day after that.
  const turning = [27, 28, 364, 365].map((age) => {
    const [day, on] = ['2026-11-20', addDays('2026-11-20', -age)];
    return { day, steps: [{ kind: 'notice_served' as const, on }], frozenFrom: day };
  });
  fc.assert(
    fc.property(
      anyDay.chain((day) =>
        fc.record({
          day: fc.constant(day),
          steps: fc.array(
            fc.record({ kind: fc.constantFrom(...courtStepKinds), on: daysFrom(day, -500, 5) }),
            { maxLength: 7 },
          ),
          frozenFrom: daysFrom(day, -500, 0),
        }),
      ),
      ({ day, steps, frozenFrom }) => {
        const frozen = (on: Day) => on >= frozenFrom && on < addDays(frozenFrom, 60);
        const state = courtState(steps, rule, frozen, day);
        const inTheWay = inTheWayOf('application_made', { ...nothing, day, state });
        const ordered = (steps as CourtStep[])
          .map((step, i) => ({ ...step, i }))
          .filter((step) => step.on <= day)
          .sort((a, b) => daysBetween(b.on, a.on) || a.i - b.i);
        // A void notice counts as none.
        const notice = ordered.findLast(
          (s) => (s.kind === 'notice_served' && !frozen(s.on)) || s.kind === 'notice_withdrawn',
        );
        const stands = notice?.kind === 'notice_served';
        const age = notice ? daysBetween(notice.on, day) : -1;
        const opened = ['application_made', 'order_made', 'order_suspended'];
        const claim = ordered.findLast((s) => [...opened, ...ended].includes(s.kind))?.kind;
        const noClaim = claim === undefined || ended.includes(claim);
        expect(inTheWay.length === 0).toBe(stands && age >= 28 && age <= 364 && noClaim);
      },
    ),
    { examples: turning.map((one): [typeof one] => [one]) },
  );
});

test('[DOMAIN-53] below the threshold, or with any hold, a notice is not offered, and the reason is given', () => {
  const state = courtState([], rule, () => false, '2026-11-20');
  const ask = (weeksOwed: number, text?: string) =>
    inTheWayOf('notice_served', {
      ...nothing,
      day: '2026-11-20',
      state,
      weeksOwed,
      blockers: text ? [{ kind: 'agreed', until: null, text }] : [],
    });
  expect(ask(4)).toEqual([]);
  expect(ask(3.9)).toEqual(['3.9 weeks of rent are overdue, and a notice needs 4 †']);
  expect(ask(4, 'Hold agreed')).toEqual(['Hold agreed']);
});

test('[DOMAIN-54] a hold has one task at a time, and after its end a task that lasts until a person completes it', () => {
  fc.assert(
    fc.property(
      anyDay,
      fc.constantFrom(...holdKinds),
      fc.integer({ min: -90, max: 90 }),
      fc.option(fc.integer({ min: 1, max: 90 })),
      fc.option(fc.integer({ min: 0, max: 90 })),
      fc.boolean(),
      (today, kind, start, length, review, endedByHand) => {
        const startsOn = addDays(today, start);
        const endsOn = length === null ? null : addDays(startsOn, length);
        const reviewOn = review === null ? null : addDays(startsOn, review);
        const hold = { id: 7, kind, startsOn, reviewOn, endsOn, endedByHand };
        const tasks = tasksOfHold(hold, today, bankHolidays2026, new Set());
        const over = endsOn !== null && endsOn <= today;
        const due = reviewOn !== null && reviewOn <= addDays(today, aheadDays);
        expect(tasks.map((task) => task.kind)).toEqual(
          endedByHand ? [] : over ? ['hold_ended'] : due ? ['hold_review'] : [],
        );
        for (const task of tasks) {
          expect(tasksOfHold(hold, today, bankHolidays2026, new Set([task.because]))).toEqual([]);
          if (task.kind === 'hold_ended') {
            expect(works(task.dueOn, bankHolidays2026)).toBe(true);
            expect(task.dueOn >= endsOn!).toBe(true);
          }
        }
      },
    ),
  );
});

test('[DOMAIN-218] a task whose working day is after the end of the table is marked, one within it is not', () => {
  const words = 'There are no bank holidays in Doorstep for this year yet: check this date';
  const table = new Set([...bankHolidays2026].filter((day) => day < '2027'));
  const cases: [
    HoldKind,
    startsOn: Day,
    endsOn: Day | null,
    reviewOn: Day | null,
    today: Day,
    marked: boolean,
  ][] = [
    ['breathing_space', '2026-11-02', '2026-12-31', null, '2026-12-31', false],
    ['breathing_space', '2026-11-02', '2027-01-01', null, '2027-01-01', true],
    ['breathing_space', '2026-12-10', null, '2026-12-31', '2026-12-20', false],
    ['breathing_space', '2026-12-10', null, '2027-01-04', '2026-12-28', true],
    ['mental_health_crisis', '2026-12-10', null, '2027-01-04', '2026-12-28', true],
    // The day of an agreed hold's review was chosen by a person, not calculated.
    ['agreed', '2026-12-10', null, '2027-01-04', '2026-12-28', false],
  ];
  for (const [kind, startsOn, endsOn, reviewOn, today, marked] of cases) {
    const hold = { id: 7, kind, startsOn, endsOn, reviewOn, endedByHand: false };
    const tasks = tasksOfHold(hold, today, table, new Set());
    expect(
      tasks.map(({ what }) => what.endsWith(words)),
      `${kind} ${startsOn} ${today}`,
    ).toEqual([marked]);
  }
  const ofHearing = (hearingOn: Day) =>
    tasksOfCourt([{ kind: 'hearing_listed', on: '2026-11-02', hearingOn }], '2027-01-05', table);
  const marks = ['2026-12-30', '2026-12-31'].map((day) =>
    ofHearing(day).map(({ what }) => what.endsWith(words)),
  );
  expect(marks).toEqual([[false], [true]]);
});
