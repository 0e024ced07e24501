// The day over HTTP: travel times between doors that the person may see, and all visits of today.
import { readLandlord } from '../commands/landlord.ts';
import { mayIn } from '../access/rights.ts';
import { createRoute } from '@hono/zod-openapi';
import { compress } from 'hono/compress';
import { readVisitsOfDay } from '../cases/visits/read-visits-of-day.ts';
import {
  travelAsked,
  travelTimes,
  visitsOfDay,
  type TravelTimes,
  type VisitsOfDay,
} from '../contract/day.ts';
import { json, jsonBody, routes, type Parts, type Routes } from './parts.ts';
import { problem } from './problem.ts';

const notYours = 'Visits about rent are not your team’s work.';

export function dayRoutes(parts: Pick<Parts, 'sql' | 'worklist' | 'routers' | 'clock'>): Routes {
  const app = routes();
  app.use('/api/visits/*', compress());

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/travel',
      summary: 'How long the ways between some doors take, by the router where one is set up',
      request: { body: jsonBody(travelAsked) },
      responses: {
        200: { description: 'Seconds, or why there are none', ...json(travelTimes) },
        403: { description: 'Not your team’s work' },
        404: { description: 'One of the cases is not among yours' },
      },
    }),
    async (c) => {
      const actor = c.get('actor');
      const { mode, caseIds } = c.req.valid('json');
      if (actor.patchIds.length === 0) return problem(403, { detail: notYours }) as never;
      const doors = caseIds.map((id) => parts.worklist.get(id));
      if (doors.some((door) => !door || !mayIn(actor, 'cases', door.patchId)))
        return problem(404, { detail: 'One of these cases is not among yours any more.' }) as never;
      const router = parts.routers[mode];
      const places = doors.flatMap((door) => {
        const { latitude, longitude } = door!;
        return latitude === null || longitude === null ? [] : [{ latitude, longitude }];
      });
      // A door without coordinates cannot be routed to, and the router is not called for a part of the doors.
      const table = router && places.length === doors.length ? await router(places) : null;
      const answer: TravelTimes = {
        by: table && 'seconds' in table ? 'router' : 'straight_line',
        note: table && 'note' in table ? table.note : null,
        caseIds,
        seconds: table && 'seconds' in table ? table.seconds : null,
      };
      return c.json(answer, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/visits/today',
      summary: 'Everybody’s visits of today in your patches, done and to come',
      responses: {
        200: { description: 'The visits', ...json(visitsOfDay) },
        403: { description: 'Not your team’s work' },
      },
    }),
    async (c) => {
      const actor = c.get('actor');
      if (actor.patchIds.length === 0) return problem(403, { detail: notYours }) as never;
      const now = parts.clock();
      const { today: day } = await readLandlord(parts.sql, now);
      const visits = await readVisitsOfDay(parts.sql, actor, day);
      const answer = { day, asOf: new Date(now).toISOString(), visits };
      return c.json(answer as VisitsOfDay, 200);
    },
  );
  return app;
}
