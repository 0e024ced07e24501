// The payment calendar of an account: when money is expected, how much of what is owed it will cover, and what has
// failed to come. One line a method: where several are handed in, the declared one wins, then the surest.
//
// For each line that is trusted, `lineState` weighs the last due day, the one before it and what has come since:
//  - due and within its tolerance: the missing part is still expected, and excuses that much;
//  - past its tolerance and not paid: neither it nor its next payment excuses anything any more;
//  - since the last due day: the rent charged since then waits for the next payment.
// A line that is spread evenly over a year with rent-free weeks is behind before one of them: what its next payments will
// pay beyond the rent charged meanwhile is expected too.
// Each of these falls by no more than what is paid, so that no payment ever raises real arrears.
import { dayNumber, dayOf, plusWorkingDays, toWorkingDay } from '../days.ts';
import type { Day, ExpectedIncome, Method, Rhythm } from '../facts.ts';
import { dueAfter, dueOnOrBefore, periodsAYear, periodWeeks } from './recurring.ts';
import {
  freeWeeksBetween,
  graceBegins,
  weeksChargedBetween,
  weeksPaidFor,
  type Charging,
} from './rent-weeks.ts';
import type { Rules } from '../rules.ts';

export { dueAfter, dueOnOrBefore, periodWeeks };

/** A receipt belongs to the due day that it is nearest to: this many days early is still early. */
const earlyDays: Record<Rhythm, number> = { weekly: 3, fortnightly: 6, four_weekly: 13, monthly: 14 };

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

/** The ledger of recent days as numbers. inGrace: charged for a period that is not over, so not due yet. */
export type Ledger = {
  receipts: readonly { on: number; pence: number; method: Method }[];
  charges: readonly { on: number; pence: number; inGrace: boolean }[];
  firstChargeOn: number;
};

export type LineState = {
  line: ExpectedIncome;
  /** What of the balance it will still cover; and the same leaving out the charges that are in grace. */
  excusedPence: number;
  excusedBeforeGracePence: number;
  /** What is expected of the last due day and since, excused or not, the charges in grace left out. */
  unreceivedPence: number;
  /** Due, and still within its tolerance. */
  duePence: number;
  /** Past its tolerance: what has not come, and when it was expected. */
  late: { on: Day; missingPence: number; cameNothing: boolean } | null;
};

/** What is the same for every line of an account on a day. weeklyRentPence: 0 where there is no rent. */
export type LineContext = {
  weeklyRentPence: number;
  charging: Charging;
  ledger: Ledger;
  today: number;
  rules: Rules;
  bankHolidays: ReadonlySet<number>;
};

/** part: of the rent, 0 to 1. level: it is the same all year, also in rent-free weeks; else it follows what is charged. */
export type LineShare = { part: number; level: boolean };

function lineState(line: ExpectedIncome, share: LineShare, context: LineContext): LineState {
  const { ledger, today, rules, bankHolidays } = context;
  const { method, amountPence: amount, rhythm } = line;
  const recurring = { rhythm, anchor: dayNumber(line.anchorOn) };
  const last = dueOnOrBefore(recurring, today);
  const previous = dueOnOrBefore(recurring, last - 1);
  const since = line.since ? dayNumber(line.since) : -Infinity;
  const expected = (due: number) => due >= since && due > ledger.firstChargeOn;
  // In a time with a rent-free week less may come, also of a line that is usually level.
  const leastAt = (due: number) => amountAt(line, { ...share, level: false }, due, context);

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
  const least = {
    before: expected(previous) ? leastAt(previous) : 0,
    last: expected(last) ? leastAt(last) : 0,
  };
  if (expected(previous)) {
    missingBefore = clamp(least.before - receivedBefore, 0, least.before);
    const filled = clamp(laggards, 0, missingBefore);
    missingBefore -= filled;
    received -= filled;
  }
  const need = expected(last) ? amountAt(line, share, last, context) : 0;
  const missing = clamp(need - received, 0, need);
  const missingOfLeast = clamp(least.last - received, 0, least.last);
  // More than was due makes up for the time before first, then for what comes next.
  const over = Math.max(0, received - need);
  const madeUp = Math.min(over, missingBefore);
  missingBefore -= madeUp;
  const surplus = over - madeUp;
  const comesAtAll = dueAfter(recurring, today) >= since;
  const ahead = comesAtAll && share.level ? aheadOf(line, share, last, context) : null;
  const accrual = (alsoInGrace: boolean) => {
    if (!comesAtAll) return 0;
    let charged = 0;
    let inGrace = 0;
    for (const charge of ledger.charges) {
      if (charge.on < last) continue;
      if (!charge.inGrace || alsoInGrace) charged += charge.pence;
      else inGrace += charge.pence;
    }
    const part = Math.floor(share.part * charged);
    if (!ahead) return Math.max(0, clamp(part, 0, amount) - surplus);
    const { fromLast, fromToday } = alsoInGrace ? ahead.whole : ahead.beforeGrace;
    const most = Math.max(0, fromToday - share.part * inGrace);
    return Math.max(0, Math.floor(clamp(part + fromLast, 0, most)) - surplus);
  };

  const paidOn = toWorkingDay(last, shiftOf(method), bankHolidays);
  const pastTolerance = today > plusWorkingDays(Math.max(last, paidOn), line.toleranceDays, bankHolidays);
  const lacking = 1 - rules.calendar.arrivedShare;
  const came = missingOfLeast <= least.last * lacking;
  const cameBefore = missingBefore <= least.before * lacking;
  const broken = !came && (pastTolerance || !cameBefore);

  const due = pastTolerance || broken ? 0 : missing;
  const accruedBefore = accrual(false);
  let late: LineState['late'] = null;
  if (pastTolerance && !came) {
    late = { on: dayOf(paidOn), missingPence: missingOfLeast, cameNothing: missingOfLeast === least.last };
  } else if (!cameBefore) {
    const on = dayOf(toWorkingDay(previous, shiftOf(method), bankHolidays));
    late = { on, missingPence: missingBefore, cameNothing: missingBefore === least.before };
  }
  return {
    line,
    excusedPence: broken ? 0 : due + accrual(true),
    excusedBeforeGracePence: broken ? 0 : due + accruedBefore,
    unreceivedPence: missing + accruedBefore,
    duePence: due,
    late,
  };
}

const clamp = (value: number, from: number, to: number) => Math.min(Math.max(value, from), to);

/** What a line brings on that due day: less where its time had a rent-free week, unless it is level. Pence. */
export function amountAt(
  line: Pick<ExpectedIncome, 'rhythm' | 'amountPence' | 'anchorOn'>,
  share: LineShare,
  due: number,
  { charging }: Pick<LineContext, 'charging'>,
): number {
  const { rhythm, amountPence } = line;
  if (share.level || charging.weeks.free.size === 0) return amountPence;
  const before = dueOnOrBefore({ rhythm, anchor: dayNumber(line.anchorOn) }, due - 1);
  // Paid in arrears or in advance: the rent-free week lies before or after the day.
  const after = dueAfter({ rhythm, anchor: dayNumber(line.anchorOn) }, due);
  const free = Math.max(
    freeWeeksBetween(charging.weeks, before, due),
    freeWeeksBetween(charging.weeks, due - 6, after),
  );
  return Math.max(0, Math.round(amountPence * (1 - free / periodWeeks[rhythm])));
}

/** Longer ahead than a rent year, so that every rent-free week of it is seen. */
const aheadDays = 371;

type Ahead = { fromLast: number; fromToday: number };

/**
 * What a level line's payments to come bring beyond the rent that is charged meanwhile, at the best day within a year: from
 * the last due day, its payment apart, and from today on, today's charge apart. beforeGrace leaves out the charge that is in
 * grace on that best day. Pence, not rounded.
 */
function aheadOf(
  line: ExpectedIncome,
  share: LineShare,
  last: number,
  { charging, weeklyRentPence, today }: LineContext,
): { whole: Ahead; beforeGrace: Ahead } {
  const recurring = { rhythm: line.rhythm, anchor: dayNumber(line.anchorOn) };
  const week = share.part * weeklyRentPence;
  const each = (week * weeksPaidFor(charging.weeks, today)) / periodsAYear[line.rhythm];
  const whole = { fromLast: 0, fromToday: 0 };
  const beforeGrace = { fromLast: 0, fromToday: 0 };
  const look = (ahead: Ahead, brought: number, charged: number) => {
    ahead.fromLast = Math.max(ahead.fromLast, brought - charged);
    ahead.fromToday = Math.max(ahead.fromToday, brought - Math.max(0, charged - beforeTomorrow));
  };
  const beforeTomorrow = weeksChargedBetween(charging, last, today + 1) * week;
  let brought = 0;
  // Charged from the last due day up to the next ones, counted on as they go by.
  let charged = 0;
  let counted = last;
  for (let due = dueAfter(recurring, last); due <= last + aheadDays; due = dueAfter(recurring, due)) {
    brought += each;
    charged += weeksChargedBetween(charging, counted, due) * week;
    counted = due;
    const inGrace = weeksChargedBetween(charging, Math.max(last, graceBegins(charging, due)), due) * week;
    look(whole, brought, charged);
    look(beforeGrace, brought, charged - inGrace);
  }
  return { whole, beforeGrace };
}

/**
 * The part of the rent that a line pays. All but a hundredth is all: 52/12 of a week is rounded to pence. It is level where
 * it brings less than the full rent of its weeks: spread over the year, so that rent-free weeks make it less each time; and
 * where rent is charged in another rhythm, by the month say.
 */
export function shareOf(line: ExpectedIncome, { weeklyRentPence, charging, today }: LineContext): LineShare {
  if (weeklyRentPence <= 0) return { part: 1, level: false };
  const aYear = line.amountPence * periodsAYear[line.rhythm];
  const part = aYear / (weeklyRentPence * weeksPaidFor(charging.weeks, today));
  const level =
    charging.rhythm === 'weekly'
      ? charging.weeks.free.size > 0 && line.amountPence < 0.99 * weeklyRentPence * periodWeeks[line.rhythm]
      : charging.rhythm !== line.rhythm;
  return { part: part > 0.99 ? 1 : part, level };
}

/** Every trusted line's state. Shares that add up to more than the rent are scaled down to it. */
export function calendarState(calendar: readonly ExpectedIncome[], context: LineContext): LineState[] {
  const lines = trustedLines(calendar, context.rules);
  if (lines.length === 0) return [];
  const shares = lines.map((line) => shareOf(line, context));
  const total = Math.max(
    1,
    shares.reduce((sum, { part }) => sum + part, 0),
  );
  return lines.map((line, i) => {
    const { part, level } = shares[i]!;
    return lineState(line, { part: part / total, level }, context);
  });
}
