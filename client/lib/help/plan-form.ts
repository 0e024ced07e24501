// A plan from what is typed to its terms. Pure.
import type { CaseHelp } from '#contract/case-help.ts';
import { budgetView, type BudgetLine, type HouseholdSize } from '#domain/help/budget.ts';
import { dateWrong, rangeOf } from '#domain/date-ranges.ts';
import { planRhythms, type ExpectedIncome, type PlanRhythm } from '#domain/facts.ts';
import {
  firstDue,
  offerOf,
  offerPlan,
  overSurplus,
  paydaysOf,
  type Offer,
  type Payday,
} from '#domain/help/plan-offer.ts';
import { termsWrong } from '#domain/money/plan-terms.ts';
import { agreedLimits, readMoney, typedMoney } from '#domain/money.ts';
import { planEditor } from './plan-words.ts';

export type PlanForm = { rhythm: PlanRhythm; instalment: string; firstDueOn: string; total: string };

export type Ground = {
  arrearsPence: number;
  /** Pence a year that the budget leaves; null when there is no budget. */
  availableYearPence: number | null;
  paydays: Payday[];
  today: string;
};

export function groundOf(
  arrearsPence: number,
  budget: { household: HouseholdSize; lines: readonly BudgetLine[] } | null,
  calendar: CaseHelp['calendar'],
  today: string,
): Ground {
  return {
    arrearsPence,
    availableYearPence: budget ? budgetView(budget, [], today).availableYearPence : null,
    paydays: paydaysOf(
      budget?.lines ?? [],
      calendar as Pick<ExpectedIncome, 'method' | 'rhythm' | 'anchorOn' | 'amountPence'>[],
    ),
    today,
  };
}

/** The rhythm of their income if it has one, otherwise weekly. */
export const rhythmFor = (ground: Ground): PlanRhythm => ground.paydays[0]?.rhythm ?? 'weekly';

/** The offer for each rhythm; null when nothing fits, or without a budget. */
export const offersOf = (ground: Ground): Record<PlanRhythm, Offer | null> =>
  Object.fromEntries(
    planRhythms.map((rhythm) => [
      rhythm,
      ground.availableYearPence === null && rhythm !== 'lump_sum'
        ? null
        : offerPlan(
            ground.arrearsPence,
            ground.availableYearPence ?? 0,
            rhythm,
            ground.paydays,
            ground.today,
          ),
    ]),
  ) as Record<PlanRhythm, Offer | null>;

/** The form with the offer for a rhythm. */
export function formFor(ground: Ground, rhythm: PlanRhythm): PlanForm {
  const offer = offersOf(ground)[rhythm];
  return {
    rhythm,
    instalment: offer ? typedMoney(offer.instalmentPence) : '',
    firstDueOn: offer?.firstDueOn ?? firstDue(ground.paydays[0] ?? null, rhythm, ground.today),
    total: typedMoney(ground.arrearsPence),
  };
}

export type Worked =
  | { offer: Offer; over: string | null; wrong: null }
  | { offer: null; over: null; wrong: { field: keyof PlanForm; says: string } };

/** The plan of the form, or the field that is wrong and why. */
export function workOut(form: PlanForm, ground: Ground): Worked {
  const no = (field: keyof PlanForm, says: string): Worked => ({
    offer: null,
    over: null,
    wrong: { field, says },
  });
  const { pence: total, says: totalWrong } = readMoney(form.total, agreedLimits);
  if (total === null) return no('total', totalWrong);
  if (total > ground.arrearsPence) return no('total', planEditor.wrongTotal);
  const each =
    form.rhythm === 'lump_sum' ? { pence: total, says: null } : readMoney(form.instalment, agreedLimits);
  if (each.pence === null) return no('instalment', each.says);
  const instalment = each.pence;
  const day = dateWrong(rangeOf('plan.agree', 'firstDueOn'), form.firstDueOn, ground.today);
  if (form.firstDueOn === '' || day !== null) return no('firstDueOn', day ?? planEditor.noFirstDay);
  const terms = {
    totalPence: total,
    instalmentPence: Math.min(instalment, total),
    rhythm: form.rhythm,
    firstDueOn: form.firstDueOn,
  };
  const wrong = termsWrong(terms);
  if (wrong) return no('instalment', wrong);
  return {
    offer: offerOf(terms, ground.paydays[0] ?? null)!,
    over: overSurplus(terms, ground.availableYearPence),
    wrong: null,
  };
}
