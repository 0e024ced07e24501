// One description of a table, and its files: CSV and XLSX. Amounts are integer pence here and pounds in the files;
// days are dates; typed text is always text, never a formula.
import type { Actor } from '../access/rights.ts';
import { formatCount } from '../domain/number-words.ts';
import { createRoute, type z } from '@hono/zod-openapi';
import { ConcurrencyLimiter } from './concurrency-limiter.ts';
import { refuseTooMany } from './rate-limiter.ts';
import { jsonRoute, type JsonRoute } from './json-route.ts';
import type { Routes } from './parts.ts';
import { refuse } from './problem.ts';
import { dayAndTime, type Kind, type Row, type Table } from './table-shape.ts';
import { makeWorkbook, mostRows } from './table-xlsx.ts';

export type { Column, Row, Table } from './table-shape.ts';
type Form = 'csv' | 'xlsx';

const types: Record<Form, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Each workbook takes a thread and up to 1 GB. */
const workbooks = new ConcurrencyLimiter(2, 20);

/** Refuses (422) where a workbook would have more rows than `mostRows`. */
export async function answerTable(table: Table, form: Form): Promise<Response> {
  const headers: Record<string, string> = { 'content-type': types[form], 'cache-control': 'no-store' };
  const name = `${table.name}-${table.asOf.slice(0, 10)}.${form}`;
  headers['content-disposition'] = `attachment; filename="${name}"`;
  if (form === 'csv') return new Response(csvStream(table), { headers });
  const turn = await workbooks.run('', async () => ({ made: await makeWorkbook(table) }));
  if (!turn) refuseTooMany(30);
  const { made } = turn;
  if (!made)
    refuse(
      422,
      `A workbook holds at most ${formatCount(mostRows)} rows. Download the CSV file, or choose fewer weeks.`,
    );
  return new Response(made, { headers });
}

/** GET of `path` as JSON, and as a table at PATH.csv and PATH.xlsx. */
export function tableRoutes<Q extends z.ZodObject, S extends z.ZodType>(
  app: Routes,
  route: Omit<JsonRoute<never, Q, never, S>, 'query'> & { query: Q; filesSummary?: string },
  answer: (actor: Actor, query: z.infer<Q>) => Promise<z.infer<S>>,
  tableOf: (answer: z.infer<S>, query: z.infer<Q>) => Table,
): void {
  const { path, summary, filesSummary = summary, query } = route;
  jsonRoute(app, route as JsonRoute<never, Q, never, S>, (request) => answer(request.actor, request.query));
  tableFiles(app, { path, summary: filesSummary, query }, async (actor, sent) =>
    tableOf(await answer(actor, sent), sent),
  );
}

/** The table at PATH.csv and PATH.xlsx. `make` writes the audit line if one is due. */
export function tableFiles<Q extends z.ZodObject>(
  app: Routes,
  { path, summary, query }: { path: string; summary: string; query: Q },
  make: (actor: Actor, query: z.infer<Q>) => Promise<Table>,
): void {
  for (const form of ['csv', 'xlsx'] as const)
    app.openapi(
      createRoute({
        method: 'get',
        path: `${path}.${form}`,
        summary: `${summary}, as ${form.toUpperCase()}`,
        request: { query },
        responses: { 200: { description: 'The file', content: { [types[form]]: {} } } },
      }),
      async (c) => {
        const table = await make(c.get('actor'), c.req.valid('query' as never) as z.infer<Q>);
        return (await answerTable(table, form)) as never;
      },
    );
}

/** RFC 4180, in UTF-8 with a byte order mark, without which Excel assumes another encoding. */
function csvStream({ columns, rows }: Table): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const line = (cells: string[]) => `${cells.join(',')}\r\n`;
  const lines = async function* () {
    yield `\uFEFF${line(columns.map(({ title }) => textCell(title)))}`;
    const say = (row: Row) => line(columns.map(({ key, kind }) => cell(row[key], kind)));
    if (!(Symbol.asyncIterator in rows)) {
      for (let at = 0; at < rows.length; at += 500)
        yield rows
          .slice(at, at + 500)
          .map(say)
          .join('');
    } else for await (const some of rows) yield some.map(say).join('');
  };
  return ReadableStream.from(lines()).pipeThrough(
    new TransformStream<string, Uint8Array>({
      transform: (text, out) => out.enqueue(encoder.encode(text)),
    }),
  );
}

function cell(value: string | number | null | undefined, kind: Kind): string {
  if (value === null || value === undefined) return '';
  if (kind === 'text') return textCell(String(value));
  if (kind === 'instant') return dayAndTime(String(value)).join(' ');
  return kind === 'pence' ? pounds(Number(value)) : String(value);
}

/** -8520 → '-85.20', by digits: no fraction of a pound is ever a float. */
export function pounds(pence: number): string {
  const digits = String(Math.abs(pence)).padStart(3, '0');
  return `${pence < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

// A spreadsheet runs a cell that begins like a formula (OWASP, CSV injection), also with full-width signs, and some drop
// white space before the sign: such text gets an apostrophe in front. Where a spreadsheet separates cells by semicolons or
// tabs, the text after one would become a cell of its own: such text is quoted.
function textCell(text: string): string {
  const safe = /^[\s\p{C}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
