// Conversations with the repairs team over HTTP: the inbox, a thread page by page, those of a case, words to begin with,
// and whom one may name. The repairs team reads the same as officers and managers: there is no money in any of it.
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { compress } from 'hono/compress';
import {
  caseThreads,
  inbox,
  inboxFilters,
  peopleToMention,
  templates,
  threadPage,
} from '../contract/thread.ts';
import type { OrderKey } from '../domain/thread-order.ts';
import { json, routes, type Env, type Parts, type Routes } from './parts.ts';
import { problem } from './problem.ts';

const caseId = z.coerce.number().int().positive().max(2_147_483_647);
const notYours = () =>
  problem(403, { detail: 'Conversations are between officers and the repairs team.' }) as never;
const notThere = (what: string) => problem(404, { detail: `There is no such ${what} among yours.` }) as never;

/** A place in the inbox, as a page gives it for the next: opaque to clients. */
const few = z.int().min(0).max(2);
const orderKey = z.tuple([few, z.int(), few, z.int(), z.uuid()]);
const place = z
  .string()
  .max(300)
  .transform((text, context): OrderKey => {
    try {
      return orderKey.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    } catch {
      context.addIssue({ code: 'custom', message: 'is no place in an inbox' });
      return z.NEVER;
    }
  });
const written = (key: OrderKey): string => Buffer.from(JSON.stringify(key)).toString('base64url');

const search = z
  .string()
  .trim()
  .max(200)
  .refine((words) => !words.includes('\0'), 'has a character that cannot be kept');

const inboxQuery = {
  filter: z.enum(inboxFilters).default('open'),
  after: place.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
};
type InboxQuery = { filter: (typeof inboxFilters)[number]; after?: OrderKey; limit: number; q?: string };

export function threadRoutes(parts: Pick<Parts, 'conversations' | 'clock'>): Routes {
  const app = routes();
  const { conversations } = parts;
  const asOf = () => new Date(parts.clock()).toISOString();
  async function inboxPage(c: Context<Env>, { filter, q = '', after, limit }: InboxQuery) {
    const page = await conversations.inbox(c.get('actor'), { filter, q, after: after ?? null, limit });
    if (!page) return notYours();
    return c.json({ asOf: asOf(), ...page, next: page.next && written(page.next) }, 200);
  }
  app.use('/api/threads', compress());
  app.use('/api/threads/*', compress());

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/threads',
      summary:
        'Your conversations with the repairs team: what waits for your team first, what is late at its head',
      // Strict: search words in the URL are refused, not silently dropped.
      request: { query: z.strictObject(inboxQuery) },
      responses: {
        200: { description: 'The inbox', ...json(inbox) },
        403: { description: 'Not your work' },
      },
    }),
    (c) => inboxPage(c, c.req.valid('query')),
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/threads/search',
      summary:
        'The same, by words of messages, subject and address: sent as a body, so that they stand in no address and no log',
      request: {
        body: {
          required: true,
          content: { 'application/json': { schema: z.strictObject({ ...inboxQuery, q: search }) } },
        },
      },
      responses: {
        200: { description: 'What was found, in the inbox’s order', ...json(inbox) },
        403: { description: 'Not your work' },
      },
    }),
    (c) => inboxPage(c, c.req.valid('json')),
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/threads/{id}',
      summary: 'One conversation, its newest messages first to come; before leads to older ones',
      request: {
        params: z.object({ id: z.uuid() }),
        query: z.object({
          before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
        }),
      },
      responses: {
        200: { description: 'The conversation', ...json(threadPage) },
        404: { description: 'No such conversation, or not one of yours' },
      },
    }),
    async (c) => {
      const { before } = c.req.valid('query');
      const page = await conversations.thread(c.get('actor'), c.req.valid('param').id, before ?? null);
      return page ? c.json({ asOf: asOf(), ...page }, 200) : notThere('conversation');
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/cases/{id}/threads',
      summary: 'The conversations of one case, what was promised in them, and the notes on its repairs',
      request: { params: z.object({ id: caseId }) },
      responses: {
        200: { description: 'The conversations', ...json(caseThreads) },
        404: { description: 'No such case, or not one of yours' },
      },
    }),
    async (c) => {
      const found = await conversations.ofCase(c.get('actor'), c.req.valid('param').id);
      return found ? c.json({ asOf: asOf(), ...found }, 200) : notThere('case');
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/thread-templates',
      summary: 'Words to begin with, of your own team',
      responses: {
        200: { description: 'The templates', ...json(templates) },
        403: { description: 'Not your work' },
      },
    }),
    async (c) => {
      const found = await conversations.templates(c.get('actor'));
      return found ? c.json({ templates: found }, 200) : notYours();
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/people-to-mention',
      summary: 'Whoever may read the conversations of that case',
      request: { query: z.object({ case: caseId }) },
      responses: {
        200: { description: 'The people', ...json(peopleToMention) },
        404: { description: 'No such case, or not one of yours' },
      },
    }),
    async (c) => {
      const people = await conversations.people(c.get('actor'), c.req.valid('query').case);
      return people ? c.json({ people }, 200) : notThere('case');
    },
  );
  return app;
}
