// What a device takes along for work without signal. An answer costs as much as opening its cases, so a device asks for a
// few at a time, and the server works on two such answers at once.
import { may } from '../access/rights.ts';
import { offlineAnswer, offlineChanges, offlineChangesRequest, offlineRequest } from '../contract/offline.ts';
import { compressed } from './compressed.ts';
import { ConcurrencyLimiter } from './concurrency-limiter.ts';
import { jsonRoute } from './json-route.ts';
import { routes, type Parts, type Routes } from './parts.ts';
import { refuse } from './problem.ts';
import { RateLimiter, limits, limitPosts, refuseTooMany } from './rate-limiter.ts';

const refuseTeam = (): never => refuse(403, 'Your team does not work on rent accounts.');
/** Of all devices together: others wait in turn. */
const atOnce = 2;
const mostWaiting = 100;

export function offlineRoutes(parts: Pick<Parts, 'cases' | 'conversations' | 'worklist' | 'clock'>): Routes {
  const app = routes();
  const turns = new ConcurrencyLimiter(atOnce, mostWaiting);
  app.use('/api/offline/*', compressed);
  app.use('/api/offline/*', limitPosts(new RateLimiter(limits.offline, parts.clock)));

  jsonRoute(
    app,
    {
      path: '/api/offline/cases',
      summary:
        'Some cases with all that their pages read, for a device that keeps them for work without signal',
      body: offlineRequest,
      schema: offlineAnswer,
      responses: {
        200: 'The cases that the person may see',
        403: 'Not for your team',
        429: 'Too many requests',
      },
    },
    async ({ actor, body, c }) => {
      if (!may(actor, 'cases')) refuseTeam();
      const { signal } = c.req.raw;
      const cases = await turns.run('', async () => {
        const taken = await parts.cases.readForDevice(actor, body.caseIds, signal);
        const ids = taken.map(({ caseId }) => caseId);
        const talks = await parts.conversations.readForDevice(actor, ids, signal);
        for (const { caseId, answers } of taken) Object.assign(answers, talks.get(caseId));
        return taken;
      });
      return { cases: cases ?? refuseTooMany(20) };
    },
  );

  jsonRoute(
    app,
    {
      path: '/api/offline/changes',
      summary: 'Which of the cases that a device keeps have changed since',
      body: offlineChangesRequest,
      schema: offlineChanges,
      responses: { 200: 'The cases', 403: 'Not for your team', 429: 'Too many requests' },
    },
    async ({ actor, body: { since, caseIds } }) => {
      if (!may(actor, 'cases')) refuseTeam();
      const { cursor, changed } = await parts.worklist.changedSince(since);
      const seen = new Set(await parts.cases.visible(actor, caseIds));
      return {
        cursor,
        changed: changed && caseIds.filter((id) => changed.has(id) && seen.has(id)),
        gone: caseIds.filter((id) => !seen.has(id)),
      };
    },
  );
  return app;
}
