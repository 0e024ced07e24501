// Health, readiness and metrics of the process, for monitoring. No personal data.
import { createRoute, z } from '@hono/zod-openapi';
import { Metrics } from './metrics.ts';
import { routes, type Parts, type Routes } from './parts.ts';

const readiness = z.object({
  ready: z.boolean(),
  feed: z.object({ connected: z.boolean(), lagMs: z.number().nullable(), provedAt: z.string().nullable() }),
  database: z.boolean(),
  /** Without its row no case can be assessed; a start makes it. */
  landlord: z.boolean(),
  version: z.string(),
});
/** One query answers all requests within this time, in ms. */
const keptMs = 500;
const patienceMs = 2_000;

export function healthRoutes(parts: Parts): Routes {
  const app = routes();
  const metrics = new Metrics(parts);
  let latest: { at: number; answer: Promise<Answer> } | null = null;
  const database = () => {
    const now = parts.clock();
    if (!latest || now - latest.at > keptMs) latest = { at: now, answer: reachable(parts) };
    return latest.answer;
  };

  app.get('/healthz', (c) => c.json({ up: true, version: parts.version }));
  app.openapi(
    createRoute({
      method: 'get',
      path: '/readyz',
      summary: 'Ready to serve: the database answers, there is a landlord, and the feed is proved',
      responses: {
        200: { description: 'Ready', content: { 'application/json': { schema: readiness } } },
        503: { description: 'Not ready', content: { 'application/json': { schema: readiness } } },
      },
    }),
    async (c) => {
      const { connected, lagMs, provedAt, stale } = parts.worklist.state;
      const { answers, landlord } = await database();
      const ready = answers && landlord && connected && !stale;
      const feed = { connected, lagMs, provedAt: provedAt?.toISOString() ?? null };
      c.header('cache-control', 'no-store');
      return c.json({ ready, feed, database: answers, landlord, version: parts.version }, ready ? 200 : 503);
    },
  );
  app.get('/metrics', async (c) =>
    c.text(await metrics.text(), 200, { 'content-type': metrics.contentType }),
  );
  return app;
}

type Answer = { answers: boolean; landlord: boolean };
const silent: Answer = { answers: false, landlord: false };

async function reachable(parts: Pick<Parts, 'sql'>): Promise<Answer> {
  const late = new Promise<Answer>((resolve) => void setTimeout(resolve, patienceMs, silent).unref());
  const answered = parts.sql<{ there: boolean }[]>`select exists (select from landlord) as there`.then(
    ([row]) => ({ answers: true, landlord: row!.there }),
    () => silent,
  );
  return Promise.race([answered, late]);
}
