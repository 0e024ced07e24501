// A budget as it is typed: the content of each field, and the budget lines that result. Pure.
import { periods, type BudgetLine, type HouseholdSize, type Period } from '#domain/help/budget.ts';
import { dateWrong, rangeOf } from '#domain/date-ranges.ts';
import { lineLimits, readMoney, typedMoney } from '#domain/money.ts';
import { lineCodes, lineKinds, type LineCode, type Section } from '#domain/help/budget-lines.ts';

export type FormLine = {
  key: string;
  code: LineCode;
  amount: string;
  period: Period;
  what: string;
  /** Income: the next day on which it comes; '' when not known. */
  nextOn: string;
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
  ...more,
});

/** The form of a known budget with the usual lines added; a new one begins with the account's rent. */
export function formOf(
  budget: { household: HouseholdSize; lines: readonly BudgetLine[]; note: string } | null,
  weeklyRentPence: number,
): Form {
  const lines = (budget?.lines ?? []).map((line) =>
    newLine(line.code, {
      amount: typedMoney(line.amountPence),
      period: line.period,
      what: line.what ?? '',
      nextOn: line.nextOn ?? '',
    }),
  );
  for (const [code] of usual) {
    if (lines.some((line) => line.code === code)) continue;
    const rent = code === 'rent' && !budget && weeklyRentPence > 0;
    lines.push(newLine(code, rent ? { amount: typedMoney(weeklyRentPence) } : {}));
  }
  lines.sort((a, b) => lineCodes.indexOf(a.code) - lineCodes.indexOf(b.code));
  return {
    household: { ...(budget?.household ?? { adults: 1, childrenUnder14: 0, children14to17: 0 }) },
    lines,
    note: budget?.note ?? '',
  };
}

export const sectionOf = (line: Pick<FormLine, 'code'>): Section => lineKinds[line.code].section;

/** The lines with an amount, without a next day that is out of range; and the keys of those that cannot be read. */
export function linesOf(
  form: Pick<Form, 'lines'>,
  today: string,
): { lines: BudgetLine[]; wrong: Set<string> } {
  const wrong = new Set<string>();
  const lines: BudgetLine[] = [];
  for (const { key, code, amount, period, what, nextOn } of form.lines) {
    if (amount.trim() === '') continue;
    const { pence } = readMoney(amount, lineLimits);
    if (pence === null) {
      wrong.add(key);
      continue;
    }
    lines.push({
      code,
      amountPence: pence,
      period: periods.includes(period) ? period : 'monthly',
      ...(what.trim() ? { what: what.trim().slice(0, 100) } : {}),
      ...(nextOn !== '' && dateWrong(nextRange, nextOn, today) === null ? { nextOn } : {}),
    });
  }
  return { lines, wrong };
}
