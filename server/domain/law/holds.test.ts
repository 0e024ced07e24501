import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCase } from '../../../tests/support/case-facts.ts';
import { blockersOn, forbids, holdsOn, splitAtBreathingSpace } from './holds.ts';

const space = {
  kind: 'breathing_space',
  startsOn: '2026-11-02',
  reviewOn: '2026-12-01',
  endsOn: '2027-01-01',
} as const;

test('[DOMAIN-16] a hold is in force from its start to the day before its end, or until somebody ends it', () => {
  expect(['2026-11-01', '2026-11-02', '2026-12-31', '2027-01-01'].map((day) => holdsOn(space, day))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(holdsOn({ ...space, endsOn: null }, '2036-01-01')).toBe(true);
});

test('[DOMAIN-16] in a breathing space debt actions are forbidden and help is allowed', () => {
  const blockers = blockersOn({ holds: [space], balancePence: 50_000, tenancyEndedOn: null }, '2026-11-18');
  expect((['arrears', 'notice', 'court'] as const).map((p) => forbids(blockers, p)?.kind)).toEqual([
    'breathing_space',
    'breathing_space',
    'breathing_space',
  ]);
  expect((['repair', 'welfare', 'damp_check'] as const).map((p) => forbids(blockers, p))).toEqual([
    null,
    null,
    null,
  ]);
});

test('[DOMAIN-16] the strongest blocker comes first, and a due review is reported', () => {
  const holds = [
    { kind: 'agreed', startsOn: '2026-11-01', reviewOn: '2026-11-10', endsOn: null },
    { ...space, kind: 'mental_health_crisis', endsOn: null, reviewOn: null },
  ] as const;
  const blockers = blockersOn({ holds, balancePence: 0, tenancyEndedOn: null }, '2026-11-18');
  expect(blockers.map((blocker) => blocker.text)).toEqual([
    'Mental health crisis breathing space',
    'Agreed hold, review due Tue 10 Nov',
    'Nothing is owed',
  ]);
});

test('[DOMAIN-16] the balance is divided at the start: older debt is frozen, rent since then may be asked for', () => {
  const facts = {
    holds: [space],
    balancePence: 70_000,
    charges: ['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16'].map((on) => ({
      on,
      amountPence: 10_000,
    })),
    receipts: [{ on: '2026-11-12', amountPence: 4_000, method: 'card' as const, postedAt: 0 }],
  };
  expect(splitAtBreathingSpace(facts, '2026-11-18')).toEqual({
    since: '2026-11-02',
    frozenPence: 44_000,
    payablePence: 26_000,
  });
  expect(splitAtBreathingSpace(facts, '2027-01-01')).toBe(null);
});

test('[DOMAIN-16] both parts are never negative and sum to the debt', () => {
  fc.assert(
    fc.property(anyCase, ({ facts, clock }) => {
      const split = splitAtBreathingSpace(facts, clock.today);
      if (!split) return;
      expect(split.frozenPence + split.payablePence).toBe(Math.max(0, facts.balancePence));
      expect(Math.min(split.frozenPence, split.payablePence)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 1000 },
  );
});

test('[DOMAIN-16] the same hold entered twice is one blocker', () => {
  const facts = { holds: [space, { ...space }], balancePence: 50_000, tenancyEndedOn: null };
  expect(blockersOn(facts, '2026-11-18')).toHaveLength(1);
});
