// The statement's arithmetic: sections lose no line, and figures are digits of pence.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bridgeLines, type PerformanceWeeks } from '#contract/performance/bridge.ts';
import { selectionOf } from './selection.ts';
import { figure, sectionsOf, sumOf } from './statement.ts';

const pence = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
const line = fc.record({
  line: fc.constantFrom(...bridgeLines.filter((name) => name !== 'opening' && name !== 'closing')),
  what: fc.constantFrom('', 'card', 'rent'),
  frozenPence: pence,
  restatedPence: pence,
  frozenRows: fc.nat(),
});

test('[UI-340] every line is in one section, and the sections have the same sum as the lines', () => {
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const sections = sectionsOf(lines);
      expect(sections.flatMap((one) => one.lines).length).toBe(lines.length);
      expect(sumOf(sections.map(({ sum }) => sum))).toEqual(sumOf(lines));
    }),
  );
});

test('[UI-340] a figure is the pence with a decimal point, grouped, with a real minus sign', () => {
  expect([0, 5, -5, 100, 123_456, -123_456_789].map(figure)).toEqual([
    ...['0.00', '0.05', '−0.05', '1.00', '1,234.56', '−1,234,567.89'],
  ]);
});

test('[UI-341] a URL is completed from the available weeks, and never requests others', () => {
  const week = (weekOn: string) => ({ weekOn, lastOn: weekOn, frozenAt: '', rebuilt: false });
  const some: PerformanceWeeks = {
    asOf: '',
    running: null,
    upToDate: true,
    weeks: ['2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16'].map(week),
    of: [
      { of: 'landlord', name: 'Homes' },
      { of: 'patch:3', name: 'North' },
    ],
  };
  const selection = (text: string) => selectionOf(new URLSearchParams(text), some);
  expect(selection('')).toEqual({ of: 'landlord', from: '2026-10-26', to: '2026-11-16', debt: 'current' });
  expect(selection('of=patch:3&from=2026-11-09&to=2026-11-02&debt=all')).toEqual({
    of: 'patch:3',
    from: '2026-11-02',
    to: '2026-11-02',
    debt: 'all',
  });
  expect(selection('of=officer:9&from=2026-11-10&to=x&debt=y')).toEqual(selection(''));
  expect(selectionOf(new URLSearchParams(), { ...some, weeks: [] })).toBeNull();
});
