// Writes what finance enters: control totals, figures of other accounts, money in suspense and notes, by hand or from a
// file. Each is a command (server/commands): entering the same twice has one effect, and a Refusal is a sentence. A control
// total that is replaced is kept as superseded. All money is integer pence.
import { readLandlord } from '../../commands/landlord.ts';
import { may, type Actor } from '../../access/rights.ts';
import { carryOutRepeatable } from '../../commands/carry-out.ts';
import { Forbidden, Refusal, type Tx } from '../../commands/outcome.ts';
import type { EntryEffect } from '../../contract/performance/reconciliation.ts';
import type { NewFigure, NewItem, NewTotal, OtherKind } from '../../domain/money/finance-lines.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import { dateOutside } from '../../domain/date-ranges.ts';
import { startOfDay } from '../../domain/zone.ts';
import { addDays } from '../../domain/days.ts';

/** Who enters it, when (ms), the landlord's day and time zone, and the file and line that it is from. */
export type Entry = {
  staffId: number;
  now: number;
  day: Day;
  timeZone: string;
  fileId?: number;
  line?: number;
};

/** Throws Forbidden for a person without the right to the books. */
export function requireBooks(actor: Actor): void {
  if (!may(actor, 'books'))
    throw new Forbidden('Only managers and administrators can reconcile the worklist with the ledger.');
}

/** Carries out one command on the books as that person. Throws Forbidden without the right, and a Refusal with a sentence. */
export function changeBooks<R>(
  { sql, clock }: { sql: Sql; clock: () => number },
  actor: Actor,
  { kind, args }: { kind: string; args: object },
  apply: (tx: Tx, entry: Entry) => Promise<R>,
): Promise<R> {
  return carryOutRepeatable(sql, {
    kind,
    args,
    prepare: async (tx): Promise<Entry> => {
      const now = clock();
      const { timeZone, today } = await readLandlord(tx, now);
      return { staffId: actor.staffId, now, day: today, timeZone };
    },
    authorise: () => requireBooks(actor),
    apply,
  });
}

/**
 * Stores a control total; it supersedes the one of the same ledger and day, and the same again changes nothing.
 * Throws a Refusal for a date out of range or a cut-off outside of its day.
 */
export async function enterTotal(
  tx: Tx,
  one: NewTotal,
  entry: Entry,
): Promise<{ id: number; effect: EntryEffect }> {
  refuseDate('control-total.enter', one, entry);
  const { now, timeZone } = entry;
  const end = startOfDay(timeZone, addDays(one.asOfDay, 1));
  const cutOffAt = one.cutOffAt ?? new Date(Math.min(end, now));
  if (cutOffAt.getTime() > now + 60_000) throw new Refusal('Enter a cut-off that is not in the future.');
  if (cutOffAt.getTime() < startOfDay(timeZone, one.asOfDay))
    throw new Refusal('Enter a cut-off on or after the day of the figure.');
  await tx`select pg_advisory_xact_lock(710023, hashtext(${one.ledger}))`;
  const [standing] = await tx<{ id: number; same: boolean }[]>`
    select id, pence = ${one.pence} and (${one.cutOffAt === null} or cut_off_at = ${cutOffAt})
      and covers @> ${one.covers}::text[] and covers <@ ${one.covers}::text[] as same
    from control_total where ledger = ${one.ledger} and as_of_day = ${one.asOfDay} and superseded_at is null`;
  if (standing?.same) return { id: standing.id, effect: 'same' };
  const [next] = await tx<{ id: number }[]>`
    select nextval(pg_get_serial_sequence('control_total', 'id'))::int as id`;
  const { id } = next!;
  if (standing)
    await tx`update control_total set superseded_by = ${id}, superseded_at = now() where id = ${standing.id}`;
  await tx`
    insert into control_total (id, ledger, as_of_day, cut_off_at, covers, pence, entered_by, file_id, file_line)
    values (${id}, ${one.ledger}, ${one.asOfDay}, ${cutOffAt}, ${one.covers}, ${one.pence}, ${entry.staffId},
      ${entry.fileId ?? null}, ${entry.line ?? null})`;
  if (one.note) await addNote(tx, id, one.note, entry);
  return { id, effect: standing ? 'replaces' : 'new' };
}

/** False where there is no such control total. */
export async function addNote(tx: Tx, id: number, words: string, { staffId }: Entry): Promise<boolean> {
  const added = await tx`
    insert into control_total_note (control_total_id, words, staff_id)
    select id, ${words}, ${staffId} from control_total where id = ${id}`;
  return added.count > 0;
}

/**
 * Stores the balance of another account on a day; it supersedes the one of that day. Throws a Refusal where the
 * reference is an account of another kind.
 */
export async function enterFigure(tx: Tx, one: NewFigure, entry: Entry): Promise<{ effect: EntryEffect }> {
  refuseDate('other-figure.enter', one, entry, 'as_of is out of range. ');
  await tx`
    insert into other_account (kind, reference, what) values (${one.kind}, ${one.reference}, ${one.what})
    on conflict (reference) do nothing`;
  const [account] = await tx<{ id: number; kind: OtherKind }[]>`
    select id, kind from other_account where reference = ${one.reference} for update`;
  if (account!.kind !== one.kind)
    throw new Refusal(`reference ${one.reference} is an account of kind ${account!.kind} already`);
  const [standing] = await tx<{ id: number; pence: number }[]>`
    select id, pence from other_figure
    where other_account_id = ${account!.id} and as_of_day = ${one.asOfDay} and superseded_at is null`;
  if (standing?.pence === one.pence) return { effect: 'same' };
  if (standing) await tx`update other_figure set superseded_at = now() where id = ${standing.id}`;
  await tx`
    insert into other_figure (other_account_id, as_of_day, pence, entered_by, file_id)
    values (${account!.id}, ${one.asOfDay}, ${one.pence}, ${entry.staffId}, ${entry.fileId ?? null})`;
  return { effect: standing ? 'replaces' : 'new' };
}

/** Stores a suspense item once, by its source and reference. Throws a Refusal where these name another item already. */
export async function enterItem(tx: Tx, one: NewItem, entry: Entry): Promise<{ effect: EntryEffect }> {
  refuseDate('suspense.enter', one, entry, 'received_on is out of range. ');
  // Known from the end of the day on which it came, or now: finance's ledger had it when the bank did.
  const posted = new Date(Math.min(entry.now, startOfDay(entry.timeZone, addDays(one.receivedOn, 1)) - 1000));
  const added = await tx`
    insert into suspense_item (amount_pence, received_on, posted_at, source, reference, why, method, file_id)
    values (${one.pence}, ${one.receivedOn}, ${posted}, ${one.source}, ${one.reference}, ${one.why}, ${one.method},
      ${entry.fileId ?? null})
    on conflict (source, reference) do nothing`;
  if (added.count > 0) return { effect: 'new' };
  const [standing] = await tx<{ pence: number; on: Day }[]>`
    select amount_pence as pence, received_on as on from suspense_item
    where source = ${one.source} and reference = ${one.reference}`;
  if (standing?.pence === one.pence && standing.on === one.receivedOn) return { effect: 'same' };
  throw new Refusal('another item already has this source and reference');
}

/** The lines of a file have not passed the date check of server/commands. */
function refuseDate(kind: string, one: object, { day, timeZone }: Entry, before = ''): void {
  const outside = dateOutside(kind, one, day, timeZone);
  if (outside) throw new Refusal(before + outside.says);
}

/** Posts an item to that account as a payment of the day on which it came, once. Null where there is no such item. */
export async function matchItem(
  tx: Tx,
  { id, reference }: { id: number; reference: string },
  { staffId }: Entry,
): Promise<{ paymentId: number; caseId: number } | null> {
  const [item] = await tx<
    { pence: number; on: Day; method: string; matched: boolean; returned: Day | null }[]
  >`
      select amount_pence as pence, received_on as on, method, matched_payment_id is not null as matched,
        returned_on as returned
      from suspense_item where id = ${id} for update`;
  if (!item) return null;
  if (item.matched) throw new Refusal('This money has already been posted to its account.');
  if (item.returned) throw new Refusal('This money was returned to the payer.');
  const [account] = await tx<{ id: number }[]>`select id from rent_account where reference = ${reference}`;
  if (!account) throw new Refusal(`There is no rent account with the reference ${reference}.`);
  // Two years back is as far as a payment goes, by the day that the table's own check takes it to be posted on.
  const [payment] = await tx<{ id: number }[]>`
      insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
      values (${account.id}, ${item.pence}, ${item.method}, 'suspense', ${`suspense:${id}`},
        greatest(${item.on}::date, (now() at time zone 'UTC')::date - 730))
      on conflict (source, source_ref) do nothing returning id`;
  if (!payment) throw new Refusal('This money has already been posted to an account.');
  await tx`update suspense_item set matched_payment_id = ${payment.id}, matched_by = ${staffId}, matched_at = now()
      where id = ${id}`;
  await tx`insert into audit_line (staff_id, what, case_id, detail)
      values (${staffId}, 'suspense.matched', ${account.id}, ${tx.json({ item: id })})`;
  return { paymentId: payment.id, caseId: account.id };
}
