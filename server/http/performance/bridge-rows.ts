// GET /api/performance/bridge/rows: the rows that sum to a line. They name accounts: reading them leaves a line of audit,
// and an officer gets their own only, without what is not in their patches now.
import { mayIn, type Actor } from '../../access/rights.ts';
import { createRoute } from '@hono/zod-openapi';
import {
  bridgePage,
  bridgePageAsked,
  bridgeRowsAsked,
  type BridgePage,
} from '../../contract/performance/bridge.ts';
import { readBridge, type Bridge } from '../../performance/weeks/bridge.ts';
import { eachBridgeRow, readBridgeRows, type BridgeRow } from '../../performance/weeks/bridge-rows.ts';
import { resolveBridge } from './bridge.ts';
import { rowsTable } from './bridge-table.ts';
import { routes, type Parts, type Routes } from '../parts.ts';
import { problem } from '../problem.ts';
import { tableFiles } from '../table.ts';
import type { z } from '@hono/zod-openapi';

const path = '/api/performance/bridge/rows';
type RowsQuery = z.infer<typeof bridgeRowsAsked>;

export function bridgeRowRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  const { sql, clock } = parts;

  /** The line with its options, after writing the audit line; or a problem. */
  async function open(actor: Actor, query: RowsQuery, how: 'page' | 'file') {
    const found = await resolveBridge(parts, actor, query);
    if (found instanceof Response) return found;
    if (actor.role === 'officer' && found.whose.of === 'landlord')
      return problem(403, {
        detail: 'The landlord’s rows name tenants of every patch. Your own bridge opens.',
      });
    const { of, name, whose, from, to, states } = found;
    const { line, what, view = 'frozen' } = query;
    const bridge = await readBridge(sql, { whose, from, to, states });
    if (!bridge)
      return problem(404, { detail: 'Not every one of these weeks is frozen. Ask for weeks that are over.' });
    await sql`insert into audit_line (staff_id, what, detail) values (${actor.staffId}, 'bridge.rows',
      ${sql.json({ of, from, to, debt: query.debt, line, what, view, how })})`;
    return {
      ...{ of, name, from, to, view, line, what, debt: query.debt },
      pence: penceOf(bridge, query),
      options: { whose, from, to, states, view, line, what },
    };
  }

  app.openapi(
    createRoute({
      method: 'get',
      path,
      summary: 'Exactly the rows that sum to a line of a bridge, a page at a time',
      request: { query: bridgePageAsked },
      responses: {
        200: { description: 'A page', content: { 'application/json': { schema: bridgePage } } },
        403: { description: 'Not yours to see' },
        404: { description: 'Not all of these weeks are frozen' },
      },
    }),
    async (c) => {
      const [actor, query] = [c.get('actor'), c.req.valid('query')];
      const found = await open(actor, query, 'page');
      if (found instanceof Response) return found as never;
      const [piece, skip] = (query.after ?? '0~0').split('~').map(Number);
      const { options, name: _name, debt: _debt, ...about } = found;
      const page = await readBridgeRows(sql, options, {
        place: { piece: piece!, skip: skip! },
        limit: query.limit,
      });
      const answer: BridgePage = {
        asOf: new Date(clock()).toISOString(),
        ...about,
        rows: page.rows.map((row) => {
          const { accountId, patchId: _patchId, postedAt, ...rest } = seenBy(actor, row);
          return { ...rest, caseId: accountId, postedAt: postedAt && postedAt.toISOString() };
        }),
        next: page.next && `${page.next.piece}~${page.next.skip}`,
      };
      return c.json(answer, 200);
    },
  );
  tableFiles(app, { path, summary: 'The rows of a line', query: bridgeRowsAsked }, async (actor, query) => {
    const found = await open(actor, query, 'file');
    if (found instanceof Response) return found;
    async function* rows(options: Exclude<typeof found, Response>['options']) {
      for await (const some of eachBridgeRow(sql, options)) yield some.map((row) => seenBy(actor, row));
    }
    return rowsTable(found, new Date(clock()).toISOString(), rows(found.options));
  });
  return app;
}

type Seen = Omit<BridgeRow, 'accountId'> & { accountId: number | null };
/** A row outside the officer's present patches keeps its amount without its account. */
function seenBy(actor: Actor, row: BridgeRow): Seen {
  const theirs = row.patchId === null ? actor.patchIds === 'all' : mayIn(actor, 'cases', row.patchId);
  return theirs ? row : { ...row, accountId: null, reference: null };
}

function penceOf({ restated, ...frozen }: Bridge, { line, what, view }: RowsQuery): number {
  const lines = view === 'restated' ? restated : frozen;
  if (line === 'opening') return lines.openingPence;
  if (line === 'closing') return lines.closingPence;
  return lines.lines.find((one) => one.line === line && one.what === what)?.pence ?? 0;
}
