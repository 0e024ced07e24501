// /api/auth/*: better-auth behind our words and our brake on guessing; and the demo's people for the sign-in page.
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { demoPerson } from '../contract/me.ts';
import { addressOf } from './address.ts';
import { routes, type Env, type Parts, type Routes } from './parts.ts';
import { problem } from './problem.ts';

const credentials = z.object({ email: z.string().min(3).max(200), password: z.string().min(1).max(200) });

const words: Record<number, string> = {
  401: 'That e-mail address and password do not go together.',
  403: 'This is not allowed.',
};

export function signInRoutes(parts: Pick<Parts, 'access' | 'demo' | 'log'>): Routes {
  const app = routes();

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/auth/sign-in/email',
      summary: 'Sign in with e-mail and password; answers with a session cookie and a bearer token',
      request: { body: { required: true, content: { 'application/json': { schema: credentials } } } },
      responses: { 200: { description: 'Signed in' }, 401: { description: 'They do not go together' } },
    }),
    async (c) => {
      const { email, password } = c.req.valid('json');
      const address = addressOf(c);
      const wait = parts.access.attempts.waitSeconds(email, address);
      if (wait > 0)
        return problem(429, {
          detail: `Wait ${Math.ceil(wait / 60)} minutes, then try again.`,
          headers: { 'retry-after': String(wait) },
        });
      const response = await pass(c, parts, JSON.stringify({ email, password }));
      if (response.ok) parts.access.attempts.succeeded(email);
      else if (response.status === 401) parts.access.attempts.failed(email, address);
      return response;
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/demo/people',
      summary: 'Who can sign in with one press; with DEMO=on only',
      responses: {
        200: { description: 'People', content: { 'application/json': { schema: z.array(demoPerson) } } },
        404: { description: 'Not a demo' },
      },
    }),
    async (c) => {
      if (!parts.demo) return problem(404) as never;
      return c.json(await parts.access.demoPeople(), 200);
    },
  );

  app.on(['GET', 'POST'], '/api/auth/*', (c) => pass(c, parts));
  return app;
}

async function pass(c: Context<Env>, parts: Pick<Parts, 'access' | 'log'>, body?: string): Promise<Response> {
  const { raw } = c.req;
  let text = body;
  if (text === undefined && raw.method === 'POST') {
    text = await raw.text();
    if (text !== '' && !isJsonObject(text)) return problem(400, { detail: 'Send a JSON object.' });
  }
  const headers = new Headers(raw.headers);
  headers.delete('content-length');
  headers.delete('transfer-encoding');
  if (raw.method === 'POST') headers.set('content-type', 'application/json');
  let response: Response;
  try {
    response = await parts.access.handle(
      new Request(raw.url, {
        method: raw.method,
        headers,
        body: raw.method === 'POST' ? text || '{}' : undefined,
      }),
    );
  } catch (err) {
    parts.log.error({ err }, 'signing in failed');
    return problem(503, { detail: 'Signing in does not work just now. Try again in a moment.' });
  }
  if (response.status < 400) return response;
  if (response.status >= 500) {
    parts.log.error({ status: response.status }, 'signing in failed');
    return problem(503, { detail: 'Signing in does not work just now. Try again in a moment.' });
  }
  return problem(response.status, { detail: words[response.status] });
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
