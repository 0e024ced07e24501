// What devices report of their unsent work, and the list of it for managers.
import { z } from '@hono/zod-openapi';
import { keepReport, readDevices } from '../cases/devices/devices.ts';
import { deviceList, deviceReport } from '../contract/devices.ts';
import { jsonRoute } from './json-route.ts';
import { routes, type Parts, type Routes } from './parts.ts';
import { refuse } from './problem.ts';
import { RateLimiter, limits, limitPosts } from './rate-limiter.ts';

export function deviceRoutes({ sql, clock }: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  app.use('/api/devices', limitPosts(new RateLimiter(limits.devices, clock)));
  jsonRoute(
    app,
    {
      path: '/api/devices',
      summary: 'How much a device has not sent yet, in place of what it reported before',
      body: deviceReport,
      schema: z.object({}),
      responses: { 200: 'It is kept', 401: 'The session is another person’s', 429: 'Too many requests' },
    },
    async ({ actor, body }) => {
      if (body.staffId !== actor.staffId)
        return refuse(401, 'Someone else has signed in on this device. Sign in to continue.');
      await keepReport(sql, actor, body, clock());
      return {};
    },
  );
  jsonRoute(
    app,
    {
      path: '/api/devices',
      summary: 'Devices with unsent work, and people without contact for some working days',
      schema: deviceList,
      responses: { 200: 'The devices, at one instant', 403: 'Not for your team' },
    },
    async ({ actor }) =>
      (await readDevices(sql, actor, clock())) ??
      refuse(403, 'Only managers and administrators can see the devices of others.'),
  );
  return app;
}
