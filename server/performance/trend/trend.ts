// Is the team improving? Every weekly measure over the frozen weeks as an XmR chart with a sentence. Counts are cached for a
// minute, or until another week is frozen; annotations, re-bases and targets are cheap, and are read each time.
import type { TrendMeasure } from '../../contract/performance/trend.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import { headlineOf, type Headline } from '../../domain/statistics/headline.ts';
import {
  assuranceOf,
  averageWords,
  improvingSentence,
  measureSentence,
  sayMeasure,
  standingOf,
} from '../../domain/statistics/improving.ts';
import { longRunOf } from '../../domain/statistics/long-run.ts';
import { measureOf, type Measure } from '../../domain/statistics/measures.ts';
import { xmr, type XmrPoint } from '../../domain/statistics/xmr.ts';
import type { Scope } from '../weeks/bridge.ts';
import {
  readAnnotations,
  readRebases,
  readTargets,
  targetOn,
  type Annotation,
} from '../settings/chart-settings.ts';
import { readCounts, type Counts, type WeekFigure } from './counts.ts';
import { definitions, type TrendName } from './definitions.ts';
import { periodsOf } from './periods.ts';
import { AnswerCache } from '../answer-cache.ts';

const keptMs = 60_000;
const keptAtMost = 100;

type Trend = {
  asOf: Date;
  frozenAt: Date | null;
  from: Day | null;
  to: Day | null;
  weeks: number;
  rebuiltWeeks: number;
  headline: Headline | null;
  sentence: string;
  measures: TrendMeasure[];
  annotations: Annotation[];
};

type Weeks = {
  from: Day | null;
  to: Day | null;
  weeks: number;
  rebuilt: number;
  at: Date | null;
  zone: string;
};
export type ReadTrend = (scope: Scope, measure?: TrendName) => Promise<Trend>;

/**
 * The trend of a scope: all measures, or one. The counts are cached; targets, annotations and re-bases are read each
 * time.
 */
export function createTrend({ sql, clock }: { sql: Sql; clock: () => number }): ReadTrend {
  const kept = new AnswerCache<Counts>({ keptMs, most: keptAtMost, clock });

  function counts(
    scope: Scope,
    { from, to, zone }: Weeks,
    only: TrendName | undefined,
  ): { at: number; answer: Promise<Counts> } {
    const key = `${scope.of} ${scope.of === 'landlord' ? '' : scope.id} ${from} ${to} ${only ?? ''}`;
    return kept.get(key, () =>
      from === null || to === null
        ? Promise.resolve(new Map())
        : readCounts(sql, { scope, from, to, zone }, only),
    );
  }

  return async (scope, measure) => {
    const weeks = await readWeeks(sql);
    const { at, answer: counting } = counts(scope, weeks, measure);
    const staffId = scope.of === 'officer' ? scope.id : null;
    const wanted = definitions.filter(({ name }) => measure === undefined || name === measure);
    const [counted, annotations, targets, rebases] = await Promise.all([
      counting,
      weeks.from === null ? [] : readAnnotations(sql, weeks.from, weeks.to!),
      readTargets(sql),
      // A patch has no re-bases of its own: the team's are used.
      Promise.all(wanted.map(({ name }) => readRebases(sql, { staffId, measure: name }))),
    ]);
    const measures = wanted.map((definition, i): TrendMeasure => {
      const { name } = definition;
      const { title, unit, better } = measureOf(name);
      const weekly = counted.get(name) ?? [];
      const made = periodsOf(weekly, definition.weeks ?? 1);
      const own = targets.filter((one) => one.measure === name);
      const restarts = rebases[i]!.map(({ fromOn, reason }) => ({ from: fromOn, reason }));
      const chart = xmr(pointsOf(made, unit), restarts, definition.weeks);
      // Figures from before a restart are of another kind.
      const since = chart.stretches.at(-1)?.from ?? '';
      const longRun = longRunOf(pointsOf(periodsOf(weekly, 1), unit).filter(({ on }) => on >= since));
      const target = weeks.to === null ? null : (targetOn(own, name, weeks.to)?.value ?? null);
      const reading = { chart, better, longRun, carriesOver: definition.carriesOver };
      return {
        ...definition,
        title,
        unit,
        better,
        standing: standingOf(reading),
        longRun,
        assurance: definition.carriesOver ? null : assuranceOf(chart, better, target),
        sentence: measureSentence({
          ...reading,
          target,
          say: (value) => sayMeasure(unit, value),
          ...(unit === 'count' && { sayMean: (value: number) => `${sayMeasure(unit, value)} a week` }),
        }),
        chart,
        made,
        targets: own.map(({ fromOn, value }) => ({ fromOn, value })),
      };
    });
    const arrears = measures.find(({ name }) => name === 'arrears_percent');
    return {
      asOf: new Date(at),
      frozenAt: weeks.at,
      from: weeks.from,
      to: weeks.to,
      weeks: weeks.weeks,
      rebuiltWeeks: weeks.rebuilt,
      headline: arrears
        ? headlineOf(
            arrears.made,
            weeks.to === null ? null : (targetOn(targets, arrears.name, weeks.to)?.value ?? null),
            arrears.longRun ?? null,
          )
        : null,
      sentence: improvingSentence(
        leadOf(measures),
        measures.filter(({ name, carriesOver }) => name !== 'movement' && !carriesOver),
        // The arrears are the headline's.
        measures
          .filter(({ name, carriesOver }) => carriesOver && name !== 'arrears_percent')
          .map((one) => ({ ...one, changed: measureOf(one.name).changed })),
      ),
      measures,
      annotations: [...annotations],
    };
  };
}

function leadOf(measures: readonly TrendMeasure[]) {
  const lead = measures.find(({ name }) => name === 'movement');
  return (
    lead && {
      ...lead,
      title: 'The weekly change in arrears',
      average: averageWords(lead.chart),
    }
  );
}

function pointsOf(made: readonly WeekFigure[], unit: Measure['unit']): XmrPoint[] {
  return made.map(({ on, part, whole }) => ({ on, value: valueOf(part, whole, unit) }));
}

function valueOf(part: number, whole: number | null, unit: Measure['unit']): number {
  if (whole === null) return part;
  // 1 part in 100 is 1 %, and so is £1.00, 100 pence, for each £100.
  return (part / whole) * (unit === 'pence_per_100_pounds' ? 10_000 : 100);
}

async function readWeeks(sql: Sql): Promise<Weeks> {
  const [weeks] = await sql<Weeks[]>`
    select min(week_on) as from, max(week_on) as to, count(*)::int as weeks, (count(*) filter (where rebuilt))::int as rebuilt,
      max(frozen_at) as at, (select time_zone from landlord) as zone
    from week_freeze`;
  return weeks!;
}
