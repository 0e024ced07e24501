// GET /api/performance/weeks and /bridge: what moved a balance, frozen and restated. Managers see all bridges;
// officers the landlord's and their own.
import { may, mayAll, type Actor } from '../../access/rights.ts';
import { createRoute } from '@hono/zod-openapi';
import { compress } from 'hono/compress';
import {
  bridge,
  bridgeAsked,
  bridgeLines,
  performanceWeeks,
  type Bridge,
  type BridgeAsked,
  type Debt,
  type PerformanceWeeks,
} from '../../contract/performance/bridge.ts';
import {
  readBridge,
  type BridgeLine,
  type BridgeOptions,
  type Whose,
} from '../../performance/weeks/bridge.ts';
import { readOffered, readWeeks, type Offered } from '../../performance/weeks/bridges.ts';
import { bridgeTable } from './bridge-table.ts';
import { json, routes, type Parts, type Routes } from '../parts.ts';
import { problem } from '../problem.ts';
import { tableRoutes } from '../table.ts';

const path = '/api/performance/bridge';
export const states: Record<Debt, BridgeOptions['states']> = {
  current: ['current'],
  court: ['court'],
  former: ['former'],
  all: ['current', 'court', 'former'],
};

export const ofText = (whose: Whose): string =>
  whose.of === 'landlord' ? 'landlord' : `${whose.of}:${whose.id ?? 'none'}`;

export function whoseOf(text: string): Whose {
  const [of, id] = text.split(':');
  if (of === 'patch') return { of, id: Number(id) };
  return of === 'officer' ? { of, id: id === 'none' ? null : Number(id) } : { of: 'landlord' };
}

/** A problem where this person may not see that bridge; else null. */
export function refuseBridge(actor: Actor, whose: Whose): Response | null {
  if (mayAll(actor, 'performance')) return null;
  if (!may(actor, 'performance')) return problem(403, { detail: 'Performance is not your team’s work.' });
  const mine = whose.of === 'landlord' || (whose.of === 'officer' && whose.id === actor.staffId);
  return mine
    ? null
    : problem(403, { detail: 'You can see your own bridge and the landlord’s, and no colleague’s.' });
}

/** The weeks, bridge and name of a query; or a problem where it is not offered or not frozen. */
export async function resolveBridge(
  { sql, clock }: Pick<Parts, 'sql' | 'clock'>,
  actor: Actor,
  query: Pick<BridgeAsked, 'of' | 'from' | 'to' | 'debt'>,
) {
  const whose = whoseOf(query.of);
  const refused = refuseBridge(actor, whose);
  if (refused) return refused;
  const [{ weeks }, offered] = await Promise.all([readWeeks(sql, clock()), readOffered(sql)]);
  const of = ofText(whose);
  const found = offered.find((one) => ofText(one.whose) === of);
  if (!found) return problem(404, { detail: 'Nobody by that number ever held a rent account here.' });
  const newest = weeks.at(-1);
  const [from, to] = [query.from ?? query.to ?? newest?.weekOn, query.to ?? newest?.weekOn];
  const last = weeks.find(({ weekOn }) => weekOn === to);
  if (
    from === undefined ||
    to === undefined ||
    from > to ||
    !last ||
    !weeks.some(({ weekOn }) => weekOn === from)
  )
    return problem(404, {
      detail:
        'Not every one of these weeks is frozen. Ask for whole rent weeks that are over, by their first days.',
    });
  return { whose, of, name: found.name, from, to, last, states: states[query.debt] };
}

export function bridgeRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  app.use('/api/performance/*', compress());
  const { sql, clock } = parts;

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/performance/weeks',
      summary: 'The rent weeks that are frozen, and whose bridges you may open',
      responses: { 200: { description: 'The weeks', ...json(performanceWeeks) }, 403: { description: 'No' } },
    }),
    async (c) => {
      const actor = c.get('actor');
      const refused = refuseBridge(actor, { of: 'landlord' });
      if (refused) return refused as never;
      const asOf = new Date(clock()).toISOString();
      const [{ weeks, running, upToDate }, offered] = await Promise.all([
        readWeeks(sql, clock()),
        readOffered(sql),
      ]);
      // An officer's own comes first.
      const isOwn = (of: string) => actor.role === 'officer' && of !== 'landlord';
      const yours = ({ whose }: Offered) => {
        if (mayAll(actor, 'performance')) return true;
        return whose.of === 'landlord' || (whose.of === 'officer' && whose.id === actor.staffId);
      };
      const answer: PerformanceWeeks = {
        asOf,
        weeks: weeks.map((week) => ({ ...week, frozenAt: week.frozenAt.toISOString() })),
        running,
        upToDate,
        of: offered
          .filter(yours)
          .map(({ whose, name }) => ({ of: ofText(whose), name }))
          .sort((a, b) => Number(isOwn(b.of)) - Number(isOwn(a.of))),
      };
      return c.json(answer, 200);
    },
  );

  async function answer(actor: Actor, query: BridgeAsked): Promise<Bridge | Response> {
    const asOf = new Date(clock()).toISOString();
    const found = await resolveBridge(parts, actor, query);
    if (found instanceof Response) return found;
    const { whose, of, name, from, to, last } = found;
    const moved = await readBridge(sql, { whose, from, to, states: found.states });
    if (!moved)
      return problem(404, { detail: 'Not every one of these weeks is frozen. Ask for weeks that are over.' });
    const { restated } = moved;
    return {
      ...{ asOf, frozenAt: last.frozenAt.toISOString(), of, name, debt: query.debt },
      ...{ from, to, lastOn: last.lastOn },
      weeks: (Date.parse(to) - Date.parse(from)) / (7 * 86_400_000) + 1,
      rebuiltWeeks: moved.rebuiltWeeks,
      opening: { frozenPence: moved.openingPence, restatedPence: restated.openingPence },
      lines: mergeLines(moved.lines, restated.lines),
      closing: { frozenPence: moved.closingPence, restatedPence: restated.closingPence },
      residual: { frozenPence: moved.residualPence, restatedPence: restated.residualPence },
    };
  }

  tableRoutes(
    app,
    {
      path,
      summary: 'What moved a balance over some rent weeks, to the penny',
      filesSummary: 'A bridge',
      query: bridgeAsked,
      schema: bridge,
      responses: { 200: 'The bridge', 403: 'Not yours to see', 404: 'Not all of these weeks are frozen' },
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
      ...{ frozenPence: 0, frozenRows: 0, restatedPence: 0 },
    });
  for (const one of frozen)
    Object.assign(lines.get(key(one))!, { frozenPence: one.pence, frozenRows: one.rows });
  for (const one of restated) lines.get(key(one))!.restatedPence = one.pence;
  const place = (line: string) => (bridgeLines as readonly string[]).indexOf(line);
  return [...lines.values()].sort(
    (a, b) => place(a.line) - place(b.line) || (a.what < b.what ? -1 : a.what > b.what ? 1 : 0),
  );
}
