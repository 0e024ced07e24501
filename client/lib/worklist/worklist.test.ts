import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseSummary } from '#contract/case-summary.ts';
import { matchesAction, matchesRest, noFilters } from './filter.ts';
import { distance, inOrder, metresBetween, metresOrLast } from './order.ts';
import { leftSentence, paidSentence } from './sentences.ts';
import { nextStop, settle, stopHeight, stops, whatMoves } from './sheet.ts';

const base = {
  id: 1,
  tenant: 'Zoë Example',
  address: '12 Example Street',
  postcode: 'QJ4 0DB',
  reference: 'T000001',
  latitude: 54.7,
  longitude: -2.1,
  patchId: 1,
  action: 'visit',
  urgency: 50,
  alerts: [],
  visit: null,
  realArrearsPence: 41200,
} as unknown as CaseSummary;
const made = (change: Partial<CaseSummary>): CaseSummary => ({ ...base, ...change });

test('[UI-60] a search finds names without accents, postcodes without a space, words in any order', () => {
  for (const text of ['zoe', 'ZOË', 'qj40db', 'street 12', 'T000001', ' example  zoe '])
    expect(matchesRest(base, { ...noFilters, text }), text).toBe(true);
  expect(matchesRest(base, { ...noFilters, text: 'zoe 13' })).toBe(false);
});

test('[UI-61] “to do” has the cases with an action for the officer', () => {
  expect(matchesAction(made({ action: 'visit' }), 'todo')).toBe(true);
  for (const action of ['wait', 'hold', 'none'] as const)
    expect(matchesAction(made({ action }), 'todo'), action).toBe(false);
});

test('[UI-62] every case is in the order exactly once, and the same cases always have the same order', () => {
  const cases = fc.uniqueArray(
    fc
      .record({
        id: fc.integer({ min: 1, max: 500 }),
        urgency: fc.integer({ min: 0, max: 3 }),
        latitude: fc.constantFrom(54.7, 54.71),
      })
      .map((change) => made(change)),
    { selector: (c) => c.id },
  );
  fc.assert(
    fc.property(cases, fc.constantFrom('nearest' as const, 'urgent' as const), (list, order) => {
      const from = { latitude: 54.7, longitude: -2.1 };
      const ids = inOrder(list, order, from);
      expect([...ids].sort((a, b) => a - b)).toEqual(list.map((c) => c.id).sort((a, b) => a - b));
      expect(inOrder([...list].reverse(), order, from)).toEqual(ids);
      const by = new Map(list.map((c) => [c.id, c]));
      for (let at = 1; at < ids.length; at++) {
        const a = by.get(ids[at - 1]!)!;
        const b = by.get(ids[at]!)!;
        if (order === 'urgent') expect(a.urgency).toBeGreaterThanOrEqual(b.urgency);
        else expect(metresOrLast(from, a)).toBeLessThanOrEqual(metresOrLast(from, b));
      }
    }),
  );
});

test('[UI-63] distances are written in miles', () => {
  expect(metresBetween({ latitude: 54, longitude: -2 }, { latitude: 55, longitude: -2 })).toBeCloseTo(
    111_195,
    -2,
  );
  expect(distance(30)).toBe('Here');
  expect(distance(483)).toBe('0.3 miles');
  expect(distance(40_000)).toBe('25 miles');
});

test('[UI-64] the text of a crossed-out row', () => {
  const now = Date.parse('2026-11-09T11:00:00Z');
  const cause = {
    caseId: 1,
    kind: 'payment',
    at: '2026-11-09T10:42:00.000Z',
    amountPence: 8520,
    method: 'card',
  } as const;
  expect(paidSentence(cause, now)).toBe('Paid £85.20 by card at 10:42.');
  expect(leftSentence(base, { cause, stillListed: false }, now)).toBe(
    'Paid £85.20 by card at 10:42. Nothing to do now.',
  );
  expect(leftSentence(made({ action: 'call' }), { cause, stillListed: true }, now)).toBe(
    'Paid £85.20 by card at 10:42. Now: call.',
  );
  expect(leftSentence(base, { stillListed: false }, now)).toBe('No longer on your list.');
});

test('[UI-65] a drag ends at the nearest position of the sheet, a flick at the next one, and buttons reach every position', () => {
  const room = { space: 750, head: 150, row: 96 };
  for (const stop of stops) expect(settle(stopHeight(stop, room), 0, room)).toBe(stop);
  expect(settle(stopHeight('half', room) + 10, 2, room)).toBe('list');
  expect(settle(stopHeight('half', room) - 10, -2, room)).toBe('peek');
  expect(nextStop(nextStop('peek', 1), 1)).toBe('list');
  expect(nextStop('peek', -1)).toBe('peek');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 60, max: 260 }), (space, head) => {
      const heights = stops.map((stop) => stopHeight(stop, { space, head, row: 96 }));
      expect(heights).toEqual([...heights].sort((a, b) => a - b));
    }),
  );
});

test('[UI-544] a drag over the rows moves the sheet: down at the top of the list, up below the highest stop; else the rows scroll', () => {
  const down = { dx: 0, dy: 20 };
  const up = { dx: 0, dy: -20 };
  expect(stops.map((stop) => whatMoves(down, stop, false))).toEqual(['list', 'sheet', 'sheet']);
  expect(stops.map((stop) => whatMoves(up, stop, false))).toEqual(['sheet', 'sheet', 'list']);
  expect(whatMoves(up, 'half', true)).toBe('sheet');
  const px = fc.integer({ min: -400, max: 400 });
  fc.assert(
    fc.property(px, px, fc.constantFrom(...stops), fc.boolean(), (dx, dy, stop, scrolled) => {
      const moves = whatMoves({ dx, dy }, stop, scrolled);
      // A tap may shake; a drag is decided; what goes sideways never moves the sheet.
      expect(moves === 'undecided').toBe(Math.hypot(dx, dy) < 3);
      if (Math.abs(dx) >= Math.abs(dy)) expect(moves).not.toBe('sheet');
      // Rows that are scrolled can always be scrolled back, and all rows can be reached.
      if (dy > 0 && scrolled) expect(moves).not.toBe('sheet');
      if (dy < 0 && stop === 'list') expect(moves).not.toBe('sheet');
    }),
  );
});
