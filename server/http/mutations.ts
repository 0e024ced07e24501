// POST /api/mutations: what people did, a batch at a time; each item is checked and answered separately, in order. While
// the database is away the whole batch is a 503; items that were saved are not saved twice when it is sent again.
import { z } from '@hono/zod-openapi';
import { mutationAnswer, type MutationAnswer } from '../contract/up.ts';
import { answerMutation } from '../commands/answer.ts';
import { jsonRoute } from './json-route.ts';
import { RateLimiter, limits, refuseTooMany } from './rate-limiter.ts';
import { routes, type Parts, type Routes } from './parts.ts';
import { refuse } from './problem.ts';

const items = z.array(z.unknown()).max(500);
/** staffId: whose queue it is, as in the socket's handshake; refused when the session is another person's by now. */
const batch = z.object({ mutations: items, staffId: z.int().optional() });

export function mutationRoutes(parts: Pick<Parts, 'cases' | 'log' | 'clock'>): Routes {
  const app = routes();
  const limiter = new RateLimiter(limits.mutations, parts.clock);
  const answering = { apply: parts.cases.apply, log: parts.log };
  jsonRoute(
    app,
    {
      path: '/api/mutations',
      summary: 'Changes made by people; safe to send again',
      body: z.union([batch, items]),
      schema: z.object({ answers: z.array(mutationAnswer) }),
      responses: {
        200: 'An answer for each, in the same order',
        401: 'The session has ended, or is another person’s: sign in, and send the same batch again',
        429: 'Too many requests: send the same batch again later',
        503: 'Some changes were not saved: send the same batch again',
      },
    },
    async ({ actor, body, c }) => {
      const { mutations: sent, staffId } = Array.isArray(body) ? { mutations: body } : body;
      // Another tab of that browser has signed in somebody else: this tab's queue must not be sent in their name.
      if (staffId !== undefined && staffId !== actor.staffId)
        return refuse(401, 'Someone else has signed in on this device. Sign in to continue.');
      const sender = { actor, sessionId: c.get('sessionId') };
      const seconds = limiter.wait(sender.sessionId, sent.length);
      if (seconds > 0) refuseTooMany(seconds);
      const answers: MutationAnswer[] = [];
      for (const item of sent) {
        const answer = await answerMutation(answering, sender, item);
        if (answer === 'ended') return refuse(401);
        if (!answer)
          return refuse(503, 'Some of this was not saved. Send it again: nothing is saved twice.', {
            headers: { 'retry-after': '2' },
          });
        answers.push(answer);
      }
      return { answers };
    },
  );
  return app;
}
