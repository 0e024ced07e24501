// The weekly figures that an office wall compares the day's with. Pure.
import type { WallboardGoal } from '../../contract/wallboard.ts';
import { addDays } from '../../domain/days.ts';
import { changesOf, changesSentence, type PercentAt } from '../../domain/statistics/changes.ts';
import type { Xmr } from '../../domain/statistics/xmr.ts';
import type { MeasureName } from '../../domain/statistics/measures.ts';

/** made: what each week's figure is made of; of a share of rent the part is pence. */
type Measured = {
  name: MeasureName;
  chart: Xmr;
  made: readonly { on: string; part: number }[];
  targets: { fromOn: string; value: number }[];
};

const shown: readonly MeasureName[] = ['arrears_percent', 'plans_made'];
const weeksBefore = 4;

/** Of each measure on the wall, its last closed week; a measure without a figure is left out. */
export function wallGoals(measures: readonly Measured[]): WallboardGoal[] {
  return measures.flatMap(({ name, chart, made, targets }) => {
    const last = chart.marks.at(-1);
    if (!last || !shown.includes(name)) return [];
    const before = chart.marks.find(({ on }) => on === addDays(last.on, -7 * weeksBefore));
    const target = targets.filter(({ fromOn }) => fromOn <= last.on).at(-1);
    return {
      measure: name,
      value: last.value,
      before: before?.value ?? null,
      usual: chart.stretches.at(-1)?.mean ?? null,
      target: target?.value ?? null,
      ...(name === 'arrears_percent' && { changes: changesSentence(changesOf(shares(chart, made))) }),
    };
  });
}

function shares(chart: Xmr, made: Measured['made']): PercentAt[] {
  const pence = new Map(made.map(({ on, part }) => [on, part]));
  return chart.marks.map(({ on, value }) => ({ on, percent: value, pence: pence.get(on) ?? null }));
}
