// The arguments of budgets, plans and referrals that tests send.
import { randomUUID } from 'node:crypto';
import type { ArgsOf } from '../../server/contract/up.ts';
import { addDays } from '../../server/domain/days.ts';

type Budget = ArgsOf<'budget.record'>;
/** One adult who earns that much a week, paid in three days, and pays £100.00 rent. */
export const budgetRecord = (
  caseId: number,
  today: string,
  weeklyPence: number,
  more: Partial<Budget> = {},
): Budget => ({
  caseId,
  budgetId: randomUUID(),
  sittingId: randomUUID(),
  household: { adults: 1, childrenUnder14: 0, children14to17: 0 },
  lines: [
    { code: 'earnings', amountPence: weeklyPence, period: 'weekly', nextOn: addDays(today, 3) },
    { code: 'rent', amountPence: 10_000, period: 'weekly' },
  ],
  note: '',
  ...more,
});

type Plan = ArgsOf<'plan.agree'>;
/** £600.00 at £20.00 a week. */
export const planAgree = (caseId: number, firstDueOn: string, more: Partial<Plan> = {}): Plan => ({
  caseId,
  planId: randomUUID(),
  totalPence: 60_000,
  arrearsPence: 60_000,
  instalmentPence: 2_000,
  rhythm: 'weekly',
  firstDueOn,
  overReason: '',
  agreedWith: 'Ann Example',
  agreedHow: 'visit',
  consent: 'spoken',
  note: '',
  ...more,
});

type Referral = ArgsOf<'referral.make'>;
export const referralMake = (caseId: number, more: Partial<Referral> = {}): Referral => ({
  caseId,
  referralId: randomUUID(),
  about: 'debt',
  reason: 'Three loans.',
  agreed: 'They ring.',
  urgent: false,
  consent: 'spoken',
  ...more,
});
