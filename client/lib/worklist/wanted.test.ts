import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseSummary } from '#contract/case-summary.ts';
import { matchesAction, matchesRest, noFilters } from './filter.ts';
import { inOrder } from './order.ts';
import { Wanted, type Selection } from './wanted.ts';

const from = { latitude: 54.7, longitude: -2.1 };
const aCase = fc.record({
  id: fc.integer({ min: 1, max: 30 }),
  urgency: fc.integer({ min: 0, max: 5 }),
  action: fc.constantFrom('visit', 'call', 'wait', 'none'),
  patchId: fc.integer({ min: 1, max: 2 }),
  latitude: fc.constantFrom(54.7, 54.71, 54.72),
  alerts: fc.constantFrom([], [{ kind: 'no_lone_visits' }]),
});
const asCase = (made: object): CaseSummary =>
  ({
    longitude: -2.1,
    tenant: 'Zoë Example',
    address: '12 Example Street',
    postcode: 'QJ4 0DB',
    reference: 'T1',
    visit: null,
    ...made,
  }) as unknown as CaseSummary;
const aStep = fc.array(fc.oneof(aCase, fc.record({ gone: fc.integer({ min: 1, max: 30 }) })), {
  minLength: 1,
  maxLength: 6,
});
const anAsk = fc.record({
  order: fc.constantFrom('nearest' as const, 'urgent' as const),
  action: fc.constantFrom('todo' as const, 'all' as const, 'visit' as const),
  patchId: fc.constantFrom(null, 1),
  alerts: fc.boolean(),
  stoodDown: fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 2 }),
});

test('[UI-66] updated change by change, the wanted ids and counts equal those of filtering and sorting everything again', () => {
  fc.assert(
    fc.property(
      anAsk,
      fc.array(aCase, { maxLength: 40 }),
      fc.array(aStep, { maxLength: 8 }),
      (ask, start, steps) => {
        const cases = new Map(start.map((made) => [made.id, asCase(made)]));
        const known = new Map(cases);
        const filters = { ...noFilters, action: ask.action, patchId: ask.patchId, alerts: ask.alerts };
        const selection: Selection = { filters, order: ask.order, from, stoodDown: new Set(ask.stoodDown) };
        const wanted = new Wanted();
        const last = (id: number) => known.get(id);
        wanted.select(selection, cases, last);
        for (const step of steps) {
          const before = wanted.ids;
          const copy = [...before];
          const touched = new Set<number>();
          for (const one of step) {
            const id = 'gone' in one ? one.gone : one.id;
            touched.add(id);
            if ('gone' in one) cases.delete(id);
            else cases.set(id, asCase(one));
            const now = cases.get(id);
            if (now) known.set(id, now);
          }
          wanted.update(touched, cases, last);
          expect(before).toEqual(copy);
        }
        const rest = [...cases.values()].filter((c) => matchesRest(c, filters));
        const shown = rest.filter((c) => matchesAction(c, filters.action));
        for (const id of selection.stoodDown) {
          const c = known.get(id);
          if (c && !shown.some((one) => one.id === id)) shown.push(c);
        }
        expect(wanted.ids).toEqual(inOrder(shown, ask.order, from));
        expect(wanted.counts.all).toBe(rest.length);
        for (const action of ['visit', 'call', 'wait', 'none'] as const)
          expect(wanted.counts[action]).toBe(rest.filter((c) => c.action === action).length);
        expect(wanted.counts.todo).toBe(rest.filter((c) => matchesAction(c, 'todo')).length);
        expect(wanted.anyAlert).toBe([...cases.values()].some((c) => c.alerts.length > 0));
      },
    ),
  );
});
