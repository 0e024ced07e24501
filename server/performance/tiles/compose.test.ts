// [PERF-106]
import { expect, test } from 'vitest';
import type { CaseSummary } from '../../contract/case-summary.ts';
import { measureOf } from '../../domain/statistics/measures.ts';
import { composeTiles, tileParts, type Composed } from './compose.ts';
import { caseContribution, Sums } from './sums.ts';

test('[PERF-106] a plan on track, late or broken is counted once, in its own part of all open plans', () => {
  const sums = new Sums();
  const states = ['kept', 'kept', 'kept', 'late', 'late', 'broken', 'agreed', null] as const;
  states.forEach((planState, id) => {
    const one = {
      id,
      patchId: 1,
      action: 'wait',
      blockers: [],
      realArrearsPence: 0,
      technicalArrearsPence: 0,
    };
    sums.set(`case:${id}`, caseContribution({ ...one, planState } as unknown as CaseSummary));
  });
  const day = {
    today: '2026-11-30',
    weekOn: '2026-11-30',
    startsAt: 0,
    endsAt: 1,
    timeZone: 'Europe/London',
  };
  const composed: Composed = {
    patches: 'all',
    sums: sums.of('all'),
    day,
    now: 0,
    asOf: '2026-11-30T12:00:00Z',
    stale: null,
    usual: null,
    sources: [],
    residual: undefined,
  };
  expect(composeTiles(composed).find(({ name }) => name === 'plans_kept')).toMatchObject({
    value: 3,
    of: 6,
    whole: [
      { key: 'kept', label: 'On track', value: 3 },
      { key: 'late', label: 'Late', value: 2 },
      { key: 'broken', label: 'Broken', value: 1 },
    ],
    wrong: { label: 'not on track', value: 3 },
  });
});

test('[UI-628] a visit at which no one opened and a method of payment have the same names on every page', () => {
  const label = tileParts.visits_made.find(([key]) => key === 'no_access')![1];
  expect(measureOf('no_access').title.toLowerCase()).toContain(label.toLowerCase());
  expect(tileParts.collected_today).toContainEqual(['universal_credit', 'Universal Credit']);
});
