// Learns an account's payment calendar from its receipts: for each method, the rhythm and day that explain them best,
// the amount, how late it tends to come, and how sure that is. Every rhythm and every day of it is tried against the
// last half year; money that comes at no rhythm is refused rather than guessed. Pure; some tens of µs an account.
import { shiftOf } from './calendar.ts';
import { calendarDate, dayNumber, dayNumbers, dayOf, daysInMonth, numberOf, toWorkingDay } from '../days.ts';
import { rentWeeksOf, freeWeeksBetween, type RentWeeks } from './rent-weeks.ts';
import { periodWeeks } from './recurring.ts';
import { methods, rhythms, type Day, type ExpectedIncome, type Receipt, type Rhythm } from '../facts.ts';

/** Looked at, in days before today. */
export const learnFromDays = 182;
/** Less sure than this is noise. */
const refuseBelow = 0.5;

type Habit = { step: number; least: number; latest: number };
/** Days between (monthly: 0), how many arrivals it takes, and how many days late still is that rhythm. */
const habits: Record<Rhythm, Habit> = {
  weekly: { step: 7, least: 5, latest: 4 },
  fortnightly: { step: 14, least: 4, latest: 6 },
  four_weekly: { step: 28, least: 3, latest: 10 },
  monthly: { step: 0, least: 3, latest: 12 },
};
/** Days before the due day that still are that due day's. */
const earliest = 2;

type Money = { on: number; pence: number };
type Fit = {
  rhythm: Rhythm;
  confidence: number;
  cost: number;
  anchor: number;
  pence: number;
  lateDays: number;
};

/**
 * Receipts in any order, of any age. Each method gives one line or none. Amounts that came back unpaid do not count.
 * rentWeeks: a tenant who pays nothing for a rent-free week, or less for a period with one, keeps their rhythm.
 */
export function learnCalendar(
  receipts: readonly Receipt[],
  today: Day,
  bankHolidays: ReadonlySet<Day>,
  rentWeeks: RentWeeks = rentWeeksOf(0),
): ExpectedIncome[] {
  const now = dayNumber(today);
  const holidays = dayNumbers(bankHolidays);
  const lines: ExpectedIncome[] = [];
  for (const method of methods) {
    const money = moneyOf(receipts, method, now);
    if (money.length < 3) continue;
    let best: Fit | null = null;
    for (const rhythm of rhythms) {
      best = fitRhythm(money, rhythm, shiftOf(method), now, holidays, rentWeeks, best);
    }
    if (!best) continue;
    lines.push({
      method,
      amountPence: best.pence,
      rhythm: best.rhythm,
      anchorOn: dayOf(best.anchor),
      // As working days: five of seven, and one for good measure.
      toleranceDays: Math.max(2, Math.ceil((best.lateDays * 5) / 7) + 1),
      confidence: Math.round(best.confidence * 100) / 100,
      declared: false,
    });
  }
  return lines;
}

/** Oldest first; what came back is taken from the newest receipt of the same amount before it. */
function moneyOf(receipts: readonly Receipt[], method: Receipt['method'], now: number): Money[] {
  const all: Money[] = [];
  for (const receipt of receipts) {
    if (receipt.method !== method) continue;
    const on = dayNumber(receipt.on);
    if (on > now - learnFromDays && on <= now) all.push({ on, pence: receipt.amountPence });
  }
  all.sort((a, b) => a.on - b.on || b.pence - a.pence);
  const money: Money[] = [];
  for (const one of all) {
    if (one.pence < 0) {
      const back = money.findLastIndex((other) => other.pence === -one.pence);
      if (back >= 0) money.splice(back, 1);
      continue;
    }
    money.push(one);
  }
  return money;
}

/** The best of this rhythm's days where that is better than `best`, else `best`. */
function fitRhythm(
  money: readonly Money[],
  rhythm: Rhythm,
  shift: 1 | -1,
  now: number,
  holidays: ReadonlySet<number>,
  rentWeeks: RentWeeks,
  best: Fit | null,
): Fit | null {
  const { step, latest } = habits[rhythm];
  const span = now - money[0]!.on;
  const periods = span / (step || 30.4) + 1;
  // Far too few for this rhythm, or so many that they are a quicker one.
  if (money.length < periods * refuseBelow - 1 || money.length > periods * 2.4 + 2) return best;
  const from = money[0]!.on - latest;
  const until = now + earliest;
  const phases = step || 31;
  for (let phase = 0; phase < phases; phase++) {
    const days =
      rhythm === 'monthly' ? monthlyDays(phase + 1, from, until) : steppedDays(step, phase, from, until);
    best = fitPhase(money, rhythm, phase, days, shift, now, holidays, rentWeeks, best);
  }
  return best;
}

function steppedDays(step: number, phase: number, from: number, until: number): number[] {
  const days: number[] = [];
  for (let due = from + ((((phase - from) % step) + step) % step); due <= until; due += step) days.push(due);
  return days;
}

function monthlyDays(date: number, from: number, until: number): number[] {
  const days: number[] = [];
  let { year, month } = calendarDate(from);
  let first = numberOf(year, month, 1);
  for (;;) {
    const length = daysInMonth(year, month);
    const due = first + Math.min(date, length) - 1;
    if (due > until) return days;
    if (due >= from) days.push(due);
    first += length;
    if (++month > 12) [year, month] = [year + 1, 1];
  }
}

function fitPhase(
  money: readonly Money[],
  rhythm: Rhythm,
  phase: number,
  days: readonly number[],
  shift: 1 | -1,
  now: number,
  holidays: ReadonlySet<number>,
  rentWeeks: RentWeeks,
  best: Fit | null,
): Fit | null {
  const { least, latest } = habits[rhythm];
  if (days.length < least) return best;
  const sums: number[] = [];
  let at = 0;
  let matched = 0;
  let total = 0;
  let cost = 0;
  let firstHit = -1;
  let lastHit = -1;
  const freeWeeks = (all: readonly number[], i: number) =>
    freeWeeksBetween(rentWeeks, all[i]! - 7 * Math.ceil(periodWeeks[rhythm]) + 1, all[i]! + 1);
  // Due days with nothing in a rent-free week, by their place; and each sum as it would be without one.
  const excused: number[] = [];
  const wholeSums: number[] = [];
  // Of each payment's first part and, where it comes in parts, of its last.
  const lateness: number[] = [];
  const wholeBy: number[] = [];
  for (let i = 0; i < days.length; i++) {
    const due = toWorkingDay(days[i]!, shift, holidays);
    let sum = 0;
    let offset = 0;
    let whole = 0;
    while (at < money.length && money[at]!.on < due - earliest) total += money[at++]!.pence;
    while (at < money.length && money[at]!.on <= due + latest) {
      if (i + 1 < days.length && money[at]!.on >= days[i + 1]! - (rhythm === 'weekly' ? 1 : earliest)) break;
      if (sum === 0) offset = money[at]!.on - due;
      whole = money[at]!.on - due;
      sum += money[at]!.pence;
      total += money[at++]!.pence;
    }
    if (sum === 0) {
      if (rentWeeks.free.size > 0 && freeWeeks(days, i) > 0 && rhythm === 'weekly') excused.push(i);
      continue;
    }
    if (firstHit < 0) firstHit = i;
    lastHit = i;
    const free = rentWeeks.free.size > 0 ? freeWeeks(days, i) : 0;
    sums.push(sum);
    wholeSums.push(free > 0 && free < periodWeeks[rhythm] ? sum / (1 - free / periodWeeks[rhythm]) : sum);
    matched += sum;
    lateness.push(offset);
    wholeBy.push(whole);
    cost += offset >= 0 ? offset : -3 * offset;
  }
  for (; at < money.length; at++) total += money[at]!.pence;
  const hits = sums.length;
  if (hits < least) return best;
  // One that is not yet late does not count as missed.
  let expected = days.length - firstHit - excused.filter((i) => i > firstHit && i < lastHit).length;
  for (let i = days.length - 1; i > lastHit && days[i]! + latest >= now; i--) expected--;
  const silent = excused.filter((i) => i > lastHit).length;
  if (days.length - 1 - lastHit >= 2 + silent && days[lastHit + 2 + silent]! + latest < now) return best;
  const most = (hits / expected) * (matched / total) * (hits / (hits + 0.5));
  if (most < refuseBelow || (best && most < best.confidence)) return best;

  // Either the sums themselves are regular, as of benefit that is spread over the year, or what they would be.
  const asPaid = { pence: median(sums.slice(-5)), sums };
  const spread = ({ pence, sums: all }: typeof asPaid) =>
    all.reduce((a, sum) => a + Math.abs(sum - pence), 0);
  const asIfCharged = { pence: median(wholeSums.slice(-5)), sums: wholeSums };
  const kept = spread(asIfCharged) < spread(asPaid) ? asIfCharged : asPaid;
  const pence = Math.round(kept.pence);
  let regular = 0;
  for (const sum of kept.sums) if (Math.abs(sum - pence) <= pence * 0.25) regular++;
  const usual = median(lateness);
  let stray = 0;
  for (const offset of lateness) stray += Math.abs(offset - usual);
  wholeBy.sort((a, b) => a - b);
  const lateDays = Math.max(0, wholeBy[Math.ceil(hits * 0.9) - 1]!);
  const tight = Math.max(0, 1 - stray / hits / (latest + 1));
  const confidence = most * Math.sqrt(regular / hits) * tight;
  if (confidence < refuseBelow) return best;
  const surer = best ? confidence - best.confidence : 1;
  if (best && (surer < -1e-9 || (surer < 1e-9 && cost / hits >= best.cost))) return best;
  return {
    rhythm,
    confidence,
    cost: cost / hits,
    anchor: anchorOf(rhythm, phase, days[lastHit]!),
    pence,
    lateDays,
  };
}

/** The newest due day that shows its rhythm: the 30th of November could be monthly on the 30th or the 31st. */
function anchorOf(rhythm: Rhythm, phase: number, due: number): number {
  if (rhythm !== 'monthly') return due;
  let { year, month } = calendarDate(due);
  while (daysInMonth(year, month) < phase + 1) if (--month < 1) [year, month] = [year - 1, 12];
  return numberOf(year, month, phase + 1);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : Math.round((sorted[middle - 1]! + sorted[middle]!) / 2);
}
