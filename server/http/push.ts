// Notifications to a device whose app is closed: what a browser needs to subscribe, and adding or removing the device.
import { z } from '@hono/zod-openapi';
import { may } from '../access/rights.ts';
import { jsonRoute } from './json-route.ts';
import { routes, type Parts, type Routes } from './parts.ts';
import { refuse } from './problem.ts';
import { limitPosts, limits, RateLimiter } from './rate-limiter.ts';

const base64url = (length: number) => z.string().regex(new RegExp(`^[\\w-]{${length}}=*$`), 'is no key');
const subscription = z.object({
  endpoint: z.url().max(1_000),
  // A point of the curve P-256, and 16 random bytes (RFC 8291).
  keys: z.object({ p256dh: base64url(87), auth: base64url(22) }),
});
const quarter = z.string().regex(/^([01]\d|2[0-3]):(00|15|30|45)$/, 'is no time on a quarter of an hour');
const quietHours = z.object({ begins: quarter, ends: quarter, workingDaysOnly: z.boolean() });
const nothing = z.object({});
const unsigned = { 401: 'Not signed in' };

export function pushRoutes({ push, pushStore, clock }: Pick<Parts, 'push' | 'pushStore' | 'clock'>): Routes {
  const app = routes();
  app.use('/api/push/*', limitPosts(new RateLimiter(limits.settings, clock)));
  jsonRoute(
    app,
    {
      path: '/api/push',
      summary: 'The key with which a browser subscribes to notifications of this server, and my quiet hours',
      schema: z.object({ publicKey: z.string(), quietHours }),
      responses: { 200: 'The key and the quiet hours', ...unsigned },
    },
    async ({ actor }) => ({
      publicKey: push.publicKey,
      quietHours: await pushStore.quietHours(actor.staffId),
    }),
  );
  jsonRoute(
    app,
    {
      path: '/api/push/subscribe',
      summary: 'Send notifications to this device until its session ends',
      body: subscription,
      schema: nothing,
      responses: {
        200: 'Added, or there already',
        403: 'Not for this team',
        422: 'No push service',
        ...unsigned,
      },
    },
    async ({ actor, body, c }) => {
      if (!may(actor, 'cases') && !may(actor, 'conversations'))
        refuse(403, 'Your team is not sent notifications.');
      if (!push.allows(body.endpoint)) refuse(422, 'This browser’s notification service is not supported.');
      await pushStore.subscribe(actor.staffId, c.get('sessionId'), body);
      return {};
    },
  );
  jsonRoute(
    app,
    {
      path: '/api/push/unsubscribe',
      summary: 'Send no more notifications to this device',
      body: subscription.pick({ endpoint: true }),
      schema: nothing,
      responses: { 200: 'Removed, or not there', ...unsigned },
    },
    async ({ actor, body: { endpoint } }) => {
      await pushStore.unsubscribe(actor.staffId, endpoint);
      return {};
    },
  );
  jsonRoute(
    app,
    {
      path: '/api/push/quiet-hours',
      summary: 'Set my quiet hours: nothing but a stopped visit that I am on is sent in them',
      body: quietHours,
      schema: nothing,
      responses: { 200: 'Set', ...unsigned },
    },
    async ({ actor, body }) => {
      await pushStore.setQuietHours(actor.staffId, body);
      return {};
    },
  );
  return app;
}
