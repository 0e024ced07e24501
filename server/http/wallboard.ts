// Screens on office walls over HTTP: the requests of a screen without a session (a code, whether it was approved), the
// wallboard page's first request, and the managers' routes. A screen's cookie opens these and the team's tiles.
import { readLandlord } from '../commands/landlord.ts';
import { may } from '../access/rights.ts';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { cookieSeconds, screenCookie, tokenOf } from '../access/screens.ts';
import {
  screenApproval,
  screenCode,
  screenCodeAsked,
  screenCodeState,
  screenList,
  wallboardDay,
  wallboardMe,
} from '../contract/wallboard.ts';
import { daySoFar } from '../performance/tiles/day-so-far.ts';
import { json, jsonBody, routes, type Env, type Parts, type Routes } from './parts.ts';
import { problem, waitInWords } from './problem.ts';

const managersOnly = 'Only managers and administrators look after screens.';

type Needs = Pick<Parts, 'sql' | 'access' | 'tiles' | 'hub' | 'publicUrl' | 'clock' | 'log' | 'addressOf'>;
/** One picture of the day serves every screen for this long, in ms. */
const dayKeptMs = 20_000;

/** Routes without a session. */
export function screenRoutes(parts: Needs): Routes {
  const app = routes();
  const { screens, screenCodes } = parts.access;

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/wallboard/code',
      summary: 'A code for a screen to show until a manager approves it',
      responses: { 200: { description: 'The code', ...json(screenCode) }, 429: { description: 'Wait' } },
    }),
    async (c) => {
      const attempt = parts.access.guesses.begin([['codes', parts.addressOf(c)]]);
      if ('waitSeconds' in attempt) return tooOften(attempt.waitSeconds) as never;
      const { expiresAt, ...made } = await screenCodes.begin();
      const place = new URL('/wallboard/approve', parts.publicUrl ?? c.req.url).href;
      return c.json({ ...made, expiresAt: expiresAt.toISOString(), address: place }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/wallboard/token',
      summary: 'Whether the code was approved; once, the screen’s cookie comes with it',
      request: { body: jsonBody(screenCodeAsked) },
      responses: { 200: { description: 'How it stands', ...json(screenCodeState) } },
    }),
    async (c) => {
      const redeemed = await screenCodes.redeem(c.req.valid('json').deviceCode);
      if (redeemed.state === 'approved') giveCookie(c, parts, redeemed.token);
      return c.json({ state: redeemed.state }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/wallboard/me',
      summary: 'Whether this is an approved screen, and whose office it hangs in',
      responses: { 200: { description: 'What the wallboard needs first', ...json(wallboardMe) } },
    }),
    async (c) => {
      const { headers } = c.req.raw;
      const screen = await screens.find(headers);
      if (screen) {
        await screens.seen([screen.screenId]);
        // Given anew, so that a screen which is in use never runs out.
        giveCookie(c, parts, tokenOf(headers)!);
      }
      const actor = screen ? null : await parts.access.actorFromHeaders(headers);
      const preview = actor !== null && may(actor, 'teamFigures');
      const landlord = await readLandlord(parts.sql, parts.clock());
      return c.json(
        {
          as: screen ? ('screen' as const) : preview ? ('preview' as const) : null,
          name: screen?.name ?? '',
          // Until it is approved, a screen may be anyone's.
          landlord: screen || preview ? landlord.name : '',
          timeZone: landlord.timeZone,
        },
        200,
      );
    },
  );

  let day: { at: number; answer: ReturnType<typeof daySoFar> } | null = null;
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/wallboard/day',
      summary: 'What the team collected today, so far, in quarters of an hour',
      responses: {
        200: { description: 'The day', ...json(wallboardDay) },
        401: { description: 'Neither a screen nor somebody who may see the team’s tiles' },
      },
    }),
    async (c) => {
      const { headers } = c.req.raw;
      if (!(await screens.find(headers))) {
        const actor = await parts.access.actorFromHeaders(headers);
        if (!actor || !may(actor, 'teamFigures')) return problem(actor ? 403 : 401) as never;
      }
      const now = parts.clock();
      if (!day || Math.abs(now - day.at) > dayKeptMs) day = { at: now, answer: daySoFar(parts.tiles) };
      return c.json(day.answer, 200);
    },
  );

  // A screen reads the team's tiles; a signed-in person is answered by the next route.
  app.get('/api/tiles', async (c, next) => {
    const { headers } = c.req.raw;
    if (!tokenOf(headers) || (await parts.access.actorFromHeaders(headers))) return next();
    return (await screens.find(headers)) ? c.json(parts.tiles.of('all')) : next();
  });
  return app;
}

/** For who is signed in. */
export function screenKeeping(parts: Needs): Routes {
  const app = routes();
  const { screens, screenCodes } = parts.access;
  const keeps = (c: Context<Env>) => may(c.get('actor'), 'screens');
  const refused = () => problem(403, { detail: managersOnly }) as never;

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/wallboard/screens',
      summary: 'The screens that are signed in',
      responses: { 200: { description: 'The screens', ...json(screenList) } },
    }),
    async (c) => {
      if (!keeps(c)) return refused();
      const text = (at: Date | null) => at && at.toISOString();
      const rows = (await screens.list()).map((row) => ({
        ...row,
        approvedAt: row.approvedAt.toISOString(),
        lastSeenAt: text(row.lastSeenAt),
        connected: parts.hub()?.screens.isConnected(row.id) ?? false,
      }));
      return c.json({ asOf: new Date(parts.clock()).toISOString(), screens: rows }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/wallboard/screens',
      summary: 'Approve the screen that shows this code, and name it',
      request: { body: jsonBody(screenApproval) },
      responses: {
        200: { description: 'Approved', ...json(z.object({ name: z.string() })) },
        404: { description: 'No screen shows that code' },
        429: { description: 'Too many wrong codes' },
      },
    }),
    async (c) => {
      if (!keeps(c)) return refused();
      const { staffId } = c.get('actor');
      const { code, name } = c.req.valid('json');
      const typed = parts.access.guesses.begin([['pair', 'screen code', String(staffId)]]);
      if ('waitSeconds' in typed) return tooOften(typed.waitSeconds) as never;
      const approved = await screenCodes
        .approve(c.req.raw.headers, code, name, staffId)
        .catch((error: unknown) => {
          typed.undecided();
          throw error;
        });
      if (approved) {
        typed.right();
        parts.log.info({ staffId }, 'a screen was approved');
        return c.json({ name }, 200);
      }
      return problem(404, {
        detail: 'No screen shows that code now. Look at the screen again: its code may be a new one.',
      }) as never;
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/wallboard/screens/{screen}/end',
      summary: 'End a screen: it falls back to a code at once',
      request: { params: z.object({ screen: z.uuid() }) },
      responses: {
        200: { description: 'Ended', ...json(z.object({ ended: z.boolean() })) },
        404: { description: 'There is no such screen' },
      },
    }),
    async (c) => {
      if (!keeps(c)) return refused();
      const { staffId } = c.get('actor');
      if (!(await screens.end(c.req.valid('param').screen, staffId)))
        return problem(404, { detail: 'This screen has been ended already.' }) as never;
      parts.log.info({ staffId }, 'a screen was ended');
      return c.json({ ended: true }, 200);
    },
  );
  return app;
}

function giveCookie(c: Context<Env>, { publicUrl }: Pick<Parts, 'publicUrl'>, token: string): void {
  const secure = publicUrl?.startsWith('https:') ? '; Secure' : '';
  c.header(
    'set-cookie',
    `${screenCookie}=${token}; Path=/; Max-Age=${cookieSeconds}; HttpOnly; SameSite=Strict${secure}`,
  );
}

const tooOften = (seconds: number) =>
  problem(429, {
    detail: `Wait ${waitInWords(seconds)}, then try again.`,
    headers: { 'retry-after': String(seconds) },
  });
