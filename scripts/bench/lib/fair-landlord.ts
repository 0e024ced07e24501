// Landlords for the fairness bench, in memory: twelve patches of generated households with their year of ledger, on which
// a truth is planted. Two officers are better, one who has always held a patch and one who took over half a year ago; and
// some patches are only harder, in two ways: as the generator has it (more trouble, more old debt), and besides in a way
// that no stratum shows (the same cases pay less). The officers there are like everybody else. What is planted works on
// accounts that really owe a week's rent: a payment is followed by a second one, or does not come.
import { bankHolidays, dayNumber, dayText, monday } from '../../../db/demo/days.ts';
import type { Charge, Payment } from '../../../db/demo/behaviour.ts';
import { makeHousehold, type Household } from '../../../db/demo/household.ts';
import { Random } from '../../../db/demo/random.ts';
import { arrearsTarget, settle } from '../../../db/demo/settle.ts';
import { calendarState } from '../../../server/domain/money/calendar.ts';
import type { CaseWeek } from '../../../server/domain/statistics/expectation-strata.ts';
import { leastWeeksOwed } from '../../../server/domain/statistics/expectation-strata.ts';
import { learnCalendar } from '../../../server/domain/money/learn.ts';
import { rentWeeksOf } from '../../../server/domain/money/rent-weeks.ts';
import { defaultRules } from '../../../server/domain/rules.ts';

/** The first weeks teach the calendar and are not compared. */
const learning = 8;
export const compared = 52;
const weeks = learning + compared;
const today = monday(dayNumber('2026-11-16'));
const start = today - 7 * weeks;
/** The week, of those compared, in which some patches change hands. */
export const handOver = 26;

export type Planted = {
  what: 'better' | 'harder' | 'harder_unseen' | 'ordinary';
  /** Whether its officer took over in week `handOver`. */
  tookOver: boolean;
  difficulty: number;
  /** The payments of tenants in arrears, independent of the officer, and the effect of the patch's last officer on them. */
  patchPays: number;
  officerPays: number;
  /** The generator's own effect of its last officer: how quickly trouble ends. */
  effect: number;
};
export type FairLandlord = {
  patches: Planted[];
  /** Officer p + 1 holds patch p + 1 now; 101 + p held it before. */
  cases: CaseWeek[];
  /** Each patch's arrears at the end of each compared week, opening first: what the plain table goes by. */
  arrears: Float64Array[];
};
export type Planting = { better: number; unseen: number; effect: number; spread: number; homes: number };

const holidays = new Set<number>();
for (const year of [2024, 2025, 2026]) for (const { on } of bankHolidays(year)) holidays.add(on);
const holidayTexts = new Set([...holidays].map(dayText));

function plant(seed: number, { better, unseen, effect, spread }: Planting): Planted[] {
  const random = new Random(seed, 991);
  const kinds = ['better', 'better', 'harder', 'harder', 'harder_unseen', 'harder_unseen'] as const;
  return Array.from({ length: 12 }, (_, p) => {
    const what = kinds[p] ?? 'ordinary';
    const drawn = random.between(0.72, 1.32);
    const sticky = random.normal(1, spread);
    return {
      what,
      tookOver: p % 2 === 1,
      difficulty: what === 'better' ? 1 : what === 'ordinary' ? drawn : 1.32,
      patchPays: what === 'harder_unseen' ? 1 - unseen : what === 'ordinary' ? sticky : 1,
      officerPays: what === 'better' ? 1 + better : 1,
      effect: what === 'better' ? effect : 1,
    };
  });
}

export function fairLandlord(seed: number, planting: Planting): FairLandlord {
  const patches = plant(seed, planting);
  const mean = patches.reduce((sum, one) => sum + one.difficulty, 0) / patches.length;
  const cases: CaseWeek[] = [];
  const arrears: Float64Array[] = [];
  let number = 0;
  patches.forEach((patch, p) => {
    const since = start + 7 * (learning + handOver);
    const helpOn = (day: number) => (patch.tookOver && day < since ? 1 : patch.effect);
    const households: Household[] = [];
    for (let i = 0; i < planting.homes; i++) {
      number++;
      const bedrooms = 1 + (number % 4);
      const home = { propertyId: number, patchId: p + 1, bedrooms, startsOn: start - 3000, endsOn: null };
      const at = { start, today, difficulty: patch.difficulty, helpOn };
      households.push(makeHousehold(seed, number, home, at, true));
    }
    const rent = households.reduce((sum, one) => sum + one.weeklyRentPence * 52, 0);
    settle(households, (arrearsTarget * rent * patch.difficulty) / mean);
    const owed = new Float64Array(compared + 1);
    for (const one of households) live(seed, one, p, patch, cases, owed);
    arrears.push(owed);
  });
  return { patches, cases, arrears };
}

/** A household's year by weeks, with what is planted; its case-weeks and its arrears are added. */
function live(
  seed: number,
  home: Household,
  p: number,
  patch: Planted,
  cases: CaseWeek[],
  owed: Float64Array,
) {
  const payments = home.payments.toSorted((a, b) => a.valueOn - b.valueOn);
  const rent = home.weeklyRentPence;
  const paid: { on: number; pence: number; method: Payment['method'] }[] = [];
  let calendar: ReturnType<typeof learnCalendar> | null = null;
  let balance = home.opening.pence;
  let charge = 0;
  let payment = 0;
  let age = 0;
  const extra: Payment[] = [];
  const technicalOn = (day: number): number => {
    if (balance <= 0) return 0;
    calendar ??= learnCalendar(
      payments.map((one) => ({
        amountPence: one.pence,
        method: one.method,
        on: dayText(one.valueOn),
        postedAt: 0,
      })),
      dayText(today),
      holidayTexts,
    );
    if (calendar.length === 0) return 0;
    const recent = <T extends { on: number }>(all: T[]) =>
      all.filter(({ on }) => on > day - 120 && on <= day);
    const charges = recent(
      home.charges.slice(0, charge).map((one: Charge) => ({
        on: one.dueOn,
        pence: one.pence,
        inGrace: one.dueOn >= day - 6,
      })),
    );
    const ledger = { receipts: recent(paid), charges, firstChargeOn: charges[0]?.on ?? Infinity };
    const charging = { rhythm: 'weekly' as const, anchor: day - 6, weeks: rentWeeksOf(day - 6) };
    const lines = calendarState(calendar, {
      weeklyRentPence: rent,
      charging,
      ledger,
      today: day,
      rules: defaultRules,
      bankHolidays: holidays,
    });
    return Math.min(
      balance,
      lines.reduce((sum, line) => sum + line.excusedPence, 0),
    );
  };
  let technical = 0;
  for (let w = 0; w < weeks; w++) {
    const end = start + 7 * (w + 1);
    const real = balance - technical;
    const isCase = w >= learning && real >= leastWeeksOwed * rent;
    const week = w - learning;
    const pays = isCase ? patch.patchPays * (patch.tookOver && week < handOver ? 1 : patch.officerPays) : 1;
    const method = isCase ? mainMethod(paid, end - 7) : '';
    if (week === 0) owed[0]! += Math.max(0, balance);
    let charged = 0;
    while (charge < home.charges.length && home.charges[charge]!.dueOn < end)
      charged += home.charges[charge++]!.pence;
    balance += charged;
    const due: Payment[] = extra.splice(0);
    while (payment < payments.length && payments[payment]!.valueOn < end) due.push(payments[payment++]!);
    for (const [i, one] of due.entries()) {
      const luck = new Random(seed, 66, home.number, one.valueOn, i).next();
      if (one.pence > 0 && pays < 1 && luck < 1 - pays) continue;
      if (one.pence > 0 && pays > 1 && luck < pays - 1) extra.push({ ...one, valueOn: one.valueOn + 7 });
      balance -= one.pence;
      paid.push({ on: one.valueOn, pence: one.pence, method: one.method });
    }
    technical = w >= learning - 1 ? technicalOn(end - 1) : 0;
    if (week >= 0) owed[week + 1]! += Math.max(0, balance);
    if (isCase)
      cases.push({
        week,
        officer: patch.tookOver && week < handOver ? 101 + p : p + 1,
        patch: p + 1,
        account: home.number,
        weeklyRentPence: rent,
        realPence: real,
        broughtPence: real + charged - (balance - technical),
        method,
        ageWeeks: age,
        heldDays: 5,
      });
    age = real >= leastWeeksOwed * rent ? age + 1 : 0;
  }
}

/** How most of the last half year's money came. */
function mainMethod(paid: readonly { on: number; pence: number; method: string }[], before: number): string {
  const sums = new Map<string, number>();
  for (let i = paid.length - 1; i >= 0; i--) {
    const one = paid[i]!;
    if (one.on < before - 190) break;
    if (one.on >= before - 182) sums.set(one.method, (sums.get(one.method) ?? 0) + one.pence);
  }
  let method = 'none';
  let most = 0;
  for (const [name, pence] of sums) if (pence > most) [method, most] = [name, pence];
  return method;
}
