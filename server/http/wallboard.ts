// Screens on office walls over HTTP: the requests of a screen without a session (a code, whether it was approved), the
// wallboard page's first request, and the managers' routes. A screen's cookie opens these and the team's tiles.
import { readLandlord } from '../commands/landlord.ts';
import { may, type Actor } from '../access/rights.ts';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { cookieSeconds, screenCookie, tokenOf } from '../access/screens.ts';
import {
  screenApproval,
  screenCode,
  screenCodeRequest,
  screenCodeState,
  screenList,
  wallboardDay,
  wallboardMe,
  type WallboardDay,
} from '../contract/wallboard.ts';
import { daySoFar } from '../performance/tiles/day-so-far.ts';
import { createTrend } from '../performance/trend/trend.ts';
import { wallGoals } from '../performance/trend/wall-goals.ts';
import { readWeeks } from '../performance/weeks/bridges.ts';
import { jsonRoute } from './json-route.ts';
import { routes, type Env, type Parts, type Routes } from './parts.ts';
import { refuse } from './problem.ts';
import { refuseGuess } from './rate-limiter.ts';

type Needs = Pick<Parts, 'sql' | 'access' | 'tiles' | 'hub' | 'publicUrl' | 'clock' | 'log' | 'addressOf'>;
/** One picture of the day serves every screen for this long, in ms. */
const dayKeptMs = 20_000;

/** Routes without a session. */
export function screenRoutes(parts: Needs): Routes {
  const app = routes();
  const { screens, screenCodes } = parts.access;

  jsonRoute(
    app,
    {
      method: 'post',
      path: '/api/wallboard/code',
      summary: 'A code for a screen to show until a manager approves it',
      schema: screenCode,
      responses: { 200: 'The code', 429: 'Wait' },
    },
    async ({ c }) => {
      const attempt = parts.access.guesses.begin([['codes', parts.addressOf(c)]]);
      if ('waitSeconds' in attempt) refuseGuess(attempt.waitSeconds);
      const { expiresAt, ...made } = await screenCodes.begin();
      const place = new URL('/wallboard/approve', parts.publicUrl ?? c.req.url).href;
      return { ...made, expiresAt: expiresAt.toISOString(), address: place };
    },
  );

  jsonRoute(
    app,
    {
      path: '/api/wallboard/token',
      summary: 'Whether the code was approved; the first such answer sets the screen’s cookie',
      body: screenCodeRequest,
      schema: screenCodeState,
      responses: { 200: 'The state of the code' },
    },
    async ({ c, body }) => {
      const redeemed = await screenCodes.redeem(body.deviceCode);
      if (redeemed.state === 'approved') giveCookie(c, parts, redeemed.token);
      return { state: redeemed.state };
    },
  );

  jsonRoute(
    app,
    {
      path: '/api/wallboard/me',
      summary: 'Whether this is an approved screen, and its office',
      schema: wallboardMe,
      responses: { 200: 'What the wallboard needs first' },
    },
    async ({ c }) => {
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
      return {
        as: screen ? ('screen' as const) : preview ? ('preview' as const) : null,
        name: screen?.name ?? '',
        // Until it is approved, a screen may be anyone's.
        landlord: screen || preview ? landlord.name : '',
        timeZone: landlord.timeZone,
      };
    },
  );

  const readTrend = createTrend(parts);
  let day: { at: number; answer: Promise<WallboardDay> } | null = null;
  const readDay = async (): Promise<WallboardDay> => {
    const [{ measures }, { calculating }] = await Promise.all([
      readTrend({ of: 'landlord' }),
      readWeeks(parts.sql, parts.clock()),
    ]);
    return { ...daySoFar(parts.tiles), goals: wallGoals(measures), calculating };
  };
  jsonRoute(
    app,
    {
      path: '/api/wallboard/day',
      summary: 'What the team collected today, so far, in quarters of an hour',
      schema: wallboardDay,
      responses: { 200: 'The day', 401: 'Not a screen, and not a person who can see the team’s tiles' },
    },
    async ({ c }) => {
      const { headers } = c.req.raw;
      if (!(await screens.find(headers))) {
        const actor = await parts.access.actorFromHeaders(headers);
        if (!actor || !may(actor, 'teamFigures')) refuse(actor ? 403 : 401);
      }
      const now = parts.clock();
      if (!day || Math.abs(now - day.at) > dayKeptMs) {
        const made = { at: now, answer: readDay() };
        // A failure is not kept.
        made.answer.catch(() => day === made && (day = null));
        day = made;
      }
      return day.answer;
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

/** The routes with which a signed-in manager lists, names and ends the screens. */
export function screenKeeping(parts: Needs): Routes {
  const app = routes();
  const { screens, screenCodes } = parts.access;
  const refuseUnlessKeeper = (actor: Actor) => {
    if (!may(actor, 'screens')) refuse(403, 'Only managers and administrators can approve screens.');
  };

  jsonRoute(
    app,
    {
      path: '/api/wallboard/screens',
      summary: 'The screens that are signed in',
      schema: screenList,
      responses: { 200: 'The screens' },
    },
    async ({ actor }) => {
      refuseUnlessKeeper(actor);
      const rows = (await screens.list()).map((row) => ({
        ...row,
        approvedAt: row.approvedAt.toISOString(),
        lastSeenAt: row.lastSeenAt && row.lastSeenAt.toISOString(),
        connected: parts.hub()?.screens.isConnected(row.id) ?? false,
      }));
      return { asOf: new Date(parts.clock()).toISOString(), screens: rows };
    },
  );

  jsonRoute(
    app,
    {
      path: '/api/wallboard/screens',
      summary: 'Approve the screen that shows this code, and name it',
      body: screenApproval,
      schema: z.object({ name: z.string() }),
      responses: { 200: 'Approved', 404: 'No screen shows that code', 429: 'Too many wrong codes' },
    },
    async ({ actor, body: { code, name }, c }) => {
      refuseUnlessKeeper(actor);
      const { staffId } = actor;
      const typed = parts.access.guesses.begin([['pair', 'screen code', String(staffId)]]);
      if ('waitSeconds' in typed) return refuseGuess(typed.waitSeconds);
      const approved = await screenCodes
        .approve(c.req.raw.headers, code, name, staffId)
        .catch((error: unknown) => {
          typed.undecided();
          throw error;
        });
      if (!approved)
        refuse(404, 'No screen shows this code now. Check the screen: the code may have changed.');
      typed.right();
      parts.log.info({ staffId }, 'a screen was approved');
      return { name };
    },
  );

  jsonRoute(
    app,
    {
      method: 'post',
      path: '/api/wallboard/screens/{screen}/end',
      summary: 'Signs a screen out: it shows a code at once',
      params: z.object({ screen: z.uuid() }),
      schema: z.object({ ended: z.boolean() }),
      responses: { 200: 'Ended', 404: 'No such screen' },
    },
    async ({ actor, params: { screen } }) => {
      refuseUnlessKeeper(actor);
      const { staffId } = actor;
      if (!(await screens.end(screen, staffId))) refuse(404, 'This screen is already signed out.');
      parts.log.info({ staffId }, 'a screen was ended');
      return { ended: true };
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
