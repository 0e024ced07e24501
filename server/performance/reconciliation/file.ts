// Takes a file of finance's, line by line: looked at first, then taken; the same file twice is one. Looking does all that
// taking does and rolls it back, so that what is shown is what would happen.
import type { EntryEffect, FinanceFileRead } from '../../contract/performance/reconciliation.ts';
import type { Sql } from '../../../db/connect.ts';
import {
  enterFigure,
  enterItem,
  enterTotal,
  type NewFigure,
  type NewItem,
  type NewTotal,
  type Refused,
  type Said,
} from './entry.ts';
import type { Tx } from './sums.ts';

type Line<T> = { line: number; words: string } & ({ record: T } | { refused: string });
/** As the intake room reads it. */
export type FinanceLines =
  | { kind: 'control_total'; lines: readonly Line<NewTotal>[] }
  | { kind: 'other_figure'; lines: readonly Line<NewFigure>[] }
  | { kind: 'suspense_item'; lines: readonly Line<NewItem>[] };

class LookedAt extends Error {}

/** `hash`: SHA-256 of the file, in hexadecimal. A file that was taken before is told as it is, and writes nothing. */
export async function takeFile(
  sql: Sql,
  read: FinanceLines,
  file: { name: string; hash: string; commit: boolean },
  said: Said,
): Promise<FinanceFileRead> {
  let told!: FinanceFileRead;
  try {
    await sql.begin(async (tx) => {
      // Two who send it at once: the second finds it taken.
      await tx`select pg_advisory_xact_lock(710023, 0)`;
      const [already] = await tx<{ at: Date; by: string | null }[]>`
        select f.taken_at as at, s.name as by from finance_file f left join staff s on s.id = f.staff_id
        where f.hash = ${file.hash}`;
      const [made] = already
        ? []
        : await tx<{ id: number }[]>`
            insert into finance_file (kind, name, hash, taken, refused, staff_id)
            values (${read.kind}, ${file.name}, ${file.hash}, 0, 0, ${said.staffId}) returning id`;
      const lines = await enterAll(tx, read, { ...said, ...(made && { fileId: made.id }) });
      const taken = lines.filter(({ refused }) => refused === null);
      const committed = file.commit && !already && taken.length > 0;
      told = {
        kind: read.kind,
        hash: file.hash,
        already: already ? { at: already.at.toISOString(), by: already.by } : null,
        committed,
        pence: taken.reduce((sum, { pence }) => sum + (pence ?? 0), 0),
        lines,
      };
      if (!committed) throw new LookedAt();
      await tx`update finance_file set taken = ${taken.length}, refused = ${lines.length - taken.length}
        where id = ${made!.id}`;
    });
  } catch (error) {
    if (!(error instanceof LookedAt)) throw error;
  }
  return told;
}

async function enterAll(tx: Tx, read: FinanceLines, said: Said): Promise<FinanceFileRead['lines']> {
  const told: FinanceFileRead['lines'] = [];
  for (const one of read.lines) {
    const { line, words } = one;
    if ('refused' in one) {
      told.push({ line, words, pence: null, effect: null, refused: one.refused });
      continue;
    }
    const answer = await enterOne(tx, read.kind, one.record, { ...said, line });
    const refused = 'refused' in answer ? answer.refused : null;
    const effect = 'refused' in answer ? null : answer.effect;
    told.push({ line, words, pence: one.record.pence, effect, refused });
  }
  return told;
}

function enterOne(
  tx: Tx,
  kind: FinanceLines['kind'],
  record: NewTotal | NewFigure | NewItem,
  said: Said,
): Promise<{ effect: EntryEffect } | Refused> {
  if (kind === 'control_total') return enterTotal(tx, record as NewTotal, said);
  if (kind === 'other_figure') return enterFigure(tx, record as NewFigure, said);
  return enterItem(tx, record as NewItem, said);
}
