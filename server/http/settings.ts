// The settings over HTTP: read by role, changed by managers and administrators one press at a time, each with an id that
// the device gave it, so that a press sent twice has one effect.
import { mayAll, type Actor } from '../access/rights.ts';
import { z } from '@hono/zod-openapi';
import { compressed } from './compressed.ts';
import { settingDone, settingHistory, settingPress, settings } from '../contract/performance/settings.ts';
import { changeSetting } from '../performance/settings/change.ts';
import { readSettingHistory, readSettings } from '../performance/settings/read.ts';
import { RateLimiter, limits, limitPosts } from './rate-limiter.ts';
import { jsonRoute, searchWords } from './json-route.ts';
import { routes, type Parts, type Routes } from './parts.ts';
import { refuse } from './problem.ts';

const statuses = { refused: 422, conflict: 409, 'not-yours': 403 } as const;
const refuseTeam = (): never => refuse(403, 'Only managers and administrators can see the settings.');

export function settingRoutes({ sql, clock }: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  app.use('/api/settings', compressed);
  app.use('/api/settings/*', compressed);
  app.use('/api/settings/changes', limitPosts(new RateLimiter(limits.settings, clock)));
  app.use('/api/settings/changes/search', limitPosts(new RateLimiter(limits.searches, clock)));

  jsonRoute(
    app,
    {
      path: '/api/settings',
      summary: 'Absences, stints, bank holidays, targets, annotations, re-bases; an officer’s own',
      schema: settings,
      responses: { 200: 'The settings, at one instant', 403: 'Not for your role' },
    },
    async ({ actor }) => ((await readSettings(sql, actor, clock())) ?? refuseTeam()) as never,
  );
  const history = {
    query: z.object({
      before: z.iso
        .datetime()
        .refine((text) => text >= '1990', 'is too long ago')
        .describe('The `before` of the page before; with `oldest`, this page is of later changes')
        .optional(),
      sort: z.enum(['newest', 'oldest']).default('newest'),
    }),
    schema: settingHistory,
    responses: { 200: 'The changes', 403: 'Not for your role' },
  };
  const readHistory = (actor: Actor, { before, sort }: z.infer<typeof history.query>, words: string) => {
    if (!mayAll(actor, 'settings')) refuseTeam();
    return readSettingHistory(sql, {
      oldestFirst: sort === 'oldest',
      after: before ? new Date(before) : null,
      words,
    });
  };
  jsonRoute(
    app,
    { ...history, path: '/api/settings/changes', summary: 'Who changed what, newest or oldest first' },
    ({ actor, query }) => readHistory(actor, query, ''),
  );
  jsonRoute(
    app,
    {
      ...history,
      path: '/api/settings/changes/search',
      summary: 'Those of the changes that have all words of a search',
      body: z.object({ words: searchWords }),
      responses: { ...history.responses, 429: 'Too many searches' },
    },
    ({ actor, query, body }) => readHistory(actor, query, body.words),
  );
  jsonRoute(
    app,
    {
      path: '/api/settings/changes',
      summary: 'Changes a setting, or undoes a change; safe to send again with the same id',
      body: settingPress,
      schema: settingDone,
      responses: {
        200: 'Done, now or before',
        403: 'Not for your role',
        409: 'Someone else has changed it',
        429: 'Too many requests: send it again later',
        422: 'Refused, with the reason',
      },
    },
    async ({ actor, body: { id, change } }) => {
      const answer = await changeSetting(sql, { id, who: actor, request: change, now: clock() });
      if ('message' in answer) return refuse(statuses[answer.status], answer.message);
      return { ...answer.done, at: answer.done.at.toISOString() };
    },
  );
  return app;
}
