// A budget as it is typed: the content of each field, and the budget lines that result. Pure.
import type { CaseHelp } from '#contract/case-help.ts';
import { periods, type BudgetLine, type HouseholdSize, type Period } from '#domain/help/budget.ts';
import { dateWrong, rangeOf } from '#domain/date-ranges.ts';
import { lineLimits, readMoney, typedMoney } from '#domain/money.ts';
import { rentLine } from '#domain/help/budget-state.ts';
import { lineCodes, lineKinds, type LineCode, type Section } from '#domain/help/budget-lines.ts';
import type { KnownIncome } from '#domain/help/known-income.ts';

export type FormLine = {
  key: string;
  code: LineCode;
  amount: string;
  period: Period;
  what: string;
  /** Income: the next day on which it comes; '' when not known. */
  nextOn: string;
  /** Benefit that the landlord is paid directly. */
  toLandlord: boolean;
};
export type Form = { household: HouseholdSize; lines: FormLine[]; note: string };

/** The lines that most homes have: always shown; empty ones do not count. */
const usual: [LineCode, Period][] = [
  ['earnings', 'monthly'],
  ['universal_credit', 'monthly'],
  ['child_benefit', 'four_weekly'],
  ['rent', 'weekly'],
  ['council_tax', 'monthly'],
  ['gas', 'monthly'],
  ['electricity', 'monthly'],
  ['water', 'monthly'],
  ['food', 'weekly'],
  ['housekeeping', 'weekly'],
  ['phone_internet', 'monthly'],
  ['clothing', 'monthly'],
  ['council_tax_arrears', 'monthly'],
  ['energy_arrears', 'weekly'],
  ['credit_card', 'monthly'],
  ['loan', 'monthly'],
];
const usualPeriod = new Map(usual);
const periodOf = (code: LineCode): Period => usualPeriod.get(code) ?? 'monthly';

const nextRange = rangeOf('budget.record', 'lines.nextOn');

let keys = 0;
export const newLine = (code: LineCode, more: Partial<FormLine> = {}): FormLine => ({
  key: `l${++keys}`,
  code,
  amount: '',
  period: periodOf(code),
  what: '',
  nextOn: '',
  toLandlord: false,
  ...more,
});

/** What the account knows of a household before anybody asks. */
export type KnownBefore = {
  weeklyRentPence: number;
  /** In how many of the 52 weeks it is charged. */
  rentWeeksAYear: number;
  income: readonly KnownIncome[];
};

/** help: null where nothing was loaded yet. */
export const knownBefore = (
  help: Pick<CaseHelp, 'knownIncome' | 'rentWeeksAYear'> | null,
  weeklyRentPence: number,
): KnownBefore => ({
  weeklyRentPence,
  rentWeeksAYear: help?.rentWeeksAYear ?? 52,
  income: help?.knownIncome ?? [],
});

/** The form of a known budget with the usual lines added; a new one begins with the account's rent and the known income. */
export function formOf(
  budget: { household: HouseholdSize; lines: readonly BudgetLine[]; note: string } | null,
  known: KnownBefore,
): Form {
  const lines = (budget?.lines ?? []).map((line) =>
    newLine(line.code, {
      amount: typedMoney(line.amountPence),
      period: line.period,
      what: line.what ?? '',
      nextOn: line.nextOn ?? '',
      toLandlord: line.toLandlord ?? false,
    }),
  );
  if (!budget) {
    const rent = rentLine(known.weeklyRentPence, known.rentWeeksAYear);
    if (rent.amountPence > 0)
      lines.push(newLine('rent', { amount: typedMoney(rent.amountPence), period: rent.period }));
    for (const { code, amountPence, period, what, toLandlord } of known.income) {
      const amount = amountPence === null ? '' : typedMoney(amountPence);
      lines.push(newLine(code, { amount, period, what, toLandlord }));
    }
  }
  // Where we are paid a part of a benefit, the rest of it is still to be asked for.
  for (const [code] of usual)
    if (!lines.some((line) => line.code === code && !line.toLandlord)) lines.push(newLine(code));
  lines.sort((a, b) => lineCodes.indexOf(a.code) - lineCodes.indexOf(b.code));
  return {
    household: { ...(budget?.household ?? { adults: 1, childrenUnder14: 0, children14to17: 0 }) },
    lines,
    note: budget?.note ?? '',
  };
}

/** A form that was kept on this device: its lines get keys of this page. */
export const restored = (form: Form): Form => ({
  ...form,
  lines: form.lines.map((line) => ({ ...line, key: `l${++keys}` })),
});

export const sectionOf = (line: Pick<FormLine, 'code'>): Section => lineKinds[line.code].section;

/** The lines with an amount, and the keys of those whose amount or next day cannot be read: none of these is in `lines`. */
export function linesOf(
  form: Pick<Form, 'lines'>,
  today: string,
): { lines: BudgetLine[]; wrong: Set<string> } {
  const wrong = new Set<string>();
  const lines: BudgetLine[] = [];
  for (const { key, code, amount, period, what, nextOn, toLandlord } of form.lines) {
    if (amount.trim() === '') continue;
    const { pence } = readMoney(amount, lineLimits);
    if (pence === null || dateWrong(nextRange, nextOn, today) !== null) {
      wrong.add(key);
      continue;
    }
    lines.push({
      code,
      amountPence: pence,
      period: periods.includes(period) ? period : 'monthly',
      ...(what.trim() ? { what: what.trim().slice(0, 100) } : {}),
      ...(nextOn === '' ? {} : { nextOn }),
      ...(toLandlord ? { toLandlord } : {}),
    });
  }
  return { lines, wrong };
}
