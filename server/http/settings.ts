// The settings over HTTP: read by role, changed by managers and administrators one press at a time, each with an id that
// the device gave it, so that a press sent twice has one effect.
import { mayAll } from '../access/rights.ts';
import { createRoute, z } from '@hono/zod-openapi';
import { compress } from 'hono/compress';
import { settingDone, settingHistory, settingPress, settings } from '../contract/performance/settings.ts';
import { changeSetting } from '../performance/settings/change.ts';
import { readSettingHistory, readSettings } from '../performance/settings/read.ts';
import { RateLimiter, limits, limitRate } from './rate-limiter.ts';
import { json, jsonBody, routes, type Parts, type Routes } from './parts.ts';
import { problem } from './problem.ts';

const notYours = 'Managers and administrators keep the settings.';
const statuses = { refused: 422, conflict: 409, 'not-yours': 403 } as const;

export function settingRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  app.use('/api/settings', compress());
  app.use('/api/settings/*', compress());
  app.use('/api/settings/changes', limitRate(new RateLimiter(limits.settings, parts.clock)));

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/settings',
      summary: 'Absences, stints, bank holidays, targets, annotations, re-bases; an officer’s own',
      responses: {
        200: { description: 'The settings, at one instant', ...json(settings) },
        403: { description: 'Not your work' },
      },
    }),
    async (c) => {
      const found = await readSettings(parts.sql, c.get('actor'), parts.clock());
      return found ? c.json(found as never, 200) : (problem(403, { detail: notYours }) as never);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/settings/changes',
      summary: 'Who changed what, newest first',
      request: {
        query: z.object({
          before: z.iso
            .datetime()
            .refine((text) => text >= '1990', 'is too long ago')
            .optional(),
        }),
      },
      responses: {
        200: { description: 'The changes', ...json(settingHistory) },
        403: { description: 'Not your work' },
      },
    }),
    async (c) => {
      if (!mayAll(c.get('actor'), 'settings')) return problem(403, { detail: notYours }) as never;
      const { before } = c.req.valid('query');
      return c.json(await readSettingHistory(parts.sql, before ? new Date(before) : null), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/settings/changes',
      summary: 'Changes a setting, or takes a change back; safe to send again under the same id',
      request: { body: jsonBody(settingPress) },
      responses: {
        200: { description: 'Done, now or before', ...json(settingDone) },
        403: { description: 'Not your work' },
        409: { description: 'Somebody else changed it meanwhile' },
        429: { description: 'Too much at once: send it again later' },
        422: { description: 'Refused, with the reason in words' },
      },
    }),
    async (c) => {
      const { id, change } = c.req.valid('json');
      const request = { id, who: c.get('actor'), request: change, now: parts.clock() };
      const answer = await changeSetting(parts.sql, request);
      if ('message' in answer) return problem(statuses[answer.status], { detail: answer.message }) as never;
      return c.json({ ...answer.done, at: answer.done.at.toISOString() }, 200);
    },
  );
  return app;
}
