// The tie-out: what the worklist shows − credits + former tenants + suspense + other accounts + timing = the ledger's
// figure, as of one snapshot of the database. Each line opens into exactly the rows that sum to it; what no line explains
// is the residual. See README.md, "Reconciliation". All money is integer pence; owed is positive, and lines are signed.
import { readLandlord } from '../../commands/landlord.ts';
import type {
  Reconciliation,
  TieLine,
  TieLineName,
  TieRow,
} from '../../contract/performance/reconciliation.ts';
import { setTimeout as wait } from 'node:timers/promises';
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import { readControls } from './controls.ts';
import { readTieRows } from './rows.ts';
import { accountsOf, explainedOf, penceOf, readControl, sumAccounts, sumOtherLines } from './sums.ts';
import type { Tx } from '../../commands/outcome.ts';

/** A case of the worklist in memory; server/main.ts passes the list in, so that this room does not import that one. */
export type ListedCase = {
  id: number;
  reference: string;
  balancePence: number;
  blockers: readonly { kind: string }[];
};
export type TieOptions = {
  /** Everything on the list, now. */
  list: () => readonly ListedCase[];
  now: number;
  /** The control total's id; without it, the newest that is not superseded. */
  controlId?: number | undefined;
};
export type TiedOut = { reconciliation: Reconciliation; opened: { line: TieLine; rows: TieRow[] } | null };

/** The list before and after the snapshot: a payment that arrives in between does not make the list late. */
type ListStates = { before: ReadonlyMap<number, ListedCase>; after: ReadonlyMap<number, ListedCase> };
const looks = 3;
const betweenLooksMs = 120;

/** With `open`, also the rows of that line, from the same snapshot. Null if there is no such control total. */
export async function readReconciliation(
  sql: Sql,
  options: TieOptions,
  open?: { line: TieLineName; what: string },
): Promise<TiedOut | null> {
  for (let look = 1; ; look++) {
    const before = owing(options.list());
    const result = await sql.begin('isolation level repeatable read read only', (tx) =>
      tieOut(tx, options, before, open),
    );
    // The list is at most a moment behind the newest commit: compare again.
    const late = result?.reconciliation.lines.find(({ line }) => line === 'behind');
    if (!late?.rows || look === looks) return result;
    await wait(betweenLooksMs);
  }
}

async function tieOut(
  tx: Tx,
  { list, now, controlId }: TieOptions,
  before: ReadonlyMap<number, ListedCase>,
  open?: { line: TieLineName; what: string },
): Promise<TiedOut | null> {
  const control = await readControl(tx, controlId);
  const seen = { before, after: owing(list()) };
  const asOf = new Date(now).toISOString();
  if (!control) {
    if (controlId !== undefined) return null;
    const none = { rentAccountsPence: 0, explainedPence: 0, residualPence: 0 };
    return { reconciliation: { asOf, control: null, lines: [], ...none }, opened: null };
  }
  const { today } = await readLandlord(tx, now);
  const [shownControl] = await readControls(tx, { id: control.id });
  const sums = await sumAccounts(tx, control, today);
  const shown = await compare(tx, control, today, seen);
  const otherLines = await sumOtherLines(tx, control);
  const lines: TieLine[] = [
    { line: 'worklist', what: '', pence: penceOf(shown.list), rows: shown.list.length },
    { line: 'behind', what: '', pence: penceOf(shown.behind), rows: shown.behind.length },
    { line: 'credits', what: '', ...sums.credits },
    { line: 'former', what: '', ...sums.former },
    { line: 'former', what: 'credits', ...sums.formerCredits },
    ...otherLines,
  ];
  const explainedPence = penceOf(lines);
  const rentAccounts = lines.filter(({ line }) => line !== 'suspense' && line !== 'other');
  const reconciliation: Reconciliation = {
    asOf,
    control: shownControl!,
    lines,
    rentAccountsPence: penceOf(rentAccounts),
    explainedPence,
    residualPence: control.pence - explainedPence,
  };
  if (!open) return { reconciliation, opened: null };
  const line = lines.find((one) => one.line === open.line && one.what === open.what) ?? {
    ...open,
    pence: 0,
    rows: 0,
  };
  const rows =
    open.line === 'worklist'
      ? shown.list
      : open.line === 'behind'
        ? shown.behind
        : await readTieRows(tx, control, today, open.line, open.what);
  return { reconciliation, opened: { line, rows } };
}

/** Current tenants who owe, by id. Former tenants are on the list too, but have a line of their own. */
function owing(list: readonly ListedCase[]): ReadonlyMap<number, ListedCase> {
  const current = list.filter(
    ({ balancePence, blockers }) =>
      balancePence > 0 && !blockers.some(({ kind }) => kind === 'former_tenant'),
  );
  return new Map(current.map((one) => [one.id, one]));
}

/** The list's rows, and the differences to the database: what has to be added to reach its figures. */
async function compare(
  tx: Tx,
  control: Parameters<typeof accountsOf>[1],
  today: Day,
  { before, after }: ListStates,
): Promise<{ list: TieRow[]; behind: TieRow[] }> {
  const stored = await tx<{ id: number; reference: string; pence: number }[]>`
    select id, reference, pence from ${accountsOf(tx, control, today)} a where not former and pence > 0 order by id`;
  const there = new Map(stored.map((one) => [one.id, one]));
  const list: TieRow[] = [];
  const behind: TieRow[] = [];
  for (const id of [...new Set([...there.keys(), ...after.keys(), ...before.keys()])].sort((a, b) => a - b)) {
    const is = there.get(id)?.pence ?? 0;
    const [was, now] = [before.get(id)?.balancePence ?? 0, after.get(id)?.balancePence ?? 0];
    const shows = was === is ? was : now;
    const reference = (there.get(id) ?? after.get(id) ?? before.get(id))!.reference;
    const row = { of: 'account', id, caseId: id, reference, day: null, at: null, why: '' } as const;
    if (shows !== 0) list.push({ ...row, what: 'Rent account', pence: shows });
    if (shows !== is) behind.push({ ...row, what: 'The database says otherwise', pence: is - shows });
  }
  return { list, behind };
}

/** `residualPence`: the ledger's figure less what the worklist explains; 0 ties out. */
export type Residual = { controlTotalId: number; ledger: string; asOfDay: Day; residualPence: number };

/** The residual of the newest control total; null if finance has entered none. Does not use the list in memory. */
export async function residual(sql: Sql, now = Date.now()): Promise<Residual | null> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const control = await readControl(tx);
    if (!control) return null;
    const explained = await explainedOf(tx, control, (await readLandlord(tx, now)).today);
    const { id: controlTotalId, ledger, asOfDay, pence } = control;
    return { controlTotalId, ledger, asOfDay, residualPence: pence - explained };
  });
}
