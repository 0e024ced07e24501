import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseSummary } from '#contract/case-summary.ts';
import { actions } from '#domain/action.ts';
import { mostHomesKept } from '#domain/rounds/doors-kept.ts';
import { doorsDue, doorsWanted, leastMs, leastNearMs, renewMs, signOf } from './doors-wanted.ts';

const me = 7;
const ids = fc.uniqueArray(fc.integer({ min: 1, max: 150 }), { maxLength: 60 });
const someCase = fc.record({
  action: fc.constantFrom(...actions),
  urgency: fc.integer({ min: 0, max: 100 }),
  latitude: fc.option(fc.double({ min: 53, max: 54, noNaN: true })),
  visit: fc.option(
    fc.record({
      staffId: fc.constantFrom(me, 8),
      plannedFor: fc.constantFrom('2026-11-25', '2026-11-26'),
    }),
  ),
});
const known = fc
  .record({
    underWay: ids,
    stops: ids,
    opened: ids,
    cases: fc.array(someCase, { maxLength: 120 }),
    from: fc.option(fc.constant({ latitude: 53.5, longitude: -2.5 })),
    most: fc.constantFrom(0, mostHomesKept),
  })
  .map(({ cases, ...rest }) => ({
    ...rest,
    staffId: me,
    cases: cases.map((one, at) => ({
      id: at + 1,
      tenant: '',
      alerts: [],
      longitude: one.latitude === null ? null : -2.5,
      ...one,
    })) as unknown as CaseSummary[],
  }));

test('[UI-611] a device keeps few homes, each once: first those that the person goes to, then the visits nearby', () => {
  fc.assert(
    fc.property(known, (of) => {
      const { ids: wanted, sure } = doorsWanted(of);
      expect(wanted.length).toBeLessThanOrEqual(mostHomesKept);
      expect(new Set(wanted).size).toBe(wanted.length);
      const goes = [...of.underWay, ...of.stops];
      for (const [place, id] of [...new Set(goes)].slice(0, mostHomesKept).entries())
        expect(wanted[place]).toBe(id);
      const own = of.cases.filter(({ visit }) => visit?.staffId === me).map(({ id }) => id);
      const meant = new Set([...goes, ...own]);
      // What a person means to visit is left out only where there is no room, and nothing nearby takes its place.
      if (meant.size <= mostHomesKept) for (const id of meant) expect(wanted.slice(0, sure)).toContain(id);
      else expect(wanted.every((id) => meant.has(id))).toBe(true);
      if (of.most === 0) expect(wanted).toHaveLength(sure);
      const visits = of.cases.filter(({ action }) => action === 'visit').map(({ id }) => id);
      const isOther = (id: number) => !meant.has(id) && !of.opened.includes(id) && !visits.includes(id);
      if (wanted.some(isOther)) for (const id of visits) expect(wanted).toContain(id);
    }),
  );
});

test('[UI-611] homes are read again when the list shows another alert or tenant, at the latest after a quarter of an hour, and never in haste', () => {
  const now = Date.parse('2026-11-25T10:00:00Z');
  const wanted = { ids: [1, 2, 3], sure: 1 };
  const shown = (alerts: string[]) =>
    signOf({ tenant: 'A', alerts: alerts.map((kind) => ({ kind })) } as unknown as CaseSummary);
  const calm = new Map([1, 2, 3].map((id) => [id, shown([])]));
  const due = (ago: number, signs = calm, of = wanted) =>
    doorsDue(
      { read: { at: now - ago, signs: calm }, askedAt: now - ago, now },
      of,
      (id) => signs.get(id) ?? '',
    );
  const changed = (id: number) => new Map(calm).set(id, shown(['no_lone_visits']));
  expect(doorsDue({ read: null, askedAt: -Infinity, now }, wanted, () => '')).toBe(true);
  expect(doorsDue({ read: null, askedAt: -Infinity, now }, { ids: [], sure: 0 }, () => '')).toBe(false);
  expect(doorsDue({ read: null, askedAt: now - leastMs + 1, now }, wanted, () => '')).toBe(false);
  expect(due(renewMs - 1)).toBe(false);
  expect(due(renewMs)).toBe(true);
  // A home that they go to, and one that is merely near.
  expect(due(leastMs - 1, changed(1))).toBe(false);
  expect(due(leastMs, changed(1))).toBe(true);
  expect(due(leastMs, changed(3))).toBe(false);
  expect(due(leastNearMs, changed(3))).toBe(true);
  // One that has left the list, perhaps for another patch, is not kept any longer; one that was never in it is no news.
  expect(due(leastMs, new Map(calm).set(3, ''), { ids: [1, 2], sure: 1 })).toBe(true);
  expect(
    doorsDue(
      { read: { at: now - leastMs, signs: new Map([[8, '']]) }, askedAt: now - leastMs, now },
      { ids: [8], sure: 1 },
      () => '',
    ),
  ).toBe(false);
  // A new stop of the day.
  expect(due(leastMs, calm, { ids: [9, 1, 2], sure: 2 })).toBe(true);
});
