// The repairs team's list of open repairs over HTTP. From a repair the team opens its home (GET /api/cases/:id).
import { z } from '@hono/zod-openapi';
import type { Actor } from '../access/rights.ts';
import { mostRepairs, repairAnswer, repairList } from '../contract/repair-list.ts';
import { repairOrders } from '../domain/repair-order.ts';
import type { RepairQuery } from '../cases/read-open-repairs.ts';
import { compressed } from './compressed.ts';
import { idParams, jsonRoute, searchWords } from './json-route.ts';
import { routes, type Parts, type Routes } from './parts.ts';
import { refuse } from './problem.ts';
import { RateLimiter, limitPosts, limits } from './rate-limiter.ts';

const query = {
  order: z.enum(repairOrders).default('urgent'),
  limit: z.coerce.number().int().min(1).max(mostRepairs).default(100),
};

export function repairRoutes({ cases, clock }: Pick<Parts, 'cases' | 'clock'>): Routes {
  const app = routes();
  const asOf = () => new Date(clock()).toISOString();
  const list = async (actor: Actor, wanted: RepairQuery) => ({
    asOf: asOf(),
    ...((await cases.openRepairs(actor, wanted)) ??
      refuse(403, 'Only the repairs team sees the list of repairs.')),
  });
  app.use('/api/repairs', compressed);
  app.use('/api/repairs/*', compressed);
  app.use('/api/repairs/search', limitPosts(new RateLimiter(limits.searches, clock)));

  jsonRoute(
    app,
    {
      path: '/api/repairs',
      summary: 'Open repairs of all homes, the most urgent or the oldest first',
      // Strict: search words in the URL are refused, not silently dropped.
      query: z.strictObject(query),
      schema: repairList,
      responses: { 200: 'The first of them, and how many there are', 403: 'Not for your role' },
    },
    ({ actor, query }) => list(actor, { ...query, q: '' }),
  );
  jsonRoute(
    app,
    {
      path: '/api/repairs/search',
      summary:
        'Open repairs by address and by what is to be done; sent as a body, so that no URL or log holds the words',
      body: z.strictObject({ ...query, q: searchWords }),
      schema: repairList,
      responses: {
        200: 'The first that were found, and how many were',
        403: 'Not for your role',
        429: 'Too many searches',
      },
    },
    ({ actor, body }) => list(actor, body),
  );
  jsonRoute(
    app,
    {
      path: '/api/repairs/{id}',
      summary: 'One repair with its home’s case',
      params: idParams,
      schema: repairAnswer,
      responses: { 200: 'The repair', 404: 'No such repair, or not for your team' },
    },
    async ({ actor, params: { id } }) => ({
      asOf: asOf(),
      repair:
        (await cases.repair(actor, id)) ??
        refuse(404, 'This repair does not exist, or is not for your team.'),
    }),
  );
  return app;
}
