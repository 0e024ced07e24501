import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseSummary } from '#contract/case-summary.ts';
import { actions } from '#domain/action.ts';
import { toDo } from '../words/actions.ts';
import { wantedCases } from './wanted.ts';

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
    all: fc.boolean(),
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

test('[OFF-11] an officer’s device takes the whole list along, each case once: where they go first, then visits, then other work', () => {
  fc.assert(
    fc.property(known, (of) => {
      const { ids: wanted, sure } = wantedCases(of);
      expect(new Set(wanted).size).toBe(wanted.length);
      const goes = [...new Set([...of.underWay, ...of.stops])];
      expect(wanted.slice(0, goes.length)).toEqual(goes);
      const own = of.cases.filter(({ visit }) => visit?.staffId === me).map(({ id }) => id);
      const meant = [...new Set([...goes, ...own, ...of.opened])];
      expect([...wanted.slice(0, sure)].sort()).toEqual([...meant].sort());
      // Everybody else takes nothing but that.
      if (!of.all) {
        expect(wanted).toHaveLength(sure);
        return;
      }
      for (const { id } of of.cases) expect(wanted).toContain(id);
      const rank = ({ action }: CaseSummary) => (action === 'visit' ? 0 : toDo.has(action) ? 1 : 2);
      const byId = new Map(of.cases.map((one) => [one.id, one]));
      const ranks = wanted.slice(sure).map((id) => rank(byId.get(id)!));
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    }),
  );
});
