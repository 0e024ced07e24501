// A person's sessions, and ending them. Sessions are named by their ids; no answer has a token.
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { routes, type Env, type Parts, type Routes } from './parts.ts';
import { signedInOnly } from './security.ts';

const session = z.object({
  id: z.string(),
  startedAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  /** What the browser called itself. */
  device: z.string(),
  /** The session of this request. */
  current: z.boolean(),
});
const sessionId = z.string().regex(/^[\w-]{1,64}$/, 'is no session');
const ended = z.object({ ended: z.int() });

export function sessionRoutes(parts: Pick<Parts, 'access' | 'log'>): Routes {
  const app = routes();
  for (const name of ['list-sessions', 'revoke-session', 'revoke-other-sessions'])
    app.use(`/api/auth/${name}`, signedInOnly(parts));
  const asking = (c: Context<Env>) => ({ actor: c.get('actor'), sessionId: c.get('sessionId') });
  const json = <T extends z.ZodType>(schema: T) => ({ content: { 'application/json': { schema } } });
  const { access } = parts;

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/auth/list-sessions',
      summary: 'Where I am signed in, the newest first',
      responses: {
        200: { description: 'Sessions', ...json(z.array(session)) },
        401: { description: 'Not signed in' },
      },
    }),
    async (c) => {
      return c.json(await access.sessionsOf(asking(c)), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/auth/revoke-session',
      summary: 'End one of my sessions',
      request: { body: { required: true, ...json(z.object({ id: sessionId })) } },
      responses: {
        200: { description: 'How many were ended: none where it had ended already', ...json(ended) },
        401: { description: 'Not signed in' },
      },
    }),
    async (c) => {
      return c.json({ ended: await access.endSessions(asking(c), { only: c.req.valid('json').id }) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/auth/revoke-other-sessions',
      summary: 'End all of my sessions but this one',
      responses: {
        200: { description: 'How many were ended', ...json(ended) },
        401: { description: 'Not signed in' },
      },
    }),
    async (c) => {
      return c.json({ ended: await access.endSessions(asking(c), { except: c.get('sessionId') }) }, 200);
    },
  );
  return app;
}
