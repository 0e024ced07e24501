// What the same case brings elsewhere: the mean of its stratum (how rent is paid, how many weeks are owed, how old the
// debt is) across the landlord in the same weeks, without the officer who is compared. The mean of a small stratum is
// shrunk towards its parents: the same without the age, then the weeks owed alone, then everybody. The result is multiplied
// by the level of that week for that way of paying, so that a bank holiday, a benefit run or the first of the month is
// neither credited to nor blamed on an officer.

/** One case in one rent week: a current tenant's account that really owed a week's rent or more when the week began. */
export type CaseWeek = {
  /** The week's place among those compared, from 0. */
  week: number;
  officer: number;
  patch: number;
  account: number;
  weeklyRentPence: number;
  /** Owed when the week began less what the payment calendar excused. */
  realPence: number;
  /** What the week brought: real arrears at its start and the rent charged in it, less real arrears at its end. */
  broughtPence: number;
  method: string;
  /** Weeks in a row for which it had been a case. */
  ageWeeks: number;
  /** Working days on which its officer was there, 0 to 5. */
  heldDays: number;
};

/** Working days of a week, by which an officer's absence is counted. */
export const workingDays = 5;
/** An account that really owes less than this many weeks of rent is nobody's case yet. */
export const leastWeeksOwed = 1;
/** Upper ends of the bands, in weeks of rent owed and in weeks of being a case. */
const stages = [1.5, 2.5, 4, 6, 9, 13];
const ages = [2, 5, 9, 14, 26];
/** One case counts for at most this many weeks of rent in a week, either way: a lump sum is luck, not work. */
const most = 5;
const least = -1;
/** Case-weeks of its parent that a stratum leans on; and of the whole, for a week's level. */
const lean = 30;
const weekLean = 15;

const bandOf = (value: number, ends: readonly number[]): number => {
  let band = 0;
  while (band < ends.length && value >= ends[band]!) band++;
  return band;
};
/** The band of a debt in weeks of rent owed, from 0. */
export const stageOf = (weeksOwed: number): number => bandOf(weeksOwed, stages);
const ageBandOf = (weeks: number): number => bandOf(weeks, ages);

/** What a case-week brought, in weeks of rent, within what one case may count for. */
export function broughtWeeks(one: Pick<CaseWeek, 'broughtPence' | 'weeklyRentPence'>): number {
  if (!(one.weeklyRentPence > 0)) return 0;
  return Math.min(most, Math.max(least, one.broughtPence / one.weeklyRentPence));
}

/** A case may count for this many times the usual, or this part of it. */
const mostWeight = 3;

/** Sums of case-weeks, weighted by the part of the week that they were held; and each officer's own, to be left out. */
class Sums {
  brought = 0;
  held = 0;
  readonly of = new Map<number, { brought: number; held: number }>();
  add(officer: number, brought: number, held: number): void {
    this.brought += brought;
    this.held += held;
    const own = this.of.get(officer);
    if (own) {
      own.brought += brought;
      own.held += held;
    } else this.of.set(officer, { brought, held });
  }
  /** Everybody else's mean, leaning on `parent` with `weight` case-weeks. */
  without(officer: number, parent: number, weight: number): number {
    const own = this.of.get(officer);
    const brought = this.brought - (own?.brought ?? 0);
    const held = Math.max(0, this.held - (own?.held ?? 0));
    return (brought + weight * parent) / (held + weight);
  }
}

export type Expected = {
  /** The expected payment of this case-week with other officers, in weeks of rent. */
  of: (one: CaseWeek) => number;
  /**
   * Its weight: a week of a case with irregular payments says little, one with steady payments much. It is the stratum's mean
   * over its spread, which is optimal if a better officer collects a percentage more from every case.
   */
  weight: (one: CaseWeek) => number;
};

/** The weeks of `cases` are compared with each other; their order makes no difference. */
export function expectations(cases: readonly CaseWeek[]): Expected {
  const sums = new Map<string, Sums>();
  const add = (key: string, one: CaseWeek, brought: number, held: number) => {
    let at = sums.get(key);
    if (!at) sums.set(key, (at = new Sums()));
    at.add(one.officer, brought, held);
  };
  for (const one of cases) {
    const held = one.heldDays / workingDays;
    if (held <= 0) continue;
    const brought = broughtWeeks(one) * held;
    for (const key of keysOf(one)) add(key, one, brought, held);
  }
  const means = new Map<string, number>();
  const meanOf = (one: CaseWeek): number => {
    const [all, stage, method, cell] = keysOf(one) as [string, string, string, string];
    const name = `${cell}/${one.officer}`;
    const known = means.get(name);
    if (known !== undefined) return known;
    let mean = sums.get(all)?.without(one.officer, 0, 1e-9) ?? 0;
    for (const key of [stage, method, cell]) mean = sums.get(key)?.without(one.officer, mean, lean) ?? mean;
    means.set(name, mean);
    return mean;
  };
  const weights = weightsOf(cases, meanOf);
  const weightOf = (one: CaseWeek) => weights.get(keysOf(one)[3]!) ?? 1;
  const factorOf = weekLevels(cases, meanOf, weightOf);
  return { of: (one) => meanOf(one) * factorOf(one), weight: weightOf };
}

/**
 * A week's own level, as others' cases have it: what those of that way of paying brought, over what their strata bring
 * without the officer who is compared. Leans on the level of the whole week.
 */
function weekLevels(
  cases: readonly CaseWeek[],
  meanOf: (one: CaseWeek) => number,
  weightOf: (one: CaseWeek) => number,
): (one: CaseWeek) => number {
  // One case stands for all of its week and stratum: who is compared changes what they are expected to bring.
  const groups = new Map<string, { like: CaseWeek; sums: Sums }>();
  for (const one of cases) {
    if (one.heldDays <= 0) continue;
    const counted = (one.heldDays / workingDays) * weightOf(one);
    const key = `${one.week}|${keysOf(one)[3]}`;
    let at = groups.get(key);
    if (!at) groups.set(key, (at = { like: one, sums: new Sums() }));
    at.sums.add(one.officer, broughtWeeks(one) * counted, counted);
  }
  const levels = new Map<number, Map<string, number>>();
  const levelsFor = (officer: number): Map<string, number> => {
    const weeks = new Map<string, { brought: number; expected: number }>();
    for (const { like, sums } of groups.values()) {
      const own = sums.of.get(officer);
      const mean = meanOf({ ...like, officer });
      for (const key of [`${like.week}`, `${like.week}|${like.method}`]) {
        const at = weeks.get(key) ?? { brought: 0, expected: 0 };
        at.brought += sums.brought - (own?.brought ?? 0);
        at.expected += mean * Math.max(0, sums.held - (own?.held ?? 0));
        weeks.set(key, at);
      }
    }
    const made = new Map<string, number>();
    for (const [key, at] of weeks) {
      const week = key.indexOf('|') < 0 ? null : weeks.get(key.slice(0, key.indexOf('|')))!;
      const parent = week ? (week.brought + weekLean) / (week.expected + weekLean) : 1;
      made.set(key, Math.max(0, (at.brought + weekLean * parent) / (at.expected + weekLean)));
    }
    return made;
  };
  return (one) => {
    let made = levels.get(one.officer);
    if (!made) levels.set(one.officer, (made = levelsFor(one.officer)));
    return made.get(`${one.week}|${one.method}`) ?? 1;
  };
}

/** By stratum; a thin one leans on its stage. On average 1. */
function weightsOf(cases: readonly CaseWeek[], meanOf: (one: CaseWeek) => number): Map<string, number> {
  type Spread = { stage: string; cases: number; mean: number; square: number };
  const spreads = new Map<string, Spread>();
  for (const one of cases) {
    if (one.heldDays <= 0) continue;
    const [, stage, , cell] = keysOf(one) as [string, string, string, string];
    const mean = meanOf(one);
    const square = (broughtWeeks(one) - mean) ** 2;
    for (const key of [stage, cell]) {
      const at = spreads.get(key);
      if (!at) spreads.set(key, { stage, cases: 1, mean, square });
      else {
        at.cases++;
        at.mean += mean;
        at.square += square;
      }
    }
  }
  const raw = new Map<string, number>();
  for (const [key, own] of spreads) {
    const parent = spreads.get(own.stage)!;
    const part = (lean * 4) / parent.cases;
    const square = own.square + part * parent.square;
    raw.set(key, square > 0 ? Math.max(0, own.mean + part * parent.mean) / square : 1);
  }
  const cells = [...spreads].filter(([key, { stage }]) => key !== stage);
  const all = cells.reduce((sum, [, { cases: some }]) => sum + some, 0);
  const usual = cells.reduce((sum, [key, { cases: some }]) => sum + some * raw.get(key)!, 0) / (all || 1);
  const weights = new Map<string, number>();
  for (const [key] of cells)
    weights.set(key, usual > 0 ? Math.min(mostWeight, Math.max(1 / mostWeight, raw.get(key)! / usual)) : 1);
  return weights;
}

const strata = new Map<string, string[][]>();
/** Everybody, the stage, with the way of paying, with the age. Made once each: a year of cases asks millions of times. */
function keysOf(one: CaseWeek): string[] {
  const stage = stageOf(one.weeklyRentPence > 0 ? one.realPence / one.weeklyRentPence : 0);
  const age = ageBandOf(one.ageWeeks);
  let ofMethod = strata.get(one.method);
  if (!ofMethod) strata.set(one.method, (ofMethod = []));
  const at = stage * (ages.length + 1) + age;
  return (ofMethod[at] ??= ['', `s${stage}`, `s${stage}|${one.method}`, `s${stage}|${one.method}|${age}`]);
}
