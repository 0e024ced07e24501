// Common to all performance routes: the right to them, checked before the query is validated (a refusal of the query would
// name measures and lines of money), and a list of the routes.
import { z } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import { may } from '../../access/rights.ts';
import { ConcurrencyLimiter, limitConcurrency } from '../concurrency-limiter.ts';
import { jsonRoute } from '../json-route.ts';
import { routes, type Env, type Routes } from '../parts.ts';
import { problem } from '../problem.ts';

/** After signedInOnly. Each route decides which rows and whose figures the person may see. */
const rentTeamOnly = createMiddleware<Env>(async (c, next) => {
  if (!may(c.get('actor'), 'performance'))
    return problem(403, { detail: 'Performance is not your team’s work.' });
  return next();
});

const parts = {
  tiles: '/api/tiles',
  weeks: '/api/performance/weeks',
  bridge: '/api/performance/bridge',
  trend: '/api/performance/trend',
  officers: '/api/performance/officers',
  practice: '/api/performance/practice',
  reconciliation: '/api/performance/reconciliation',
};

export function performanceRoutes(): Routes {
  const app = routes();
  for (const path of ['/api/tiles', '/api/tiles/*', '/api/performance', '/api/performance/*'])
    app.use(path, rentTeamOnly);
  // Once for each request: both patterns take the bare path as well.
  const limiter = limitConcurrency(new ConcurrencyLimiter(4, 40));
  for (const path of ['/api/tiles/*', '/api/performance/*']) app.use(path, limiter);
  jsonRoute(
    app,
    {
      path: '/api/performance',
      summary: 'Where the parts of performance are',
      schema: z.record(z.string(), z.string()),
      responses: { 200: 'Paths by name' },
    },
    () => parts,
  );
  return app;
}
