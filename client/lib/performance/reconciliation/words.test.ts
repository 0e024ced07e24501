// The sentences of the statement, and amounts as people type them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Reconciliation, TieLine } from '#contract/performance/reconciliation.ts';
import { ledgerLimits, readMoney } from '#domain/money.ts';
import { itemsOf, signed, verdictOf } from './words.ts';

const control = {
  id: 1,
  ledger: 'Rent debtors control',
  asOfDay: '2026-11-15',
  cutOffAt: '2026-11-16T00:00:00Z',
  covers: ['former', 'suspense', 'other'] as ('former' | 'suspense' | 'other')[],
  pence: 0,
  enteredBy: null,
  enteredAt: '2026-11-16T09:00:00Z',
  file: null,
  supersededAt: null,
  notes: [],
};
const names: [TieLine['line'], string][] = [
  ['worklist', ''],
  ['behind', ''],
  ['credits', ''],
  ['former', ''],
  ['former', 'credits'],
  ['suspense', ''],
  ['other', 'garage'],
  ['other', 'court_costs'],
  ['timing', 'charge'],
  ['timing', 'payment'],
];
const statementOf = (pence: number[], residualPence: number): Reconciliation => {
  const lines = names.map(([line, what], i) => ({ line, what, pence: pence[i]!, rows: 1 }));
  const sum = (some: TieLine[]) => some.reduce((total, one) => total + one.pence, 0);
  const explainedPence = sum(lines);
  return {
    asOf: '2026-11-22T06:00:00Z',
    control: { ...control, pence: explainedPence + residualPence },
    lines,
    rentAccountsPence: sum(lines.filter(({ line }) => line !== 'suspense' && line !== 'other')),
    explainedPence,
    residualPence,
  };
};

test('[UI-350] every line appears once, and each subtotal is the sum of all lines above it', () => {
  const pence = fc.array(fc.integer({ min: -10_000_000, max: 10_000_000 }), { minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(pence, (some) => {
      let above = 0;
      let lines = 0;
      for (const item of itemsOf(statementOf(some, 0))) {
        if (item.kind === 'sum') expect(item.pence, item.title).toBe(above);
        else [above, lines] = [above + item.line.pence, lines + 1];
      }
      expect(lines).toBe(10);
    }),
  );
});

test('[UI-351] the unexplained difference is shown with its amount and direction', () => {
  expect(verdictOf(statementOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0))).toMatchObject({
    ties: true,
    heading: 'Reconciled to the penny',
  });
  expect(verdictOf(statementOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], -1234))).toMatchObject({
    ties: false,
    heading: 'Unexplained difference: £12.34',
    sentence: 'Rent debtors control as at Sun 15 Nov 2026 is £12.34 less than the lines below add up to.',
  });
});

test('[UI-352] an amount typed as it is shown is the same amount', () => {
  fc.assert(
    fc.property(fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }), (pence) => {
      expect(readMoney(signed(pence), ledgerLimits).pence).toBe(pence);
    }),
  );
  for (const none of ['', '12.3', '1,2', 'abc', '5.-', '1.234'])
    expect(readMoney(none, ledgerLimits).pence, none).toBeNull();
});
