// One case over HTTP: whole, and its paged or seldom needed parts. The rights (server/access/rights.ts) decide who sees its
// money; a case that a person may not see is a 404.
import { may } from '../access/rights.ts';
import { z } from '@hono/zod-openapi';
import { ledgerDay } from '../contract/scalars.ts';
import { compressed } from './compressed.ts';
import { caseDetail, repairsDetail } from '../contract/case-detail.ts';
import { historyPage } from '../contract/case-history.ts';
import { caseWhy } from '../contract/case-why.ts';
import { foundTenancies } from '../contract/tenancy-search.ts';
import { balances, ledgerKinds, ledgerPage, statement } from '../contract/ledger.ts';
import { idParams, jsonRoute, searchWords } from './json-route.ts';
import { RateLimiter, limits, limitPosts } from './rate-limiter.ts';
import { routes, type Parts, type Routes } from './parts.ts';
import { refuse } from './problem.ts';

const place = z.string().min(1).max(200).optional();
const word = z
  .string()
  .regex(/^[a-z][a-z_]{1,39}$/)
  .optional();
const longestDays = 800;
const responses = { 200: 'The answer', 404: 'No such case, or not in your patches' };

export function caseRoutes({ cases, clock }: Pick<Parts, 'cases' | 'clock'>): Routes {
  const app = routes();
  // Words that repeat: on a bad line that is seconds.
  app.use('/api/cases/*', compressed);
  const asOf = () => new Date(clock()).toISOString();
  const found = <T>(answer: T | null): T =>
    answer ?? refuse(404, 'This case does not exist, or is not in your patches.');
  const common = { params: idParams, responses };

  app.use('/api/tenancies/search', limitPosts(new RateLimiter(limits.searches, clock)));
  jsonRoute(
    app,
    {
      path: '/api/tenancies/search',
      summary:
        'Tenancies by name, address, postcode or reference, also those that owe nothing. The words are sent as a body, never in an address',
      body: z.strictObject({ q: searchWords }),
      schema: foundTenancies,
      responses: { 200: 'Up to 20 tenancies', 403: 'Not your work', 429: 'Too many searches' },
    },
    ({ actor, body }) =>
      may(actor, 'cases')
        ? cases.findTenancies(actor, body.q)
        : refuse(403, 'Your work is done without rent accounts.'),
  );
  jsonRoute(
    app,
    {
      ...common,
      path: '/api/cases/{id}',
      summary: 'One case with its ledger and history; the repairs team gets the home and its repairs',
      schema: z.union([caseDetail, repairsDetail]),
    },
    async ({ actor, params: { id } }) => {
      if (!may(actor, 'cases') && !may(actor, 'homes')) refuse(403, 'Your team does not see rent accounts.');
      return found(await cases.readCase(actor, id));
    },
  );
  jsonRoute(
    app,
    {
      ...common,
      path: '/api/cases/{id}/ledger',
      summary: 'A page of the ledger, newest first; a filter takes lines away and changes no balance',
      query: z.object({
        before: place,
        kind: z.enum(ledgerKinds).optional(),
        what: word,
        from: ledgerDay.optional(),
        to: ledgerDay.optional(),
      }),
      schema: ledgerPage,
    },
    async ({ actor, params: { id }, query: { before = null, kind, what, from, to } }) => {
      const filter = {
        ...(kind && { kind }),
        ...(what && { what }),
        ...(from && { from }),
        ...(to && { to }),
      };
      return found(await cases.readLedger(actor, id, before, filter));
    },
  );
  jsonRoute(
    app,
    {
      ...common,
      path: '/api/cases/{id}/balances',
      summary: 'What was owed at the end of each day on which it moved',
      schema: balances,
    },
    async ({ actor, params: { id } }) => ({ asOf: asOf(), days: found(await cases.readBalances(actor, id)) }),
  );
  jsonRoute(
    app,
    {
      ...common,
      path: '/api/cases/{id}/statement',
      summary: 'A statement of the account for the tenant; both days are in it',
      query: z
        .object({ from: ledgerDay, to: ledgerDay })
        .refine(
          ({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) <= longestDays * 86_400_000,
          { message: `must be after from, at most ${longestDays} days`, path: ['to'] },
        ),
      schema: statement,
    },
    async ({ actor, params: { id }, query: { from, to } }) => ({
      asOf: asOf(),
      ...found(await cases.readStatement(actor, id, from, to)),
    }),
  );
  jsonRoute(
    app,
    {
      ...common,
      path: '/api/cases/{id}/why',
      summary: 'Why this is suggested: what would change it, and earlier suggestions',
      schema: caseWhy,
    },
    async ({ actor, params: { id } }) => found(await cases.readWhy(actor, id)),
  );
  jsonRoute(
    app,
    {
      ...common,
      path: '/api/cases/{id}/history',
      summary:
        'A page of everything that happened, newest first; kinds are separated by commas, and without them all but the ledger’s',
      query: z.object({ before: place, kinds: z.string().max(400).optional() }),
      schema: historyPage,
    },
    async ({ actor, params: { id }, query: { before = null, kinds } }) =>
      found(await cases.readHistory(actor, id, { before, kinds: kinds?.split(',') ?? null })),
  );
  return app;
}
