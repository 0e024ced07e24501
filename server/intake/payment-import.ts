// Takes a file of payments into the database, a few hundred lines at a time, and counts what became of each line.
import type { Sql } from '../../db/connect.ts';
import { readPaymentFile } from './payment-file.ts';
import { takePayments } from './payments.ts';

const atOnce = 500;

export type Imported = {
  lines: number;
  taken: number;
  takenPence: number;
  /** In the database already: the numbers of their lines. */
  takenBefore: number[];
  refused: { line: number; why: string }[];
};

/**
 * `today` is the day in the landlord's zone; `progress` receives how many lines are done. Throws for a file that cannot be
 * read as a whole; then nothing is taken. Safe to run again: what was taken stays taken.
 */
export async function importPayments(
  sql: Sql,
  text: string,
  today: string,
  progress: (done: number, of: number) => void = () => {},
): Promise<Imported> {
  const lines = readPaymentFile(text, today);
  const result: Imported = { lines: lines.length, taken: 0, takenPence: 0, takenBefore: [], refused: [] };
  /** The newest day up to today of each source's lines that are in: a post-dated payment does not prove a source complete. */
  const newest = new Map<string, string>();
  for (let from = 0; from < lines.length; from += atOnce) {
    const slice = lines.slice(from, from + atOnce);
    const good = slice.filter((one) => 'payment' in one);
    const answers = await takePayments(
      sql,
      good.map((one) => one.payment),
    );
    answers.forEach((answer, i) => {
      const { line, payment } = good[i]!;
      if (answer.status !== 'conflict' && answer.status !== 'refused' && payment.valueDate <= today)
        newest.set(payment.source, latest(newest.get(payment.source), payment.valueDate));
      if (answer.status === 'applied') {
        result.taken++;
        result.takenPence += payment.amountPence;
      } else if (answer.status === 'duplicate') result.takenBefore.push(line);
      else result.refused.push({ line, why: answer.message ?? 'It was not accepted.' });
    });
    for (const one of slice) if ('refused' in one) result.refused.push({ line: one.line, why: one.refused });
    progress(Math.min(from + atOnce, lines.length), lines.length);
  }
  result.refused.sort((a, b) => a.line - b.line);
  await raiseKnown(sql, newest);
  return result;
}

const latest = (one: string | undefined, other: string): string =>
  one === undefined || other > one ? other : one;

/**
 * A declared source is known to the end of the newest day that its file has, in the landlord's zone: not to when the file
 * was loaded, never past now, and never back. A source without a row is known by its payments alone (server/worklist).
 */
async function raiseKnown(sql: Sql, newest: ReadonlyMap<string, string>): Promise<void> {
  await sql`
    update money_source s set known_up_to = file.known
    from (
      select source, least(now(), (newest + 1)::timestamp at time zone (select time_zone from landlord)) as known
      from unnest(${[...newest.keys()]}::text[], ${[...newest.values()]}::date[]) in_file(source, newest)
    ) file
    where s.name = file.source and s.known_up_to < file.known`;
}

/** '2 to 501, 503': line numbers as a person reads them, in the order given. */
export function rangesOf(lines: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < lines.length;) {
    let last = i;
    while (lines[last + 1] === lines[last]! + 1) last++;
    parts.push(last === i ? String(lines[i]) : `${lines[i]} to ${lines[last]}`);
    i = last + 1;
  }
  return parts.join(', ');
}

/**
 * The exit code of a run over several files (contract): 0 all lines taken now or before, 1 some refused, 2 nothing taken.
 * null stands for a file that was refused whole.
 */
export function exitCodeOf(results: readonly (Imported | null)[]): 0 | 1 | 2 {
  const isIn = (one: Imported | null) => one !== null && one.taken + one.takenBefore.length > 0;
  if (!results.some(isIn)) return 2;
  return results.every((one) => one !== null && one.lines > 0 && one.refused.length === 0) ? 0 : 1;
}
