// £20.00 a week besides the rent (£100.00, charged on Mondays), first on Friday 9 October; £600.00 owed at the start.
import { expect, test } from 'vitest';
import { dayNumber, dayNumbers } from './days.ts';
import type { Day, Plan } from './facts.ts';
import { planView, sinceAgreement } from './plan.ts';

const mondays = [
  '2026-10-05',
  '2026-10-12',
  '2026-10-19',
  '2026-10-26',
  '2026-11-02',
  '2026-11-09',
  '2026-11-16',
];

function planOn(today: Day, paidPounds: number, more: Partial<Plan> = {}, expectedPence = 0) {
  const charged = mondays.filter((day) => day <= today);
  const weekStart = charged.at(-1)!;
  const plan: Plan = {
    instalmentPence: 2_000,
    rhythm: 'weekly',
    firstDueOn: '2026-10-09',
    agreedOn: '2026-10-04',
    toleranceDays: 3,
    balanceAtStartPence: 60_000,
    chargedPence: charged.length * 10_000,
    paidPence: paidPounds * 100,
    ...more,
  };
  return planView(plan, {
    balancePence: plan.balanceAtStartPence + plan.chargedPence - plan.paidPence,
    thisWeekPence: 10_000,
    expectedPence,
    chargedSince: (day) => 10_000 * charged.filter((one) => dayNumber(one) >= day && one < weekStart).length,
    today: dayNumber(today),
    bankHolidays: dayNumbers(new Set()),
    slackPence: 500,
  });
}

test('[DOMAIN-15] kept before the first instalment, and while rent and instalments come', () => {
  expect(planOn('2026-10-07', 0)).toEqual({ state: 'kept', shortfallPence: 0, dueOn: '2026-10-09' });
  expect(planOn('2026-11-12', 600)).toMatchObject({ state: 'kept', dueOn: '2026-11-13' });
});

test('[DOMAIN-15] an instalment that is due may be late for its tolerance in working days, then the plan is broken', () => {
  expect(planOn('2026-11-13', 600)).toEqual({ state: 'late', shortfallPence: 2_000, dueOn: '2026-11-13' });
  // From Monday that week's rent is due as well.
  expect(planOn('2026-11-18', 600)).toEqual({ state: 'late', shortfallPence: 12_000, dueOn: '2026-11-13' });
  expect(planOn('2026-11-19', 600)).toEqual({ state: 'broken', shortfallPence: 12_000, dueOn: '2026-11-13' });
  expect(planOn('2026-11-19', 716).state).toBe('kept');
});

test('[DOMAIN-15] instalments paid while the rent is not keep no plan', () => {
  expect(planOn('2026-11-12', 100)).toEqual({ state: 'broken', shortfallPence: 50_000, dueOn: '2026-11-06' });
});

test('[DOMAIN-15] rent that benefit will still bring does not break it', () => {
  expect(planOn('2026-11-19', 320).state).toBe('broken');
  expect(planOn('2026-11-19', 320, {}, 40_000).state).toBe('kept');
});

test('[DOMAIN-15] monthly instalments leave the rent of the month until then', () => {
  const monthly = { rhythm: 'monthly', firstDueOn: '2026-10-28', instalmentPence: 8_000 } as const;
  expect(planOn('2026-11-20', 480, monthly).state).toBe('kept');
  expect(planOn('2026-11-20', 300, monthly)).toMatchObject({ state: 'broken', dueOn: '2026-10-28' });
});

test('[DOMAIN-15] paid off is completed', () => {
  expect(planOn('2026-11-18', 1_300).state).toBe('completed');
});

test('[DOMAIN-15] what was charged up to the day of the agreement, and paid before it, is in the starting balance already', () => {
  const one = (day: Day, pence: number) => ({ on: dayNumber(day), pence, method: 'card' as const });
  const since = sinceAgreement(
    {
      receipts: [one('2026-10-04', 1), one('2026-10-05', 2)],
      charges: [one('2026-10-05', 3), one('2026-10-12', 4)],
      firstChargeOn: dayNumber('2026-08-03'),
    },
    dayNumber('2026-10-05'),
  );
  expect([since.receipts.map((r) => r.pence), since.charges.map((c) => c.pence)]).toEqual([[2], [4]]);
  expect(since.firstChargeOn).toBe(dayNumber('2026-10-05'));
});

// £600.00 of the balance was really owed; £400.00 besides was benefit on its way when the plan was agreed.
const apart = { arrearsPence: 60_000, totalPence: 60_000, balanceAtStartPence: 100_000 };

test('[DOMAIN-48] benefit that was on its way at the agreement pays no instalment when it comes', () => {
  // It came (£400.00), and with it the rent since but this week's; the five instalments up to 6 November did not.
  expect(planOn('2026-11-12', 400 + 500, apart)).toMatchObject({ state: 'broken', shortfallPence: 10_000 });
  expect(planOn('2026-11-12', 400 + 500 + 100, apart)).toMatchObject({ state: 'kept', dueOn: '2026-11-13' });
  // The same plan, said without what was really owed: the benefit looks like instalments.
  expect(planOn('2026-11-12', 400 + 500, { balanceAtStartPence: 100_000 }).state).toBe('kept');
});

test('[DOMAIN-48] it is completed when nothing is really owed, though benefit is on its way again', () => {
  const paid = 400 + 600 + 500;
  expect(planOn('2026-11-19', paid, apart).state).not.toBe('completed');
  expect(planOn('2026-11-19', paid + 100, apart).state).toBe('completed');
  expect(planOn('2026-11-19', paid - 200, apart, 30_000).state).toBe('completed');
});

const lump = { ...apart, rhythm: 'lump_sum', instalmentPence: 60_000, firstDueOn: '2026-11-05' } as const;

test('[DOMAIN-48] a lump sum is kept until its day, late within its tolerance, then broken, and completed once paid', () => {
  expect(planOn('2026-11-04', 900, lump)).toEqual({ state: 'kept', shortfallPence: 0, dueOn: '2026-11-05' });
  expect(planOn('2026-11-10', 1_000, lump)).toMatchObject({
    state: 'late',
    shortfallPence: 50_000,
    dueOn: '2026-11-05',
  });
  expect(planOn('2026-11-11', 1_000, lump)).toMatchObject({ state: 'broken', dueOn: '2026-11-05' });
  expect(planOn('2026-11-18', 1_000, lump)).toMatchObject({ state: 'broken', dueOn: '2026-11-05' });
  expect(planOn('2026-11-18', 1_700, lump).state).toBe('completed');
});

test('[DOMAIN-48] past its last instalment a plan asks for the whole, and names that day', () => {
  const short = { ...apart, instalmentPence: 30_000 };
  expect(planOn('2026-11-12', 900, short)).toMatchObject({
    state: 'broken',
    shortfallPence: 60_000,
    dueOn: '2026-10-16',
  });
});
