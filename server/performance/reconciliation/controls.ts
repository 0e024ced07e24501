// Control totals as they are shown: who entered them, from which file, and their notes; and the residuals of many at once,
// from one pass over the postings since the oldest.
import { readLandlord } from '../../commands/landlord.ts';
import type { ControlTotal, TieHistory } from '../../contract/performance/reconciliation.ts';
import { penceOf, sinceOf, sumAccounts, type Control } from './sums.ts';
import type { Tx } from '../../commands/outcome.ts';
import type { Sql } from '../../../db/connect.ts';
import { othersOf, suspenseOf } from './sums.ts';
import type { Day } from '../../domain/facts.ts';

/** The one with that id, or the newest `most`, newest first. */
export async function readControls(
  tx: Tx,
  which: { id: number } | { most: number },
): Promise<ControlTotal[]> {
  const rows = await tx<(Omit<ControlTotal, 'cutOffAt' | 'enteredAt' | 'supersededAt'> & Instants)[]>`
    select c.id, c.ledger, c.as_of_day as "asOfDay", c.cut_off_at as "cutOffAt", c.covers, c.pence,
      s.name as "enteredBy", c.entered_at as "enteredAt", c.superseded_at as "supersededAt",
      case when f.id is not null then json_build_object('name', f.name, 'hash', f.hash, 'line', c.file_line) end as file,
      coalesce((
        select json_agg(json_build_object('words', n.words, 'by', w.name,
          'at', to_char(n.noted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) order by n.id)
        from control_total_note n left join staff w on w.id = n.staff_id where n.control_total_id = c.id), '[]') as notes
    from control_total c left join staff s on s.id = c.entered_by left join finance_file f on f.id = c.file_id
    where ${'id' in which ? tx`c.id = ${which.id}` : tx`true`}
    order by c.as_of_day desc, c.entered_at desc, c.id desc limit ${'id' in which ? 1 : which.most}`;
  return rows.map((row) => ({
    ...row,
    cutOffAt: row.cutOffAt.toISOString(),
    enteredAt: row.enteredAt.toISOString(),
    supersededAt: row.supersededAt && row.supersededAt.toISOString(),
  }));
}
type Instants = { cutOffAt: Date; enteredAt: Date; supersededAt: Date | null };

const historyLength = 26;

/** The newest control totals; each that is not superseded has its residual by the database now. `now` in ms. */
export async function readTieHistory(sql: Sql, now: number): Promise<TieHistory> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const totals = await readControls(tx, { most: historyLength });
    const standing = totals
      .filter(({ supersededAt }) => supersededAt === null)
      .map((one): Control => ({ ...one, cutOffAt: new Date(one.cutOffAt) }));
    const residuals = await residualsOf(tx, standing, (await readLandlord(tx, now)).today);
    return {
      asOf: new Date(now).toISOString(),
      totals: totals.map((one) => ({ ...one, residualPence: residuals.get(one.id) ?? null })),
    };
  });
}

async function residualsOf(tx: Tx, controls: readonly Control[], today: Day): Promise<Map<number, number>> {
  const since = await sinceEach(
    tx,
    controls.filter(({ covers }) => covers.includes('former')),
  );
  const found = new Map<number, number>();
  let whole: number | undefined;
  for (const control of controls) {
    const everybody = control.covers.includes('former');
    // The sum of all balances now is the same for all of them.
    const balances =
      (everybody ? whole : undefined) ?? penceOf(Object.values(await sumAccounts(tx, control, today)));
    if (everybody) whole = balances;
    const [other] = await tx<{ pence: number }[]>`
      select (coalesce((select sum(pence) from ${suspenseOf(tx, control)} s), 0)
        + coalesce((select sum(pence) from ${othersOf(tx, control)} o), 0))::bigint as pence`;
    const posted = since.get(control.id) ?? (await sumSince(tx, control));
    found.set(control.id, control.pence - (balances - posted + other!.pence));
  }
  return found;
}

async function sumSince(tx: Tx, control: Control): Promise<number> {
  const [sum] = await tx<{ pence: number }[]>`
    select coalesce(sum(pence), 0)::bigint as pence from ${sinceOf(tx, control)} r`;
  return sum!.pence;
}

/** Postings since each control total, from one query: sums by how many of the days and cut-offs they come after. */
async function sinceEach(tx: Tx, controls: readonly Control[]): Promise<Map<number, number>> {
  if (controls.length === 0) return new Map();
  const days = [...new Set(controls.map(({ asOfDay }) => asOfDay))].sort();
  const cuts = [...new Set(controls.map(({ cutOffAt }) => cutOffAt.getTime()))].sort((a, b) => a - b);
  const cutTexts = cuts.map((at) => new Date(at).toISOString());
  // Bucket n: after n of these days; posted at or after n of these cut-offs.
  const sums = await tx<{ day: number; cut: number; pence: number }[]>`
    select width_bucket(on_day, ${days}::date[]) - (on_day = any(${days}::date[]))::int as day,
      width_bucket(posted_at, ${cutTexts}::timestamptz[]) as cut, sum(pence)::bigint as pence
    from ledger_row where on_day > ${days[0]!} or posted_at >= ${cutTexts[0]!} group by 1, 2`;
  return new Map(
    controls.map((control) => {
      const day = days.indexOf(control.asOfDay);
      const cut = cuts.indexOf(control.cutOffAt.getTime());
      return [control.id, penceOf(sums.filter((sum) => sum.day > day || sum.cut > cut))];
    }),
  );
}
