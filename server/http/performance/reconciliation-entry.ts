// What finance hands in, over HTTP: control totals and notes, a file of figures, and the account of money in suspense.
// Managers and administrators only.
import { createHash } from 'node:crypto';
import { createRoute } from '@hono/zod-openapi';
import {
  accountsFound,
  accountSearch,
  entered,
  financeFileRead,
  newControlTotal,
  newFinanceFile,
  newNote,
  suspenseMatch,
  suspenseMatched,
} from '../../contract/performance/reconciliation.ts';
import { readFinanceFile } from '../../intake/finance-file.ts';
import {
  addNote,
  changeBooks,
  enterTotal,
  matchItem,
  requireBooks,
} from '../../performance/reconciliation/entry.ts';
import { findAccounts } from '../../performance/reconciliation/find-account.ts';
import { takeFile } from '../../performance/reconciliation/file.ts';
import { readLandlord } from '../../commands/landlord.ts';
import { Refusal } from '../../commands/outcome.ts';
import type { FinanceLines } from '../../domain/money/finance-lines.ts';
import { idParams, jsonRoute } from '../json-route.ts';
import { limitPosts, limits, RateLimiter } from '../rate-limiter.ts';
import { jsonBody, routes, type Parts, type Routes } from '../parts.ts';
import { refuse } from '../problem.ts';
import { noSuchTotal } from './reconciliation.ts';

const path = '/api/performance/reconciliation';
const mostLines = 2_000;
const refusals = { 403: 'Not for your role', 422: 'Refused, with the reason' };

/** Throws a Refusal for a file that cannot be read as a whole. */
function parseFile(text: string, timeZone: string): FinanceLines {
  let read: FinanceLines;
  try {
    read = readFinanceFile(text, timeZone);
  } catch (error) {
    throw new Refusal((error as Error).message);
  }
  const { length } = read.lines;
  if (length > mostLines)
    throw new Refusal(`The file has ${length} lines; ${mostLines} is the limit. Split the file.`);
  return read;
}

export function reconciliationEntryRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();

  jsonRoute(
    app,
    {
      path: `${path}/control-totals`,
      summary: 'The ledger’s own figure; another one of that ledger and day supersedes it',
      body: newControlTotal,
      schema: entered,
      responses: { 200: 'Entered, now or before', ...refusals },
    },
    ({ actor, body: { cutOffAt, note, ...one } }) => {
      const total = { ...one, cutOffAt: cutOffAt ? new Date(cutOffAt) : null, note: note ?? '' };
      const command = { kind: 'control-total.enter', args: total };
      return changeBooks(parts, actor, command, (tx, entry) => enterTotal(tx, total, entry));
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: `${path}/control-totals/{id}/notes`,
      summary: 'A note on a control total',
      request: { params: idParams, body: jsonBody(newNote) },
      responses: {
        204: { description: 'Noted' },
        403: { description: refusals[403] },
        404: { description: 'No such control total' },
        422: { description: refusals[422] },
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { words } = c.req.valid('json');
      const command = { kind: 'control-total.note', args: { words } };
      const noted = await changeBooks(parts, c.get('actor'), command, (tx, entry) =>
        addNote(tx, id, words, entry),
      );
      return noted ? c.body(null, 204) : noSuchTotal();
    },
  );

  jsonRoute(
    app,
    {
      path: `${path}/import`,
      summary: 'Control totals, figures of other accounts or suspense items from a CSV file; checked first',
      body: newFinanceFile,
      schema: financeFileRead,
      responses: { 200: 'What each line does, or did', ...refusals },
    },
    async ({ actor, body: { name, text, commit } }) => {
      requireBooks(actor);
      // Parsed before the command begins, so that a file that cannot be read opens no transaction.
      const { timeZone } = await readLandlord(parts.sql, parts.clock());
      const lines = parseFile(text, timeZone);
      const hash = createHash('sha256').update(text).digest('hex');
      return takeFile(parts, actor, lines, { name, hash, commit });
    },
  );

  app.use(`${path}/accounts`, limitPosts(new RateLimiter(limits.searches, parts.clock)));
  jsonRoute(
    app,
    {
      method: 'post',
      path: `${path}/accounts`,
      summary: 'The accounts that a payment may be for, by reference, name, address or postcode',
      body: accountSearch,
      schema: accountsFound,
      responses: { 200: 'The first ones', 403: refusals[403], 429: 'Too many searches' },
    },
    async ({ actor, body }) => {
      requireBooks(actor);
      const accounts = await findAccounts(parts.sql, body.words);
      // What was read, not what was typed: a search may hold anything.
      if (accounts.length > 0)
        await parts.sql`insert into audit_line (staff_id, what, detail)
          values (${actor.staffId}, 'reconciliation.accounts', ${parts.sql.json({ cases: accounts.map(({ caseId }) => caseId) })})`;
      return { accounts };
    },
  );

  jsonRoute(
    app,
    {
      path: `${path}/suspense/{id}/match`,
      summary: 'Posts money in suspense to its account, once',
      params: idParams,
      body: suspenseMatch,
      schema: suspenseMatched,
      responses: { 200: 'Posted', 404: 'No such item', ...refusals },
    },
    async ({ actor, params: { id }, body: { reference } }) => {
      const match = { id, reference };
      const command = { kind: 'suspense.match', args: match };
      return (
        (await changeBooks(parts, actor, command, (tx, entry) => matchItem(tx, match, entry))) ??
        refuse(404, 'This suspense item does not exist. It may have been removed.')
      );
    },
  );
  return app;
}
