// POST /api/mutations: what people did, a batch at a time; each item is checked and answered separately, in order. While
// the database is away the whole batch is a 503; items that were saved are not saved twice when it is sent again.
import { createRoute, z } from '@hono/zod-openapi';
import { mutationAnswer, type MutationAnswer } from '../contract/up.ts';
import { answerMutation } from '../commands/answer.ts';
import { RateLimiter, limits, tooManyRequests } from './rate-limiter.ts';
import { routes, type Parts, type Routes } from './parts.ts';
import { problem } from './problem.ts';

const items = z.array(z.unknown()).max(500);
const batch = z.union([z.object({ mutations: items }), items]);

export function mutationRoutes(parts: Pick<Parts, 'cases' | 'log' | 'clock'>): Routes {
  const app = routes();
  const limiter = new RateLimiter(limits.mutations, parts.clock);
  const answering = { apply: parts.cases.apply, log: parts.log };
  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/mutations',
      summary: 'Changes that people made; safe to send again',
      request: { body: { required: true, content: { 'application/json': { schema: batch } } } },
      responses: {
        200: {
          description: 'An answer for each, in the same order',
          content: { 'application/json': { schema: z.object({ answers: z.array(mutationAnswer) }) } },
        },
        401: { description: 'The session has ended: sign in, and send the same batch again' },
        429: { description: 'Too much at once: send the same batch again later' },
        503: { description: 'Not all of it could be saved just now: send the same batch again' },
      },
    }),
    async (c) => {
      const body = c.req.valid('json');
      const sent = Array.isArray(body) ? body : body.mutations;
      const seconds = limiter.wait(c.get('sessionId'), sent.length);
      if (seconds > 0) return tooManyRequests(seconds) as never;
      const answers: MutationAnswer[] = [];
      for (const item of sent) {
        const sender = { actor: c.get('actor'), sessionId: c.get('sessionId') };
        const answer = await answerMutation(answering, sender, item);
        if (answer === 'ended') return problem(401) as never;
        if (!answer)
          return problem(503, {
            detail: 'Not all of this could be saved just now. Send the same again: nothing is saved twice.',
            headers: { 'retry-after': '2' },
          }) as never;
        answers.push(answer);
      }
      return c.json({ answers }, 200);
    },
  );
  return app;
}
