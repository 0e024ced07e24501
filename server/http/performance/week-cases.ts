// GET /api/performance/officers/{id}/cases?week=: the cases behind one officer's week. They name accounts: reading them
// leaves a line of audit; an officer gets their own week only, without the names of what is not in their patches now.
import { mayIn, type Actor } from '../../access/rights.ts';
import { weekCases, weekCasesQuery, type WeekCases } from '../../contract/performance/week-cases.ts';
import { readWeekCases } from '../../performance/weeks/week-cases.ts';
import { idParams, jsonRoute, rowId } from '../json-route.ts';
import { routes, type Parts, type Routes } from '../parts.ts';
import { refuse } from '../problem.ts';
import { tableFiles } from '../table.ts';
import { officerShown } from './scope.ts';

export function weekCaseRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  const { sql, clock } = parts;

  async function answer(actor: Actor, id: number, week: string, how: 'page' | 'file'): Promise<WeekCases> {
    officerShown(actor, id);
    const found =
      (await readWeekCases(sql, id, week)) ??
      refuse(404, 'This week has not closed yet, or no rent week begins on that day.');
    await sql`insert into audit_line (staff_id, what, detail)
      values (${actor.staffId}, 'officer.cases', ${sql.json({ of: id, week, how })})`;
    return {
      asOf: new Date(clock()).toISOString(),
      weekOn: week,
      frozenAt: found.frozenAt.toISOString(),
      movedPence: found.rows.reduce((sum, { movedPence }) => sum + movedPence, 0),
      rows: found.rows.map(({ accountId, patchId, reference, ...row }) => {
        const theirs = patchId === null ? actor.patchIds === 'all' : mayIn(actor, 'cases', patchId);
        return {
          caseId: theirs && reference !== null ? accountId : null,
          reference: theirs ? reference : null,
          ...row,
        };
      }),
    };
  }

  jsonRoute(
    app,
    {
      path: '/api/performance/officers/{id}/cases',
      summary: 'The cases behind one officer’s week, which sum to what could be worked on and the days away',
      params: idParams,
      query: weekCasesQuery,
      schema: weekCases,
      responses: { 200: 'The cases', 403: 'Not for your role', 404: 'The week is not closed' },
    },
    ({ actor, params, query }) => answer(actor, params.id, query.week, 'page'),
  );
  tableFiles(
    app,
    {
      path: '/api/performance/officer-cases',
      summary: 'The cases behind one officer’s week',
      query: weekCasesQuery.extend({ officer: rowId }),
    },
    async (actor, { officer, week }) => {
      const { asOf, rows } = await answer(actor, officer, week, 'file');
      return {
        name: 'cases-of-a-week',
        title: `The cases of the week from ${week}`,
        asOf,
        columns: [
          { key: 'reference', title: 'Account', kind: 'text' },
          { key: 'realPence', title: 'Overdue at start', kind: 'pence' },
          { key: 'chargedPence', title: 'Charged', kind: 'pence' },
          { key: 'paidPence', title: 'Received', kind: 'pence' },
          { key: 'timingPence', title: 'Change in payments due', kind: 'pence' },
          { key: 'movedPence', title: 'Change', kind: 'pence' },
          { key: 'heldDays', title: 'Days at work', kind: 'count' },
        ],
        rows: rows.map(({ caseId: _, ...row }) => row),
      };
    },
  );
  return app;
}
