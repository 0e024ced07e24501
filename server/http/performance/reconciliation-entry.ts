// What finance hands in, over HTTP: control totals and notes, a file of figures, and the account of money in suspense.
// Managers and administrators only.
import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import {
  entered,
  financeFileRead,
  newControlTotal,
  newFinanceFile,
  newNote,
  suspenseMatch,
  suspenseMatched,
  type FinanceFileRead,
} from '../../contract/performance/reconciliation.ts';
import { readFinanceFile, type FinanceLines } from '../../intake/finance-file.ts';
import { addNote, changeBooks, enterTotal, matchItem } from '../../performance/reconciliation/entry.ts';
import { takeFile } from '../../performance/reconciliation/file.ts';
import { Refusal } from '../../commands/outcome.ts';
import { json, jsonBody, routes, type Parts, type Routes } from '../parts.ts';
import { problem } from '../problem.ts';

const path = '/api/performance/reconciliation';
const mostLines = 2_000;
const id = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
const refusals = {
  403: { description: 'Not your work' },
  422: { description: 'Refused, with the reason in words' },
};

/** Throws a Refusal for a file that cannot be read as a whole. */
function parseFile(text: string, timeZone: string): FinanceLines {
  let read: FinanceLines;
  try {
    read = readFinanceFile(text, timeZone);
  } catch (error) {
    throw new Refusal((error as Error).message);
  }
  const { length } = read.lines;
  if (length > mostLines) throw new Refusal(`The file has ${length} lines; ${mostLines} are taken at once.`);
  return read;
}

export function reconciliationEntryRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();

  app.openapi(
    createRoute({
      method: 'post',
      path: `${path}/control-totals`,
      summary: 'The ledger’s own figure; another one of that ledger and day supersedes it',
      request: { body: jsonBody(newControlTotal) },
      responses: { 200: { description: 'Entered, now or before', ...json(entered) }, ...refusals },
    }),
    async (c) => {
      const actor = c.get('actor');
      const { cutOffAt, note, ...one } = c.req.valid('json');
      const total = { ...one, cutOffAt: cutOffAt ? new Date(cutOffAt) : null, note: note ?? '' };
      const command = { kind: 'control-total.enter', args: total };
      return c.json(
        await changeBooks(parts, actor, command, (tx, entry) => enterTotal(tx, total, entry)),
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: `${path}/control-totals/{id}/notes`,
      summary: 'What was found out about a control total',
      request: { params: id, body: jsonBody(newNote) },
      responses: {
        204: { description: 'Noted' },
        404: { description: 'No such control total' },
        ...refusals,
      },
    }),
    async (c) => {
      const actor = c.get('actor');
      const { id } = c.req.valid('param');
      const { words } = c.req.valid('json');
      const command = { kind: 'control-total.note', args: { words } };
      const noted = await changeBooks(parts, actor, command, (tx, entry) => addNote(tx, id, words, entry));
      return noted
        ? c.body(null, 204)
        : (problem(404, { detail: 'There is no such control total.' }) as never);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: `${path}/import`,
      summary:
        'Control totals, figures of other accounts or money in suspense from a CSV file; looked at first',
      request: { body: jsonBody(newFinanceFile) },
      responses: {
        200: { description: 'What each line does, or did', ...json(financeFileRead) },
        ...refusals,
      },
    }),
    async (c) => {
      const actor = c.get('actor');
      const { name, text, commit } = c.req.valid('json');
      const hash = createHash('sha256').update(text).digest('hex');
      const parse = (timeZone: string) => parseFile(text, timeZone);
      const result: FinanceFileRead = await takeFile(parts, actor, parse, { name, hash, commit });
      return c.json(result, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: `${path}/suspense/{id}/match`,
      summary: 'Posts money in suspense to its account, once',
      request: { params: id, body: jsonBody(suspenseMatch) },
      responses: {
        200: { description: 'Posted', ...json(suspenseMatched) },
        404: { description: 'No such item' },
        ...refusals,
      },
    }),
    async (c) => {
      const actor = c.get('actor');
      const match = { id: c.req.valid('param').id, reference: c.req.valid('json').reference };
      const command = { kind: 'suspense.match', args: match };
      const answer = await changeBooks(parts, actor, command, (tx, entry) => matchItem(tx, match, entry));
      if (!answer) return problem(404, { detail: 'There is no such item in suspense.' }) as never;
      return c.json(answer, 200);
    },
  );
  return app;
}
