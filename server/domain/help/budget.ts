// A household's budget, added up. Amounts are integer pence, each with its own period. They are added in pence a year,
// which is exact for every period (52 weeks, 26 fortnights, 13 four-weeks, 12 months: the 365th day is not counted,
// as in the Universal Credit rule of 52 weeks ÷ 12 months); only what is shown is rounded, to the nearest penny with
// halves away from zero, and what a plan may take is rounded down. So a shown total may differ by a penny from the sum
// of the shown lines; the total is the right one.
import { formatPence } from '../money.ts';
import {
  guidelineCategories,
  guidelineLabels,
  lineCodes,
  lineKinds,
  sections,
  type GuidelineCategory,
  type LineCode,
  type Section,
} from './budget-lines.ts';
import type { Day } from '../facts.ts';

export const periods = ['weekly', 'fortnightly', 'four_weekly', 'monthly', 'yearly'] as const;
export type Period = (typeof periods)[number];
/** How many times a year an amount of each period recurs. */
export const perYear: Record<Period, number> = {
  weekly: 52,
  fortnightly: 26,
  four_weekly: 13,
  monthly: 12,
  yearly: 1,
};

/**
 * amountPence 0 or more. what: a name for one of several ('Second job'). nextOn: for income, the next day it comes.
 * owedPence: for debts, the whole of it. toLandlord: benefit that the landlord is paid directly.
 */
export type BudgetLine = {
  code: LineCode;
  amountPence: number;
  period: Period;
  what?: string | undefined;
  nextOn?: Day | undefined;
  owedPence?: number | undefined;
  toLandlord?: boolean | undefined;
};
export type HouseholdSize = { adults: number; childrenUnder14: number; children14to17: number };
export type Budget = { household: HouseholdSize; lines: readonly BudgetLine[] };

/**
 * One row of the landlord's own guideline figures: this much for this person of the household, from a day until (not
 * including) another.
 */
export type Guideline = {
  category: GuidelineCategory;
  person: 'first_adult' | 'further_adult' | 'child_under_14' | 'child_14_to_17';
  amountPence: number;
  period: Period;
  from: Day;
  until: Day | null;
  source: string;
  /** A demo's figure, nobody's guideline. */
  madeUp: boolean;
};

/** Pence a year. */
export const aYear = ({ amountPence, period }: Pick<BudgetLine, 'amountPence' | 'period'>): number =>
  amountPence * perYear[period];

/** Pence a year as pence a period, to the nearest penny, halves away from zero. */
export function each(yearPence: number, period: Period): number {
  const shown = Math.floor((2 * Math.abs(yearPence) + perYear[period]) / (2 * perYear[period]));
  return yearPence < 0 && shown > 0 ? -shown : shown;
}

/** The same, rounded down: for what a person may be asked to pay. */
export const eachAtMost = (yearPence: number, period: Period): number =>
  Math.floor(yearPence / perYear[period]);

type CategoryView = {
  category: GuidelineCategory;
  yearPence: number;
  /** Null where the landlord has no figure for it that day. */
  guidelineYearPence: number | null;
  madeUp: boolean;
};
type BudgetFlag = { code: string; line: LineCode | null; text: string };
/** The sums of a budget, by section, and what they show. */
export type BudgetView = {
  /** Pence a year. */
  totals: Record<Section, number>;
  surplusYearPence: number;
  /** What a plan for these rent arrears may take (availableFor). */
  availableYearPence: number;
  categories: CategoryView[];
  flags: BudgetFlag[];
};

/**
 * day: the day of the guidelines. rentYearPence: what the account is charged in a year, to find a mistyped rent; 0: not
 * known.
 */
export function budgetView(
  { household, lines }: Budget,
  guidelines: readonly Guideline[],
  day: Day,
  rentYearPence = 0,
): BudgetView {
  const totals: Record<Section, number> = {
    income: 0,
    fixed: 0,
    flexible: 0,
    priority_debt: 0,
    other_debt: 0,
  };
  for (const line of lines) totals[lineKinds[line.code].section] += aYear(line);
  const surplusYearPence =
    totals.income - totals.fixed - totals.flexible - totals.priority_debt - totals.other_debt;
  const categories = guidelineCategories.map((category): CategoryView => {
    let spent = 0;
    for (const line of lines) if (lineKinds[line.code].category === category) spent += aYear(line);
    return { category, yearPence: spent, ...guidelineFor(category, household, guidelines, day) };
  });
  return {
    totals,
    surplusYearPence,
    availableYearPence: availableFor(lines, surplusYearPence),
    categories,
    flags: flagsOf(lines, totals, surplusYearPence, categories, rentYearPence),
  };
}

/** Benefit that the landlord is paid directly: it pays the rent, and never passes through the household's hands. */
export const paidDirect = ({ code, toLandlord }: Pick<BudgetLine, 'code' | 'toLandlord'>): boolean =>
  toLandlord === true || code === 'housing_benefit';

/**
 * Pence a year that a plan for these rent arrears may take: the surplus, and what is paid towards them now, which the plan
 * replaces. Direct benefit pays rent and nothing else: where the budget names more of it than rent, the rest is not theirs
 * to spend.
 */
function availableFor(lines: readonly BudgetLine[], surplusYearPence: number): number {
  let [now, direct, rent] = [0, 0, 0];
  for (const line of lines) {
    if (line.code === 'rent_arrears') now += aYear(line);
    if (line.code === 'rent') rent += aYear(line);
    if (paidDirect(line)) direct += aYear(line);
  }
  return surplusYearPence + now - Math.max(0, direct - rent);
}

const guidelineHolds = (one: Pick<Guideline, 'from' | 'until'>, day: Day): boolean =>
  one.from <= day && (one.until === null || day < one.until);

function guidelineFor(
  category: GuidelineCategory,
  household: HouseholdSize,
  guidelines: readonly Guideline[],
  day: Day,
): Pick<CategoryView, 'guidelineYearPence' | 'madeUp'> {
  const heads: Record<Guideline['person'], number> = {
    first_adult: Math.min(1, household.adults),
    further_adult: Math.max(0, household.adults - 1),
    child_under_14: household.childrenUnder14,
    child_14_to_17: household.children14to17,
  };
  // The newest row of each person: an older one that nobody ended is over.
  const newest = new Map<Guideline['person'], Guideline>();
  for (const one of guidelines) {
    if (one.category !== category || !guidelineHolds(one, day)) continue;
    const known = newest.get(one.person);
    if (!known || known.from < one.from) newest.set(one.person, one);
  }
  if (newest.size === 0) return { guidelineYearPence: null, madeUp: false };
  let sum = 0;
  let madeUp = false;
  for (const one of newest.values()) {
    sum += heads[one.person] * aYear(one);
    madeUp ||= one.madeUp;
  }
  return { guidelineYearPence: sum, madeUp };
}

function flagsOf(
  lines: readonly BudgetLine[],
  totals: Record<Section, number>,
  surplus: number,
  categories: readonly CategoryView[],
  rentYearPence: number,
): BudgetFlag[] {
  const flags: BudgetFlag[] = [];
  const add = (code: string, line: LineCode | null, text: string) => flags.push({ code, line, text });
  if (lines.length === 0) return flags;
  const hasIncome = lines.some((line) => lineKinds[line.code].section === 'income');
  if (totals.income === 0)
    add('no_income', null, hasIncome ? 'No income at all. Ask about benefits.' : 'Enter the income.');
  if (surplus < 0 && hasIncome) {
    const by = formatPence(each(-surplus, 'weekly'));
    add('deficit', null, `Spending is ${by} a week more than income. This budget leaves nothing for a plan.`);
  }
  for (const { category, yearPence, guidelineYearPence: guideline, madeUp } of categories) {
    if (guideline === null || yearPence <= guideline) continue;
    const label = guidelineLabels[category];
    const [monthly, usual] = [each(yearPence, 'monthly'), each(guideline, 'monthly')].map(formatPence);
    const demo = madeUp ? ' (a demo figure)' : '';
    add(
      'above_guideline',
      null,
      `${label}: ${monthly} a month. The guideline for this household is ${usual}${demo}. Ask why.`,
    );
  }
  for (const code of lineCodes) {
    const kind = lineKinds[code];
    if (!kind.essential || lines.some((line) => line.code === code && line.amountPence > 0)) continue;
    if (lines.some((line) => line.code === code))
      add('zero_essential', code, `${kind.label} is £0.00. Check that this is right.`);
    else add('missing_essential', code, `No amount for ${kind.label.toLowerCase()} yet.`);
  }
  const rent = lines.reduce((sum, line) => (line.code === 'rent' ? sum + aYear(line) : sum), 0);
  if (rent > 0 && rentYearPence > 0 && Math.abs(rent - rentYearPence) > rentYearPence / 50) {
    const [entered, charge] = [rent, rentYearPence].map((year) => formatPence(each(year, 'weekly')));
    add('rent_differs', 'rent', `The rent here is ${entered} a week. The rent account has ${charge}.`);
  }
  return flags;
}

/** The lines of each section in the form's order, as they are read out. */
export function bySection(lines: readonly BudgetLine[]): { section: Section; lines: BudgetLine[] }[] {
  const place = (line: BudgetLine) => lineCodes.indexOf(line.code);
  return sections.map((section) => ({
    section,
    lines: lines
      .filter((line) => lineKinds[line.code].section === section)
      .sort((a, b) => place(a) - place(b)),
  }));
}
