// Imports a finance file line by line: a preview first, then the import; the same file twice is imported once. A preview does
// the whole import and rolls it back, so that it shows exactly what would happen.
import type { Actor } from '../../access/rights.ts';
import { Refusal, type Tx } from '../../commands/outcome.ts';
import type { EntryEffect, FinanceFileRead } from '../../contract/performance/reconciliation.ts';
import type { Sql } from '../../../db/connect.ts';
import type { FinanceLines, NewFigure, NewItem, NewTotal } from '../../domain/money/finance-lines.ts';
import { changeBooks, enterFigure, enterItem, enterTotal, type Entry } from './entry.ts';

class Previewed extends Error {}

/**
 * `hash`: SHA-256 of the file, in hexadecimal; a file that was imported before writes nothing. Throws Forbidden for a person
 * without the right.
 */
export async function takeFile(
  options: { sql: Sql; clock: () => number },
  actor: Actor,
  read: FinanceLines,
  file: { name: string; hash: string; commit: boolean },
): Promise<FinanceFileRead> {
  let result!: FinanceFileRead;
  try {
    await changeBooks(options, actor, { kind: 'finance-file.take', args: {} }, async (tx, entry) => {
      // If two people send it at once, the second finds it imported.
      await tx`select pg_advisory_xact_lock(710023, 0)`;
      const [already] = await tx<{ at: Date; by: string | null }[]>`
        select f.taken_at as at, s.name as by from finance_file f left join staff s on s.id = f.staff_id
        where f.hash = ${file.hash}`;
      const [made] = already
        ? []
        : await tx<{ id: number }[]>`
            insert into finance_file (kind, name, hash, taken, refused, staff_id)
            values (${read.kind}, ${file.name}, ${file.hash}, 0, 0, ${entry.staffId}) returning id`;
      const lines = await enterAll(tx, read, { ...entry, ...(made && { fileId: made.id }) });
      const taken = lines.filter(({ refused }) => refused === null);
      const committed = file.commit && !already && taken.length > 0;
      result = {
        kind: read.kind,
        hash: file.hash,
        already: already ? { at: already.at.toISOString(), by: already.by } : null,
        committed,
        pence: taken.reduce((sum, { pence }) => sum + (pence ?? 0), 0),
        lines,
      };
      if (!committed) throw new Previewed();
      await tx`update finance_file set taken = ${taken.length}, refused = ${lines.length - taken.length}
        where id = ${made!.id}`;
    });
  } catch (error) {
    if (!(error instanceof Previewed)) throw error;
  }
  return result;
}

async function enterAll(tx: Tx, read: FinanceLines, entry: Entry): Promise<FinanceFileRead['lines']> {
  const lines: FinanceFileRead['lines'] = [];
  for (const one of read.lines) {
    const { line, words } = one;
    if ('refused' in one) {
      lines.push({ line, words, pence: null, effect: null, refused: one.refused });
      continue;
    }
    const { pence } = one.record;
    try {
      const { effect } = await enterOne(tx, read.kind, one.record, { ...entry, line });
      lines.push({ line, words, pence, effect, refused: null });
    } catch (error) {
      // A refused entry has written nothing, so the next lines go on.
      if (!(error instanceof Refusal)) throw error;
      lines.push({ line, words, pence, effect: null, refused: error.message });
    }
  }
  return lines;
}

function enterOne(
  tx: Tx,
  kind: FinanceLines['kind'],
  record: NewTotal | NewFigure | NewItem,
  entry: Entry,
): Promise<{ effect: EntryEffect }> {
  if (kind === 'control_total') return enterTotal(tx, record as NewTotal, entry);
  if (kind === 'other_figure') return enterFigure(tx, record as NewFigure, entry);
  return enterItem(tx, record as NewItem, entry);
}
