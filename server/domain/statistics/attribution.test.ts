// [DOMAIN-120], [DOMAIN-121]
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addLines, attribute, movementLines, type CasesMoved } from './attribution.ts';

const bridgeLines = [
  'charge',
  'payment',
  'adjustment',
  'write_off',
  'backdated',
  'corrected',
  'patch_in',
  'patch_out',
  'stint_in',
  'stint_out',
  'court_in',
  'court_out',
  'terminated_in',
  'terminated_out',
];
const pence = fc.integer({ min: -9_000_000, max: 9_000_000 });
const bridge = fc.array(fc.record({ line: fc.constantFrom(...bridgeLines), pence }), { maxLength: 20 });
const cases: fc.Arbitrary<CasesMoved[]> = fc.array(
  fc.record({
    movedPence: pence,
    timingPence: pence,
    benefit: fc.boolean(),
    heldDays: fc.integer({ min: 0, max: 5 }),
  }),
  { maxLength: 12 },
);
const sum = (lines: readonly { pence: number }[]) => lines.reduce((total, one) => total + one.pence, 0);

test('[DOMAIN-120] a week’s lines sum to the bridge’s movement to the penny, for any input', () => {
  fc.assert(
    fc.property(bridge, cases, fc.boolean(), (lines, some, holiday) => {
      const made = attribute(lines, some, holiday);
      expect(made.movementPence).toBe(sum(lines));
      expect(sum(made.lines)).toBe(made.movementPence);
      expect(made.lines.every((one) => Number.isSafeInteger(one.pence))).toBe(true);
      const order = made.lines.map(({ line }) => movementLines.indexOf(line));
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }),
  );
});

test('[DOMAIN-120] the sums of several weeks together equal the sum of the single weeks', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(bridge, cases, fc.boolean()), { maxLength: 6 }), (weeks) => {
      const made = weeks.map(([lines, some, holiday]) => attribute(lines, some, holiday));
      expect(sum(addLines(made.map(({ lines }) => lines)))).toBe(sum(made.flatMap(({ lines }) => lines)));
    }),
  );
});

const line = (made: ReturnType<typeof attribute>, name: string) =>
  made.lines.find((one) => one.line === name)?.pence ?? 0;

test('[DOMAIN-121] each excuse has its own line: moves, court, terminations, adjustments, late entries', () => {
  const made = attribute(
    [
      { line: 'terminated_out', pence: -700 },
      { line: 'court_in', pence: 300 },
      { line: 'court_out', pence: -900 },
      { line: 'patch_in', pence: 50 },
      { line: 'stint_out', pence: -20 },
      { line: 'write_off', pence: -4 },
      { line: 'backdated', pence: 3 },
      { line: 'corrected', pence: 2 },
    ],
    [],
    false,
  );
  expect(made.lines).toEqual([
    { line: 'terminations', pence: -700 },
    { line: 'court', pence: -600 },
    { line: 'patch_moves', pence: 50 },
    { line: 'stint_moves', pence: -20 },
    { line: 'adjustments', pence: -4 },
    { line: 'backdated', pence: 5 },
  ]);
});

test('[DOMAIN-121] money that is still to come is timing, not work: benefits, and payments that a bank holiday moved', () => {
  const week = [{ line: 'charge', pence: 10_000 }];
  // Rent of £100.00 became due and is fully excused by a certain benefit: nothing is attributable.
  const one = { movedPence: 10_000, timingPence: 10_000, heldDays: 5 };
  expect(attribute(week, [{ ...one, benefit: true }], true).lines).toEqual([
    { line: 'benefit_timing', pence: 10_000 },
  ]);
  expect(line(attribute(week, [{ ...one, benefit: false }], true), 'bank_holiday_timing')).toBe(10_000);
  expect(line(attribute(week, [{ ...one, benefit: false }], false), 'payment_timing')).toBe(10_000);
});

test('[DOMAIN-121] an officer who was away two days of five is responsible for three fifths; one who was away all week for nothing', () => {
  const week = [{ line: 'charge', pence: 10_000 }];
  const one = { movedPence: 10_000, timingPence: 0, benefit: false };
  const some = attribute(week, [{ ...one, heldDays: 3 }], false);
  expect([line(some, 'attributable'), line(some, 'absence')]).toEqual([6000, 4000]);
  const none = attribute(week, [{ ...one, heldDays: 0 }], false);
  expect([line(none, 'attributable'), line(none, 'absence')]).toEqual([0, 10_000]);
});

test('[DOMAIN-121] changes of accounts without a case are not attributable; a line that no bridge has is refused', () => {
  const made = attribute([{ line: 'payment', pence: -5000 }], [], false);
  expect(made.lines).toEqual([{ line: 'not_in_arrears', pence: -5000 }]);
  expect(() => attribute([{ line: 'opening', pence: 1 }], [], false)).toThrow('opening');
});
