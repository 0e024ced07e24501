// POST /api/mutations: what people did, a batch at a time; each item is checked and answered by itself, in order.
import { createRoute, z } from '@hono/zod-openapi';
import { mutation, mutationAnswer, type MutationAnswer } from '../contract/up.ts';
import { checkMutation } from '../hub/speaking.ts';
import { routes, type Parts, type Routes } from './parts.ts';

const items = z.array(z.unknown()).max(500);
const batch = z.union([z.object({ mutations: items }), items]);

export function mutationRoutes(parts: Pick<Parts, 'cases' | 'log'>): Routes {
  const app = routes();
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
      },
    }),
    async (c) => {
      const said = c.req.valid('json');
      const answers: MutationAnswer[] = [];
      for (const item of Array.isArray(said) ? said : said.mutations) {
        const checked = checkMutation(item);
        if ('problem' in checked) {
          const known = mutation.pick({ id: true }).safeParse(item);
          answers.push({
            id: known.success ? known.data.id : '',
            status: 'refused',
            message: checked.problem,
          });
          continue;
        }
        const { id, kind } = checked.mutation;
        answers.push(
          await parts.cases.apply(c.get('actor'), checked.mutation).catch((err: unknown): MutationAnswer => {
            parts.log.error({ err, kind }, 'a mutation failed');
            return {
              id,
              status: 'refused',
              message: 'This could not be saved just now. Try again in a moment.',
            };
          }),
        );
      }
      return c.json({ answers }, 200);
    },
  );
  return app;
}
