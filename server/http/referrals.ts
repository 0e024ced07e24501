// The money-advice team's way in: their queue and one referral. Everything else of a case stays closed to them.
import { createRoute, z } from '@hono/zod-openapi';
import { openReferral, referralQueue } from '../contract/referral.ts';
import { json, routes, type Parts, type Routes } from './parts.ts';
import { problem } from './problem.ts';

export function referralRoutes(parts: Pick<Parts, 'referrals' | 'clock'>): Routes {
  const app = routes();
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/referrals',
      summary: 'What was referred to the money-advice team: unanswered first',
      responses: {
        200: { description: 'The queue', ...json(referralQueue) },
        403: { description: 'Not your work' },
      },
    }),
    async (c) => {
      const referrals = await parts.referrals.queue(c.get('actor'));
      if (!referrals)
        return problem(403, { detail: 'Only the money-advice team and managers see this queue.' }) as never;
      return c.json({ asOf: new Date(parts.clock()).toISOString(), referrals }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/referrals/{ref}',
      summary: 'One referral, with what the tenant agreed to share',
      request: { params: z.object({ ref: z.uuid() }) },
      responses: {
        200: { description: 'The referral', ...json(openReferral) },
        404: { description: 'No such referral for you' },
      },
    }),
    async (c) => {
      const found = await parts.referrals.read(c.get('actor'), c.req.valid('param').ref);
      if (!found) return problem(404, { detail: 'There is no such referral for your team.' }) as never;
      return c.json(found as z.infer<typeof openReferral>, 200);
    },
  );
  return app;
}
