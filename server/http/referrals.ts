// The money advice team's way in: their queue and one referral. Everything else of a case stays closed to them.
import { z } from '@hono/zod-openapi';
import { openReferral, referralQueue } from '../contract/referral.ts';
import { jsonRoute } from './json-route.ts';
import { routes, type Parts, type Routes } from './parts.ts';
import { refuse } from './problem.ts';

export function referralRoutes({ referrals, clock }: Pick<Parts, 'referrals' | 'clock'>): Routes {
  const app = routes();
  jsonRoute(
    app,
    {
      path: '/api/referrals',
      summary: 'Referrals to the money advice team, those without an answer first',
      schema: referralQueue,
      responses: { 200: 'The queue', 403: 'Not for your role' },
    },
    async ({ actor }) => {
      const queue =
        (await referrals.queue(actor)) ??
        refuse(403, 'Only the money advice team and managers can see referrals.');
      return { asOf: new Date(clock()).toISOString(), referrals: queue };
    },
  );
  jsonRoute(
    app,
    {
      path: '/api/referrals/{ref}',
      summary: 'One referral, with what the tenant agreed to share',
      params: z.object({ ref: z.uuid() }),
      schema: openReferral,
      responses: { 200: 'The referral', 404: 'No such referral for you' },
    },
    async ({ actor, params: { ref } }) =>
      ((await referrals.read(actor, ref)) ??
        refuse(404, 'This referral does not exist, or is not for your team.')) as z.infer<
        typeof openReferral
      >,
  );
  return app;
}
