import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Verdict } from '#domain/stand-down.ts';
import { doorOf, metOnVisit, newer, setOutAt, type DoorReport } from './door.ts';

const me = 3;
/** The case in that version: paid in full in every second one. */
function version(n: number): CaseSummary {
  const isPaid = n % 2 === 0;
  return {
    id: 1,
    version: n,
    action: isPaid ? 'none' : 'visit',
    realArrearsPence: isPaid ? 0 : 60_000,
    blockers: [],
    alerts: [],
    reasons: [],
    visit: {
      id: 2,
      staffId: me,
      staffName: 'Sam Example',
      state: 'on_the_way',
      plannedFor: '2026-11-23',
      underWay: {
        setOutAt: '2026-11-23T10:00:00Z',
        purpose: 'arrears',
        met: false,
        goesAnyway: false,
        checkedAt: null,
        moneySince: {
          netPence: isPaid ? 60_000 : 0,
          amountPence: isPaid ? 60_000 : -60_000,
          method: 'card',
          postedAt: '2026-11-23T10:10:00Z',
        },
      },
    },
  } as unknown as CaseSummary;
}
const verdictOf = (n: number): Verdict => (n % 2 === 0 ? 'stand-down' : 'changed');
const reportOf = (n: number): DoorReport => ({
  verdict: verdictOf(n),
  message: `as of ${n}`,
  payment: null,
  version: n,
});

test('[UI-484] reports may arrive in any order: the verdict is that of the newest version', () => {
  const arrival = fc.record({
    by: fc.constantFrom('list', 'hub', 'knock'),
    n: fc.integer({ min: 1, max: 12 }),
  });
  fc.assert(
    fc.property(fc.array(arrival, { minLength: 1, maxLength: 12 }), (arrivals) => {
      let list = version(1);
      let report: DoorReport | undefined;
      let newest = 1;
      for (const { by, n } of arrivals) {
        // The list itself never goes back: its messages are acknowledged one by one.
        if (by === 'list') list = n > list.version ? version(n) : list;
        else report = newer(report, reportOf(n));
        newest = Math.max(newest, n);
        expect(doorOf(list, report, me)?.verdict).toBe(verdictOf(newest));
      }
    }),
  );
});

test('[UI-484] after a new connection the list decides, because versions of two hubs cannot be compared', () => {
  const report = { ...reportOf(1_000_000), old: true };
  expect(newer(report, reportOf(2))).toEqual(reportOf(2));
});

test('[UI-484] no verdict for another person’s visit, or for one that is over', () => {
  expect(doorOf(version(2), undefined, 4)).toBe(null);
  expect(doorOf({ ...version(2), visit: null }, reportOf(3), me)).toBe(null);
  expect(doorOf(undefined, reportOf(3), me)).toBe(null);
});

test('[UI-484] a draft of an earlier visit does not count as a meeting on the present one', () => {
  const at = Date.parse;
  const { visit } = version(1);
  const out = setOutAt(visit, []);
  expect(out).toBe(at('2026-11-23T10:00:00Z'));
  expect(metOnVisit(at('2026-11-22T15:00:00Z'), out)).toBe(false);
  expect(metOnVisit(at('2026-11-23T10:00:00Z'), out)).toBe(true);
  expect(metOnVisit(at('2026-11-23T10:20:00Z'), out)).toBe(true);
  expect(metOnVisit(undefined, out)).toBe(false);
  // Set out again, and the list does not show it yet.
  const waiting = [
    { kind: 'visit.turn-back', madeAt: '2026-11-23T11:30:00Z' },
    { kind: 'visit.set-out', madeAt: '2026-11-23T11:00:00Z' },
  ];
  expect(metOnVisit(at('2026-11-23T10:20:00Z'), setOutAt(visit, waiting))).toBe(false);
  expect(metOnVisit(at('2026-11-23T10:20:00Z'), setOutAt(null, waiting))).toBe(false);
  expect(metOnVisit(at('2026-11-23T11:10:00Z'), setOutAt(undefined, waiting))).toBe(true);
  // Without a time of setting out.
  expect(metOnVisit(at('2026-11-23T10:20:00Z'), setOutAt(null, []))).toBe(true);
});
