// The tie-out over HTTP: the statement, the rows of each line, where to look when it does not tie, and its history; all
// for managers and administrators only. Opening rows leaves an audit line.
import type { Actor } from '../../access/rights.ts';
import { z } from '@hono/zod-openapi';
import { compressed } from '../compressed.ts';
import {
  discrepancies,
  reconciliation,
  suspense,
  tieHistory,
  tieLines,
  tieRows,
} from '../../contract/performance/reconciliation.ts';
import { readDiscrepancies } from '../../performance/reconciliation/discrepancies.ts';
import { readTieHistory } from '../../performance/reconciliation/controls.ts';
import { requireBooks } from '../../performance/reconciliation/entry.ts';
import { readSuspense } from '../../performance/reconciliation/suspense.ts';
import { readReconciliation } from '../../performance/reconciliation/reconciliation.ts';
import { jsonRoute, rowId } from '../json-route.ts';
import { routes, type Parts, type Routes } from '../parts.ts';
import { rowsTable, statementTable } from './reconciliation-tables.ts';
import { refuse } from '../problem.ts';
import { tableRoutes } from '../table.ts';

const control = rowId.optional();
const line = { line: z.enum(tieLines), what: z.string().max(40).default('') };
const path = '/api/performance/reconciliation';
const refusals = { 403: 'Not for your role', 404: 'No such control total' };

export const noSuchTotal = (): never => refuse(404, 'There is no such control total.');

export function reconciliationRoutes(parts: Pick<Parts, 'sql' | 'clock' | 'worklist'>): Routes {
  const { sql } = parts;
  const app = routes();
  app.use(`${path}/*`, compressed);
  const options = (controlId: number | undefined) => ({
    list: () => parts.worklist.list('all'),
    now: parts.clock(),
    controlId,
  });
  const audit = (actor: Actor, what: string) =>
    sql`insert into audit_line (staff_id, what) values (${actor.staffId}, ${what})`;

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
    async (actor, query) => {
      requireBooks(actor);
      return ((await readReconciliation(sql, options(query.control))) ?? noSuchTotal()).reconciliation;
    },
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
    async (actor, { control, ...open }) => {
      requireBooks(actor);
      const found = await readReconciliation(sql, options(control), open);
      if (!found?.opened) return noSuchTotal();
      const detail = { ...open, control: found.reconciliation.control?.id ?? null };
      await sql`insert into audit_line (staff_id, what, detail)
        values (${actor.staffId}, 'reconciliation.rows', ${sql.json(detail)})`;
      return { reconciliation: found.reconciliation, ...found.opened };
    },
    rowsTable,
  );
  jsonRoute(
    app,
    {
      path: `${path}/blame`,
      summary: 'Where the figures do not tie: rows to look at first',
      query: z.object({ control }),
      schema: discrepancies,
      responses: { 200: 'The rows, likeliest first', ...refusals },
    },
    async ({ actor, query }) => {
      requireBooks(actor);
      const found =
        (await readDiscrepancies(sql, { now: parts.clock(), controlId: query.control })) ?? noSuchTotal();
      if (found.groups.length > 0) await audit(actor, 'reconciliation.blame');
      return found;
    },
  );
  jsonRoute(
    app,
    {
      path: `${path}/history`,
      summary: 'The newest control totals, each with its residual',
      schema: tieHistory,
      responses: { 200: 'As of now', 403: 'Not for your role' },
    },
    ({ actor }) => {
      requireBooks(actor);
      return readTieHistory(sql, parts.clock());
    },
  );
  jsonRoute(
    app,
    {
      path: `${path}/suspense`,
      summary: 'Money that waits for its account',
      schema: suspense,
      responses: { 200: 'As of now', 403: 'Not for your role' },
    },
    async ({ actor }) => {
      requireBooks(actor);
      const found = await readSuspense(sql, parts.clock());
      // A payer's words often name people.
      if (found.items.length > 0) await audit(actor, 'reconciliation.suspense');
      return found;
    },
  );
  return app;
}
