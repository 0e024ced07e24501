// A plan from what is typed to its terms. Pure.
import type { CaseHelp } from '#contract/case-help.ts';
import { budgetView, each, type BudgetLine, type HouseholdSize } from '#domain/help/budget.ts';
import { lineKinds } from '#domain/help/budget-lines.ts';
import { budgetState, type BudgetState } from '#domain/help/budget-state.ts';
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
import { money } from '../words/money.ts';
import { budget } from './budget-words.ts';
import { planEditor } from './plan-words.ts';

export type PlanForm = { rhythm: PlanRhythm; instalment: string; firstDueOn: string; total: string };

export type Ground = {
  arrearsPence: number;
  /** How far the budget is filled in: what is affordable is known from a complete one only. */
  budget: BudgetState;
  /** Pence a year that the budget leaves; null when there is no budget, or none with an income. */
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
  const state = budgetState(budget?.lines ?? []);
  return {
    arrearsPence,
    budget: state,
    availableYearPence:
      budget && !state.missing.includes('income') ? budgetView(budget, [], today).availableYearPence : null,
    paydays: paydaysOf(
      budget?.lines ?? [],
      calendar as Pick<ExpectedIncome, 'method' | 'rhythm' | 'anchorOn' | 'amountPence'>[],
    ),
    today,
  };
}

/** The rhythm of their income if it has one, otherwise weekly. */
export const rhythmFor = (ground: Ground): PlanRhythm => ground.paydays[0]?.rhythm ?? 'weekly';

/** What is affordable in each rhythm; null when nothing is, or without a complete budget. */
export const offersOf = (ground: Ground): Record<PlanRhythm, Offer | null> =>
  Object.fromEntries(
    planRhythms.map((rhythm) => [
      rhythm,
      ground.budget.state !== 'complete' || rhythm === 'lump_sum'
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

/** A form to begin with. Its amount is empty: how much is for the tenant to say, not for us to propose. */
export const formFor = (ground: Ground, rhythm: PlanRhythm): PlanForm => ({
  rhythm,
  instalment: '',
  firstDueOn: firstDue(ground.paydays[0] ?? null, rhythm, ground.today),
  total: typedMoney(ground.arrearsPence),
});

/** What is missing of the budget, as in a sentence: 'income, council tax and water'. */
/** What a budget leaves, in words. `yearPence`: a year. */
export function leftOver(yearPence: number): string {
  const week = money(Math.abs(each(yearPence, 'weekly')));
  return yearPence < 0 ? budget.short(week) : budget.leftOver(week);
}

export function missingWords({ missing }: BudgetState): string {
  const names = missing.map((one) =>
    one === 'income' ? planEditor.income : lineKinds[one].label.toLowerCase(),
  );
  return names.length > 1 ? planEditor.and(names.slice(0, -1).join(', '), names.at(-1)!) : (names[0] ?? '');
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
