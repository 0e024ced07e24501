// A person's sessions, and ending them. Sessions are named by their ids; no answer has a token.
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { jsonRoute } from './json-route.ts';
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
  const person = (c: Context<Env>) => ({ actor: c.get('actor'), sessionId: c.get('sessionId') });
  const { access } = parts;
  const unsigned = { 401: 'Not signed in' };

  jsonRoute(
    app,
    {
      path: '/api/auth/list-sessions',
      summary: 'Where I am signed in, the newest first',
      schema: z.array(session),
      responses: { 200: 'Sessions', ...unsigned },
    },
    ({ c }) => access.sessionsOf(person(c)),
  );
  jsonRoute(
    app,
    {
      path: '/api/auth/revoke-session',
      summary: 'End one of my sessions',
      body: z.object({ id: sessionId }),
      schema: ended,
      responses: { 200: 'How many were ended: none where it had ended already', ...unsigned },
    },
    async ({ c, body: { id } }) => ({ ended: await access.endSessions(person(c), { only: id }) }),
  );
  jsonRoute(
    app,
    {
      method: 'post',
      path: '/api/auth/revoke-other-sessions',
      summary: 'End all of my sessions but this one',
      schema: ended,
      responses: { 200: 'How many were ended', ...unsigned },
    },
    async ({ c }) => ({ ended: await access.endSessions(person(c), { except: c.get('sessionId') }) }),
  );
  return app;
}
