import fc from 'fast-check';
import { expect, test } from 'vitest';
import { caseBudget, fitting, mostBytes } from './budget.ts';

const bytes = fc.integer({ min: 0, max: 2_000_000 });
const ids = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 200 });

test('[OFF-10] what is taken along is never over the budget, the most useful first, and what does not fit is named', () => {
  fc.assert(
    fc.property(
      ids,
      fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), bytes)),
      bytes,
      (wanted, read, budget) => {
        const known = new Map(read);
        const { fits, left } = fitting(wanted, known, budget);
        const size = (some: readonly number[]) => some.reduce((sum, id) => sum + (known.get(id) ?? 0), 0);
        expect(size(fits)).toBeLessThanOrEqual(budget);
        expect([...fits, ...left].sort((a, b) => a - b)).toEqual([...wanted].sort((a, b) => a - b));
        expect(fits).toEqual(wanted.filter((id) => fits.includes(id)));
        // One that was left would not have fitted next to the more useful ones.
        for (const id of left) {
          const before = fits.filter((one) => wanted.indexOf(one) < wanted.indexOf(id));
          if (known.has(id) && before.every((one) => known.has(one)))
            expect(size(before) + known.get(id)!).toBeGreaterThan(budget);
        }
      },
    ),
  );
});

test('[OFF-10] cases and map together are at most 60 MB, and at most a third of what the browser leaves', () => {
  fc.assert(
    fc.property(
      fc.option(fc.integer({ min: 0, max: 10_000_000_000 })),
      fc.option(fc.integer({ min: 0, max: 10_000_000_000 })),
      fc.integer({ min: 0, max: mostBytes }),
      fc.integer({ min: 0, max: mostBytes / 2 }),
      (quota, usage, ours, map) => {
        const budget = caseBudget({ quota, usage }, ours, map);
        expect(budget).toBeGreaterThanOrEqual(0);
        if (budget > 0) expect(budget + map).toBeLessThanOrEqual(mostBytes);
        if (budget > 0 && quota !== null)
          expect((budget + map) * 3).toBeLessThanOrEqual(Math.max(0, quota - (usage ?? 0)) + ours + map);
      },
    ),
  );
});
