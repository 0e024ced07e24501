// The tie-out over HTTP: the statement, the rows of each line, where to look when it does not tie, and its history; all
// for managers and administrators only. Opening rows leaves an audit line.
import { may, type Actor } from '../../access/rights.ts';
import { createRoute, z } from '@hono/zod-openapi';
import { compress } from 'hono/compress';
import {
  discrepancies,
  reconciliation,
  suspense,
  tieHistory,
  tieLines,
  tieRows,
  type Discrepancies,
  type Reconciliation,
  type Suspense,
  type TieHistory,
  type TieRows,
} from '../../contract/performance/reconciliation.ts';
import { readDiscrepancies } from '../../performance/reconciliation/discrepancies.ts';
import { readTieHistory } from '../../performance/reconciliation/controls.ts';
import { readSuspense } from '../../performance/reconciliation/suspense.ts';
import { readReconciliation } from '../../performance/reconciliation/reconciliation.ts';
import { json, routes, type Parts, type Routes } from '../parts.ts';
import { rowsTable, statementTable } from './reconciliation-tables.ts';
import { problem } from '../problem.ts';
import { tableRoutes } from '../table.ts';

const control = z.coerce.number().int().positive().max(2_147_483_647).optional();
const line = { line: z.enum(tieLines), what: z.string().max(40).default('') };
const path = '/api/performance/reconciliation';

const notYours = () =>
  problem(403, { detail: 'Managers and administrators tie the worklist to the ledger.' });
const noSuch = () => problem(404, { detail: 'There is no such control total.' });

export function reconciliationRoutes(parts: Pick<Parts, 'sql' | 'clock' | 'worklist'>): Routes {
  const { sql } = parts;
  const app = routes();
  app.use(`${path}/*`, compress());
  const options = (controlId: number | undefined) => ({
    list: () => parts.worklist.list('all'),
    now: parts.clock(),
    controlId,
  });

  async function statement(actor: Actor, id: number | undefined): Promise<Reconciliation | Response> {
    if (!may(actor, 'books')) return notYours();
    return (await readReconciliation(sql, options(id)))?.reconciliation ?? noSuch();
  }

  async function rows(
    actor: Actor,
    { control, ...open }: { control?: number | undefined; line: (typeof tieLines)[number]; what: string },
  ): Promise<TieRows | Response> {
    if (!may(actor, 'books')) return notYours();
    const found = await readReconciliation(sql, options(control), open);
    if (!found?.opened) return noSuch();
    await sql`insert into audit_line (staff_id, what, detail)
      values (${actor.staffId}, 'reconciliation.rows', ${sql.json({ ...open, control: found.reconciliation.control?.id ?? null })})`;
    return { reconciliation: found.reconciliation, ...found.opened };
  }

  const refusals = { 403: 'Not your work', 404: 'No such control total' };
  tableRoutes(
    app,
    {
      path,
      summary: 'From what the worklist shows to the ledger’s control total, line by line, as of one instant',
      filesSummary: 'The statement',
      query: z.object({ control }),
      schema: reconciliation,
      responses: { 200: 'The statement', ...refusals },
    },
    (actor, query) => statement(actor, query.control),
    statementTable,
  );
  tableRoutes(
    app,
    {
      path: `${path}/rows`,
      summary: 'The rows that a line sums, and the statement of the same instant',
      filesSummary: 'The rows that a line sums',
      query: z.object({ control, ...line }),
      schema: tieRows,
      responses: { 200: 'The rows', ...refusals },
    },
    rows,
    rowsTable,
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: `${path}/blame`,
      summary: 'Where the figures do not tie: rows to look at first',
      request: { query: z.object({ control }) },
      responses: {
        200: { description: 'The rows, likeliest first', ...json(discrepancies) },
        403: { description: 'Not your work' },
        404: { description: 'No such control total' },
      },
    }),
    async (c) => {
      const actor = c.get('actor');
      if (!may(actor, 'books')) return notYours() as never;
      const controlId = c.req.valid('query').control;
      const found: Discrepancies | null = await readDiscrepancies(sql, { now: parts.clock(), controlId });
      if (!found) return noSuch() as never;
      if (found.groups.length > 0)
        await sql`insert into audit_line (staff_id, what) values (${actor.staffId}, 'reconciliation.blame')`;
      return c.json(found, 200);
    },
  );

  const simple = <T extends z.ZodType>(
    at: string,
    summary: string,
    schema: T,
    read: (actor: Actor) => Promise<z.infer<T>>,
  ) =>
    app.openapi(
      createRoute({
        method: 'get',
        path: `${path}/${at}`,
        summary,
        responses: {
          200: { description: 'As of now', ...json(schema) },
          403: { description: 'Not your work' },
        },
      }),
      async (c) =>
        (may(c.get('actor'), 'books')
          ? c.json((await read(c.get('actor'))) as never, 200)
          : notYours()) as never,
    );
  simple(
    'history',
    'The newest control totals, each with its residual',
    tieHistory,
    async (): Promise<TieHistory> => readTieHistory(sql, parts.clock()),
  );
  simple('suspense', 'Money that waits for its account', suspense, async (actor): Promise<Suspense> => {
    const found = await readSuspense(sql, parts.clock());
    // A payer's words often name people.
    if (found.items.length > 0)
      await sql`insert into audit_line (staff_id, what) values (${actor.staffId}, 'reconciliation.suspense')`;
    return found;
  });
  return app;
}
