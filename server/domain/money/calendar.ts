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
import {
  aheadOf,
  amountAt,
  shareOf,
  type Ahead,
  type Ledger,
  type LineContext,
  type LineShare,
} from './expected-line.ts';
import { dueAfter, dueOnOrBefore } from './recurring.ts';
import type { Rules } from '../rules.ts';

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

/** What one line of the calendar means for the balance on a day. Pence. */
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

const recurringOf = (line: ExpectedIncome) => ({ rhythm: line.rhythm, anchor: dayNumber(line.anchorOn) });
/** The first day on which anything was due by the line, as a day number. */
const beginsOn = (line: ExpectedIncome) => (line.since ? dayNumber(line.since) : -Infinity);

function lineState(line: ExpectedIncome, share: LineShare, context: LineContext): LineState {
  const { today, rules, bankHolidays } = context;
  const last = dueOnOrBefore(recurringOf(line), today);
  const previous = dueOnOrBefore(recurringOf(line), last - 1);
  const missing = missingOf(line, share, { last, previous }, context);
  const accrued = accruedSince(last, missing.surplus, line, share, context);

  const paidOn = toWorkingDay(last, shiftOf(line.method), bankHolidays);
  const pastTolerance = today > plusWorkingDays(Math.max(last, paidOn), line.toleranceDays, bankHolidays);
  const lacking = 1 - rules.calendar.arrivedShare;
  const came = missing.ofLeast <= missing.least.last * lacking;
  const cameBefore = missing.before <= missing.least.before * lacking;
  const broken = !came && (pastTolerance || !cameBefore);

  const due = pastTolerance || broken ? 0 : missing.last;
  let late: LineState['late'] = null;
  if (pastTolerance && !came) {
    const cameNothing = missing.ofLeast === missing.least.last;
    late = { on: dayOf(paidOn), missingPence: missing.ofLeast, cameNothing };
  } else if (!cameBefore) {
    const on = dayOf(toWorkingDay(previous, shiftOf(line.method), bankHolidays));
    late = { on, missingPence: missing.before, cameNothing: missing.before === missing.least.before };
  }
  return {
    line,
    excusedPence: broken ? 0 : due + accrued.whole,
    excusedBeforeGracePence: broken ? 0 : due + accrued.beforeGrace,
    unreceivedPence: missing.last + accrued.beforeGrace,
    duePence: due,
    late,
  };
}

type LastTwo = { last: number; previous: number };

/** What came by the line's method for its last two due days, in pence. `laggards`: what may be late money of the previous. */
function receivedFor({ last, previous }: LastTwo, { method, rhythm }: ExpectedIncome, ledger: Ledger) {
  const early = earlyDays[rhythm];
  const received = { last: 0, laggards: 0, previous: 0 };
  for (const receipt of ledger.receipts) {
    if (receipt.method !== method || receipt.on < previous - early) continue;
    if (receipt.on < last - early) received.previous += receipt.pence;
    else {
      received.last += receipt.pence;
      if (receipt.on < last - Math.min(early, 5)) received.laggards += receipt.pence;
    }
  }
  return received;
}

/** What the last two due days lack, and what came beyond them. Pence. */
type Missing = {
  /** What the last due day lacks of its amount; and of the least that had to come. */
  last: number;
  ofLeast: number;
  /** What the previous due day lacks of the least that had to come. */
  before: number;
  /** The least of each: in a time with a rent-free week less may come, also of a line that is usually level. */
  least: { last: number; before: number };
  surplus: number;
};

function missingOf(line: ExpectedIncome, share: LineShare, due: LastTwo, context: LineContext): Missing {
  const { last, previous } = due;
  const received = receivedFor(due, line, context.ledger);
  const expected = (day: number) => day >= beginsOn(line) && day > context.ledger.firstChargeOn;
  const leastAt = (day: number) =>
    expected(day) ? amountAt(line, { ...share, level: false }, day, context) : 0;
  const least = { last: leastAt(last), before: leastAt(previous) };
  let before = clamp(least.before - received.previous, 0, least.before);
  const filled = clamp(received.laggards, 0, before);
  before -= filled;
  const forLast = received.last - filled;
  const need = expected(last) ? amountAt(line, share, last, context) : 0;
  // More than was due makes up for the time before first, then for what comes next.
  const over = Math.max(0, forLast - need);
  const madeUp = Math.min(over, before);
  return {
    last: clamp(need - forLast, 0, need),
    ofLeast: clamp(least.last - forLast, 0, least.last),
    before: before - madeUp,
    least,
    surplus: over - madeUp,
  };
}

/**
 * What the rent charged since the last due day leaves for the line's next payment, less what came beyond the last one; whole,
 * and without the charges that are in grace. Pence.
 */
function accruedSince(
  last: number,
  surplus: number,
  line: ExpectedIncome,
  share: LineShare,
  context: LineContext,
): { whole: number; beforeGrace: number } {
  if (dueAfter(recurringOf(line), context.today) < beginsOn(line)) return { whole: 0, beforeGrace: 0 };
  let charged = 0;
  let inGrace = 0;
  for (const charge of context.ledger.charges) {
    if (charge.on < last) continue;
    if (charge.inGrace) inGrace += charge.pence;
    else charged += charge.pence;
  }
  if (!share.level) {
    const next = (pence: number) =>
      Math.max(0, clamp(Math.floor(share.part * pence), 0, line.amountPence) - surplus);
    return { whole: next(charged + inGrace), beforeGrace: next(charged) };
  }
  const ahead = aheadOf(line, share, last, context);
  const next = (pence: number, { fromLast, fromToday }: Ahead, leftOut: number) => {
    const most = Math.max(0, fromToday - share.part * leftOut);
    return Math.max(0, Math.floor(clamp(Math.floor(share.part * pence) + fromLast, 0, most)) - surplus);
  };
  return {
    whole: next(charged + inGrace, ahead.whole, 0),
    beforeGrace: next(charged, ahead.beforeGrace, inGrace),
  };
}

const clamp = (value: number, from: number, to: number) => Math.min(Math.max(value, from), to);

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
