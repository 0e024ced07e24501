import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planRhythms } from '#domain/facts.ts';
import { planText } from './plan-text.ts';
import { planBasisWords } from './plan-words.ts';
import { planSummary } from './tenant-words.ts';

test('[UI-149] the text of a plan has sum, days and what to do, and no name', () => {
  const terms = {
    totalPence: 25_000,
    instalmentPence: 10_000,
    rhythm: 'four_weekly',
    firstDueOn: '2026-11-27',
  } as const;
  expect(planText(terms, 'Wexmoor Homes', '1002003')).toBe(
    `Your repayment plan with Wexmoor Homes.
You pay £100.00 every 4 weeks, starting on Friday 27 November 2026.
There are 3 payments. The last one is £50.00 on Friday 22 January 2027.
You will pay £250.00 in total. This is on top of your rent.
Payment reference: 1002003.
If you can’t pay, tell us before the payment is due. We can change the plan together.`,
  );
  const once = planText({ ...terms, rhythm: 'lump_sum', instalmentPence: 25_000 }, 'Wexmoor Homes');
  expect(once).toContain('You pay £250.00 once, on Friday 27 November 2026.');
  expect(once).not.toContain('reference');
  expect(planText({ ...terms, totalPence: 0 }, 'Wexmoor Homes')).toBe('');
});

test('[UI-149] a court’s terms are not offered to be changed, and the message does not mention the court', () => {
  const terms = {
    totalPence: 25_000,
    instalmentPence: 10_000,
    rhythm: 'weekly',
    firstDueOn: '2026-11-27',
  } as const;
  const text = planText(terms, 'Wexmoor Homes', '', 'court_ordered');
  expect(text).toMatch(/If you can’t pay, tell us before the payment is due\.$/);
  expect(text).not.toMatch(/court/i);
  expect(planBasisWords).toEqual({
    informal: 'Agreed with the tenant',
    court_ordered: 'Ordered by the court',
  });
  expect(planSummary.cannotPay.informal).toContain('change the plan together');
  expect(planSummary.cannotPay.court_ordered).toMatch(/^The court ordered these payments\./);
  expect(planSummary.cannotPay.court_ordered).not.toContain('change the plan together');
});

test('[UI-149] for any terms, the text is short enough for a message', () => {
  fc.assert(
    fc.property(
      fc.record({
        totalPence: fc.integer({ min: 100, max: 900_000 }),
        instalmentPence: fc.integer({ min: 100, max: 900_000 }),
        rhythm: fc.constantFrom(...planRhythms),
        firstDueOn: fc.constantFrom('2026-11-27', '2027-02-28', '2028-02-29'),
      }),
      (terms) => {
        expect(planText(terms, 'A landlord', '1002003').length).toBeLessThan(480);
      },
    ),
  );
});
