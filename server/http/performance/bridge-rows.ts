// GET /api/performance/bridge/rows: the rows that sum to a line; POST: those with all words of a search. They name accounts: reading them leaves a line of audit,
// and an officer gets their own only, without what is not in their patches now.
import { mayAll, mayIn, type Actor } from '../../access/rights.ts';
import { bridgePage, bridgePageQuery, bridgeRowsQuery } from '../../contract/performance/bridge.ts';
import { readBridge, type Bridge } from '../../performance/weeks/bridge.ts';
import { readArrangedRows } from '../../performance/weeks/bridge-rows-arranged.ts';
import { eachBridgeRow, readBridgeRows, type BridgeRow } from '../../performance/weeks/bridge-rows.ts';
import { refuseNotFrozen, resolveBridge } from './bridge.ts';
import { rowsTable } from './bridge-table.ts';
import { jsonRoute, searchWords } from '../json-route.ts';
import { routes, type Parts, type Routes } from '../parts.ts';
import { refuse } from '../problem.ts';
import { tableFiles } from '../table.ts';
import { z } from '@hono/zod-openapi';

const path = '/api/performance/bridge/rows';
type RowsQuery = z.infer<typeof bridgeRowsQuery>;
type PageQuery = z.infer<typeof bridgePageQuery>;

export function bridgeRowRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  const { sql, clock } = parts;
  const asOf = () => new Date(clock()).toISOString();

  /** The line with its options, after writing the audit line. */
  async function open(actor: Actor, query: RowsQuery, how: 'page' | 'file') {
    const { of, name, scope, from, to, states } = await resolveBridge(parts, actor, query);
    if (!mayAll(actor, 'performance') && scope.of === 'landlord')
      refuse(
        403,
        'The landlord’s rows name tenants of every patch. You can open the rows of your own bridge.',
      );
    const { line, what, view = 'frozen' } = query;
    const bridge = (await readBridge(sql, { scope, from, to, states })) ?? refuseNotFrozen();
    await sql`insert into audit_line (staff_id, what, detail) values (${actor.staffId}, 'bridge.rows',
      ${sql.json({ of, from, to, debt: query.debt, line, what, view, how })})`;
    return {
      of,
      name,
      from,
      to,
      view,
      line,
      what,
      debt: query.debt,
      pence: penceOf(bridge, query),
      options: { scope, from, to, states, view, line, what },
    };
  }

  /** A page of the rows: as they are, or with a sort or the words of a search in that arrangement. */
  async function pageOf(actor: Actor, query: PageQuery, words: string) {
    const { options, name: _name, debt: _debt, ...about } = await open(actor, query, 'page');
    const { limit, sort } = query;
    const [piece, skip] = (query.after ?? '0~0').split('~').map(Number) as [number, number];
    const { rows, next, ...counts } =
      sort || words !== ''
        ? await readArrangedRows(sql, options, { sort, words, patches: actor.patchIds }, { skip, limit })
        : await readBridgeRows(sql, options, { place: { piece, skip }, limit });
    return {
      asOf: asOf(),
      ...about,
      ...counts,
      rows: rows.map((row) => {
        const { accountId, patchId: _patchId, postedAt, ...rest } = seenBy(actor, row);
        return { ...rest, caseId: accountId, postedAt: postedAt && postedAt.toISOString() };
      }),
      next: next && `${next.piece}~${next.skip}`,
    };
  }
  const route = {
    path,
    query: bridgePageQuery,
    schema: bridgePage,
    responses: { 200: 'A page', 403: 'Not for your role', 404: 'Some of these weeks are not closed' },
  };
  jsonRoute(
    app,
    { ...route, summary: 'Exactly the rows that sum to a line of a bridge, a page at a time' },
    ({ actor, query }) => pageOf(actor, query, ''),
  );
  jsonRoute(
    app,
    {
      ...route,
      summary: 'Those of the rows that have all words of a search',
      body: z.object({ words: searchWords }),
    },
    ({ actor, query, body }) => pageOf(actor, query, body.words),
  );
  tableFiles(app, { path, summary: 'The rows of a line', query: bridgeRowsQuery }, async (actor, query) => {
    const found = await open(actor, query, 'file');
    async function* rows() {
      for await (const some of eachBridgeRow(sql, found.options)) yield some.map((row) => seenBy(actor, row));
    }
    return rowsTable(found, asOf(), rows());
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
