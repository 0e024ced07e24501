// The books of a plan: every bill (rent, instalment) and every payment since the agreement on its day, and what is unpaid of
// the bills once the payments are set against them: rent first, the oldest first, then the instalments. plan.ts judges by them.
import { shiftOf, trustedLines } from './calendar.ts';
import { amountAt, shareOf, type LineContext } from './expected-line.ts';
import { dueAfter, dueOnOrBefore } from './recurring.ts';
import { dayNumber, plusWorkingDays, toWorkingDay } from '../days.ts';
import type { ExpectedIncome, Method, Plan } from '../facts.ts';
import { recurs } from './plan-terms.ts';
import { periodsAYear, periodWeeks } from './recurring.ts';
import { weeksPaidFor } from './rent-weeks.ts';

/**
 * A rent bill counts as missing where the plan is judged by a due day after `on`, once today is `missingFrom` or later.
 * Instalments have neither: they are missing from their own day on.
 */
type Bill = { on: number; pence: number; missingFrom: number };
type Money = { on: number; pence: number; method: Method | null };
type LinePart = { line: ExpectedIncome; part: number; level: boolean; from: number };

/** total: what the instalments add up to, of a plan that does not say it too. */
export type Books = { rent: Bill[]; instalments: Bill[]; money: Money[]; total: number };
/** What is unpaid today. paidOff: at some day all that the plan needs had come besides the rent until then. */
export type Open = { rent: Bill[]; instalments: Bill[]; paidOff: boolean };

/** Every bill and payment since the agreement. balancePence: what is owed with all of the ledger's receipts taken off. */
export function booksOf(
  plan: Plan,
  balancePence: number,
  context: LineContext,
  calendar: readonly ExpectedIncome[],
): Books {
  const { ledger, today } = context;
  const agreedOn = dayNumber(plan.agreedOn);
  const lines = linesOf(calendar, context);
  const charges = ledger.charges.filter(({ on }) => on > agreedOn && on <= today);
  const days = byDay(ledger.charges);
  const receipts = ledger.receipts.filter(({ on }) => on >= agreedOn);
  const startPence =
    balancePence -
    sum(ledger.charges, ({ on, pence }) => (on > agreedOn ? pence : 0)) +
    sum(receipts, ({ pence }) => pence);

  const bills: Bill[] = days
    .filter(({ on }) => on > agreedOn && on <= today)
    .map(({ on, pence, inGrace }) => ({
      on,
      pence: pence - Math.round(rentIn(pence, context) * covered(lines, on)),
      missingFrom: inGrace ? Infinity : on,
    }));
  for (const one of lines) bills.push(...lineBills(one, plan, agreedOn, days, context));
  // Money that was on its way at the agreement is no part of the plan. Where a line still brings it, that line's bills say so.
  if (plan.arrearsPence != null && lines.length === 0 && startPence > plan.arrearsPence) {
    bills.push({ on: agreedOn, pence: startPence - plan.arrearsPence, missingFrom: agreedOn });
  }

  const { money, owedAgain } = moneyOf(receipts, today);
  // A credit to the account is money in; money from before the agreement that came back is owed again.
  for (const { on, pence } of charges) if (pence < 0) money.push({ on, pence: -pence, method: null });
  for (const { on, pence } of owedAgain) bills.push({ on, pence, missingFrom: on });
  for (const one of lines) countOnDueDay(money, one, context);

  const total = plan.totalPence ?? startPence;
  return { rent: bills, instalments: instalmentBills(plan, total, today), money, total };
}

/** Sets the money against the bills, day by day; the plan is paid off once `needed` has come (Infinity: never). */
export function settle(books: Books, needed: number, today: number): Open {
  const rent = [...books.rent].sort((a, b) => a.on - b.on);
  const instalments = [...books.instalments];
  const incoming = [...books.money].sort((a, b) => a.on - b.on);
  const days = new Set([...rent, ...instalments, ...incoming].map(({ on }) => on));
  const open: Record<'rent' | 'instalments', Bill[]> = { rent: [], instalments: [] };
  let inHand = 0;
  let towardsPlan = 0;
  let paidOff = false;
  const pay = (bills: Bill[]): number => {
    let paid = 0;
    while (bills.length > 0 && inHand > 0) {
      const part = Math.min(inHand, bills[0]!.pence);
      inHand -= part;
      paid += part;
      if (part === bills[0]!.pence) bills.shift();
      else bills[0] = { ...bills[0]!, pence: bills[0]!.pence - part };
    }
    return paid;
  };
  const comeUp = (from: Bill[], to: Bill[], day: number) => {
    while (from.length > 0 && from[0]!.on <= day) to.push(from.shift()!);
  };
  for (const day of [...days].sort((a, b) => a - b)) {
    if (day > today) break;
    comeUp(rent, open.rent, day);
    comeUp(instalments, open.instalments, day);
    while (incoming.length > 0 && incoming[0]!.on <= day) inHand += incoming.shift()!.pence;
    pay(open.rent);
    towardsPlan += pay(open.instalments);
    if (paidOff || needed <= 0 || towardsPlan + inHand < needed) continue;
    paidOff = true;
    // What is in hand pays the instalments to come, and no rent.
    inHand -= needed - towardsPlan;
    instalments.length = 0;
    open.instalments.length = 0;
  }
  return { ...open, paidOff };
}

function instalmentBills(
  { instalmentPence, rhythm, firstDueOn }: Plan,
  total: number,
  today: number,
): Bill[] {
  const anchor = dayNumber(firstDueOn);
  const bills: Bill[] = [];
  let left = total;
  for (let due = anchor; due <= today && left > 0; due = dueAfter({ rhythm: recurs(rhythm), anchor }, due)) {
    const pence = rhythm === 'lump_sum' ? left : Math.min(left, instalmentPence);
    bills.push({ on: due, pence, missingFrom: due });
    left -= pence;
  }
  return bills;
}

/**
 * Receipts without those that came back: a return takes away the newest receipt of its method and amount before it, or else
 * the newest money of its method. A return above every payment of its method is of none of them. owedAgain: the part of a
 * return whose payment came before the agreement or is not known yet.
 */
function moneyOf(
  receipts: LineContext['ledger']['receipts'],
  today: number,
): { money: Money[]; owedAgain: { on: number; pence: number }[] } {
  const sorted = receipts.filter(({ on }) => on <= today).sort((a, b) => a.on - b.on || b.pence - a.pence);
  const money: Money[] = [];
  const owedAgain: { on: number; pence: number }[] = [];
  const largest = new Map<Method, number>();
  for (const { on, pence, method } of sorted) {
    if (pence > 0) {
      money.push({ on, pence, method });
      largest.set(method, Math.max(pence, largest.get(method) ?? 0));
      continue;
    }
    let back = -pence;
    const same = money.findLastIndex((one) => one.method === method && one.pence === back);
    if (same >= 0) {
      money.splice(same, 1);
      continue;
    }
    const isOfOne = back <= (largest.get(method) ?? 0);
    for (let i = money.length - 1; i >= 0 && back > 0 && isOfOne; i--) {
      const one = money[i]!;
      if (one.method !== method) continue;
      const part = Math.min(back, one.pence);
      back -= part;
      if (part === one.pence) money.splice(i, 1);
      else money[i] = { ...one, pence: one.pence - part };
    }
    if (back > 0) owedAgain.push({ on, pence: back });
  }
  return { money, owedAgain };
}

/** The trusted lines with the part of the rent that each pays: benefit and what is surest first, up to the whole rent. */
function linesOf(calendar: readonly ExpectedIncome[], context: LineContext): LinePart[] {
  if (context.weeklyRentPence <= 0) return [];
  const lines = trustedLines(calendar, context.rules)
    .map((line) => ({ line, ...shareOf(line, context) }))
    .sort((a, b) => shiftOf(a.line.method) - shiftOf(b.line.method) || b.part - a.part);
  const parts: LinePart[] = [];
  let left = 1;
  for (const { line, part, level } of lines) {
    const takes = Math.min(left, part);
    // What is left of a penny in the pound is rounding.
    if (takes < 0.01) continue;
    left -= takes;
    const recurring = { rhythm: line.rhythm, anchor: dayNumber(line.anchorOn) };
    const first = line.since ? dueAfter(recurring, dayNumber(line.since) - 1) : null;
    parts.push({
      line,
      part: takes,
      level,
      from: first === null ? -Infinity : dueOnOrBefore(recurring, first - 1),
    });
  }
  return parts;
}

const covered = (lines: readonly LinePart[], on: number): number =>
  Math.min(
    1,
    sum(lines, ({ part, from }) => (on >= from ? part : 0)),
  );

type ChargedDay = { on: number; pence: number; inGrace: boolean };

/** The debits of each day as one, oldest first: a rent is often charged in two parts. */
function byDay(charges: LineContext['ledger']['charges']): ChargedDay[] {
  const days = new Map<number, ChargedDay>();
  for (const { on, pence, inGrace } of charges) {
    if (pence <= 0) continue;
    const day = days.get(on);
    if (day) day.pence += pence;
    else days.set(on, { on, pence, inGrace });
  }
  return [...days.values()].sort((a, b) => a.on - b.on);
}

/** How much of a day's debits is rent: a line of the calendar pays rent, and no recharge. */
function rentIn(pence: number, { weeklyRentPence, charging }: LineContext): number {
  const usual = weeklyRentPence * periodWeeks[charging.rhythm];
  return pence < 0.4 * usual ? 0 : Math.min(pence, 1.15 * usual);
}

/** A line's share of the rent as bills on its own days, missing once its tolerance is over. */
function lineBills(
  one: LinePart,
  plan: Plan,
  agreedOn: number,
  charged: readonly ChargedDay[],
  context: LineContext,
): Bill[] {
  const { line, part, level, from } = one;
  const { today, charging, weeklyRentPence, bankHolidays, ledger, rules } = context;
  const recurring = { rhythm: line.rhythm, anchor: dayNumber(line.anchorOn) };
  const each = (part * weeklyRentPence * weeksPaidFor(charging.weeks, today)) / periodsAYear[line.rhythm];
  const whole = part * weeklyRentPence * periodWeeks[line.rhythm];
  const bills: Bill[] = [];
  let exact = 0;
  let billed = 0;
  const first = dueAfter(recurring, agreedOn - 8);
  for (let due = first; due <= today + 4; due = dueAfter(recurring, due)) {
    const on = toWorkingDay(due, shiftOf(line.method), bankHolidays);
    if (on < agreedOn || on > today || due <= from) continue;
    const early = ledger.receipts.some(
      (r) =>
        r.method === line.method &&
        r.on < agreedOn &&
        r.on >= on - earlyDays &&
        r.pence >= line.amountPence * rules.calendar.arrivedShare,
    );
    if (early) continue;
    const usual =
      level || charging.weeks.free.size === 0
        ? each
        : amountAt({ ...line, amountPence: whole }, one, due, context);
    const before = dueOnOrBefore(recurring, due - 1);
    // A plan for the whole balance holds the rent of this time up to the agreement already.
    const since =
      plan.arrearsPence == null && bills.length === 0 && before < agreedOn
        ? (due - agreedOn) / (due - before)
        : 1;
    exact += usual * since * rentThen(due, charged, context);
    const pence = Math.floor(exact + 0.001) - billed;
    billed += pence;
    bills.push({ on, pence, missingFrom: plusWorkingDays(on, line.toleranceDays, bankHolidays) + 1 });
  }
  return bills;
}

/** What the rent was on that day as a part of today's: rents rise, and a plan may be older. */
function rentThen(day: number, charged: readonly ChargedDay[], context: LineContext): number {
  const usual = context.weeklyRentPence * periodWeeks[context.charging.rhythm];
  const newest = charged.findLast(
    ({ on, pence }) => on <= day && pence >= 0.7 * usual && pence <= 1.15 * usual,
  );
  return newest ? newest.pence / usual : 1;
}

/** A line's payment that comes so many days early still is that due day's. */
const earlyDays = 5;

/** Moves what a long-rhythm line paid early onto its due day, where its bill is. */
function countOnDueDay(money: Money[], { line }: LinePart, { bankHolidays, rules }: LineContext): void {
  if (line.rhythm !== 'monthly' && line.rhythm !== 'four_weekly') return;
  const recurring = { rhythm: line.rhythm, anchor: dayNumber(line.anchorOn) };
  money.forEach((one, i) => {
    if (one.method !== line.method || one.pence < line.amountPence * rules.calendar.arrivedShare) return;
    const due = dueAfter(recurring, one.on - 1);
    const on = toWorkingDay(due, shiftOf(line.method), bankHolidays);
    if (on > one.on && on - one.on <= earlyDays) money[i] = { ...one, on };
  });
}

/** The sum of a figure of each. */
export function sum<T>(all: readonly T[], of: (one: T) => number): number {
  let total = 0;
  for (const one of all) total += of(one);
  return total;
}
