// [DOMAIN-238]
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addLines, attribute, movementLines } from './attribution.ts';
import { accountsOf, type CaseMoved } from './attribution-rows.ts';

const oneCase = fc.record({
  week: fc.constantFrom('2026-11-02', '2026-11-09', '2026-11-16'),
  account: fc.integer({ min: 1, max: 6 }),
  movedPence: fc.integer({ min: -100_000, max: 100_000 }),
  timingPence: fc.integer({ min: -50_000, max: 50_000 }),
  benefit: fc.boolean(),
  heldDays: fc.integer({ min: 0, max: 5 }),
});

test('[DOMAIN-238] each line’s accounts sum to the line, to the penny, for any cases, absences and bank holidays', () => {
  fc.assert(
    fc.property(fc.array(oneCase, { maxLength: 60 }), (some) => {
      const cases = some.map((one): CaseMoved => ({ ...one, bankHoliday: one.week === '2026-11-09' }));
      const weekly = [...Map.groupBy(cases, ({ week }) => week)].map(([week, own]) => {
        const groups = [...Map.groupBy(own, ({ benefit, heldDays }) => `${benefit} ${heldDays}`).values()];
        const summed = groups.map((group) => ({
          ...group[0]!,
          movedPence: group.reduce((sum, { movedPence }) => sum + movedPence, 0),
          timingPence: group.reduce((sum, { timingPence }) => sum + timingPence, 0),
        }));
        return attribute([], summed, week === '2026-11-09').lines;
      });
      const lines = new Map(addLines(weekly).map(({ line, pence }) => [line, pence]));
      for (const line of movementLines) {
        // The rest of the ledger's charges and payments are no cases: their rows come from the ledger.
        if (line === 'not_in_arrears') continue;
        const accounts = [...accountsOf(cases, line).values()];
        expect(accounts.every((pence) => pence !== 0 && Number.isInteger(pence))).toBe(true);
        expect(
          accounts.reduce((sum, pence) => sum + pence, 0),
          line,
        ).toBe(lines.get(line) ?? 0);
      }
    }),
  );
});
