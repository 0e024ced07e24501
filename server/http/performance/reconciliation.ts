// The tie-out over HTTP: the statement, the rows of each line, where to look when it does not tie, and its history; all
// for managers and administrators only. Whoever opens rows leaves an audit line.
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
import { tableFiles } from '../table.ts';

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
    const told = await readReconciliation(sql, options(control), open);
    if (!told?.opened) return noSuch();
    await sql`insert into audit_line (staff_id, what, detail)
      values (${actor.staffId}, 'reconciliation.rows', ${sql.json({ ...open, control: told.reconciliation.control?.id ?? null })})`;
    return { reconciliation: told.reconciliation, ...told.opened };
  }

  app.openapi(
    createRoute({
      method: 'get',
      path,
      summary: 'From what the worklist shows to the ledger’s control total, line by line, as of one instant',
      request: { query: z.object({ control }) },
      responses: {
        200: { description: 'The statement', ...json(reconciliation) },
        403: { description: 'Not your work' },
        404: { description: 'No such control total' },
      },
    }),
    async (c) => {
      const told = await statement(c.get('actor'), c.req.valid('query').control);
      return told instanceof Response ? (told as never) : c.json(told satisfies Reconciliation, 200);
    },
  );
  tableFiles(
    app,
    { path, summary: 'The statement', query: z.object({ control }) },
    async (actor, { control }) => {
      const told = await statement(actor, control);
      return told instanceof Response ? told : statementTable(told);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: `${path}/rows`,
      summary: 'The rows that a line sums, and the statement of the same instant',
      request: { query: z.object({ control, ...line }) },
      responses: {
        200: { description: 'The rows', ...json(tieRows) },
        403: { description: 'Not your work' },
        404: { description: 'No such control total' },
      },
    }),
    async (c) => {
      const told = await rows(c.get('actor'), c.req.valid('query'));
      return told instanceof Response ? (told as never) : c.json(told, 200);
    },
  );
  tableFiles(
    app,
    { path: `${path}/rows`, summary: 'The rows that a line sums', query: z.object({ control, ...line }) },
    async (actor, query) => {
      const told = await rows(actor, query);
      return told instanceof Response ? told : rowsTable(told);
    },
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
      const told: Discrepancies | null = await readDiscrepancies(sql, { now: parts.clock(), controlId });
      if (!told) return noSuch() as never;
      if (told.groups.length > 0)
        await sql`insert into audit_line (staff_id, what) values (${actor.staffId}, 'reconciliation.blame')`;
      return c.json(told, 200);
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
    const told = await readSuspense(sql, parts.clock());
    // What a payer wrote names people as often as not.
    if (told.items.length > 0)
      await sql`insert into audit_line (staff_id, what) values (${actor.staffId}, 'reconciliation.suspense')`;
    return told;
  });
  return app;
}
