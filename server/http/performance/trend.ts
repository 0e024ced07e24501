// GET /api/performance/trend: is the team improving, week by week. An officer gets the team's and their own.
import { compressed } from '../compressed.ts';
import { headlineSentence } from '../../domain/statistics/headline.ts';
import { trend, trendQuery, type Trend } from '../../contract/performance/trend.ts';
import type { Scope } from '../../performance/weeks/bridge.ts';
import { createTrend } from '../../performance/trend/trend.ts';
import type { TrendName } from '../../performance/trend/definitions.ts';
import { routes, type Parts, type Routes } from '../parts.ts';
import { refuse } from '../problem.ts';
import { tableRoutes, type Table } from '../table.ts';
import { maySee, refuseColleague, scopeOf } from './scope.ts';

const path = '/api/performance/trend';

export function trendRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  app.use(path, compressed);
  const read = createTrend(parts);
  tableRoutes(
    app,
    {
      path,
      summary: 'Every weekly measure as an XmR chart, with what it says in words',
      query: trendQuery,
      schema: trend,
      responses: { 200: 'The charts', 403: 'Not for your role', 404: 'No such patch, officer or measure' },
    },
    async (actor, { of, measure }) => {
      const scope = scopeOf(of);
      if (!maySee(actor, scope)) refuseColleague();
      if (measure === 'against_expected') refuse(404, 'This measure is on the Officers page.');
      const name = await nameOf(parts, scope);
      if (name === undefined) refuse(404, 'No officer has this number.');
      const { asOf, frozenAt, ...rest } = await read(scope, measure as TrendName | undefined);
      return { asOf: asOf.toISOString(), frozenAt: frozenAt && frozenAt.toISOString(), whose: name, ...rest };
    },
    tableOf,
  );
  return app;
}

/** null for the landlord; undefined where there is none. */
async function nameOf({ sql }: Pick<Parts, 'sql'>, scope: Scope): Promise<string | null | undefined> {
  if (scope.of === 'landlord') return null;
  const [row] = await sql<{ name: string }[]>`
    select name from ${sql(scope.of === 'patch' ? 'patch' : 'staff')} where id = ${scope.id}`;
  return row?.name;
}

/** The measures of which the parts are pence: in a file they are pounds. */
const ofMoney: readonly string[] = ['movement', 'collection_rate', 'arrears_percent', 'arrears_net_percent'];

/** A row for each measure and week, oldest first, in the measure's own unit; money in pounds. */
function tableOf({ headline, asOf, measures, annotations }: Trend): Table {
  const units = { percent: '%', pence_per_100_pounds: '£ for each £100', count: '', ratio: '' };
  const round = (value: number | null) => value && Math.round(value * 1000) / 1000;
  return {
    name: measures.length === 1 ? `trend-${measures[0]!.name.replaceAll('_', '-')}` : 'trend',
    title: 'Is the team improving?',
    asOf,
    columns: [
      { key: 'title', title: 'Measure', kind: 'text' },
      { key: 'on', title: 'From', kind: 'day' },
      { key: 'weeks', title: 'Weeks', kind: 'count' },
      { key: 'value', title: 'Figure', kind: 'count' },
      { key: 'unit', title: 'Unit', kind: 'text' },
      { key: 'part', title: 'Made of', kind: 'count' },
      { key: 'whole', title: 'Out of', kind: 'count' },
      { key: 'mean', title: 'Average', kind: 'count' },
      { key: 'lower', title: 'Lower limit', kind: 'count' },
      { key: 'upper', title: 'Upper limit', kind: 'count' },
      { key: 'signals', title: 'Signals', kind: 'text' },
      { key: 'happened', title: 'What happened', kind: 'text' },
    ],
    rows: measures.flatMap(({ name, title, unit, chart, made }) => {
      const figure = (value: number | null) =>
        round(value && (unit === 'pence_per_100_pounds' ? value / 100 : value));
      const sum = (value: number | null) => value && (ofMoney.includes(name) ? value / 100 : value);
      return chart.marks.map(({ on, value, stretch, signals }, i) => {
        const { mean, lower, upper } = chart.stretches[stretch]!;
        return {
          title,
          on,
          weeks: chart.weeks ?? 1,
          value: figure(value),
          unit: units[unit],
          part: sum(made[i]!.part),
          whole: sum(made[i]!.whole),
          mean: figure(mean),
          lower: figure(lower),
          upper: figure(upper),
          signals: signals.map((signal) => signal.replaceAll('_', ' ')).join('; '),
          happened: annotations
            .filter(
              ({ onDay }) =>
                onDay >= on && Date.parse(onDay) < Date.parse(on) + 7 * (chart.weeks ?? 1) * 86_400_000,
            )
            .map(({ words }) => words)
            .join('; '),
        };
      });
    }),
    notes: [
      ...(headline ? [headlineSentence(headline)] : []),
      ...measures.map(
        ({ title, definition, sources }) => `${title}: ${definition} From ${sources.join(', ')}.`,
      ),
    ],
  };
}
