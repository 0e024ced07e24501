// Conversations with the repairs team over HTTP: the inbox, a thread page by page, those of a case, words to begin with,
// and whom one may name. The repairs team reads the same as officers and managers: there is no money in any of it.
import { z } from '@hono/zod-openapi';
import type { Actor } from '../access/rights.ts';
import { compressed } from './compressed.ts';
import {
  caseThreads,
  inbox,
  inboxFilters,
  peopleToMention,
  templates,
  threadPage,
} from '../contract/thread.ts';
import type { OrderKey } from '../domain/thread-order.ts';
import { idParams, jsonRoute, rowId, searchWords } from './json-route.ts';
import { RateLimiter, limits, limitPosts } from './rate-limiter.ts';
import { routes, type Parts, type Routes } from './parts.ts';
import { refuse } from './problem.ts';

const refuseTeam = (): never => refuse(403, 'Conversations are between officers and the repairs team.');
const refuseUnknown = (what: string): never =>
  refuse(404, `This ${what} does not exist, or is not in your patches.`);

/** A place in the inbox, as a page gives it for the next: opaque to clients. */
const few = z.int().min(0).max(3);
const orderKey = z.tuple([few, z.int(), few, z.int(), z.uuid()]);
const place = z
  .string()
  .max(300)
  .transform((text, context): OrderKey => {
    try {
      return orderKey.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    } catch {
      context.addIssue({ code: 'custom', message: 'is not a place in an inbox' });
      return z.NEVER;
    }
  });
const written = (key: OrderKey): string => Buffer.from(JSON.stringify(key)).toString('base64url');

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
  async function inboxPage(actor: Actor, { filter, q = '', after, limit }: InboxQuery) {
    const page =
      (await conversations.inbox(actor, { filter, q, after: after ?? null, limit })) ?? refuseTeam();
    return { asOf: asOf(), ...page, next: page.next && written(page.next) };
  }
  app.use('/api/threads', compressed);
  app.use('/api/threads/*', compressed);
  app.use('/api/threads/search', limitPosts(new RateLimiter(limits.searches, parts.clock)));

  jsonRoute(
    app,
    {
      path: '/api/threads',
      summary: 'Your conversations with the repairs team: late first, then those that wait for your team',
      // Strict: search words in the URL are refused, not silently dropped.
      query: z.strictObject(inboxQuery),
      schema: inbox,
      responses: { 200: 'The inbox', 403: 'Not for your role' },
    },
    ({ actor, query }) => inboxPage(actor, query),
  );
  jsonRoute(
    app,
    {
      path: '/api/threads/search',
      summary:
        'Search in messages, subjects and addresses; sent as a body, so that no URL or log holds the words',
      body: z.strictObject({ ...inboxQuery, q: searchWords }),
      schema: inbox,
      responses: {
        200: 'The conversations found, in the inbox’s order',
        403: 'Not for your role',
        429: 'Too many searches',
      },
    },
    ({ actor, body }) => inboxPage(actor, body),
  );
  jsonRoute(
    app,
    {
      path: '/api/threads/{id}',
      summary: 'One conversation with its newest messages; before asks for older ones',
      params: z.object({ id: z.uuid() }),
      query: z.object({
        before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
      }),
      schema: threadPage,
      responses: { 200: 'The conversation', 404: 'No such conversation, or not in your patches' },
    },
    async ({ actor, params: { id }, query: { before = null } }) => {
      const page = (await conversations.thread(actor, id, before)) ?? refuseUnknown('conversation');
      return { asOf: asOf(), ...page };
    },
  );
  jsonRoute(
    app,
    {
      path: '/api/cases/{id}/threads',
      summary: 'One case’s conversations with their promises, and the notes on its repairs',
      params: idParams,
      schema: caseThreads,
      responses: { 200: 'The conversations', 404: 'No such case, or not in your patches' },
    },
    async ({ actor, params: { id } }) => {
      const found = (await conversations.ofCase(actor, id)) ?? refuseUnknown('case');
      return { asOf: asOf(), ...found };
    },
  );
  jsonRoute(
    app,
    {
      path: '/api/thread-templates',
      summary: 'Your team’s templates',
      schema: templates,
      responses: { 200: 'The templates', 403: 'Not for your role' },
    },
    async ({ actor }) => ({ templates: (await conversations.templates(actor)) ?? refuseTeam() }),
  );
  jsonRoute(
    app,
    {
      path: '/api/people-to-mention',
      summary: 'The people who can read this case’s conversations',
      query: z.object({ case: rowId }),
      schema: peopleToMention,
      responses: { 200: 'The people', 404: 'No such case, or not in your patches' },
    },
    async ({ actor, query }) => ({
      people: (await conversations.people(actor, query.case)) ?? refuseUnknown('case'),
    }),
  );
  return app;
}
