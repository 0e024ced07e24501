import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyDay, bankHolidays2026 } from '../../../tests/support/case-facts.ts';
import { addDays, addWorkingDays, dayNumber, dayNumbers, isWorkingDay } from '../days.ts';
import type { Day } from '../facts.ts';
import {
  clockFor,
  hazardClock,
  clockRuns,
  hazardInLaw,
  hazardsOffered,
  nextDeadline,
  ownTarget,
  type ClockRow,
  type HazardFacts,
  type HazardFigures,
} from './hazards.ts';
import { dayIn, timeIn } from '../zone.ts';

const london = 'Europe/London';
const england: HazardFigures = {
  emergencyHours: 24,
  investigateWorkingDays: 10,
  summaryWorkingDays: 3,
  safetyWorkingDays: 5,
  preventativeWorkingDays: 5,
  furtherWorksWeeks: 12,
};
const none = {
  madeSafeAt: null,
  investigatedOn: null,
  investigatedAt: null,
  summaryOn: null,
  safetyWorksOn: null,
  furtherWorksOn: null,
};
const at = (text: string) => Date.parse(text);
const clock = (facts: Partial<HazardFacts> & { awareAt: number }, now = facts.awareAt) =>
  hazardClock({ severity: 'significant', ...none, ...facts }, england, {
    timeZone: london,
    bankHolidays: bankHolidays2026,
    now,
  });
const due = (deadlines: ReturnType<typeof clock>, step: string) => {
  const found = deadlines.find((one) => one.step === step)!.dueAt!;
  return `${dayIn(london, found)} ${timeIn(london, found)}`;
};

test('[DOMAIN-30] a significant hazard is investigated within 10 working days of the day after it was seen', () => {
  // A Monday without a bank holiday near it.
  expect(due(clock({ awareAt: at('2026-11-09T10:42:00Z') }), 'investigate')).toBe('2026-11-23 23:59');
  // Seen on a Saturday: Monday is the first.
  expect(due(clock({ awareAt: at('2026-11-14T10:42:00Z') }), 'investigate')).toBe('2026-11-27 23:59');
  // Over Christmas and New Year: Christmas Day, Boxing Day's substitute and New Year's Day do not count.
  expect(due(clock({ awareAt: at('2025-12-22T09:00:00Z') }), 'investigate')).toBe('2026-01-08 23:59');
  // Over Easter.
  expect(due(clock({ awareAt: at('2026-04-01T12:00:00Z') }), 'investigate')).toBe('2026-04-17 23:59');
  // Seen at 00:30 on a summer day, which is still the day before in UTC.
  expect(due(clock({ awareAt: at('2026-06-30T23:30:00Z') }), 'investigate')).toBe('2026-07-15 23:59');
});

test('[DOMAIN-31] an emergency is made safe within 24 elapsed hours, also when the clocks change', () => {
  const spring = clock({ severity: 'emergency', awareAt: at('2026-03-28T18:00:00Z') });
  expect(due(spring, 'make_safe')).toBe('2026-03-29 19:00');
  const autumn = clock({ severity: 'emergency', awareAt: at('2026-10-24T17:00:00Z') });
  expect(due(autumn, 'make_safe')).toBe('2026-10-25 17:00');
  const year = clock({ severity: 'emergency', awareAt: at('2025-12-31T23:30:00Z') });
  expect(due(year, 'make_safe')).toBe('2026-01-01 23:30');
});

test('[DOMAIN-32] the periods of summary, safety works and further works begin at the end of the investigation', () => {
  const awareAt = at('2026-11-09T10:42:00Z');
  expect(clock({ awareAt }).map(({ step, state }) => [step, state])).toEqual([
    ['investigate', 'due'],
    ['summary', 'waits'],
    ['safety_works', 'waits'],
    ['further_works', 'waits'],
  ]);
  const after = clock({ awareAt, investigatedOn: '2026-12-23' });
  // The 25th and the 28th are not working days.
  expect(due(after, 'summary')).toBe('2026-12-30 23:59');
  expect(after.find((one) => one.step === 'investigate')!.state).toBe('done_late');
  expect(due(after, 'further_works')).toBe('2027-01-01 23:59');
  const { latestAt } = after.find((one) => one.step === 'further_works')!;
  expect(`${dayIn(london, latestAt!)} ${timeIn(london, latestAt!)}`).toBe('2027-03-17 23:59');
});

test('[DOMAIN-33] a step is late from the first instant after its last day, and in time on that day', () => {
  const awareAt = at('2026-11-09T10:42:00Z');
  const last = at('2026-11-23T23:59:59.999Z');
  const state = (now: number, investigatedOn: Day | null = null) =>
    clock({ awareAt, investigatedOn }, now).find((one) => one.step === 'investigate')!.state;
  expect(state(last)).toBe('due');
  expect(state(last + 1)).toBe('late');
  expect(state(last + 1, '2026-11-23')).toBe('done');
  expect(state(last + 1, '2026-11-24')).toBe('done_late');
  const made = clock({ severity: 'emergency', awareAt, madeSafeAt: awareAt + 24 * 3_600_000 + 1 }, last);
  expect(made[0]!.state).toBe('done_late');
  expect(nextDeadline(clock({ awareAt }, last + 1))!.step).toBe('investigate');
});

test('[DOMAIN-34] each nation and day has the rule of its time, or none', () => {
  const row = (nation: string, effectiveFrom: Day): ClockRow<HazardFigures> => ({
    nation,
    effectiveFrom,
    figures: england,
    source: `${nation} ${effectiveFrom}`,
  });
  const rows = [row('england', '2025-10-27'), row('england', '2026-10-01'), row('wales', '2027-01-01')];
  expect(clockFor('england', '2025-10-26', rows)).toBe(null);
  expect(clockFor('england', '2025-10-27', rows)?.source).toBe('england 2025-10-27');
  expect(clockFor('england', '2026-12-01', rows.toReversed())?.source).toBe('england 2026-10-01');
  expect(clockFor('scotland', '2026-12-01', rows)).toBe(null);
});

test('[DOMAIN-35] on any day each count of working days is exact, and ends on a working day of that nation', () => {
  const holidays = dayNumbers(bankHolidays2026);
  fc.assert(
    fc.property(anyDay, fc.nat(86_399_999), fc.integer({ min: 0, max: 30 }), (day, ms, gap) => {
      const awareAt = dayNumber(day) * 86_400_000 + ms;
      const seenOn = dayIn(london, awareAt);
      const investigatedOn = addDays(seenOn, gap);
      const deadlines = clock({ awareAt, investigatedOn });
      for (const { step, dueAt, latestAt } of deadlines) {
        if (step === 'further_works')
          expect(dayNumber(dayIn(london, latestAt!)) - dayNumber(investigatedOn)).toBe(84);
        else expect(latestAt).toBe(null);
        if (dueAt === null) throw new Error(`${step} has no day`);
        const on = dayIn(london, dueAt);
        // The last day counts to its end, and nothing of the next day.
        expect(dayIn(london, dueAt + 1)).toBe(addDays(on, 1));
        const [from, count] =
          step === 'investigate'
            ? [seenOn, 10]
            : step === 'summary'
              ? [investigatedOn, 3]
              : [investigatedOn, 5];
        expect(isWorkingDay(dayNumber(on), holidays)).toBe(true);
        const between = Array.from(
          { length: dayNumber(on) - dayNumber(from) },
          (_, i) => dayNumber(from) + i + 1,
        );
        expect(between.filter((n) => isWorkingDay(n, holidays)).length).toBe(count);
        expect(on).toBe(addWorkingDays(from, count, bankHolidays2026));
      }
    }),
  );
});

test('[DOMAIN-36] a hazard that was seen earlier is never due later, and recorded steps do not change with time', () => {
  fc.assert(
    fc.property(anyDay, fc.nat(86_399_999), fc.nat(5 * 86_400_000), (day, ms, earlier) => {
      const awareAt = dayNumber(day) * 86_400_000 + ms;
      for (const severity of ['significant', 'emergency'] as const) {
        const later = clock({ severity, awareAt });
        const sooner = clock({ severity, awareAt: awareAt - earlier });
        for (const [i, one] of later.entries()) {
          if (one.dueAt === null) expect(sooner[i]!.dueAt).toBe(null);
          else expect(sooner[i]!.dueAt!).toBeLessThanOrEqual(one.dueAt);
        }
      }
    }),
  );
});

test('[DOMAIN-37] without a law the landlord’s own times apply: hours to the hour, days to their end', () => {
  const times = { emergencyHours: 24, urgentDays: 7, routineDays: 28 };
  const seen = at('2026-03-25T10:00:00Z');
  const says = (priority: 'emergency' | 'urgent' | 'routine') => {
    const target = ownTarget(priority, seen, times, london);
    return `${dayIn(london, target)} ${timeIn(london, target)}`;
  };
  expect(says('emergency')).toBe('2026-03-26 10:00');
  expect(says('urgent')).toBe('2026-04-01 23:59');
  expect(says('routine')).toBe('2026-04-22 23:59');
});

test('[DOMAIN-185] preventative works begin within 5 working days of the investigation; 12 weeks are the backstop (reg. 13)', () => {
  const after = clock({ awareAt: at('2026-11-02T10:00:00Z'), investigatedOn: '2026-11-09' });
  const works = (facts: Partial<HazardFacts>, now: string) =>
    clock({ awareAt: at('2026-11-02T10:00:00Z'), investigatedOn: '2026-11-09', ...facts }, at(now)).at(-1)!;
  expect(due(after, 'further_works')).toBe('2026-11-16 23:59');
  expect(dayIn(london, after.at(-1)!.latestAt!)).toBe('2027-02-01');
  expect(works({}, '2026-11-16T23:59:00Z').state).toBe('due');
  expect(works({}, '2026-11-17T00:00:00Z').state).toBe('late');
  expect(works({ furtherWorksOn: '2026-11-16' }, '2026-12-01T00:00:00Z').state).toBe('done');
  expect(works({ furtherWorksOn: '2026-12-10' }, '2026-12-20T00:00:00Z').state).toBe('done_late');
  // A landlord's own row without the five days has only the weeks.
  const { preventativeWorkingDays: _, ...weeksOnly } = england;
  const alone = hazardClock(
    { severity: 'significant', ...none, awareAt: 0, investigatedOn: '2026-11-09' },
    weeksOnly,
    { timeZone: london, bankHolidays: bankHolidays2026, now: 0 },
  ).at(-1)!;
  expect([dayIn(london, alone.dueAt!), alone.latestAt]).toEqual(['2027-02-01', null]);
});

test('[DOMAIN-186] an emergency is investigated to the hour: seen 10 Nov 09:00, investigated 11 Nov 23:00, is late', () => {
  const awareAt = at('2026-11-10T09:00:00Z');
  const investigated = (instant: string | null) =>
    clock(
      {
        severity: 'emergency',
        awareAt,
        investigatedOn: '2026-11-11',
        investigatedAt: instant === null ? null : at(instant),
      },
      at('2026-11-20T09:00:00Z'),
    ).find((one) => one.step === 'investigate')!;
  expect(investigated('2026-11-11T23:00:00Z').state).toBe('done_late');
  expect(investigated('2026-11-11T09:00:00Z').state).toBe('done');
  expect(investigated('2026-11-11T09:00:01Z').state).toBe('done_late');
  // An older row has only the day: no hour is assumed.
  expect(investigated(null)).toMatchObject({ state: 'done', doneAt: null });
  // A significant hazard has time until the end of its last day.
  const day = clock(
    {
      awareAt: at('2026-11-09T10:42:00Z'),
      investigatedOn: '2026-11-23',
      investigatedAt: at('2026-11-23T23:59:00Z'),
    },
    at('2026-12-01T00:00:00Z'),
  );
  expect(day[0]!.state).toBe('done');
});

test('[DOMAIN-187] a hazard of a later phase is offered, with its deadlines, from the day on which that nation’s law names it', () => {
  const row = {
    nation: 'england',
    kind: 'excess_cold',
    effectiveFrom: '2026-11-30',
    source: 'Phase 2',
    confirmed: false,
  };
  const rows = [
    row,
    { ...row, kind: 'damp_mould', effectiveFrom: '2025-10-27' },
    { ...row, nation: 'wales', kind: 'falls' },
  ];
  expect(hazardsOffered('england', '2026-11-29', rows)).toEqual([]);
  expect(hazardsOffered('england', '2026-11-30', rows)).toEqual(['excess_cold']);
  expect(hazardsOffered('scotland', '2026-12-30', rows)).toEqual([]);
  expect(hazardInLaw('excess_cold', 'england', '2026-11-29', rows)).toBe(null);
  const runs = (kind: string, severity: 'significant' | 'emergency', day: Day, nation = 'england') =>
    clockRuns({ kind, severity, nation }, day, rows);
  expect(runs('excess_cold', 'significant', '2026-11-29')).toBe(false);
  expect(runs('excess_cold', 'significant', '2026-11-30')).toBe(true);
  expect(runs('excess_cold', 'emergency', '2026-11-29')).toBe(true);
  expect(runs('excess_cold', 'significant', '2026-12-30', 'scotland')).toBe(false);
  expect(runs('damp_mould', 'significant', '2025-10-27')).toBe(true);
});

test('[DOMAIN-188] a deadline in working days after the end of the bank holiday table is marked; one in hours is not', () => {
  const settings = { timeZone: london, bankHolidays: bankHolidays2026, holidaysUntil: '2026-12-31' };
  const steps = (awareAt: number, severity: HazardFacts['severity'] = 'significant') =>
    hazardClock({ severity, ...none, awareAt, investigatedOn: null }, england, { ...settings, now: awareAt });
  expect(steps(at('2026-12-10T09:00:00Z'))[0]!.pastTable).toBe(false);
  expect(steps(at('2026-12-23T09:00:00Z'))[0]!.pastTable).toBe(true);
  expect(steps(at('2026-12-31T20:00:00Z'), 'emergency')[0]!.pastTable).toBe(false);
});
