// /api/auth/*: the better-auth routes listed here, with our texts and our limits on guessing. No body has the session's
// token: a browser gets a cookie that scripts cannot read, and a program gets a header.
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { isTransient } from '../../db/transient-errors.ts';
import { deviceCookie, type Track } from '../access/guess-limiter.ts';
import { demoPerson } from '../contract/me.ts';
import { keepableWhole } from '../contract/mutations/parts.ts';
import { jsonRoute } from './json-route.ts';
import { jsonBody, routes, type Env, type Parts, type Routes } from './parts.ts';
import { problem, refuse } from './problem.ts';
import { refuseGuess } from './rate-limiter.ts';
import { signedInOnly } from './security.ts';
import { sessionRoutes } from './sessions.ts';

const kept = (most: number) =>
  z.string().max(most).refine(keepableWhole, 'has a character that cannot be saved');
const credentials = z.object({
  email: kept(200).refine((text) => text.length >= 3),
  password: kept(200).refine((text) => text !== ''),
});
const passwordChange = z.object({
  currentPassword: kept(200),
  newPassword: kept(128).refine((text) => text.length >= 10, 'needs at least 10 characters'),
  revokeOtherSessions: z.boolean().optional(),
});

/** The paths of better-auth that are used; all others are closed. */
const open = /^\/(get-session|demo|sign-in\/social|(oauth2\/)?callback\/[\w-]{1,40})$/;

const words: Record<number, string> = {
  401: 'Email or password is wrong.',
  403: 'This is not allowed.',
};
/** Codes of our own in better-auth's answers. */
const wordsOfCode: Record<string, string> = {
  ACCOUNT_CLOSED: 'Your account is closed. Ask your administrator.',
  INVALID_PASSWORD: 'That is not your password.',
};
const deviceDays = 400;

type Needs = Pick<Parts, 'access' | 'demo' | 'log' | 'publicUrl' | 'addressOf'>;

/** The routes below /api/auth. A path of better-auth that is neither routed here nor in `open` is a 404. */
export function signInRoutes(parts: Needs): Routes {
  const app = routes();
  routeSignIn(app, parts);
  routePasswordChange(app, parts);
  jsonRoute(
    app,
    {
      path: '/api/demo/people',
      summary: 'Who can sign in with one press; with DEMO=on only',
      schema: z.array(demoPerson),
      responses: { 200: 'People', 404: 'Not a demo' },
    },
    () => (parts.demo ? parts.access.demoPeople() : refuse(404)),
  );
  routeSignOut(app, parts);
  app.route('/', sessionRoutes(parts));
  app.on(['GET', 'POST'], '/api/auth/*', (c) =>
    open.test(c.req.path.slice('/api/auth'.length)) ? pass(c, parts) : problem(404),
  );
  return app;
}

function routeSignIn(app: Routes, parts: Needs): void {
  const { devices } = parts.access;
  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/auth/sign-in/email',
      summary:
        'Sign in with email and password: a session cookie, and for programs a bearer token in the header set-auth-token',
      request: { body: jsonBody(credentials) },
      responses: {
        200: { description: 'Signed in' },
        401: { description: 'Email or password is wrong' },
        403: { description: 'The account is closed' },
        429: { description: 'Wait as long as Retry-After says' },
      },
    }),
    async (c) => {
      const { email, password } = c.req.valid('json');
      const address = parts.addressOf(c);
      const cookie = getCookie(c, deviceCookie);
      const device = devices.deviceOf(cookie, email);
      const tracks: Track[] = device
        ? [['device', device, email]]
        : [
            ['pair', email, address],
            ['account', email],
            ['address', address],
          ];
      const answer = await checkPassword(c, parts, tracks, device ? 'known' : 'unknown', { email, password });
      if (answer.ok)
        answer.headers.append('set-cookie', deviceCookieOf(parts, devices.remember(cookie, email)));
      return answer;
    },
  );
}

function routePasswordChange(app: Routes, parts: Needs): void {
  app.use('/api/auth/change-password', signedInOnly(parts));
  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/auth/change-password',
      summary: 'Changes one’s own password',
      request: { body: jsonBody(passwordChange) },
      responses: {
        200: { description: 'Changed' },
        400: { description: 'The current password is wrong, or the new one is too weak' },
        401: { description: 'Not signed in' },
        429: { description: 'Wait as long as Retry-After says' },
      },
    }),
    // Counted by session, so that a stolen session slows itself only.
    (c) => checkPassword(c, parts, [['device', 'session', c.get('sessionId')]], 'known', c.req.valid('json')),
  );
}

function routeSignOut(app: Routes, parts: Needs): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/auth/sign-out',
      summary: 'Ends this session and removes its cookie',
      responses: { 200: { description: 'Ended' }, 503: { description: 'Not ended: try again' } },
    }),
    async (c) => {
      // better-auth answers 200 even when the database was unavailable and the session still exists.
      try {
        const found = await parts.access.signedIn(c.req.raw.headers);
        if (found) await parts.access.endSessions(found, { only: found.sessionId });
      } catch (err) {
        parts.log.warn({ err }, 'a session could not be ended');
        return problem(503, { detail: 'You are not signed out yet. Try again in a minute.' });
      }
      return pass(c, parts);
    },
  );
}

/** Counted first, then checked in its turn; what was not checked after all counts for nothing. */
async function checkPassword(
  c: Context<Env>,
  parts: Needs,
  tracks: Track[],
  line: 'known' | 'unknown',
  body: unknown,
): Promise<Response> {
  const { access, addressOf } = parts;
  const attempt = access.guesses.begin(tracks);
  if ('waitSeconds' in attempt) return refuseGuess(attempt.waitSeconds);
  const answer = await access.passwords
    .run(line, addressOf(c), () => pass(c, parts, JSON.stringify(body)))
    .catch((error: unknown) => {
      attempt.undecided();
      throw error;
    });
  // 403 may mean that the account is closed, or that better-auth looked at no password at all (a request without an
  // origin): neither is a right guess, and neither may give the guesser new tries.
  if (answer?.ok) attempt.right();
  else if (answer === null || answer.status === 403 || answer.status >= 429) attempt.undecided();
  return answer ?? refuseGuess(2);
}

function deviceCookieOf({ publicUrl }: Pick<Parts, 'publicUrl'>, value: string): string {
  const secure = publicUrl?.startsWith('https:') ? '; Secure' : '';
  return `${deviceCookie}=${value}; Path=/api/auth; Max-Age=${deviceDays * 86_400}; HttpOnly; SameSite=Lax${secure}`;
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
  // A program names no origin, but Node's fetch says how it fetches, as a browser does, and a program may send a cookie:
  // better-auth would refuse both. A page of another site was refused before it got here (ownPagesOnly).
  if (!['origin', 'referer', 'sec-fetch-site'].some((name) => headers.has(name)))
    headers.set('origin', new URL(raw.url).origin);
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
    if (isTransient(err)) parts.log.warn({ err }, 'signing in found the database away');
    else parts.log.error({ err }, 'signing in failed');
    return problem(503, { detail: 'Sign-in is not available. Try again in a minute.' });
  }
  if (response.status < 400) return withoutTokens(c, response);
  if (response.status >= 500) {
    parts.log.error({ status: response.status }, 'signing in failed');
    return problem(503, { detail: 'Sign-in is not available. Try again in a minute.' });
  }
  const { code } = (await response.json().catch(() => ({}))) as { code?: string };
  return problem(response.status, { detail: (code && wordsOfCode[code]) || words[response.status] });
}

/** The token is in the cookie; a program, which says no origin, finds it in a header too. */
async function withoutTokens(c: Context<Env>, response: Response): Promise<Response> {
  const headers = new Headers(response.headers);
  headers.delete('access-control-expose-headers');
  headers.delete('content-length');
  if (c.req.header('origin') !== undefined || c.req.header('sec-fetch-site') !== undefined)
    headers.delete('set-auth-token');
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const text = await response.text();
  const body = isJson && text !== '' ? JSON.stringify(JSON.parse(text, tokenless)) : text;
  return new Response(text === '' ? null : body, { status: response.status, headers });
}

const tokenless = (key: string, value: unknown) => (/token$/i.test(key) ? undefined : value);

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text, (_key, part: unknown) => {
      if (typeof part === 'string' && !keepableWhole(part))
        throw new Error('a character that cannot be kept');
      return part;
    });
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
