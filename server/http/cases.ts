// One case over HTTP: whole, and its paged or seldom needed parts. Money only for those who have
// patches; a case that a person may not see is a 404.
import { createRoute, z } from '@hono/zod-openapi';
import { compress } from 'hono/compress';
import { caseDetail, repairsDetail } from '../contract/case-detail.ts';
import { historyPage } from '../contract/case-history.ts';
import { caseWhy } from '../contract/case-why.ts';
import { balances, ledgerKinds, ledgerPage, statement } from '../contract/ledger.ts';
import { json, routes, type Parts, type Routes } from './parts.ts';
import { problem } from './problem.ts';

const params = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
const place = z.string().min(1).max(200).optional();
// Postgres knows no year 0, and no ledger another century.
const day = z.iso.date().refine((text) => text >= '1900' && text < '2200', 'is too far from today');
const word = z
  .string()
  .regex(/^[a-z][a-z_]{1,39}$/)
  .optional();
const longestDays = 800;

export function caseRoutes(parts: Pick<Parts, 'cases' | 'clock'>): Routes {
  const app = routes();
  // Words that repeat: on a bad line that is seconds.
  app.use('/api/cases/*', compress());
  const asOf = () => new Date(parts.clock()).toISOString();

  const get = <P extends string, Q extends z.ZodObject, A extends z.ZodType>(
    path: P,
    summary: string,
    query: Q,
    answer: A,
  ) =>
    createRoute({
      method: 'get',
      path,
      summary,
      request: { params, query },
      responses: {
        200: { description: 'The answer', ...json(answer) },
        404: { description: 'No such case, or not one of yours' },
      },
    });
  const none = () => problem(404, { detail: 'There is no such case among yours.' }) as never;

  app.openapi(
    get(
      '/api/cases/{id}',
      'One case with its ledger and history; the repairs team gets the home and its repairs',
      z.object({}),
      z.union([caseDetail, repairsDetail]),
    ),
    async (c) => {
      const actor = c.get('actor');
      if (actor.role === 'money_advice')
        return problem(403, { detail: 'Your work is done without rent accounts.' }) as never;
      const detail = await parts.cases.readCase(actor, c.req.valid('param').id);
      return detail ? c.json(detail, 200) : none();
    },
  );

  app.openapi(
    get(
      '/api/cases/{id}/ledger',
      'A page of the ledger, newest first; a filter takes lines away and changes no balance',
      z.object({
        before: place,
        kind: z.enum(ledgerKinds).optional(),
        what: word,
        from: day.optional(),
        to: day.optional(),
      }),
      ledgerPage,
    ),
    async (c) => {
      const { before = null, kind, what, from, to } = c.req.valid('query');
      const filter = {
        ...(kind && { kind }),
        ...(what && { what }),
        ...(from && { from }),
        ...(to && { to }),
      };
      const page = await parts.cases.readLedger(c.get('actor'), c.req.valid('param').id, before, filter);
      return page ? c.json(page, 200) : none();
    },
  );

  app.openapi(
    get(
      '/api/cases/{id}/balances',
      'What was owed at the end of each day on which it moved',
      z.object({}),
      balances,
    ),
    async (c) => {
      const days = await parts.cases.readBalances(c.get('actor'), c.req.valid('param').id);
      return days ? c.json({ asOf: asOf(), days }, 200) : none();
    },
  );

  app.openapi(
    get(
      '/api/cases/{id}/statement',
      'A statement of the account for the tenant; both days are in it',
      z
        .object({ from: day, to: day })
        .refine(
          ({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) <= longestDays * 86_400_000,
          {
            message: `must come after from, by at most ${longestDays} days`,
            path: ['to'],
          },
        ),
      statement,
    ),
    async (c) => {
      const { from, to } = c.req.valid('query');
      const made = await parts.cases.readStatement(c.get('actor'), c.req.valid('param').id, from, to);
      return made ? c.json({ asOf: asOf(), ...made }, 200) : none();
    },
  );

  app.openapi(
    get(
      '/api/cases/{id}/why',
      'How the suggestion came about: what would change it, and what was suggested before',
      z.object({}),
      caseWhy,
    ),
    async (c) => {
      const why = await parts.cases.readWhy(c.get('actor'), c.req.valid('param').id);
      return why ? c.json(why, 200) : none();
    },
  );

  app.openapi(
    get(
      '/api/cases/{id}/history',
      'A page of everything that happened, newest first; kinds are separated by commas, and without them all but the ledger’s',
      z.object({ before: place, kinds: z.string().max(400).optional() }),
      historyPage,
    ),
    async (c) => {
      const { before = null, kinds } = c.req.valid('query');
      const wanted = kinds === undefined ? null : kinds.split(',');
      const page = await parts.cases.readHistory(c.get('actor'), c.req.valid('param').id, {
        before,
        kinds: wanted,
      });
      return page ? c.json(page, 200) : none();
    },
  );
  return app;
}
