// The payment calendar of an account: when money is expected, how much of what is owed it will cover, and what has
// failed to come. One line a method: where several are handed in, the declared one wins, then the surest.
//
// For each line that is trusted, `lineState` weighs the last due day, the one before it and what has come since:
//  - due and within its tolerance: what has not come of it is still certain to come, and excuses as much;
//  - past its tolerance and not come: it excuses nothing any more, nor does what it would bring next;
//  - since the last due day: the rent charged since then waits for the next payment.
// Each of these falls by no more than what is paid, so that no payment ever raises real arrears.
import {
  calendarDate,
  dayNumber,
  dayOf,
  daysInMonth,
  numberOf,
  plusWorkingDays,
  toWorkingDay,
} from './days.ts';
import type { Day, ExpectedIncome, Method, Rhythm } from './facts.ts';
import type { Rules } from './rules.ts';

const step = { weekly: 7, fortnightly: 14, four_weekly: 28 } as const;
/** A receipt belongs to the due day that it is nearest to: this many days early is still early. */
const earlyDays: Record<Rhythm, number> = { weekly: 3, fortnightly: 6, four_weekly: 13, monthly: 14 };
/** Weeks of rent between two due days. */
export const periodWeeks: Record<Rhythm, number> = {
  weekly: 1,
  fortnightly: 2,
  four_weekly: 4,
  monthly: 52 / 12,
};

type Recurring = { rhythm: Rhythm; anchor: number };

function monthlyIn(anchorDate: number, year: number, month: number): number {
  return numberOf(year, month, Math.min(anchorDate, daysInMonth(year, month)));
}

/** The last day on or before n on which it recurs (nominal: before any shift to a working day). */
export function dueOnOrBefore({ rhythm, anchor }: Recurring, n: number): number {
  if (rhythm !== 'monthly') return anchor + Math.floor((n - anchor) / step[rhythm]) * step[rhythm];
  const { year, month } = calendarDate(n);
  const date = calendarDate(anchor).date;
  const due = monthlyIn(date, year, month);
  if (due <= n) return due;
  return month === 1 ? monthlyIn(date, year - 1, 12) : monthlyIn(date, year, month - 1);
}

export function dueAfter({ rhythm, anchor }: Recurring, n: number): number {
  if (rhythm !== 'monthly') return dueOnOrBefore({ rhythm, anchor }, n) + step[rhythm];
  const { year, month } = calendarDate(n);
  const date = calendarDate(anchor).date;
  const due = monthlyIn(date, year, month);
  if (due > n) return due;
  return month === 12 ? monthlyIn(date, year + 1, 1) : monthlyIn(date, year, month + 1);
}

/** Benefit due on a weekend or bank holiday is paid before it; everything else after it. */
export const shiftOf = (method: Method): 1 | -1 =>
  method === 'housing_benefit' || method === 'universal_credit' ? -1 : 1;

/** The days from `from` to `to` (inclusive, by nominal day) on which it is paid, shifted to working days. */
export function occurrences(
  line: Pick<ExpectedIncome, 'method' | 'rhythm' | 'anchorOn'>,
  from: Day,
  to: Day,
  bankHolidays: ReadonlySet<number>,
): Day[] {
  const recurring = { rhythm: line.rhythm, anchor: dayNumber(line.anchorOn) };
  const days: Day[] = [];
  const last = dayNumber(to);
  let due = dueAfter(recurring, dayNumber(from) - 1);
  for (; due <= last; due = dueAfter(recurring, due)) {
    days.push(dayOf(toWorkingDay(due, shiftOf(line.method), bankHolidays)));
  }
  return days;
}

/** The lines that may excuse anything: trusted, one a method, in a fixed order whatever order they came in. */
export function trustedLines(calendar: readonly ExpectedIncome[], rules: Rules): ExpectedIncome[] {
  const best = new Map<Method, ExpectedIncome>();
  for (const line of calendar) {
    if (!line.declared && line.confidence < rules.calendar.trustConfidence) continue;
    const other = best.get(line.method);
    if (!other || compareLines(line, other) < 0) best.set(line.method, line);
  }
  return best.size < 2 ? [...best.values()] : [...best.values()].sort(compareLines);
}

function compareLines(a: ExpectedIncome, b: ExpectedIncome): number {
  return (
    Number(b.declared) - Number(a.declared) ||
    b.confidence - a.confidence ||
    b.amountPence - a.amountPence ||
    compareWords(a.anchorOn, b.anchorOn) ||
    compareWords(a.rhythm, b.rhythm) ||
    compareWords(a.since ?? '', b.since ?? '') ||
    a.toleranceDays - b.toleranceDays ||
    compareWords(a.method, b.method)
  );
}
const compareWords = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The ledger of recent days as numbers. */
export type Ledger = {
  receipts: readonly { on: number; pence: number; method: Method }[];
  charges: readonly { on: number; pence: number }[];
  firstChargeOn: number;
};

export type LineState = {
  line: ExpectedIncome;
  /** What of the balance it will still cover; and the same leaving this rent week's charges out. */
  excusedPence: number;
  excusedBeforeWeekPence: number;
  /** What is expected of the last due day and since, excused or not, this rent week's charges left out. */
  unreceivedPence: number;
  /** Due, and still within its tolerance. */
  duePence: number;
  /** Past its tolerance: what has not come, and when it was expected. */
  late: { on: Day; missingPence: number; cameNothing: boolean } | null;
};

/** weekStart: the first day of the rent week that is left out. share: how much of the rent this line covers, 0..1. */
export function lineState(
  line: ExpectedIncome,
  share: number,
  ledger: Ledger,
  today: number,
  weekStart: number,
  rules: Rules,
  bankHolidays: ReadonlySet<number>,
): LineState {
  const { method, amountPence: amount, rhythm } = line;
  const recurring = { rhythm, anchor: dayNumber(line.anchorOn) };
  const last = dueOnOrBefore(recurring, today);
  const previous = dueOnOrBefore(recurring, last - 1);
  const since = line.since ? dayNumber(line.since) : -Infinity;
  const expected = (due: number) => due >= since && due > ledger.firstChargeOn;

  const early = earlyDays[rhythm];
  let received = 0;
  let laggards = 0; // between the two due days, too early to be plainly the later one's
  let receivedBefore = 0;
  for (const receipt of ledger.receipts) {
    if (receipt.method !== method || receipt.on < previous - early) continue;
    if (receipt.on < last - early) receivedBefore += receipt.pence;
    else {
      received += receipt.pence;
      if (receipt.on < last - Math.min(early, 5)) laggards += receipt.pence;
    }
  }
  let missingBefore = 0;
  if (expected(previous)) {
    missingBefore = clamp(amount - receivedBefore, 0, amount);
    const filled = clamp(laggards, 0, missingBefore);
    missingBefore -= filled;
    received -= filled;
  }
  const need = expected(last) ? amount : 0;
  const missing = clamp(need - received, 0, need);
  // More than was due makes up for the time before first, then for what comes next.
  const over = Math.max(0, received - need);
  const madeUp = Math.min(over, missingBefore);
  missingBefore -= madeUp;
  const surplus = over - madeUp;
  const comesAtAll = dueAfter(recurring, today) >= since;
  const accrual = (before: number) => {
    if (!comesAtAll) return 0;
    let charged = 0;
    for (const charge of ledger.charges) {
      if (charge.on >= last && charge.on < before) charged += charge.pence;
    }
    return Math.max(0, clamp(Math.floor(share * charged), 0, amount) - surplus);
  };

  const paidOn = toWorkingDay(last, shiftOf(method), bankHolidays);
  const pastTolerance = today > plusWorkingDays(Math.max(last, paidOn), line.toleranceDays, bankHolidays);
  const enough = amount * (1 - rules.calendar.arrivedShare);
  const came = missing <= enough;
  const cameBefore = missingBefore <= enough;
  const broken = !came && (pastTolerance || !cameBefore);

  const due = pastTolerance || broken ? 0 : missing;
  const accruedBefore = accrual(weekStart);
  let late: LineState['late'] = null;
  if (pastTolerance && !came) {
    late = { on: dayOf(paidOn), missingPence: missing, cameNothing: missing === need };
  } else if (!cameBefore) {
    const on = dayOf(toWorkingDay(previous, shiftOf(method), bankHolidays));
    late = { on, missingPence: missingBefore, cameNothing: missingBefore === amount };
  }
  return {
    line,
    excusedPence: broken ? 0 : due + accrual(Infinity),
    excusedBeforeWeekPence: broken ? 0 : due + accruedBefore,
    unreceivedPence: missing + accruedBefore,
    duePence: due,
    late,
  };
}

const clamp = (value: number, from: number, to: number) => Math.min(Math.max(value, from), to);

/** The part of the rent that a line pays, 0 to 1. All but a hundredth is all: 52/12 of a week is rounded to pence. */
function shareOf(line: ExpectedIncome, weeklyRentPence: number): number {
  if (weeklyRentPence <= 0) return 1;
  const share = line.amountPence / (weeklyRentPence * periodWeeks[line.rhythm]);
  return share > 0.99 ? 1 : share;
}

/** Every trusted line's state. Shares that add up to more than the rent are scaled down to it. */
export function calendarState(
  calendar: readonly ExpectedIncome[],
  weeklyRentPence: number,
  ledger: Ledger,
  today: number,
  weekStart: number,
  rules: Rules,
  bankHolidays: ReadonlySet<number>,
): LineState[] {
  const lines = trustedLines(calendar, rules);
  if (lines.length === 0) return [];
  const shares = lines.map((line) => shareOf(line, weeklyRentPence));
  const total = Math.max(
    1,
    shares.reduce((sum, share) => sum + share, 0),
  );
  return lines.map((line, i) =>
    lineState(line, shares[i]! / total, ledger, today, weekStart, rules, bankHolidays),
  );
}
