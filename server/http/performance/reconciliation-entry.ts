// What finance hands in, over HTTP: control totals and notes, a file of figures, and the account of money in suspense.
// Managers and administrators only.
import { may, type Actor } from '../../access/rights.ts';
import { readLandlordRow } from '../../../db/landlord.ts';
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
import { addNote, enterTotal, matchItem, type Said } from '../../performance/reconciliation/entry.ts';
import { takeFile } from '../../performance/reconciliation/file.ts';
import { routes, type Parts, type Routes } from '../parts.ts';
import { notYours } from './reconciliation.ts';
import { problem } from '../problem.ts';

const path = '/api/performance/reconciliation';
const mostLines = 2_000;
const id = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
const json = <T extends z.ZodType>(schema: T) => ({ content: { 'application/json': { schema } } });
const body = <T extends z.ZodType>(schema: T) => ({ required: true, ...json(schema) });
const refusals = {
  403: { description: 'Not your work' },
  422: { description: 'Refused, with the reason in words' },
};
const refuse = (detail: string) => problem(422, { detail });

export function reconciliationEntryRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const { sql } = parts;
  const app = routes();
  const saidBy = async ({ staffId }: Actor): Promise<Said> => {
    return { staffId, now: parts.clock(), zone: (await readLandlordRow(sql)).timeZone };
  };

  app.openapi(
    createRoute({
      method: 'post',
      path: `${path}/control-totals`,
      summary: 'The ledger’s own figure; another one of that ledger and day supersedes it',
      request: { body: body(newControlTotal) },
      responses: { 200: { description: 'Entered, now or before', ...json(entered) }, ...refusals },
    }),
    async (c) => {
      const actor = c.get('actor');
      if (!may(actor, 'books')) return notYours() as never;
      const { cutOffAt, note, ...one } = c.req.valid('json');
      const said = await saidBy(actor);
      const total = { ...one, cutOffAt: cutOffAt ? new Date(cutOffAt) : null, note: note ?? '' };
      const answer = await sql.begin((tx) => enterTotal(tx, total, said));
      return 'refused' in answer ? (refuse(answer.refused) as never) : c.json(answer, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: `${path}/control-totals/{id}/notes`,
      summary: 'What was found out about a control total',
      request: { params: id, body: body(newNote) },
      responses: {
        204: { description: 'Noted' },
        404: { description: 'No such control total' },
        ...refusals,
      },
    }),
    async (c) => {
      const actor = c.get('actor');
      if (!may(actor, 'books')) return notYours() as never;
      const noted = await addNote(
        sql,
        c.req.valid('param').id,
        c.req.valid('json').words,
        await saidBy(actor),
      );
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
      request: { body: body(newFinanceFile) },
      responses: {
        200: { description: 'What each line does, or did', ...json(financeFileRead) },
        ...refusals,
      },
    }),
    async (c) => {
      const actor = c.get('actor');
      if (!may(actor, 'books')) return notYours() as never;
      const { name, text, commit } = c.req.valid('json');
      const said = await saidBy(actor);
      let read: FinanceLines;
      try {
        read = readFinanceFile(text, said.zone);
      } catch (error) {
        return refuse((error as Error).message) as never;
      }
      if (read.lines.length > mostLines)
        return refuse(`The file has ${read.lines.length} lines; ${mostLines} are taken at once.`) as never;
      const hash = createHash('sha256').update(text).digest('hex');
      const told: FinanceFileRead = await takeFile(sql, read, { name, hash, commit }, said);
      return c.json(told, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: `${path}/suspense/{id}/match`,
      summary: 'Posts money in suspense to its account, once',
      request: { params: id, body: body(suspenseMatch) },
      responses: {
        200: { description: 'Posted', ...json(suspenseMatched) },
        404: { description: 'No such item' },
        ...refusals,
      },
    }),
    async (c) => {
      const actor = c.get('actor');
      if (!may(actor, 'books')) return notYours() as never;
      const asked = { id: c.req.valid('param').id, reference: c.req.valid('json').reference };
      const answer = await matchItem(sql, asked, await saidBy(actor));
      if (!answer) return problem(404, { detail: 'There is no such item in suspense.' }) as never;
      return 'refused' in answer ? (refuse(answer.refused) as never) : c.json(answer, 200);
    },
  );
  return app;
}
