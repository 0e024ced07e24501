// GET /api/performance/weeks and /bridge: what moved a balance, frozen and restated. Managers see all bridges;
// officers the landlord's and their own.
import { mayAll, type Actor } from '../../access/rights.ts';
import { compressed } from '../compressed.ts';
import {
  bridge,
  bridgeQuery,
  bridgeLines,
  performanceWeeks,
  type Bridge,
  type BridgeQuery,
  type Debt,
} from '../../contract/performance/bridge.ts';
import { readBridge, type BridgeLine, type BridgeOptions } from '../../performance/weeks/bridge.ts';
import { readGross } from '../../performance/weeks/gross.ts';
import { readOffered, readWeeks } from '../../performance/weeks/bridges.ts';
import { bridgeTable } from './bridge-table.ts';
import { jsonRoute } from '../json-route.ts';
import { routes, type Parts, type Routes } from '../parts.ts';
import { refuse } from '../problem.ts';
import { tableRoutes } from '../table.ts';
import { maySee, scopeOf, scopeText } from './scope.ts';

const states: Record<Debt, BridgeOptions['states']> = {
  current: ['current', 'court'],
  not_court: ['current'],
  court: ['court'],
  former: ['former'],
  all: ['current', 'court', 'former'],
};

export const refuseNotFrozen = (): never =>
  refuse(404, 'Some of these weeks are not closed yet. Choose weeks that have ended.');

/** The weeks, scope and name of a query. Refuses a bridge that is not the person's to see, not offered or not frozen. */
export async function resolveBridge(
  { sql, clock }: Pick<Parts, 'sql' | 'clock'>,
  actor: Actor,
  query: Pick<BridgeQuery, 'of' | 'from' | 'to' | 'debt'>,
) {
  const scope = scopeOf(query.of);
  if (!maySee(actor, scope))
    refuse(403, 'You can see your own bridge and the landlord’s, not a colleague’s.');
  const [{ weeks }, offered] = await Promise.all([readWeeks(sql, clock()), readOffered(sql)]);
  const of = scopeText(scope);
  const { name } =
    offered.find((one) => scopeText(one.scope) === of) ??
    refuse(404, 'No officer with this number has held a rent account.');
  const newest = weeks.at(-1)?.weekOn;
  const [from, to] = [query.from ?? query.to ?? newest, query.to ?? newest];
  const last = weeks.find(({ weekOn }) => weekOn === to);
  if (!from || !to || from > to || !last || !weeks.some(({ weekOn }) => weekOn === from))
    refuse(
      404,
      'Some of these weeks are not closed yet. Choose whole rent weeks that have ended, by their first days.',
    );
  return { scope, of, name, from, to, last, states: states[query.debt] };
}

export function bridgeRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  app.use('/api/performance/*', compressed);
  const { sql, clock } = parts;
  const asOf = () => new Date(clock()).toISOString();

  jsonRoute(
    app,
    {
      path: '/api/performance/weeks',
      summary: 'The closed rent weeks, and the bridges that you may open',
      schema: performanceWeeks,
      responses: { 200: 'The weeks', 403: 'No' },
    },
    async ({ actor }) => {
      const at = asOf();
      const [{ weeks, running, upToDate, calculating }, offered] = await Promise.all([
        readWeeks(sql, clock()),
        readOffered(sql),
      ]);
      // An officer's own comes first.
      const isOwn = (of: string) => !mayAll(actor, 'performance') && of !== 'landlord';
      return {
        asOf: at,
        weeks: weeks.map((week) => ({ ...week, frozenAt: week.frozenAt.toISOString() })),
        running,
        upToDate,
        calculating,
        of: offered
          .filter(({ scope }) => maySee(actor, scope))
          .map(({ scope, name }) => ({ of: scopeText(scope), name }))
          .sort((a, b) => Number(isOwn(b.of)) - Number(isOwn(a.of))),
      };
    },
  );

  async function answer(actor: Actor, query: BridgeQuery): Promise<Bridge> {
    const at = asOf();
    const { last, of, name, ...found } = await resolveBridge(parts, actor, query);
    const { from, to } = found;
    const [read, gross] = await Promise.all([readBridge(sql, found), readGross(sql, found)]);
    const { restated, ...frozen } = read ?? refuseNotFrozen();
    return {
      asOf: at,
      frozenAt: last.frozenAt.toISOString(),
      of,
      name,
      debt: query.debt,
      from,
      to,
      lastOn: last.lastOn,
      weeks: (Date.parse(to) - Date.parse(from)) / (7 * 86_400_000) + 1,
      rebuiltWeeks: frozen.rebuiltWeeks,
      opening: { frozenPence: frozen.openingPence, restatedPence: restated.openingPence },
      lines: mergeLines(frozen.lines, restated.lines),
      closing: { frozenPence: frozen.closingPence, restatedPence: restated.closingPence },
      residual: { frozenPence: frozen.residualPence, restatedPence: restated.residualPence },
      gross,
    };
  }

  tableRoutes(
    app,
    {
      path: '/api/performance/bridge',
      summary: 'What moved a balance over some rent weeks, to the penny',
      filesSummary: 'A bridge',
      query: bridgeQuery,
      schema: bridge,
      responses: { 200: 'The bridge', 403: 'Not for your role', 404: 'Some of these weeks are not closed' },
    },
    answer,
    (made, { view }) => bridgeTable(made, view),
  );
  return app;
}

/** Each line once with both views, in the order of a statement. */
function mergeLines(frozen: readonly BridgeLine[], restated: readonly BridgeLine[]): Bridge['lines'] {
  const lines = new Map<string, Bridge['lines'][number]>();
  const key = ({ line, what }: BridgeLine) => `${line} ${what}`;
  for (const one of [...frozen, ...restated])
    lines.set(key(one), {
      line: one.line as Bridge['lines'][number]['line'],
      what: one.what,
      frozenPence: 0,
      frozenRows: 0,
      restatedPence: 0,
    });
  for (const one of frozen)
    Object.assign(lines.get(key(one))!, { frozenPence: one.pence, frozenRows: one.rows });
  for (const one of restated) lines.get(key(one))!.restatedPence = one.pence;
  const place = (line: string) => (bridgeLines as readonly string[]).indexOf(line);
  return [...lines.values()].sort(
    (a, b) => place(a.line) - place(b.line) || (a.what < b.what ? -1 : a.what > b.what ? 1 : 0),
  );
}
