import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPence } from './money.ts';

test('[DOMAIN-12] pence are formatted as pounds, to the penny', () => {
  expect([0, 5, 120, 123_456, 100_000_000, -500, -123_456_789].map(formatPence)).toEqual([
    '£0.00',
    '£0.05',
    '£1.20',
    '£1,234.56',
    '£1,000,000.00',
    '−£5.00',
    '−£1,234,567.89',
  ]);
});

test('[DOMAIN-12] the format is that of Intl, with a minus sign in place of its hyphen', () => {
  const intl = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });
  fc.assert(
    fc.property(fc.integer({ min: -1e11, max: 1e11 }), (pence) => {
      expect(formatPence(pence)).toBe(intl.format(pence / 100).replace('-', '−'));
    }),
  );
});
