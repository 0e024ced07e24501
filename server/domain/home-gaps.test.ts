// What is not known of a home, for any checks that were made there.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkKinds, findingsOf } from './checks.ts';
import { homeGapsOf, tenancyHasEnded } from './home-gaps.ts';

const day = 86_400_000;
const now = Date.parse('2026-11-20T10:00:00Z');
const everything = ['household', 'smoke_alarm', 'co_alarm', 'damp_mould', 'access'];

test('[CASE-116] nothing is known of a new home; what was looked at this year is known, also where it is bad', () => {
  expect(homeGapsOf({ tenancyEnded: false, householdConfirmedAt: null, checks: [] }, now)).toEqual(
    everything.map((kind) => ({ kind, seenAt: null })),
  );
  const checks = [
    { kind: 'smoke_alarm', finding: 'missing', at: now - 3 * day },
    { kind: 'co_alarm', finding: 'not_checked', at: now - 3 * day },
    { kind: 'damp_mould', finding: 'problem', at: now - 400 * day },
    { kind: 'access', finding: 'fine', at: now - 364 * day },
  ] as const;
  expect(homeGapsOf({ tenancyEnded: false, householdConfirmedAt: now - 10 * day, checks }, now)).toEqual([
    { kind: 'co_alarm', seenAt: null },
    { kind: 'damp_mould', seenAt: now - 400 * day },
  ]);
});

test('[CASE-116] another check never opens a gap, and each gap can be closed by a check', () => {
  const check = fc.constantFrom(...checkKinds).chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      finding: fc.constantFrom(...findingsOf[kind]),
      at: fc.integer({ min: 0, max: 800 }).map((ago) => now - ago * day),
    }),
  );
  fc.assert(
    fc.property(fc.array(check, { maxLength: 12 }), check, (checks, more) => {
      const kinds = (all: typeof checks) =>
        homeGapsOf({ tenancyEnded: false, householdConfirmedAt: now, checks: all }, now).map(
          ({ kind }) => kind,
        );
      const before = kinds(checks);
      expect(before).toEqual(expect.arrayContaining(kinds([...checks, more])));
      const fresh = before.map((kind) => ({ kind, finding: 'fine', at: now }) as (typeof checks)[number]);
      expect(kinds([...checks, ...fresh])).toEqual([]);
    }),
  );
});

test('[CASE-124] a home whose tenancy has ended has no gaps, from the day of its end on', () => {
  expect(homeGapsOf({ tenancyEnded: true, householdConfirmedAt: null, checks: [] }, now)).toEqual([]);
  const ended = ['2026-11-20', '2026-11-21', null].map((endsOn) => tenancyHasEnded(endsOn, '2026-11-20'));
  expect(ended).toEqual([true, false, false]);
});
