// Observed against expected, for each officer: what their cases brought against what the same mix brings in others' hands
// (expectation-strata.ts), with its standard error. "My patch is different" is answered, not argued with: where others
// held the patch before or after them, the patch's own level under those others is part of what is expected; where nobody
// else ever did, a hard patch and a weak officer cannot be distinguished, and the error is as wide as patches differ. How
// much patches differ, and how much one patch drifts from quarter to quarter, is estimated from these weeks.
import {
  broughtWeeks,
  expectations,
  workingDays,
  type CaseWeek,
  type Expected,
} from './expectation-strata.ts';

/** One week of one officer against what others would have collected. Pence. */
export type WeekCompared = {
  week: number;
  /** What the cases brought, in pence, uncounted. */
  broughtPence: number;
  /** The same as counted: see `weight` of expectation-strata.ts, and the most that one case may count for. */
  observedPence: number;
  expectedPence: number;
  errorPence: number;
  caseDays: number;
  cases: number;
};
/** One officer over the window against what others would have collected. Pence. */
export type OfficerCompared = {
  officer: number;
  /** Those of the window in which they held any case, oldest first. */
  weeks: WeekCompared[];
  broughtPence: number;
  observedPence: number;
  /** With the level of their patches under others. */
  expectedPence: number;
  /** All that is not theirs: chance, the level of their patches, and its drift. */
  errorPence: number;
  /** The part of it that chance alone would be. */
  chancePence: number;
  caseDays: number;
  /** How much of their expectation rests on patches that others have held in these weeks too, 0 to 1. */
  known: number;
};
type Spread = {
  /** Standard deviation of patches' levels, within strata; and of one patch's level from time to time. 0.05 is 5 %. */
  patches: number;
  drift: number;
};
export type Compared = { officers: OfficerCompared[]; spread: Spread };

/** The smallest assumed spread: a few patches cannot show that all are alike. */
const leastSpread = 0.02;
const leastDrift = 0.015;
/** Fewer others have no middle that means anything. */
const fewestOthers = 4;

/**
 * `from`: the first week of the window that is compared; the weeks before it show the level of patches. `expected`: what the
 * cases were expected to bring, for several windows of the same cases.
 */
export function compareOfficers(
  cases: readonly CaseWeek[],
  from: number,
  expected = expectations(cases),
): Compared {
  const cells = cellsOf(cases, from, expected);
  const spread = spreadOf(cells);
  const officers = [...new Set([...cells.values()].filter((one) => one.inWindow).map((one) => one.officer))];
  return { spread, officers: officers.map((officer) => compareOne(officer, cells, spread)) };
}

/** An officer's time with a patch, in the window or outside of it. */
type Cell = {
  officer: number;
  patch: number;
  inWindow: boolean;
  observed: number;
  expected: number;
  /** The variance of the sum, clustered by account: the weeks of one household are not independent. */
  variance: number;
  weeks: Map<number, WeekCompared>;
};

function cellsOf(cases: readonly CaseWeek[], from: number, expected: Expected): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  const residuals = new Map<Cell, Map<number, number>>();
  for (const one of cases) {
    if (one.heldDays <= 0) continue;
    const inWindow = one.week >= from;
    const key = `${one.officer}/${one.patch}/${inWindow}`;
    let cell = cells.get(key);
    if (!cell) {
      const { officer, patch } = one;
      cell = { officer, patch, inWindow, observed: 0, expected: 0, variance: 0, weeks: new Map() };
      cells.set(key, cell);
      residuals.set(cell, new Map());
    }
    const counted = (one.weeklyRentPence * expected.weight(one) * one.heldDays) / workingDays;
    const brought = broughtWeeks(one) * counted;
    const usual = expected.of(one) * counted;
    cell.observed += brought;
    cell.expected += usual;
    const own = residuals.get(cell)!;
    own.set(one.account, (own.get(one.account) ?? 0) + brought - usual);
    let week = cell.weeks.get(one.week);
    if (!week) {
      week = {
        week: one.week,
        broughtPence: 0,
        observedPence: 0,
        expectedPence: 0,
        errorPence: 0,
        caseDays: 0,
        cases: 0,
      };
      cell.weeks.set(one.week, week);
    }
    week.broughtPence += one.broughtPence;
    week.observedPence += brought;
    week.expectedPence += usual;
    // Squared until it is whole.
    week.errorPence += (brought - usual) ** 2;
    week.caseDays += one.heldDays;
    week.cases++;
  }
  for (const [cell, own] of residuals) for (const residual of own.values()) cell.variance += residual ** 2;
  const usual = usualOf([...cells.values()]);
  for (const cell of cells.values()) {
    const level = usual(cell.officer);
    cell.expected *= level;
    for (const week of cell.weeks.values()) week.expectedPence *= level;
  }
  return cells;
}

/** What is usual is what the officer in the middle brings, of all but the one compared: a star does not make the others bad. */
function usualOf(cells: readonly Cell[]): (officer: number) => number {
  const ratios = [...Map.groupBy(cells, (cell) => cell.officer)]
    .map(([officer, own]) => ({ officer, ...together(own, () => '')[0]! }))
    .filter(isInformative)
    .map((one) => ({ officer: one.officer, ratio: ratioOf(one), weight: one.expected }))
    .sort((a, b) => a.ratio - b.ratio);
  return (officer) => {
    const others = ratios.filter((one) => one.officer !== officer);
    if (others.length < fewestOthers) return 1;
    const half = others.reduce((sum, one) => sum + one.weight, 0) / 2;
    let below = 0;
    return others.find((one) => (below += one.weight) >= half)!.ratio;
  };
}

/** Cells of little are left out: their own error would be all that they say. */
const isInformative = (cell: Pick<Cell, 'variance' | 'expected'>) =>
  cell.expected > 0 && Math.sqrt(cell.variance) < 0.25 * cell.expected;
const ratioOf = (cell: Pick<Cell, 'observed' | 'expected'>) => cell.observed / cell.expected;
const chanceOf = (cell: Pick<Cell, 'variance' | 'expected'>) => cell.variance / cell.expected ** 2;

function spreadOf(cells: Map<string, Cell>): Spread {
  const all = [...cells.values()].filter(isInformative);
  const patches = together(all, (cell) => `${cell.patch}`);
  const halves = [...Map.groupBy(all, (cell) => `${cell.officer}/${cell.patch}`).values()]
    .filter((pair) => pair.length === 2)
    .map(([a, b]) => ({
      off: ratioOf(a!) - ratioOf(b!),
      variance: chanceOf(a!) + chanceOf(b!),
    }));
  const drift = Math.sqrt(beyondChance(halves) / 2);
  const level = beyondChance(patches.map((one) => ({ off: ratioOf(one) - 1, variance: chanceOf(one) })));
  return { patches: Math.max(leastSpread, Math.sqrt(level)), drift: Math.max(leastDrift, drift) };
}

/** Mean square beyond what chance explains; the one or two at each end are drawn in, so that they do not hide themselves. */
function beyondChance(all: readonly { off: number; variance: number }[]): number {
  if (all.length < 4) return 0;
  const scores = all.map((one) => Math.abs(one.off)).sort((a, b) => a - b);
  const most = scores[scores.length - 1 - Math.floor(scores.length * 0.1)]!;
  const sum = all.reduce((total, one) => total + Math.min(most, Math.abs(one.off)) ** 2 - one.variance, 0);
  return Math.max(0, sum / all.length);
}

function together(cells: readonly Cell[], by: (cell: Cell) => string) {
  return [...Map.groupBy(cells, by).values()].map((group) => ({
    observed: group.reduce((sum, one) => sum + one.observed, 0),
    expected: group.reduce((sum, one) => sum + one.expected, 0),
    variance: group.reduce((sum, one) => sum + one.variance, 0),
  }));
}

function compareOne(officer: number, cells: Map<string, Cell>, spread: Spread): OfficerCompared {
  const [patches, drift] = [spread.patches ** 2, spread.drift ** 2];
  const weeks = new Map<number, WeekCompared>();
  const sum = { brought: 0, observed: 0, expected: 0, chance: 0, error: 0, known: 0, caseDays: 0 };
  for (const cell of cells.values()) {
    if (cell.officer !== officer || !cell.inWindow) continue;
    // The patch in others' hands, at any time; leaning towards 1 where that was short.
    const others = together(
      [...cells.values()].filter(
        (one) => one.patch === cell.patch && one.officer !== officer && one.expected > 0,
      ),
      () => '',
    )[0];
    const sure = others ? patches / (patches + chanceOf(others) + drift) : 0;
    const level = others ? 1 + sure * (ratioOf(others) - 1) : 1;
    const expected = cell.expected * level;
    sum.observed += cell.observed;
    sum.expected += expected;
    sum.chance += cell.variance;
    sum.error += cell.variance + expected ** 2 * (patches * (1 - sure) + drift);
    sum.known += cell.expected * sure;
    for (const week of cell.weeks.values()) {
      const at = weeks.get(week.week);
      sum.caseDays += week.caseDays;
      sum.brought += week.broughtPence;
      const adjusted = { ...week, expectedPence: week.expectedPence * level };
      if (!at) weeks.set(week.week, adjusted);
      else {
        at.broughtPence += adjusted.broughtPence;
        at.observedPence += adjusted.observedPence;
        at.expectedPence += adjusted.expectedPence;
        at.errorPence += adjusted.errorPence;
        at.caseDays += adjusted.caseDays;
        at.cases += adjusted.cases;
      }
    }
  }
  return {
    officer,
    weeks: [...weeks.values()]
      .sort((a, b) => a.week - b.week)
      .map((week) => ({ ...week, errorPence: Math.sqrt(week.errorPence) })),
    broughtPence: sum.brought,
    observedPence: sum.observed,
    expectedPence: sum.expected,
    errorPence: Math.sqrt(sum.error),
    chancePence: Math.sqrt(sum.chance),
    caseDays: sum.caseDays,
    known: sum.expected > 0 ? sum.known / sum.expected : 0,
  };
}
