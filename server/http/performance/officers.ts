// GET /api/performance/officers: how each officer compares, for managers all of them in the order of their names, for an
// officer themselves and the team; and /officers/{id}, one of them with every week. There is no ranking, and an officer
// never gets a colleague's figures.
import type { Actor } from '../../access/rights.ts';
import { compressed } from '../compressed.ts';
import {
  officerDetail,
  officers,
  officersQuery,
  type OfficerDetail,
  type Officers,
  type OfficerSummary,
} from '../../contract/performance/officers.ts';
import { addLines } from '../../domain/statistics/attribution.ts';
import type { Compared, Officer } from '../../performance/officers/officers.ts';
import { createOfficers } from '../../performance/officers/officers.ts';
import { chartOf } from '../../performance/officers/chart.ts';
import { idParams, jsonRoute, rowId } from '../json-route.ts';
import { routes, type Parts, type Routes } from '../parts.ts';
import { refuse } from '../problem.ts';
import { tableFiles, tableRoutes } from '../table.ts';
import { officersTable, weeksTable } from './officers-tables.ts';
import { officerShown } from './scope.ts';

const path = '/api/performance/officers';

export function officerRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  app.use(path, compressed);
  app.use(`${path}/*`, compressed);
  const read = createOfficers(parts);
  const asOf = () => new Date(parts.clock()).toISOString();

  tableRoutes(
    app,
    {
      path,
      summary: 'How each officer compares with what other officers receive on similar cases',
      query: officersQuery,
      schema: officers,
      responses: { 200: 'The officers', 403: 'Not for your team' },
    },
    async (actor, { weeks }) => {
      const only = officerShown(actor);
      const all = await read(Number(weeks));
      const shown = all.officers.filter(({ id }) => only === null || id === only);
      return {
        asOf: asOf(),
        ...spanOf(all),
        officers: await Promise.all(
          shown.map(async (one) => ({ ...summaryOf(one), chart: (await chartOf(parts.sql, one)).chart })),
        ),
        team: teamOf(all),
        funnel: funnelFor(all, shown),
      };
    },
    officersTable,
  );

  jsonRoute(
    app,
    {
      path: `${path}/{id}`,
      summary: 'One officer, week by week: lines, exposure, observed against expected, chart and sentence',
      params: idParams,
      query: officersQuery,
      schema: officerDetail,
      responses: {
        200: 'The officer',
        403: 'Not for your role',
        404: 'No officer with this number held an account in the last 52 weeks',
      },
    },
    ({ actor, params, query }) => detail(actor, params.id, query.weeks),
  );
  tableFiles(
    app,
    {
      path: '/api/performance/officer-weeks',
      summary: 'One officer, week by week',
      query: officersQuery.extend({ officer: rowId }),
    },
    async (actor, { officer, weeks }) => weeksTable(await detail(actor, officer, weeks)),
  );

  async function detail(actor: Actor, id: number, weeks: string): Promise<OfficerDetail> {
    officerShown(actor, id);
    const all = await read(Number(weeks));
    const one =
      all.officers.find((officer) => officer.id === id) ??
      refuse(404, 'This officer held no rent account in the last 52 weeks.');
    const { chart, sentence } = await chartOf(parts.sql, one);
    return {
      asOf: asOf(),
      ...spanOf(all),
      officer: summaryOf(one),
      weeks: one.weeks,
      chart,
      chartSentence: sentence,
      funnel: funnelFor(all, [one]),
    };
  }
  return app;
}

const spanOf = ({ frozenAt, from, to, rebuiltWeeks }: Compared) => ({
  frozenAt: frozenAt && frozenAt.toISOString(),
  from,
  to,
  rebuiltWeeks,
});

const summaryOf = ({ weeks, ...one }: Officer): OfficerSummary => ({ ...one, weeks: weeks.length });

function teamOf({ officers: all }: Compared): Officers['team'] {
  const judged = all.filter(({ verdict }) => verdict.standing !== 'too_few_weeks').length;
  return {
    officers: all.length,
    caseDays: all.reduce((sum, one) => sum + one.caseDays, 0),
    movementPence: all.reduce((sum, one) => sum + one.movementPence, 0),
    lines: addLines(all.map(({ lines }) => lines)),
    sentence:
      judged === 0
        ? 'No officer has enough weeks to compare yet.'
        : `${judged} of ${all.length} officers have enough weeks to compare. Each is compared with what other officers receive on similar cases. Officers are never ranked.`,
  };
}

/** The limits are the team's; the points are theirs alone. */
function funnelFor({ funnel }: Compared, shown: readonly Officer[]): Officers['funnel'] {
  const ids = new Set(shown.map(({ id }) => id));
  return {
    ...funnel,
    points: funnel.points.filter(({ id }) => ids.has(id)),
    left: funnel.left.filter(({ id }) => ids.has(id)),
  };
}
