// GET /api/tasks: what is due, over all the cases that a person sees.
import { readLandlord } from '../commands/landlord.ts';
import { createRoute } from '@hono/zod-openapi';
import { readDueTasks } from '../cases/law/due-tasks.ts';
import { dueTasks, type DueTasks } from '../contract/case-law.ts';
import { routes, type Parts, type Routes } from './parts.ts';

export function taskRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/tasks',
      summary: 'The tasks that are due on the cases that you see, earliest first',
      responses: {
        200: { description: 'The tasks', content: { 'application/json': { schema: dueTasks } } },
      },
    }),
    async (c) => {
      const { today } = await readLandlord(parts.sql, parts.clock());
      const answer: DueTasks = { today, tasks: await readDueTasks(parts.sql, c.get('actor'), today) };
      return c.json(answer, 200);
    },
  );
  return app;
}
