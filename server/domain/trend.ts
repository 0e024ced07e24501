// Is what is owed growing? Rent charged against money received over whole rhythms, so that the saw-tooth of a benefit
// paid every four weeks, or of a monthly payment, is not mistaken for a trend. A payment only ever lowers it.
import type { LineState } from './money/calendar.ts';
import type { Ledger } from './money/expected-line.ts';
import { dueOnOrBefore } from './money/recurring.ts';
import { calendarDate, dayNumber, daysInMonth, numberOf } from './days.ts';
import type { Rules } from './rules.ts';

export type Trend = 'rising' | 'steady' | 'falling';

/** `changePence`: rent charged and not received in the last `days`; below 0 where more was received. */
export type Change = { trend: Trend; changePence: number; days: number };

/** A receipt this many days early still belongs to the due day that follows. */
const earlyDays = 4;

/**
 * Whether what is owed is growing: the rent charged against the money received over `rules.trend.days` (two months
 * where a line is monthly; since the first rent of a new account). `today` is a day number, amounts are pence.
 */
export function changeOf(
  ledger: Ledger,
  lines: readonly LineState[],
  today: number,
  rentPence: number,
  rules: Rules,
): Change {
  const monthly = lines.some(({ line }) => line.rhythm === 'monthly');
  const start = monthly ? twoMonthsBefore(today) : today - rules.trend.days;
  let change = 0;
  for (const { on, pence } of ledger.charges) if (on > start && on <= today) change += pence;
  for (const { on, pence, method } of ledger.receipts) {
    const of = lines.find(({ line }) => line.method === method)?.line;
    const countsOn = of
      ? Math.max(on, dueOnOrBefore({ rhythm: of.rhythm, anchor: dayNumber(of.anchorOn) }, on + earlyDays))
      : on;
    if (countsOn > start) change -= pence;
  }
  for (const state of lines) change -= state.duePence;
  const weeks = change / rentPence;
  return {
    trend: weeks >= rules.trend.weeks ? 'rising' : weeks <= -rules.trend.weeks ? 'falling' : 'steady',
    changePence: change,
    days: today - Math.max(start, Math.min(today, ledger.firstChargeOn) - 1),
  };
}

function twoMonthsBefore(today: number): number {
  const { year, month, date } = calendarDate(today);
  const [y, m] = month > 2 ? [year, month - 2] : [year - 1, month + 10];
  return numberOf(y, m, Math.min(date, daysInMonth(y, m)));
}

/** What was owed at the end of that day, pence: today's balance minus everything since. */
export function owedBefore(balancePence: number, ledger: Ledger, day: number): number {
  let owed = balancePence;
  for (const { on, pence } of ledger.charges) if (on > day) owed -= pence;
  for (const { on, pence } of ledger.receipts) if (on > day) owed += pence;
  return owed;
}
