// What the money-advice team's queue shows under each filter and search.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { QueuedReferral } from '#contract/referral.ts';
import { countOf, filtered, shows } from './filter.ts';

const made = (n: number, over: Partial<QueuedReferral> = {}): QueuedReferral => ({
  ref: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  caseId: n,
  tenant: 'Ann Example',
  about: 'debt',
  reason: 'Behind with everything.',
  urgent: false,
  by: 'Sam Officer',
  at: '2026-11-20T10:00:00.000Z',
  state: 'sent',
  takenBy: '',
  mine: false,
  outcome: null,
  outcomeAt: null,
  withBudget: false,
  version: 1,
  ...over,
});
const aboutOf = (about: string) => ({ debt: 'Debts', energy: 'Energy bills' })[about] ?? about;

test('[UI-582] each referral is under every filter that fits it, and the counts are of what is shown', () => {
  const any = fc.record({
    state: fc.constantFrom('sent' as const, 'taken' as const, 'closed' as const),
    mine: fc.boolean(),
    urgent: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 20 }), (drawn) => {
      const all = drawn.map((one, n) => made(n, one));
      for (const show of shows)
        expect(filtered(all, { show, text: '' }, aboutOf).length).toBe(countOf(all, show));
      const urgent = all.filter((one) => one.urgent && one.state !== 'closed');
      expect(filtered(all, { show: 'urgent', text: '' }, aboutOf)).toEqual(urgent);
      // Each one is either open or closed.
      expect(countOf(all, 'open') + countOf(all, 'closed')).toBe(all.length);
      expect(countOf(all, 'sent') + countOf(all, 'mine')).toBeLessThanOrEqual(countOf(all, 'open'));
    }),
  );
});

test('[UI-582] a search finds every word anywhere in a row, without accents, and keeps the order', () => {
  const all = [
    made(1, { tenant: 'Zoë Marlow', about: 'energy' }),
    made(2),
    made(3, { by: 'Zoe Lee', about: 'energy' }),
  ];
  const found = (text: string) => filtered(all, { show: 'open', text }, aboutOf).map(({ caseId }) => caseId);
  expect(found('zoe energy')).toEqual([1, 3]);
  expect(found(' behind ')).toEqual([1, 2, 3]);
  expect(found('marlow debts')).toEqual([]);
});
