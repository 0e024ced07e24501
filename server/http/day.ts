// The day over HTTP: travel times between doors that the person may see, and all visits of today.
import { readLandlord } from '../commands/landlord.ts';
import { mayIn } from '../access/rights.ts';
import { compress } from 'hono/compress';
import { readVisitsOfDay } from '../cases/visits/read-visits-of-day.ts';
import { travelRequest, travelTimes, visitsOfDay, type VisitsOfDay } from '../contract/day.ts';
import { jsonRoute } from './json-route.ts';
import { routes, type Parts, type Routes } from './parts.ts';
import { refuse } from './problem.ts';

const refuseTeam = (): never => refuse(403, 'Visits about rent are not your team’s work.');

export function dayRoutes(parts: Pick<Parts, 'sql' | 'worklist' | 'routers' | 'clock'>): Routes {
  const app = routes();
  app.use('/api/visits/*', compress());

  jsonRoute(
    app,
    {
      path: '/api/travel',
      summary: 'How long the ways between some doors take, by the router where one is set up',
      body: travelRequest,
      schema: travelTimes,
      responses: {
        200: 'Seconds, or why there are none',
        403: 'Not your team’s work',
        404: 'One of the cases is not among yours',
      },
    },
    async ({ actor, body: { mode, caseIds } }) => {
      if (actor.patchIds.length === 0) refuseTeam();
      const doors = caseIds.map((id) => {
        const door = parts.worklist.get(id);
        if (door && mayIn(actor, 'cases', door.patchId)) return door;
        return refuse(404, 'One of these cases is not among yours any more.');
      });
      const router = parts.routers[mode];
      const places = doors.flatMap(({ latitude, longitude }) =>
        latitude === null || longitude === null ? [] : [{ latitude, longitude }],
      );
      // A door without coordinates cannot be routed to, and the router is not called for a part of the doors.
      const table = router && places.length === doors.length ? await router(places) : null;
      const seconds = table && 'seconds' in table ? table.seconds : null;
      return {
        by: seconds ? ('router' as const) : ('straight_line' as const),
        note: table && 'note' in table ? table.note : null,
        caseIds,
        seconds,
      };
    },
  );

  jsonRoute(
    app,
    {
      path: '/api/visits/today',
      summary: 'Everybody’s visits of today in your patches, done and to come',
      schema: visitsOfDay,
      responses: { 200: 'The visits', 403: 'Not your team’s work' },
    },
    async ({ actor }) => {
      if (actor.patchIds.length === 0) refuseTeam();
      const now = parts.clock();
      const { today: day } = await readLandlord(parts.sql, now);
      const visits = await readVisitsOfDay(parts.sql, actor, day);
      return { day, asOf: new Date(now).toISOString(), visits } as VisitsOfDay;
    },
  );
  return app;
}
