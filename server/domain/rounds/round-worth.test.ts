import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actions } from '../action.ts';
import { alertKinds } from '../facts.ts';
import { worthOf, type RoundCase, type Visitor } from './round-worth.ts';

const now = Date.UTC(2026, 10, 9, 10);
const me: Visitor = {
  staffId: 1,
  accompanied: false,
  cleared: [],
  now,
  timeZone: 'Europe/London',
  minutes: 20,
};
const base: RoundCase = {
  id: 5,
  address: '14 Alder Row',
  action: 'visit',
  urgency: 60,
  reasons: [{ code: 'owes', params: {}, text: "Owes £412.00, 3.2 weeks' rent" }],
  blockers: [],
  alerts: [],
  openRepairs: [],
  visit: null,
};
const value = (c: Partial<RoundCase>, who: Partial<Visitor> = {}): number => {
  const worth = worthOf({ ...base, ...c }, { ...me, ...who });
  return worth.visit ? worth.value : 0;
};
const because = (c: Partial<RoundCase>, who: Partial<Visitor> = {}): string | null => {
  const worth = worthOf({ ...base, ...c }, { ...me, ...who });
  return worth.visit ? 'goes' : worth.because;
};
const alert = (kind: (typeof alertKinds)[number]) => ({ kind, text: kind });

test('[DOMAIN-60] a forbidden home is in no round, however much it would be worth', () => {
  const visit = fc.option(
    fc.record({
      staffId: fc.constantFrom(1, 2),
      staffName: fc.constant('Ana Example'),
      state: fc.constantFrom('planned' as const, 'on_the_way' as const),
      plannedFor: fc.constantFrom('2026-11-09', '2026-11-12'),
    }),
  );
  fc.assert(
    fc.property(
      fc.record({
        action: fc.constantFrom(...actions),
        urgency: fc.integer({ min: 0, max: 100 }),
        alerts: fc.uniqueArray(fc.constantFrom(...alertKinds), { maxLength: 3 }),
        blocked: fc.boolean(),
        visit,
        taken: fc.option(fc.constantFrom(1, 2)),
        accompanied: fc.boolean(),
        cleared: fc.subarray(['no_female_staff' as const, 'no_male_staff' as const]),
      }),
      ({ alerts, blocked, taken, accompanied, cleared, ...c }) => {
        const worth = worthOf(
          {
            ...base,
            ...c,
            alerts: alerts.map(alert),
            blockers: blocked ? [{ kind: 'breathing_space', text: 'Breathing space' }] : [],
            takenBy: taken === null ? null : { staffId: taken, name: 'Ana', until: '2026-11-09T12:00:00Z' },
          },
          { ...me, accompanied, cleared },
        );
        const barred =
          blocked ||
          c.action === 'hold' ||
          c.action === 'none' ||
          alerts.includes('do_not_attend') ||
          (alerts.includes('no_lone_visits') && !accompanied) ||
          (['no_female_staff', 'no_male_staff'] as const).some(
            (kind) => alerts.includes(kind) && !cleared.includes(kind),
          ) ||
          c.visit?.staffId === 2 ||
          taken === 2;
        if (barred) expect(worth.visit).toBe(false);
        if (worth.visit) {
          expect(worth.value).toBeGreaterThan(0);
          expect(worth.why).toMatch(/^[A-Z].*\.$/);
        }
      },
    ),
  );
});

test('[DOMAIN-60] the reason against a visit is a sentence', () => {
  expect(because({ blockers: [{ kind: 'breathing_space', text: 'Breathing space until Mon 4 Jan' }] })).toBe(
    'breathing space until Mon 4 Jan',
  );
  expect(because({ alerts: [alert('no_lone_visits')] })).toBe('two people must go, and you are alone');
  expect(because({ alerts: [alert('no_lone_visits')] }, { accompanied: true })).toBe('goes');
  const theirs = {
    staffId: 2,
    staffName: 'Ana Example',
    state: 'planned',
    plannedFor: '2026-11-12',
  } as const;
  expect(because({ visit: theirs })).toBe('Ana Example plans to go there on Thu 12 Nov');
  expect(because({ visit: { ...theirs, state: 'on_the_way' } })).toBe('Ana Example is on the way there');
  expect(because({ visit: { ...theirs, staffId: 1 } })).toBe('you planned it for Thu 12 Nov');
  // An expired claim does not prevent a visit.
  const takenBy = { staffId: 2, name: 'Ana Example', until: '2026-11-09T12:00:00Z' };
  expect(because({ takenBy })).toBe('Ana Example has taken it');
  expect(because({ takenBy: { ...takenBy, until: '2026-11-09T09:00:00Z' } })).toBe('goes');
  expect(because({ action: 'hold', blockers: [{ kind: 'former_tenant', text: 'Former tenant' }] })).toBe(
    null,
  );
  // No visit is suggested, so no reason is needed.
  expect(because({ action: 'wait', alerts: [alert('do_not_attend')] })).toBe(null);
});

test('[DOMAIN-68] a more urgent visit is worth more, and one that is due today even more, with a sentence', () => {
  expect(value({ urgency: 0 })).toBe(30);
  expect(value({ urgency: 100 })).toBe(100);
  expect(value({ urgency: 80 })).toBeGreaterThan(value({ urgency: 79 }));
  expect(value({ action: 'plan_review' })).toBeLessThan(value({ action: 'visit' }));
  expect(value({ action: 'call' })).toBe(0);
  const mine = { staffId: 1, staffName: 'Me', state: 'planned', plannedFor: '2026-11-09' } as const;
  expect(value({ visit: mine })).toBe(value({}) + 40);
  // Planned, although a call would do: the tenant may be waiting.
  expect(value({ action: 'call', visit: mine })).toBe(70);
  const damp = { category: 'damp_mould', status: 'reported', targetAt: '2026-11-09T16:00:00Z' };
  expect(value({ openRepairs: [damp] })).toBe(value({}) + 30);
  expect(value({ openRepairs: [{ ...damp, targetAt: '2026-11-19T16:00:00Z' }] })).toBe(value({}) + 8);
  const worth = worthOf({ ...base, visit: mine, openRepairs: [damp] }, me);
  expect(worth).toMatchObject({
    minutes: 30,
    why: "You planned it for today. Damp or mould is due by Mon 9 Nov. Owes £412.00, 3.2 weeks' rent.",
  });
});
