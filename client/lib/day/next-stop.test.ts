import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseSummary } from '#contract/case-summary.ts';
import { actions } from '#domain/action.ts';
import { worthOf } from '#domain/rounds/round-worth.ts';
import { metresOrLast } from '../worklist/order.ts';
import { nextStop, type Situation } from './next-stop.ts';

const me = 7;
const now = Date.parse('2026-11-25T10:00:00Z');
const who = { staffId: me, accompanied: false, cleared: [], now, timeZone: 'Europe/London', minutes: 20 };
const colleague = { staffId: 8, staffName: 'Sam Example', plannedFor: '2026-11-25' };
const alert = (kind: string) => ({ kind, reviewOn: '2027-01-01', expiresOn: '2027-01-01', text: kind });

const someCase = (id: number) =>
  fc
    .record({
      action: fc.constantFrom(...actions),
      urgency: fc.integer({ min: 0, max: 100 }),
      latitude: fc.option(fc.double({ min: 53, max: 54, noNaN: true })),
      alerts: fc.subarray(['do_not_attend', 'no_lone_visits', 'dangerous_animal']),
      visit: fc.constantFrom(
        null,
        { ...colleague, state: 'on_the_way' },
        { ...colleague, state: 'planned' },
        { ...colleague, staffId: me, state: 'planned' },
      ),
      takenBy: fc.constantFrom(
        null,
        { staffId: 8, name: 'Sam Example', until: '2026-11-25T17:00:00Z' },
        { staffId: 8, name: 'Sam Example', until: '2026-11-25T09:00:00Z' },
      ),
      held: fc.boolean(),
    })
    .map(
      ({ latitude, alerts, held, ...rest }) =>
        ({
          id,
          address: `${id} Example Street`,
          reasons: [],
          openRepairs: [],
          latitude,
          longitude: latitude === null ? null : -2.5,
          alerts: alerts.map(alert),
          blockers: held ? [{ kind: 'breathing_space', text: 'Breathing space', until: null }] : [],
          ...rest,
        }) as unknown as CaseSummary,
    );
const situation = fc
  .tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), fc.gen())
  .map(([some, gen]): Situation => {
    const cases = some.map((_, at) => gen(someCase, at + 1));
    const ids = cases.map(({ id }) => id);
    const planned = gen(fc.shuffledSubarray, ids);
    return {
      after: gen(fc.integer, { min: 0, max: ids.length }),
      did: gen(fc.constantFrom<('visit' | 'call')[]>, 'visit', 'call'),
      cases,
      stops: gen(fc.boolean)
        ? planned.map((id) => ({
            id,
            state: gen(fc.constantFrom<('to_come' | 'done')[]>, 'to_come', 'done'),
          }))
        : null,
      who,
      from: gen(fc.constantFrom, null, { latitude: 53.5, longitude: -2.5 }),
      never: new Set(gen(fc.subarray, ids)),
    };
  });

test('[UI-525] next comes the next stop of the day, else the nearest that is planned or asked for and allowed, else the next call', () => {
  fc.assert(
    fc.property(situation, (of) => {
      const cases = [...of.cases];
      const left = cases.filter(({ id }) => id !== of.after && !of.never.has(id));
      const may = new Set(left.filter((c) => worthOf(c, who).visit).map(({ id }) => id));
      const planned = of.stops?.find(({ id, state }) => state === 'to_come' && may.has(id));
      const mine = left.filter(({ id, visit }) => may.has(id) && visit?.staffId === me);
      const asked = left.filter(({ id, action }) => may.has(id) && action === 'visit');
      const visits = mine.length > 0 ? mine : asked;
      const next = nextStop(of);
      const c = cases.find(({ id }) => id === next?.id);
      if (next) {
        // Never the door that was left, one that may not be visited, or a colleague's.
        expect(left).toContain(c);
        expect(c!.blockers).toEqual([]);
        if (c!.visit) expect(c!.visit.staffId).toBe(me);
      }
      if (next?.by === 'visit') expect(may).toContain(next.id);
      if (of.did === 'visit') {
        if (planned) expect(next).toMatchObject({ id: planned.id, by: 'visit' });
        else if (visits.length === 0) expect(next?.by).not.toBe('visit');
        else {
          expect(next).toMatchObject({ by: 'visit', stop: null });
          const { from } = of;
          if (from)
            for (const other of visits)
              expect(metresOrLast(from, c!)).toBeLessThanOrEqual(metresOrLast(from, other));
          else for (const other of visits) expect(c!.urgency).toBeGreaterThanOrEqual(other.urgency);
        }
      }
      if (of.did === 'call' && next?.by === 'visit') {
        const callable = left.filter(
          ({ action, blockers, visit, takenBy }) =>
            action === 'call' && blockers.length === 0 && !(visit && visit.staffId !== me) && !takenBy,
        );
        expect(callable).toEqual([]);
      }
      if (!next) expect([...visits, ...(planned ? [planned] : [])]).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
