// GET /api/performance/practice: what officers do, with the team's spread. An officer gets their own figures and the
// spread; a request for a colleague's is refused.
import { practice, practiceQuery, type Practice } from '../../contract/performance/practice.ts';
import { createPractice, practiceOf } from '../../performance/practice/practice.ts';
import { routes, type Parts, type Routes } from '../parts.ts';
import { refuse } from '../problem.ts';
import { tableRoutes, type Table } from '../table.ts';
import { officerShown } from './scope.ts';

export function practiceRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  const read = createPractice(parts);
  tableRoutes(
    app,
    {
      path: '/api/performance/practice',
      summary: 'What each officer does, and the team’s range',
      query: practiceQuery,
      schema: practice,
      responses: { 200: 'The figures', 403: 'Not for your role', 404: 'Some of these weeks are not closed' },
    },
    async (actor, { officer, ...span }) => {
      const shown = officerShown(actor, officer);
      const all =
        (await read(span)) ??
        refuse(
          404,
          'Some of these weeks are not closed yet. Choose whole rent weeks that have ended, 60 at most.',
        );
      const { asOf, frozenAt, ...rest } = shown === null ? all : practiceOf(all, shown);
      return { asOf: asOf.toISOString(), frozenAt: frozenAt && frozenAt.toISOString(), ...rest };
    },
    tableOf,
  );
  return app;
}

/** A row for each person and figure, in the figure's own unit. */
function tableOf({ asOf, from, to, measures, officers }: Practice): Table {
  const units = { share: '%', days: 'days', rate: 'for each 100 cases in 13 weeks', pence: '£ a week' };
  const number = (value: number | null | undefined, unit: keyof typeof units) =>
    value == null ? null : Math.round(value * (unit === 'share' ? 10_000 : unit === 'pence' ? 1 : 100)) / 100;
  return {
    name: 'practice',
    title: 'What each officer does, and the team’s range',
    asOf,
    columns: [
      { key: 'name', title: 'Officer', kind: 'text' },
      { key: 'title', title: 'What', kind: 'text' },
      { key: 'unit', title: 'Unit', kind: 'text' },
      { key: 'value', title: 'Theirs', kind: 'count' },
      { key: 'n', title: 'Made from', kind: 'count' },
      { key: 'of', title: 'Of', kind: 'text' },
      { key: 'low', title: 'A quarter of the team is below', kind: 'count' },
      { key: 'middle', title: 'Half', kind: 'count' },
      { key: 'high', title: 'Three quarters', kind: 'count' },
    ],
    rows: officers.flatMap(({ name, figures }) =>
      measures.map(({ title, unit, of, spread }, i) => ({
        name,
        title,
        unit: units[unit],
        value: number(figures[i]?.value, unit),
        n: figures[i]?.n ?? 0,
        of,
        low: number(spread?.low, unit),
        middle: number(spread?.middle, unit),
        high: number(spread?.high, unit),
      })),
    ),
    notes: [
      `Rent weeks that began from ${from ?? '–'} to ${to ?? '–'}. Officers are in order of name.`,
      'Empty cell: not enough data. These are observations, not causes.',
    ],
  };
}
