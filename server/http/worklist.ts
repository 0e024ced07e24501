// What a person may see over HTTP: themselves, and their worklist. Money only for those who have patches.
import { readLandlord } from '../commands/landlord.ts';
import { mayIn } from '../access/rights.ts';
import { createRoute, z } from '@hono/zod-openapi';
import { compress } from 'hono/compress';
import { readHazardsInLaw } from '../cases/visits/read-clocks.ts';
import { caseSummary } from '../contract/case-summary.ts';
import { me, type Me } from '../contract/me.ts';
import { protocol } from '../contract/protocol.ts';
import { isHazardKind } from '../domain/checks.ts';
import { bindCursor } from '../hub/view-cursor.ts';
import { json, routes, type Parts, type Routes } from './parts.ts';
import { problem } from './problem.ts';

const id = z.coerce.number().int().positive().max(2_147_483_647);
const seen = z.object({ cursor: z.string(), asOf: z.string(), cases: z.array(caseSummary) });

export function worklistRoutes(parts: Parts): Routes {
  const app = routes();
  // A list is some hundred kilobytes of words that repeat: on a bad line that is seconds.
  app.use('/api/worklist', compress());

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/me',
      summary: 'Who is signed in, and what they see',
      responses: { 200: { description: 'You', ...json(me) }, 401: { description: 'Nobody' } },
    }),
    async (c) => {
      const { staffId, name, role, patchIds } = c.get('actor');
      const landlord = await readLandlord(parts.sql, parts.clock());
      const patches = await parts.sql<{ id: number; name: string }[]>`
        select id, name from patch where ${patchIds === 'all'} or id = any(${patchIds === 'all' ? [] : [...patchIds]}::int[])
        order by id`;
      const hazards = await readHazardsInLaw(parts.sql, landlord.nation);
      const answer: Me = {
        staffId,
        name,
        role,
        patches: [...patches],
        landlord: landlord.name,
        nation: landlord.nation,
        timeZone: landlord.timeZone,
        hazards: hazards.filter(({ kind }) => isHazardKind(kind)).map(({ nation: _, ...row }) => row),
        demo: parts.demo,
        version: parts.version,
        protocol,
      };
      return c.json(answer, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/worklist',
      summary: 'Every case that you may see and that needs looking at',
      request: { query: z.object({ patch: id.optional() }) },
      responses: {
        200: { description: 'The worklist', ...json(seen) },
        403: { description: 'Not one of your patches' },
      },
    }),
    async (c) => {
      const actor = c.get('actor');
      const { patch } = c.req.valid('query');
      if (actor.patchIds.length === 0)
        return problem(403, {
          detail:
            actor.role === 'repairs' || actor.role === 'money_advice'
              ? 'The worklist shows money, and your work is done without it.'
              : noPatch(actor.role),
        }) as never;
      if (patch !== undefined && !mayIn(actor, 'cases', patch))
        return problem(403, { detail: 'This patch is not one of yours.' }) as never;
      const { cursor, state } = parts.worklist;
      const patchIds = patch === undefined ? actor.patchIds : [patch];
      const cases = parts.worklist.list(patchIds);
      const asOf = (state.provedAt ?? new Date(parts.clock())).toISOString();
      // The same cursor as the socket's: a client that begins with this list continues from it. One patch of several is not
      // all that the socket sends: its cursor leads to a reset there.
      return c.json({ cursor: bindCursor(patchIds, cursor), asOf, cases }, 200);
    },
  );
  return app;
}

/** Why a person's worklist is empty: no patch is assigned to them, or there is no patch at all. */
const noPatch = (role: string): string =>
  role === 'officer'
    ? 'You have no patch yet. A manager gives you one in Settings.'
    : 'There are no patches yet.';
