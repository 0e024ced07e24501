// [DOMAIN-170] to [DOMAIN-172]
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  agreedLimits,
  ledgerLimits,
  lineLimits,
  paymentLimits,
  readMoney,
  sumLimits,
  typedMoney,
} from '../money.ts';

test('[DOMAIN-170] pounds and pence are parsed as people write them', () => {
  for (const [text, pence] of [
    ['25', 2_500],
    ['25.50', 2_550],
    ['£1,250', 125_000],
    ['1,250.00', 125_000],
    ['  £ 1,250.50 ', 125_050],
    ['1,000,000', 100_000_000],
    ['1000000.00', 100_000_000],
    ['.50', 50],
    ['007', 700],
  ] as const)
    expect(readMoney(text), text).toEqual({ pence, says: null });
});

test('[DOMAIN-171] an ambiguous amount is never guessed: it is refused with what to write instead', () => {
  for (const text of [
    ...[
      '12,50',
      '1,2',
      '1,25',
      '1,2345',
      '1,250,5',
      '0,500',
      ',500',
      '1,,250',
      '12,50.00',
      '1.250,00',
      '1.250',
    ],
    ...['12.5', '12.', '.5', '12.505', '1 250', '12 50', '1e3', '١٢', '１２', '25p', 'ten', '25 pounds', '£'],
    ...['', ' ', '-5', '−5', '+5', '(5.00)', '5.00 CR', '5-', '0x10', 'NaN', 'Infinity', '0', '0.00', '-0'],
    ...['1000000.01', '9'.repeat(40), '€12', '$12', '12:50', "1'250", '1_250'],
  ]) {
    const { pence, says } = readMoney(text);
    expect(pence, text).toBe(null);
    expect(says, text).toMatch(/^Enter [^.]+.*\.$/);
    // Screen readers read it with the field: at most two short sentences.
    expect(says!.split(/\s+/).length, says!).toBeLessThan(20);
  }
  expect(readMoney('12,50').says).toContain('12.50');
  expect(readMoney('1,2').says).toContain('1.20');
  expect(readMoney('12.5').says).toContain('two figures');
  expect(readMoney('0.99', agreedLimits).says).toBe('Enter an amount of at least £1.00.');
  expect(readMoney('0', lineLimits)).toEqual({ pence: 0, says: null });
});

test('[DOMAIN-171] a minus is accepted where an amount may be negative; a ledger’s notation for credits only in its files', () => {
  for (const text of ['-5.00', '−5.00', '-£5', '£-5', '- £5.00'])
    expect(readMoney(text, paymentLimits).pence, text).toBe(-500);
  for (const text of ['--5', '-£-5', '(5.00)', '5.00 CR'])
    expect(readMoney(text, paymentLimits).pence, text).toBe(null);
  for (const text of ['(5.00)', '(£5.00)', '5.00 CR', '5.00cr', '-5.00', '-5.00 DR'])
    expect(readMoney(text, ledgerLimits, 'ledger').pence, text).toBe(-500);
  for (const text of ['(5.00', '5.00)', '-(5.00)', '(5.00) CR', '-5.00 CR', '(12,50)', '12,50 CR'])
    expect(readMoney(text, ledgerLimits, 'ledger').pence, text).toBe(null);
  expect(Object.is(readMoney('-0', paymentLimits).pence, 0)).toBe(true);
});

test('[DOMAIN-172] an amount in any of its notations is parsed to the penny', () => {
  const any = fc.integer({ min: -100_000_000, max: 100_000_000 });
  fc.assert(
    fc.property(any, fc.boolean(), fc.boolean(), (pence, grouped, sign) => {
      const text = typedMoney(pence);
      expect(readMoney(text, paymentLimits)).toEqual({ pence: pence === 0 ? 0 : pence, says: null });
      const [minus, rest] = pence < 0 ? ['-', text.slice(1)] : ['', text];
      const [pounds, part] = rest.split('.');
      const written = grouped ? Number(pounds).toLocaleString('en-GB') : pounds!;
      const whole = `${minus}${sign ? '£' : ''}${written}${part ? `.${part}` : ''}`;
      expect(readMoney(whole, paymentLimits).pence, whole).toBe(pence === 0 ? 0 : pence);
    }),
  );
});

test('[DOMAIN-172] any text gives one amount within its limits or one sentence, and a comma never moves a digit', () => {
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[£ \-−(]{0,2}[0-9.,]{0,14}[) CRDR]{0,3}$/),
    fc.stringMatching(/^\d{1,4}([.,]\d{1,4}){0,3}$/),
  );
  const limits = fc.constantFrom(sumLimits, agreedLimits, lineLimits, paymentLimits, ledgerLimits);
  fc.assert(
    fc.property(
      text,
      limits,
      fc.constantFrom('plain' as const, 'ledger' as const),
      (written, within, style) => {
        const { pence, says } = readMoney(written, within, style);
        expect((pence === null) !== (says === null)).toBe(true);
        if (pence === null) return;
        expect(Number.isSafeInteger(pence)).toBe(true);
        expect(pence).toBeGreaterThanOrEqual(within.least);
        expect(pence).toBeLessThanOrEqual(within.most);
        // An accepted comma has three digits after it, so that removing it changes nothing.
        expect(written).not.toMatch(/,(?!\d{3}(?!\d))/);
        expect(readMoney(written.replaceAll(',', ''), within, style).pence).toBe(pence);
      },
    ),
    { numRuns: 2_000 },
  );
});
