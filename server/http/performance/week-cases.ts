// GET /api/performance/officers/{id}/cases?week=: the cases behind one officer's week. They name accounts: reading them
// leaves a line of audit; an officer gets their own week only, without the names of what is not in their patches now.
import { mayIn, type Actor } from '../../access/rights.ts';
import { createRoute, z } from '@hono/zod-openapi';
import { weekCases, weekCasesAsked, type WeekCases } from '../../contract/performance/week-cases.ts';
import { readWeekCases } from '../../performance/weeks/week-cases.ts';
import { routes, type Parts, type Routes } from '../parts.ts';
import { whoseFigures } from './practice.ts';
import { problem } from '../problem.ts';
import { tableFiles } from '../table.ts';

const path = '/api/performance/officers/{id}/cases';
const params = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });

export function weekCaseRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  const { sql, clock } = parts;

  async function answer(actor: Actor, id: number, week: string, how: 'page' | 'file') {
    const whose = whoseFigures(actor, id);
    if (whose instanceof Response) return whose;
    const found = await readWeekCases(sql, id, week);
    if (!found)
      return problem(404, { detail: 'This week is not frozen yet, or no rent week begins on that day.' });
    await sql`insert into audit_line (staff_id, what, detail)
      values (${actor.staffId}, 'officer.cases', ${sql.json({ of: id, week, how })})`;
    const made: WeekCases = {
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
    return made;
  }

  app.openapi(
    createRoute({
      method: 'get',
      path,
      summary: 'The cases behind one officer’s week, which sum to what could be worked on and the days away',
      request: { params, query: weekCasesAsked },
      responses: {
        200: { description: 'The cases', content: { 'application/json': { schema: weekCases } } },
        403: { description: 'Not yours to see' },
        404: { description: 'The week is not frozen' },
      },
    }),
    async (c) => {
      const made = await answer(c.get('actor'), c.req.valid('param').id, c.req.valid('query').week, 'page');
      return made instanceof Response ? (made as never) : c.json(made, 200);
    },
  );
  tableFiles(
    app,
    {
      path: '/api/performance/officer-cases',
      summary: 'The cases behind one officer’s week',
      query: weekCasesAsked.extend({ officer: params.shape.id }),
    },
    async (actor, { officer, week }) => {
      const made = await answer(actor, officer, week, 'file');
      if (made instanceof Response) return made;
      return {
        name: 'cases-of-a-week',
        title: `The cases of the week from ${week}`,
        asOf: made.asOf,
        columns: [
          { key: 'reference', title: 'Account', kind: 'text' },
          { key: 'realPence', title: 'Really owed at the beginning', kind: 'pence' },
          { key: 'chargedPence', title: 'Charged', kind: 'pence' },
          { key: 'paidPence', title: 'Came', kind: 'pence' },
          { key: 'timingPence', title: 'On its way, more or less than before', kind: 'pence' },
          { key: 'movedPence', title: 'Moved', kind: 'pence' },
          { key: 'heldDays', title: 'Working days there', kind: 'count' },
        ],
        rows: made.rows.map(({ caseId: _, ...row }) => row),
      };
    },
  );
  return app;
}
