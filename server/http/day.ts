// The day over HTTP: travel times between doors that the person may see, and all visits of today.
import { readLandlord } from '../commands/landlord.ts';
import { mayIn } from '../access/rights.ts';
import { compressed } from './compressed.ts';
import { readVisitsOfDay } from '../cases/visits/read-visits-of-day.ts';
import { travelRequest, travelTimes, visitsOfDay, type VisitsOfDay } from '../contract/day.ts';
import { jsonRoute } from './json-route.ts';
import { RateLimiter, limits, limitPosts } from './rate-limiter.ts';
import { routes, type Parts, type Routes } from './parts.ts';
import { refuse } from './problem.ts';

const refuseTeam = (): never => refuse(403, 'Your team does not visit about rent.');

export function dayRoutes(parts: Pick<Parts, 'sql' | 'worklist' | 'routers' | 'clock'>): Routes {
  const app = routes();
  app.use('/api/visits/*', compressed);
  app.use('/api/travel', limitPosts(new RateLimiter(limits.travel, parts.clock)));

  jsonRoute(
    app,
    {
      path: '/api/travel',
      summary: 'Travel times between some homes, from the router if there is one',
      body: travelRequest,
      schema: travelTimes,
      responses: {
        200: 'Seconds, or why there are none',
        403: 'Not for your team',
        404: 'One of the cases is not in your patches',
        429: 'Too many requests',
      },
    },
    async ({ actor, body: { mode, caseIds } }) => {
      if (actor.patchIds.length === 0) refuseTeam();
      const doors = caseIds.map((id) => {
        const door = parts.worklist.get(id);
        if (door && mayIn(actor, 'cases', door.patchId)) return door;
        return refuse(404, 'One of these cases is no longer in your patches.');
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
      summary: 'All of today’s visits in your patches, done and to do',
      schema: visitsOfDay,
      responses: { 200: 'The visits', 403: 'Not for your team' },
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
