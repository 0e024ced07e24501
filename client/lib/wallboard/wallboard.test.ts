import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLate } from '../performance/tiles/words.ts';
import { waitBefore } from './backoff.ts';
import { box, draw, type Day } from './day-picture.ts';
import { themeAt } from './daylight.ts';
import { driftAt } from './drift.ts';
import * as goals from './goals.ts';
import { outOfDateText, bigCount, bigInstant, bigMoney, type NumberTile } from './figures.ts';
import { isLive, paneFreshness, idleMs, type ConnectionState } from './freshness.ts';

test('[UI-324] attempts to connect never end: with longer pauses, at most half a minute, and never of all screens at once', () => {
  expect(waitBefore(0, 0)).toBe(250);
  expect(waitBefore(0, 0.999)).toBe(500);
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (tries, random) => {
      const wait = waitBefore(tries, random);
      expect(wait).toBeGreaterThanOrEqual(250);
      expect(wait).toBeLessThanOrEqual(30_000);
      expect(waitBefore(tries + 1, random)).toBeGreaterThanOrEqual(wait);
    }),
  );
  expect(waitBefore(50, 0.999) - waitBefore(50, 0)).toBeGreaterThan(10_000);
});

const now = Date.parse('2026-11-18T14:32:20Z');
const connection: ConnectionState = {
  connected: true,
  receivedAt: now - 500,
  serverStale: false,
  provedAt: now - 800,
};
const tile = { asOf: '2026-11-18T14:30:00Z', stale: null };

test('[UI-323] an unchanged figure is current while the server is connected and its heartbeats arrive', () => {
  expect(paneFreshness(tile, connection, now)).toEqual({ stale: false });
  expect(isLive(connection, now)).toBe(true);
});

test.each([
  ['no connection', { connected: false }],
  ['a server that cannot prove it', { serverStale: true }],
  ['a connection that says nothing', { receivedAt: now - idleMs }],
])('[UI-323] %s: each pane is as of its last proof', (_name, change) => {
  const shown = paneFreshness(tile, { ...connection, ...change }, now);
  expect(shown).toMatchObject({ stale: true, since: now - 800, own: false });
});

test('[UI-323] a stale tile marks only its own pane, with its own time', () => {
  const since = '2026-11-18T09:00:00Z';
  const own = paneFreshness({ ...tile, stale: { since, why: 'Away.' } }, connection, now);
  expect(own).toEqual({ stale: true, since: Date.parse(since), why: 'Away.', own: true });
  expect(paneFreshness({ ...tile, stale: { since: null, why: 'Away.' } }, connection, now)).toMatchObject({
    since: null,
  });
  expect(paneFreshness(null, connection, now)).toMatchObject({ stale: true, since: null });
  expect(outOfDateText(null, now)).toBe('No figure yet');
  expect(outOfDateText(Date.parse(since), now)).toBe('Out of date: 09:00');
  expect(outOfDateText(Date.parse('2026-11-17T09:00:00Z'), now)).toBe('Out of date: 17 Nov');
  expect(outOfDateText(Date.parse('2026-11-13T09:00:00Z'), now)).toBe('Out of date: 13 Nov');
});

test('[UI-326] figures of a pane are whole pounds, millions where they are large, and a dash where unknown', () => {
  expect(bigMoney(18_423_056)).toBe('£184,231');
  expect(bigMoney(-1_250)).toBe('−£13');
  expect(bigMoney(0)).toBe('£0');
  expect(bigMoney(999_999_900)).toBe('£9,999,999');
  expect(bigMoney(2_531_400_000)).toBe('£25.31m');
  expect(bigMoney(null)).toBe('–');
  expect(bigCount(12_345)).toBe('12,345');
  expect(bigCount(null)).toBe('–');
  expect(bigInstant('2026-11-18T10:42:00Z', now)).toBe('10:42');
  fc.assert(
    fc.property(fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }), (pence) => {
      expect(bigMoney(pence).length).toBeLessThanOrEqual(11);
    }),
  );
});

const startsAt = '2026-11-18T00:00:00Z';
const from = Date.parse(startsAt);
const dayOf = (came: number[], usual: (number | null)[]): Day => ({
  startsAt,
  endsAt: '2026-11-19T00:00:00Z',
  points: Array.from({ length: 97 }, (_, i) => ({
    at: new Date(from + i * 900_000).toISOString(),
    collectedPence: came[i] ?? null,
    usualPence: usual[i] ?? null,
  })),
});
const numbers = (path: string) => [...path.matchAll(/-?\d+(\.\d+)?/g)].map(([n]) => Number(n));

test('[UI-326] the chart stays in its box, ends at the present figure, and draws nothing of the future', () => {
  const pence = fc.integer({ min: -500_000, max: 90_000_000 });
  fc.assert(
    fc.property(
      fc.array(pence, { maxLength: 97 }),
      fc.array(fc.option(pence), { maxLength: 97 }),
      fc.integer({ min: from, max: from + 86_400_000 }),
      fc.option(pence),
      (came, usual, at, figure) => {
        const picture = draw(dayOf(came, usual), at, figure);
        const nowX = ((at - from) / 86_400_000) * box.width;
        for (const path of [picture.came, picture.area, picture.usual])
          for (const [i, n] of numbers(path).entries()) {
            expect(n).toBeGreaterThanOrEqual(0);
            expect(n).toBeLessThanOrEqual(i % 2 === 0 ? box.width : box.height);
            if (i % 2 === 0 && path !== picture.usual) expect(n).toBeLessThanOrEqual(nowX + 0.1);
          }
        if (figure !== null) expect(picture.end!.x).toBeCloseTo(nowX, 0);
        // The axis is marked in round sums, inside the picture, from nothing on.
        expect(picture.sums[0]!.pence).toBe(0);
        if (usual.some((sum) => sum !== null && sum >= 100)) expect(picture.sums.length).toBeGreaterThan(1);
        expect(picture.sums.length).toBeLessThanOrEqual(3);
        for (const { y } of picture.sums) {
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(box.height);
        }
      },
    ),
  );
  const usual = Array.from({ length: 97 }, (_, i) => i * 100);
  const twice = draw(dayOf([0, 50, 100], usual), from + 48 * 900_000, 9_600);
  expect(twice.end).toEqual({ x: 500, y: 0 });
  expect(twice.sums).toEqual([
    { pence: 0, y: box.height },
    { pence: 5000, y: 143.8 },
  ]);
  // A day without any money has no scale, only its ground.
  expect(draw(dayOf([0], []), from + 900_000, 0).sums).toEqual([{ pence: 0, y: box.height }]);
});

test('[UI-329] the board is light by day and dark by night unless the device or a person chooses; it moves by a few pixels', () => {
  const noon = Date.parse('2026-11-18T12:00:00Z');
  const night = Date.parse('2026-11-18T22:00:00Z');
  expect(themeAt('system', false, noon)).toBe('light');
  expect(themeAt('system', false, night)).toBe('dark');
  expect(themeAt('system', true, noon)).toBe('dark');
  expect(themeAt('light', true, night)).toBe('light');
  const places = Array.from({ length: 24 }, (_, i) => driftAt(i));
  for (const { x, y } of places) {
    expect(Math.abs(x)).toBeLessThanOrEqual(3);
    expect(Math.abs(y)).toBeLessThanOrEqual(3);
  }
  expect(new Set(places.map(({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`)).size).toBeGreaterThan(20);
});

const count = (value: number, change: Partial<NumberTile> = {}): NumberTile => ({
  name: 'repairs_waiting',
  group: 'help',
  kind: 'count',
  asOf: startsAt,
  stale: null,
  note: null,
  value,
  parts: [],
  wrong: null,
  of: null,
  comparison: null,
  ...change,
});

test('[UI-577] [UI-621] [UI-716] every figure has a goal in words, and what is late is marked as late', () => {
  const share = (value: number, before: number | null, target: number | null) => [
    { measure: 'arrears_percent' as const, value, before, usual: 2, target },
  ];
  expect(goals.arrearsGoal(share(2.06, 1.94, 2.6))).toEqual({
    state: 'met',
    text: 'Current arrears 2.06%, goal 2.60%',
  });
  expect(goals.arrearsGoal(share(2.7, 1.94, 2.6))!.state).toBe('late');
  expect(goals.arrearsGoal(share(2.7, 1.94, null))).toEqual({ state: 'open', text: 'Current arrears 2.70%' });
  const changes = 'Down 0.05 points in 4 weeks. Up 0.30 points in a year.';
  expect(goals.arrearsChanges([{ ...share(2.06, 1.94, 2.6)[0]!, changes }])).toBe(changes);
  expect(goals.arrearsChanges([])).toBe('');
  // [UI-621] On a first start the newest figures are of an old week.
  const day = { goals: share(2.06, 1.94, 2.6), calculating: { done: 12, of: 60 } };
  expect(goals.calculatingText(day)).toBe('Calculating past weeks: 12 of 60');
  expect(goals.weeklyGoals(day)).toEqual([]);
  expect(goals.weeklyGoals({ ...day, calculating: null })).toEqual(day.goals);
  expect(goals.calculatingText({ calculating: null })).toBe('');
  const repairs = (late: number) =>
    count(14, { name: 'repairs_waiting', wrong: { label: 'late', value: late } });
  expect(goals.repairsGoal(repairs(8))).toEqual({
    state: 'late',
    text: '8 late, goal\u00a00',
  });
  expect(goals.repairsGoal(repairs(0))!.state).toBe('met');
  const plans = (kept: number) =>
    count(kept, { name: 'plans_kept', of: 17, wrong: { label: 'not on track', value: 17 - kept } });
  expect(goals.plansKeptGoal(plans(11))).toEqual({
    state: 'late',
    text: '6 not on track, goal\u00a00',
  });
  expect(goals.plansKeptGoal(plans(17))!.state).toBe('met');
  // [UI-716] The wall marks as late exactly what Today marks.
  for (const [tile, goal] of [
    [plans(11), goals.plansKeptGoal],
    [plans(17), goals.plansKeptGoal],
    [repairs(8), goals.repairsGoal],
    [repairs(0), goals.repairsGoal],
  ] as const)
    expect(isLate(tile, now)).toBe(goal(tile)!.state === 'late');
  const planned = count(5, {
    parts: [
      { key: 'planned', label: '', value: 2 },
      { key: 'on_the_way', label: '', value: 1 },
      { key: 'done', label: '', value: 2 },
    ],
  });
  expect(goals.visitsGoal(planned)).toEqual({ state: 'open', text: 'Goal: all done. 3 to go' });
  expect(goals.visitsGoal(count(2, { parts: [{ key: 'done', label: '', value: 2 }] }))!.state).toBe('met');
  // A visit that the tenant's payment has avoided is not one that is to go.
  expect(goals.visitsGoal(count(2, { parts: [{ key: 'avoided', label: '', value: 2 }] }))!.state).toBe('met');
  expect(goals.dayGoal(4_490_000, 100)).toEqual({ state: 'open', text: 'usual day, goal £44,900' });
  expect(goals.dayGoal(4_490_000, 4_490_000)!.state).toBe('met');
  expect(goals.dayGoal(null, 100)).toBeNull();
  const source = (at: string) => ({ ...count(0), kind: 'instant' as const, value: at, parts: [] });
  expect(goals.sourceGoal(source('2026-11-12T23:59:59Z'), now)!.state).toBe('met');
  expect(goals.sourceGoal(source('2026-11-09T23:59:59Z'), now)).toEqual({
    state: 'late',
    text: '8 days old, goal under 8',
  });
  // Before a first week is closed, and before a figure has come.
  expect([goals.arrearsGoal([]), goals.plansMadeGoal([], 1), goals.repairsGoal(null)]).toEqual([
    null,
    null,
    null,
  ]);
});
