import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, weekday } from '../days.ts';
import { bankHolidaysOf, ukNations } from '../law/bank-holidays.ts';
import { dayIn, timeIn } from '../zone.ts';
import { changeRound, timed, type PlannedStop, type Situation } from './round-change.ts';
import { planRound } from './round.ts';
import { opensAgain, usualVisitingHours as usual, visitingDay } from './visiting-hours.ts';

const london = 'Europe/London';
const holidaysOf = (nation: (typeof ukNations)[number]) =>
  new Set([2026, 2027, 2028].flatMap((year) => bankHolidaysOf(nation, year).map(({ on }) => on)));
const england = holidaysOf('england');
const on = (at: string, holidays = england, hours = usual) =>
  visitingDay(Date.parse(at), london, hours, holidays);

test('[DOMAIN-223] a round is for today while a working day has time left, else for the next working day, with the reason', () => {
  expect(on('2026-11-09T07:10Z')).toMatchObject({ day: '2026-11-09', notToday: null });
  expect(on('2026-11-09T18:44Z')).toMatchObject({ day: '2026-11-09', notToday: null });
  expect(on('2026-11-09T18:46Z')).toMatchObject({ day: '2026-11-10', notToday: 'closed' });
  expect(on('2026-11-15T21:00Z')).toMatchObject({ day: '2026-11-16', notToday: 'weekend' });
  // From Christmas Eve in the evening to the first working day after it: Friday and Monday are bank holidays.
  expect(on('2026-12-24T19:30Z')).toMatchObject({ day: '2026-12-29', notToday: 'closed' });
  expect(on('2026-12-28T10:00Z')).toMatchObject({ day: '2026-12-29', notToday: 'bank_holiday' });
  expect(on('2027-12-31T23:50Z')).toMatchObject({ day: '2028-01-04', notToday: 'closed' });
  expect(on('2027-04-01T08:00Z')).toMatchObject({ day: '2027-04-01', notToday: null });
  // 2 January is a day off in Scotland, 12 July in Northern Ireland.
  expect(on('2026-01-02T10:00Z', holidaysOf('scotland'))).toMatchObject({ day: '2026-01-05', notToday: 'bank_holiday' }); // prettier-ignore
  expect(on('2026-01-02T10:00Z').day).toBe('2026-01-02');
  expect(on('2027-07-12T10:00Z', holidaysOf('northern_ireland')).day).toBe('2027-07-13');
  expect(on('2027-07-12T10:00Z').day).toBe('2027-07-12');
});

test('[DOMAIN-260] visiting hours start again at the next opening of a working day; null while they last', () => {
  const opens = (at: string, holidays = england) => {
    const instant = opensAgain(Date.parse(at), london, usual, holidays);
    return instant === null ? null : `${dayIn(london, instant)} ${timeIn(london, instant)}`;
  };
  expect(opens('2026-11-09T08:59Z')).toBe('2026-11-09 09:00');
  expect(opens('2026-11-09T09:00Z')).toBeNull();
  // In the last quarter of an hour there is no time for a round, but for a call.
  expect(opens('2026-11-09T18:59Z')).toBeNull();
  expect(opens('2026-11-09T19:00Z')).toBe('2026-11-10 09:00');
  expect(opens('2026-11-13T21:00Z')).toBe('2026-11-16 09:00');
  expect(opens('2026-12-24T19:30Z')).toBe('2026-12-29 09:00');
  // The clocks change on that Sunday: the opening is at nine on the clocks of Monday.
  expect(opens('2027-03-27T12:00Z')).toBe('2027-03-30 09:00');
  const instants = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-12-31') });
  fc.assert(
    fc.property(instants, fc.constantFrom(...ukNations), (now, nation) => {
      const holidays = holidaysOf(nation);
      const next = opensAgain(now, london, usual, holidays);
      const day = dayIn(london, next ?? now);
      expect(weekday(day) < 6 && !holidays.has(day)).toBe(true);
      if (next === null) {
        expect(timeIn(london, now) >= usual.opens && timeIn(london, now) < usual.closes).toBe(true);
        return;
      }
      expect(next).toBeGreaterThan(now);
      expect(timeIn(london, next)).toBe(usual.opens);
      // No opening is passed over.
      for (let before = addDays(day, -1); before > dayIn(london, now); before = addDays(before, -1))
        expect(weekday(before) > 5 || holidays.has(before)).toBe(true);
    }),
  );
});

test('[DOMAIN-223] on any instant, in any nation and hours: a working day, today or the first that comes, with its hours on the clocks', () => {
  const times = fc
    .tuple(fc.integer({ min: 0, max: 22 * 60 }), fc.integer({ min: 60, max: 24 * 60 }))
    .filter(([opens, lasts]) => opens + lasts < 24 * 60)
    .map(([opens, lasts]) => ({ opens: clock(opens), closes: clock(opens + lasts) }));
  const turning = [
    '2027-03-28T00:40Z',
    '2026-10-25T00:40Z',
    '2026-10-25T01:40Z',
    '2027-12-31T23:59Z',
    '2028-02-29T12:00Z',
  ];
  const instants = fc.oneof(
    fc.constantFrom(...turning).map((at) => Date.parse(at)),
    fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2028-11-30') }),
  );
  fc.assert(
    fc.property(instants, times, fc.constantFrom(...ukNations), (now, hours, nation) => {
      const holidays = holidaysOf(nation);
      const works = (day: string) => weekday(day) <= 5 && !holidays.has(day);
      const { day, opensAt, closesAt, notToday } = visitingDay(now, london, hours, holidays);
      const today = dayIn(london, now);
      expect(works(day)).toBe(true);
      expect(notToday === null).toBe(day === today);
      if (notToday === 'closed') expect(works(today)).toBe(true);
      if (notToday === 'weekend' || notToday === 'bank_holiday') expect(works(today)).toBe(false);
      // No working day lies between.
      for (let between = addDays(today, 1); between < day; between = addDays(between, 1))
        expect(works(between)).toBe(false);
      expect([dayIn(london, opensAt), dayIn(london, closesAt)]).toEqual([day, day]);
      expect([timeIn(london, opensAt), timeIn(london, closesAt)]).toEqual([hours.opens, hours.closes]);
      expect(closesAt).toBeGreaterThan(now);
    }),
    { numRuns: 1500 },
  );
});
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const minute = 60_000;
const opensAt = Date.parse('2026-11-09T09:00Z');
const closesAt = Date.parse('2026-11-09T19:00Z');
/** Minutes from opening, from an hour and a half before it to two hours after closing; often near the one or the other. */
const anyTime = fc.oneof(
  fc.integer({ min: -90, max: 0 }),
  fc.integer({ min: 0, max: 720 }),
  fc.integer({ min: 540, max: 720 }),
);
const anyStop = fc.record({
  latitude: fc.double({ min: 54.72, max: 54.73, noNaN: true }),
  longitude: fc.double({ min: 2.1, max: 2.11, noNaN: true }),
  value: fc.integer({ min: 1, max: 100 }),
  minutes: fc.constantFrom(10, 20, 45, 90),
  appointmentAt: fc.option(
    anyTime.map((at) => opensAt + at * minute),
    { freq: 3 },
  ),
  keep: fc.boolean(),
});
const stopOf = (id: number, one: object): PlannedStop =>
  ({ id, label: `${id} Alder Row`, why: '', state: 'to_come', arriveAt: 0, leaveAt: 0, travelSeconds: 0, ...one }) as PlannedStop; // prettier-ignore
const inHours = (stops: readonly { startAt?: number; arriveAt: number; leaveAt: number }[]) => {
  for (const { arriveAt, leaveAt } of stops) {
    expect(arriveAt).toBeGreaterThanOrEqual(opensAt);
    expect(leaveAt).toBeLessThanOrEqual(closesAt);
  }
};

test('[DOMAIN-224] no visit to come begins before visiting hours or ends after them: not a kept one, one with an agreed time, or an overrun', () => {
  let dropped = 0;
  fc.assert(
    fc.property(
      fc.array(anyStop, { maxLength: 9 }),
      fc.array(anyStop, { maxLength: 4 }),
      anyTime,
      fc.integer({ min: 0, max: 900 }),
      fc.option(anyTime),
      (stops, offered, nowAt, hours, underWayAt) => {
        const now = opensAt + nowAt * minute;
        const planned = stops.map((one, i) => stopOf(i + 1, one));
        if (underWayAt !== null && planned[0])
          Object.assign(planned[0], { state: 'under_way', arriveAt: opensAt + underWayAt * minute });
        const at: Situation = {
          now,
          from: { latitude: 54.72, longitude: 2.11 },
          startsAt: Math.max(now, opensAt),
          to: null,
          endsAt: opensAt + hours * minute,
          opensAt,
          closesAt,
          travel: { mode: 'walking', table: null },
          gone: new Map(),
          offers: offered.map((one, i) => stopOf(100 + i, one)),
        };
        const changed = changeRound(planned, at);
        inHours(changed.stops.filter(({ state }) => state === 'to_come'));
        expect(timed(changed.stops, at).stops).toEqual(changed.stops);
        if (changed.changes.some((text) => text.endsWith('after visiting hours.'))) dropped++;
        const round = planRound({ ...at, stops: at.offers, endsAt: closesAt, rounds: 20 });
        inHours(round.stops);
      },
    ),
    { numRuns: 300 },
  );
  expect(dropped).toBeGreaterThan(20);
});

test('[DOMAIN-224] a removed stop is named with its reason', () => {
  const kept = stopOf(7, {
    latitude: 54.72,
    longitude: 2.11,
    value: 50,
    minutes: 45,
    appointmentAt: null,
    keep: true,
  });
  const at: Situation = {
    now: closesAt - 30 * minute,
    from: null,
    startsAt: opensAt,
    to: null,
    endsAt: closesAt,
    opensAt,
    closesAt,
    travel: { mode: 'walking', table: null },
    gone: new Map(),
    offers: [],
  };
  expect(changeRound([kept], at)).toMatchObject({
    stops: [],
    changes: ['Left out 7 Alder Row: it would end after visiting hours.'],
  });
});
