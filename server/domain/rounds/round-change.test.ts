import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeRound, type Offer, type PlannedStop, type Situation } from './round-change.ts';

const start = Date.UTC(2026, 10, 9, 10);
const minute = 60_000;
const at = (id: number, change: Partial<PlannedStop> = {}): PlannedStop => ({
  id,
  latitude: 54.72,
  longitude: 2.11 + id * 0.001,
  value: 50,
  minutes: 20,
  appointmentAt: null,
  keep: false,
  label: `${id} Alder Row`,
  why: '',
  state: 'to_come',
  arriveAt: 0,
  leaveAt: 0,
  travelSeconds: 0,
  ...change,
});
const situation = (change: Partial<Situation> = {}): Situation => ({
  now: start,
  from: { latitude: 54.72, longitude: 2.11 },
  startsAt: start,
  to: null,
  endsAt: start + 240 * minute,
  opensAt: start - 60 * minute,
  closesAt: start + 540 * minute,
  travel: { mode: 'walking', table: null },
  gone: new Map(),
  offers: [],
  ...change,
});
const ids = (stops: readonly { id: number }[]) => stops.map(({ id }) => id);

const days = fc
  .record({
    stops: fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 40 }),
        state: fc.constantFrom('to_come' as const, 'to_come' as const, 'done' as const),
        value: fc.integer({ min: 1, max: 100 }),
        minutes: fc.integer({ min: 5, max: 40 }),
        keep: fc.boolean(),
        left: fc.integer({ min: 1, max: 60 }),
      }),
      { maxLength: 10, selector: ({ id }) => id },
    ),
    underWay: fc.boolean(),
    gone: fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 6 }),
    offers: fc.uniqueArray(fc.integer({ min: 41, max: 60 }), { maxLength: 4 }),
    minutesGone: fc.integer({ min: 60, max: 200 }),
    hours: fc.integer({ min: 0, max: 400 }),
  })
  .map(({ stops, underWay, gone, offers, minutesGone, hours }) => {
    const planned = stops.map(({ left, ...one }) =>
      at(one.id, one.state === 'done' ? { ...one, leaveAt: start + left * minute } : one),
    );
    const first = planned.find(({ state }) => state === 'to_come');
    if (underWay && first) Object.assign(first, { state: 'under_way', arriveAt: start + 55 * minute });
    return {
      planned,
      situation: situation({
        now: start + minutesGone * minute,
        endsAt: start + hours * minute,
        gone: new Map(gone.map((id) => [id, 'paid £85.20 at 10:42'])),
        offers: offers.map((id): Offer => at(id)),
      }),
    };
  });

test('[DOMAIN-70] finished visits and the present one stay in the round after any change', () => {
  fc.assert(
    fc.property(days, ({ planned, situation }) => {
      const { stops } = changeRound(planned, situation);
      const before = planned.filter(({ state }) => state !== 'to_come');
      const after = stops.filter(({ state }) => state !== 'to_come');
      expect(new Set(ids(after))).toEqual(new Set(ids(before)));
      for (const one of before.filter(({ state }) => state === 'done')) expect(stops).toContainEqual(one);
      // They come before future stops.
      expect(stops.slice(0, after.length)).toEqual(after);
    }),
  );
});

test('[DOMAIN-71] forbidden stops are removed, the others keep their order, and each change has a sentence', () => {
  fc.assert(
    fc.property(days, ({ planned, situation }) => {
      const { stops, changes } = changeRound(planned, situation);
      const toCome = (all: readonly PlannedStop[]) => ids(all.filter(({ state }) => state === 'to_come'));
      const [before, after] = [toCome(planned), toCome(stops)];
      for (const id of after) expect(situation.gone.has(id)).toBe(false);
      const stayed = after.filter((id) => before.includes(id));
      expect(stayed).toEqual(before.filter((id) => stayed.includes(id)));
      const removed = before.filter((id) => !after.includes(id));
      const added = after.filter((id) => !before.includes(id));
      const subjects = changes.map((sentence) => Number(/ (\d+) Alder Row/.exec(sentence)?.[1]));
      // A stop that is removed and added again would have two sentences; none has.
      expect([...subjects].sort()).toEqual([...removed, ...added].sort());
    }),
  );
});

test('[DOMAIN-72] afterwards it ends within the hours, unless no further stop may be left out', () => {
  fc.assert(
    fc.property(days, ({ planned, situation }) => {
      const { stops, endsAt } = changeRound(planned, situation);
      const mayGo = stops.some(({ state, keep }) => state === 'to_come' && !keep);
      if (mayGo) expect(endsAt).toBeLessThanOrEqual(situation.endsAt + 5 * minute);
    }),
  );
});

test('[DOMAIN-73] a round without a problem does not change, and has no sentence', () => {
  fc.assert(
    fc.property(days, ({ planned, situation }) => {
      const once = changeRound(planned, situation);
      const again = changeRound(once.stops, { ...situation, offers: [] });
      expect(again.changes).toEqual([]);
      expect(ids(again.stops)).toEqual(ids(once.stops));
      expect(again.stops).toEqual(once.stops);
    }),
  );
});

test('[DOMAIN-74] a paid stop is removed with a sentence, and the time is used for the stop that is worth most there', () => {
  const gone = new Map([[2, 'paid £85.20 at 10:42']]);
  const offers = [at(8, { value: 20 }), at(9, { value: 90 }), at(30, { value: 95 })];
  const three = [at(1), at(2), at(3)];
  const { endsAt } = changeRound(three, situation());
  const changed = changeRound(three, situation({ gone, offers, endsAt: endsAt + 10 * minute }));
  expect(changed.changes).toEqual([
    'Removed 2 Alder Row: paid £85.20 at 10:42.',
    'Added 9 Alder Row: there is time for it now.',
  ]);
  expect(ids(changed.stops)).toEqual([1, 3, 9]);
});

test('[DOMAIN-75] a visit that overruns moves the rest later, and removes the stop that is worth least', () => {
  const stops = [
    at(1, { state: 'under_way', arriveAt: start + 5 * minute }),
    at(2, { value: 20 }),
    at(3, { value: 90 }),
  ];
  const endsAt = start + 80 * minute;
  const onTime = changeRound(stops, situation({ now: start + 20 * minute, endsAt }));
  expect(onTime.changes).toEqual([]);
  const late = changeRound(stops, situation({ now: start + 50 * minute, endsAt }));
  expect(late.changes).toEqual(['Left out 2 Alder Row: no time left that day.']);
  expect(late.stops[1]!.arriveAt).toBeGreaterThan(onTime.stops[1]!.arriveAt);
});

test('[DOMAIN-76] the round waits for an appointment, and never leaves it out because of time', () => {
  const stops = [at(1), at(2, { value: 1, appointmentAt: start + 120 * minute }), at(3, { value: 90 })];
  const { stops: timed } = changeRound(stops, situation({ endsAt: start + 145 * minute }));
  expect(ids(timed)).toEqual([1, 2]);
  expect(timed[1]!.leaveAt).toBe(start + 140 * minute);
});
