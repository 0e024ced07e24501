// GET /api/performance/officers: how each officer compares, for managers all of them in the order of their names, for an
// officer themselves and the team; and /officers/{id}, one of them with every week. There is no ranking, and an officer
// never gets a colleague's figures.
import { compressed } from '../compressed.ts';
import {
  officerDetail,
  officers,
  officersQuery,
  type Officers,
  type OfficerSummary,
} from '../../contract/performance/officers.ts';
import { addLines } from '../../domain/statistics/attribution.ts';
import type { Compared, Officer } from '../../performance/officers/officers.ts';
import { createOfficers } from '../../performance/officers/officers.ts';
import { chartOf } from '../../performance/officers/chart.ts';
import { idParams, jsonRoute } from '../json-route.ts';
import { routes, type Parts, type Routes } from '../parts.ts';
import { refuse } from '../problem.ts';
import { tableRoutes, type Table } from '../table.ts';
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
    tableOf,
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
    async ({ actor, params: { id }, query }) => {
      officerShown(actor, id);
      const all = await read(Number(query.weeks));
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
    },
  );
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

/** A row for each officer, in the order of names. */
function tableOf({ asOf, from, to, officers: all }: Officers): Table {
  const line = (one: OfficerSummary, name: string) =>
    one.lines.find((some) => some.line === name)?.pence ?? 0;
  return {
    name: 'officers',
    title: 'How each officer compares',
    asOf,
    columns: [
      { key: 'name', title: 'Officer', kind: 'text' },
      { key: 'overall', title: 'Result over all periods', kind: 'text' },
      { key: 'sentence', title: 'Result in this period', kind: 'text' },
      { key: 'weeks', title: 'Weeks', kind: 'count' },
      { key: 'caseDays', title: 'Case-days', kind: 'count' },
      { key: 'movement', title: 'Movement (£)', kind: 'pence' },
      ...lineColumns.map(([key, title]) => ({ key, title: `${title} (£)`, kind: 'pence' as const })),
      { key: 'brought', title: 'Received or certain (£)', kind: 'pence' },
      { key: 'ratio', title: 'Observed / expected', kind: 'ratio' },
    ],
    rows: all.map((one) => ({
      name: one.name,
      overall: one.overall?.sentence ?? '',
      sentence: one.verdict.sentence,
      weeks: one.weeks,
      caseDays: one.caseDays,
      movement: one.movementPence,
      ...Object.fromEntries(lineColumns.map(([key]) => [key, line(one, key)])),
      brought: one.compared?.broughtPence ?? null,
      ratio: one.compared?.ratio ?? null,
    })),
    notes: [
      `Rent weeks from ${from ?? 'none'} to ${to ?? 'none'}, by their first days. Officers are in order of name, not of result.`,
      'To limit luck, a case that pays in lump sums counts for less. Expected includes what other officers received on the same patches.',
    ],
  };
}

const lineColumns = [
  ['attributable', 'Within the officer’s control'],
  ['terminations', 'Tenancies that ended'],
  ['court', 'Court'],
  ['patch_moves', 'Homes that changed patch'],
  ['stint_moves', 'Patches taken over or handed over'],
  ['absence', 'While away'],
  ['benefit_timing', 'Benefit payments due'],
  ['payment_timing', 'Other payments due'],
  ['bank_holiday_timing', 'Bank holidays'],
  ['adjustments', 'Adjustments'],
  ['backdated', 'Backdated entries'],
  ['not_in_arrears', 'Accounts not in arrears'],
] as const;
