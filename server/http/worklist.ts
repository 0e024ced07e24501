// What a person may see over HTTP: themselves, their worklist (for people with patches: it shows money),
// and the tasks that are due.
import { readBankHolidays, readLandlord } from '../commands/landlord.ts';
import { may, mayAll, mayIn, type Actor } from '../access/rights.ts';
import { compressed } from './compressed.ts';
import { z } from '@hono/zod-openapi';
import { readDueTasks } from '../cases/law/due-tasks.ts';
import { readHazardsInLaw } from '../cases/visits/read-clocks.ts';
import { dueTasks } from '../contract/case-law.ts';
import { caseSummary } from '../contract/case-summary.ts';
import { me } from '../contract/me.ts';
import { protocol } from '../contract/protocol.ts';
import { isHazardKind } from '../domain/checks.ts';
import { addDays } from '../domain/days.ts';
import { bindCursor } from '../hub/view-cursor.ts';
import { readVisitingHours } from '../performance/settings/visiting.ts';
import { jsonRoute, rowId } from './json-route.ts';
import { routes, type Parts, type Routes } from './parts.ts';
import { refuse } from './problem.ts';

const seen = z.object({ cursor: z.string(), asOf: z.string(), cases: z.array(caseSummary) });

export function worklistRoutes(parts: Parts): Routes {
  const app = routes();
  // A list is some hundred kilobytes of words that repeat: on a bad line that is seconds.
  app.use('/api/worklist', compressed);

  jsonRoute(
    app,
    {
      path: '/api/me',
      summary: 'Who is signed in, and what they see',
      schema: me,
      responses: { 200: 'You', 401: 'Nobody' },
    },
    async ({ actor: { staffId, name, role, patchIds } }) => {
      const landlord = await readLandlord(parts.sql, parts.clock());
      const { today } = landlord;
      const [patches, holidays, visitingHours, hazards] = await Promise.all([
        parts.sql<{ id: number; name: string }[]>`
          select id, name from patch where ${patchIds === 'all'} or id = any(${patchIds === 'all' ? [] : [...patchIds]}::int[])
          order by id`,
        readBankHolidays(parts.sql),
        readVisitingHours(parts.sql),
        readHazardsInLaw(parts.sql, landlord.nation),
      ]);
      return {
        staffId,
        name,
        role,
        patches: [...patches],
        landlord: landlord.name,
        nation: landlord.nation,
        timeZone: landlord.timeZone,
        hazards: hazards.filter(({ kind }) => isHazardKind(kind)).map(({ nation: _, ...row }) => row),
        visitingHours,
        bankHolidays: [...holidays]
          .filter((on) => on >= addDays(today, -7) && on <= addDays(today, 366))
          .sort(),
        demo: parts.demo,
        version: parts.version,
        protocol,
      };
    },
  );

  jsonRoute(
    app,
    {
      path: '/api/worklist',
      summary: 'All cases on your worklist',
      query: z.object({ patch: rowId.optional() }),
      schema: seen,
      responses: { 200: 'The worklist', 403: 'Not one of your patches' },
    },
    ({ actor, query: { patch } }) => {
      if (actor.patchIds.length === 0)
        refuse(
          403,
          may(actor, 'cases')
            ? noPatch(actor)
            : 'The worklist shows rent accounts. Your team does not see them.',
        );
      if (patch !== undefined && !mayIn(actor, 'cases', patch))
        refuse(403, 'This is not one of your patches.');
      const { cursor, state } = parts.worklist;
      const patchIds = patch === undefined ? actor.patchIds : [patch];
      const cases = parts.worklist.list(patchIds);
      const asOf = (state.provedAt ?? new Date(parts.clock())).toISOString();
      // The same cursor as the socket's: a client that begins with this list continues from it. One patch of several is not
      // all that the socket sends: its cursor leads to a reset there.
      return { cursor: bindCursor(patchIds, cursor), asOf, cases };
    },
  );

  jsonRoute(
    app,
    {
      path: '/api/tasks',
      summary: 'The tasks of your cases, earliest due first',
      schema: dueTasks,
      responses: { 200: 'The tasks' },
    },
    async ({ actor }) => {
      const { today } = await readLandlord(parts.sql, parts.clock());
      return { today, tasks: await readDueTasks(parts.sql, actor, today) };
    },
  );
  return app;
}

/** Why a person's worklist is empty: no patch is assigned to them, or there is no patch at all. */
const noPatch = (actor: Actor): string =>
  mayAll(actor, 'cases')
    ? 'There are no patches yet.'
    : 'You have no patch yet. Ask your manager to give you one in Settings.';
