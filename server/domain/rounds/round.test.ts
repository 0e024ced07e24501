import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestRound } from '../../../scripts/bench/lib/best-round.ts';
import { nearestFirst, planRound, timetableOf, type RoundRequest, type RoundStop } from './round.ts';
import { straightSeconds, travelAssumptions, travelSeconds } from './round-travel.ts';

const now = Date.UTC(2026, 10, 9, 10);
const minute = 60_000;
const middle = { latitude: 54.72, longitude: 2.11 };

const place = fc.record({
  latitude: fc.double({ min: 54.7, max: 54.74, noNaN: true }),
  longitude: fc.double({ min: 2.07, max: 2.15, noNaN: true }),
});
const stop = fc.record({
  at: place,
  id: fc.integer({ min: 1, max: 5000 }),
  value: fc.integer({ min: 1, max: 150 }),
  minutes: fc.integer({ min: 5, max: 45 }),
  appointment: fc.option(fc.integer({ min: -60, max: 300 }), { freq: 6 }),
  keep: fc.boolean(),
});
const requests = (most: number) =>
  fc
    .record({
      stops: fc.uniqueArray(stop, { maxLength: most, selector: ({ id }) => id }),
      from: fc.option(place),
      home: fc.option(place, { freq: 3 }),
      minutes: fc.integer({ min: 0, max: 420 }),
      mode: fc.constantFrom('walking' as const, 'driving' as const),
      seed: fc.nat(),
    })
    .map(({ stops, from, home, minutes, mode, seed }): RoundRequest => ({
      stops: stops.map(({ at, appointment, ...rest }): RoundStop => ({
        ...rest,
        ...at,
        appointmentAt: appointment === null ? null : now + appointment * minute,
      })),
      from,
      to: home,
      startsAt: now,
      endsAt: now + minutes * minute,
      travel: { mode, table: null },
      seed,
      rounds: 40,
    }));

test('[DOMAIN-61] every stop begins and ends in time, and the whole round ends within the hours', () => {
  fc.assert(
    fc.property(requests(14), (request) => {
      const round = planRound(request);
      let at = request.startsAt;
      for (const one of round.stops) {
        const stop = request.stops.find(({ id }) => id === one.id)!;
        expect(one.arriveAt).toBe(at + one.travelSeconds * 1000);
        expect(one.leaveAt).toBe(one.startAt + stop.minutes * minute);
        expect(one.startAt).toBeGreaterThanOrEqual(one.arriveAt);
        if (stop.appointmentAt !== null) {
          expect(one.startAt).toBeGreaterThanOrEqual(stop.appointmentAt);
          expect(one.startAt).toBeLessThanOrEqual(stop.appointmentAt + 15 * minute);
        }
        at = one.leaveAt;
      }
      if (round.stops.length > 0) expect(round.endsAt).toBeGreaterThanOrEqual(at);
      expect(round.endsAt).toBeLessThanOrEqual(Math.max(request.endsAt, request.startsAt));
      // Each stop once, in the round or left out.
      const listed = [...round.stops.map(({ id }) => id), ...round.left].sort((a, b) => a - b);
      expect(listed).toEqual(request.stops.map(({ id }) => id).sort((a, b) => a - b));
    }),
  );
});

test('[DOMAIN-62] it is never worth less than always going to the nearest home', () => {
  fc.assert(
    fc.property(requests(14), (request) => {
      const plain = { ...request, stops: request.stops.map((one) => ({ ...one, keep: false })) };
      expect(planRound(plain).value).toBeGreaterThanOrEqual(nearestFirst(plain).value - 1e-9);
    }),
  );
});

test('[DOMAIN-63] the same request gives the same round, with its stops in any order', () => {
  fc.assert(
    fc.property(
      requests(12).chain((request) =>
        fc.tuple(
          fc.constant(request),
          fc.shuffledSubarray([...request.stops], { minLength: request.stops.length }),
        ),
      ),
      ([request, shuffled]) => {
        const once = planRound(request);
        expect(planRound(structuredClone(request))).toEqual(once);
        expect(planRound({ ...request, stops: shuffled })).toEqual(once);
      },
    ),
  );
});

test('[DOMAIN-64] on small instances it is within 5 % of the optimum', () => {
  fc.assert(
    fc.property(requests(8), (request) => {
      const plain = { ...request, rounds: 200, stops: request.stops.map((one) => ({ ...one, keep: false })) };
      const { value } = planRound(plain);
      const best = bestRound(plain).value;
      expect(value).toBeLessThanOrEqual(best + 1e-6);
      expect(value).toBeGreaterThanOrEqual(best * 0.95 - 1e-6);
    }),
    { numRuns: 60 },
  );
});

test('[DOMAIN-65] a stop that the officer asked to keep is in, if a round with only that stop is possible', () => {
  fc.assert(
    fc.property(requests(10), fc.integer({ min: 1, max: 150 }), (request, value) => {
      const [first, ...others] = request.stops;
      if (!first) return;
      const kept = { ...first, keep: true, value };
      const rest = others.map((one) => ({ ...one, keep: false }));
      const table = timetableOf({ ...request, stops: [kept] });
      const round = planRound({ ...request, stops: [kept, ...rest] });
      expect(round.stops.some(({ id }) => id === kept.id)).toBe(table.fits([1]));
    }),
  );
});

test('[DOMAIN-66] the distance is the straight line times the road factor, at the stated speed', () => {
  const east = { latitude: middle.latitude, longitude: middle.longitude + 0.0155 }; // about a kilometre
  const walking = straightSeconds('walking', middle, east);
  expect(walking).toBeGreaterThan((995 * 1.3) / 1.25);
  expect(walking).toBeLessThan((1005 * 1.3) / 1.25);
  const driving = straightSeconds('driving', middle, east);
  expect(driving).toBeLessThan(walking / 2);
  // A short distance is walked: parking would take longer.
  const near = { latitude: middle.latitude, longitude: middle.longitude + 0.0015 };
  expect(straightSeconds('driving', middle, near)).toBe(straightSeconds('walking', middle, near));
  expect(straightSeconds('walking', middle, middle)).toBe(travelAssumptions.sameBuildingSeconds);
});

test('[DOMAIN-67] a router’s table is used between homes, and the straight line where it has no time', () => {
  const [a, b, c] = [1, 2, 3].map((id) => ({ ...middle, longitude: 2.11 + id * 0.004, id }));
  const table = {
    ids: [1, 2],
    seconds: [
      [0, 777],
      [null, 0],
    ],
  };
  const travel = { mode: 'walking' as const, table };
  expect(travelSeconds(travel, a!, b!)).toBe(777);
  expect(travelSeconds(travel, b!, a!)).toBe(straightSeconds('walking', b!, a!));
  expect(travelSeconds(travel, a!, c!)).toBe(straightSeconds('walking', a!, c!));
  expect(travelSeconds(travel, { ...middle, id: null }, a!)).toBe(straightSeconds('walking', middle, a!));
});
