// Learns an account's payment calendar from its receipts: for each method, the rhythm and day that explain them best,
// the amount, how late it tends to come, and how sure that is. Every rhythm and every day of it is tried against the
// last half year; money that comes at no rhythm is refused rather than guessed. Pure; some tens of µs an account.
import { shiftOf } from './calendar.ts';
import {
  arrivalsOf,
  earliest,
  expectedHits,
  habits,
  tightness,
  usualAmount,
  type Money,
  type Trial,
} from './learn-arrivals.ts';
import { calendarDate, dayNumber, dayNumbers, dayOf, daysInMonth, numberOf } from '../days.ts';
import { rentWeeksOf, type RentWeeks } from './rent-weeks.ts';
import { methods, rhythms, type Day, type ExpectedIncome, type Receipt, type Rhythm } from '../facts.ts';

/** Looked at, in days before today. */
export const learnFromDays = 182;
/** Less sure than this is noise. */
const refuseBelow = 0.5;

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
      best = fitRhythm({ money, rhythm, shift: shiftOf(method), now, holidays, rentWeeks }, best);
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
function fitRhythm(trial: Trial, best: Fit | null): Fit | null {
  const { money, rhythm, now } = trial;
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
    best = fitPhase(trial, phase, days, best);
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

/**
 * The fit of these due days where it is better than `best`, else `best`. The confidence is the product of the share of due
 * days with money, the share of the money that they explain, the regularity of the amount and the constancy of the day.
 */
function fitPhase(trial: Trial, phase: number, days: readonly number[], best: Fit | null): Fit | null {
  const { rhythm, now } = trial;
  const { least, latest } = habits[rhythm];
  if (days.length < least) return best;
  const arrivals = arrivalsOf(trial, days);
  const hits = arrivals.sums.length;
  if (hits < least) return best;
  const expected = expectedHits(arrivals, days, latest, now);
  if (expected === null) return best;
  const most = (hits / expected) * (arrivals.matched / arrivals.total) * (hits / (hits + 0.5));
  if (most < refuseBelow || (best && most < best.confidence)) return best;

  const { pence, regular } = usualAmount(arrivals);
  const confidence = most * Math.sqrt(regular / hits) * tightness(arrivals.lateness, latest);
  if (confidence < refuseBelow) return best;
  const cost = arrivals.cost / hits;
  const surer = best ? confidence - best.confidence : 1;
  if (best && (surer < -1e-9 || (surer < 1e-9 && cost >= best.cost))) return best;
  const wholeBy = arrivals.wholeBy.toSorted((a, b) => a - b);
  const lateDays = Math.max(0, wholeBy[Math.ceil(hits * 0.9) - 1]!);
  return {
    rhythm,
    confidence,
    cost,
    anchor: anchorOf(rhythm, phase, days[arrivals.lastHit]!),
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
