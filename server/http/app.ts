// The HTTP side of the server, put together: health, signing in, the API, and the built client behind it.
import { Forbidden, Refusal } from '../commands/outcome.ts';
import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import { isTransient, isUnstorable } from '../../db/transient-errors.ts';
import { caseRoutes } from './cases.ts';
import { staticFileRoutes, FallbackPage } from './static-files.ts';
import { dayRoutes } from './day.ts';
import { deviceRoutes } from './devices.ts';
import { healthRoutes } from './health.ts';
import { extractPlace } from './map.ts';
import { mutationRoutes } from './mutations.ts';
import { offlineRoutes } from './offline.ts';
import { routes, type Parts, type Routes } from './parts.ts';
import { referralRoutes } from './referrals.ts';
import { paymentRoutes } from './payments.ts';
import { bridgeRowRoutes } from './performance/bridge-rows.ts';
import { bridgeRoutes } from './performance/bridge.ts';
import { performanceRoutes } from './performance/performance.ts';
import { officerRoutes } from './performance/officers.ts';
import { practiceRoutes } from './performance/practice.ts';
import { officerAccountRoutes } from './performance/officer-accounts.ts';
import { weekCaseRoutes } from './performance/week-cases.ts';
import { trendRoutes } from './performance/trend.ts';
import { reconciliationEntryRoutes } from './performance/reconciliation-entry.ts';
import { reconciliationRoutes } from './performance/reconciliation.ts';
import { pushRoutes } from './push.ts';
import { photoRoutes, takesPhotos } from './photos.ts';
import { problem, ProblemError } from './problem.ts';
import { limitRequests, limits, RateLimiter } from './rate-limiter.ts';
import { repairRoutes } from './repairs.ts';
import { contentPolicy, ownAnswersOnly, ownPagesOnly, securityHeaders, signedInOnly } from './security.ts';
import { settingRoutes } from './settings.ts';
import { signInRoutes } from './sign-in.ts';
import { threadRoutes } from './threads.ts';
import { screenKeeping, screenRoutes } from './wallboard.ts';
import { tileRoutes } from './performance/tiles.ts';
import { todayFileRoutes } from './performance/today-file.ts';
import { worklistRoutes } from './worklist.ts';

const bodyBytes = 1_000_000;

/** `map` needs no session, except for extracts: its answers are map data, the same for all. */
export function createApp(parts: Parts, map: Hono): Routes {
  const page = new FallbackPage(parts.buildFolder);
  const app = routes();
  app.onError((error, c) => {
    if (error instanceof HTTPException) return problem(error.status, { detail: wordsFor(error.status) });
    if (error instanceof ProblemError) return error.response();
    if (error instanceof Refusal)
      return problem(error instanceof Forbidden ? 403 : 422, { detail: error.message });
    // The client disconnected before the request was complete, so the database is not at fault.
    if (c.req.raw.signal.aborted || isBrokenOff(error)) {
      parts.log.debug({ err: error }, 'a request was broken off');
      return problem(400, { detail: 'Only part of this arrived. Send it again.' });
    }
    if (isUnstorable(error)) {
      parts.log.warn({ err: error, route: routePath(c) }, 'a request held what cannot be kept');
      return problem(400, {
        detail: 'This has characters that cannot be saved. Remove them and send it again.',
      });
    }
    if (isTransient(error)) {
      parts.log.warn({ err: error }, 'a request found the database away');
      return problem(503, { detail: 'The database is not available. Try again in a minute.' });
    }
    parts.log.error({ err: error }, 'a request failed');
    return problem(500, { detail: 'Nothing was changed. Try again in a minute.' });
  });
  app.notFound(() => problem(404));
  app.use(
    '*',
    securityHeaders(() => contentPolicy(page.scriptHashes)),
  );
  app.use('*', ownPagesOnly(parts));
  // The rest of the body is still on its way: the connection ends with it.
  const tooLarge = () =>
    problem(413, { detail: 'Send it in smaller parts.', headers: { connection: 'close' } });
  const limit = bodyLimit({ maxSize: bodyBytes, onError: tooLarge });
  app.use('*', (c, next) => (takesPhotos(c.req.method, c.req.path) ? next() : limit(c, next)));

  app.route('/', healthRoutes(parts));
  app.route('/', signInRoutes(parts));
  app.get('/api/openapi.json', (c) =>
    c.json(
      app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Doorstep', version: parts.version } }),
    ),
  );
  app.use(
    extractPlace,
    ownAnswersOnly,
    signedInOnly(parts),
    limitRequests(new RateLimiter(limits.mapExtracts, parts.clock)),
  );
  app.route('/', map);
  app.route('/', screenRoutes(parts));
  app.use('/api/*', ownAnswersOnly);
  app.use('/api/*', signedInOnly(parts));
  app.route('/', screenKeeping(parts));
  app.route('/', worklistRoutes(parts));
  app.route('/', caseRoutes(parts));
  app.route('/', mutationRoutes(parts));
  app.route('/', paymentRoutes(parts));
  app.route('/', threadRoutes(parts));
  app.route('/', repairRoutes(parts));
  app.route('/', referralRoutes(parts));
  app.route('/', photoRoutes(parts));
  app.route('/', dayRoutes(parts));
  app.route('/', offlineRoutes(parts));
  app.route('/', deviceRoutes(parts));
  app.route('/', settingRoutes(parts));
  app.route('/', pushRoutes(parts));
  app.route('/', performanceRoutes());
  app.route('/', officerRoutes(parts));
  app.route('/', practiceRoutes(parts));
  app.route('/', weekCaseRoutes(parts));
  app.route('/', officerAccountRoutes(parts));
  app.route('/', trendRoutes(parts));
  app.route('/', reconciliationRoutes(parts));
  app.route('/', reconciliationEntryRoutes(parts));
  app.route('/', tileRoutes(parts));
  app.route('/', todayFileRoutes(parts));
  app.route('/', bridgeRoutes(parts));
  app.route('/', bridgeRowRoutes(parts));
  app.all('/api', () => problem(404));
  app.all('/api/*', () => problem(404));
  app.route('/', staticFileRoutes(parts, page));
  return app;
}

/** How the body's stream ends when its sender leaves; a database's connection says which call failed (`syscall`). */
function isBrokenOff(error: Error): boolean {
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  return code === 'ECONNRESET' && syscall === undefined && error.message === 'aborted';
}

function wordsFor(status: number): string | undefined {
  return status === 400 ? 'Send JSON that is complete and well formed.' : undefined;
}
