// What finance says, written down: control totals, figures of other accounts, money in suspense, notes; by hand or from a
// file. Saying the same twice has one effect. A control total that is replaced is kept as superseded. Refusals come as
// sentences. All money is integer pence.
import type { CoverPart, EntryEffect, OtherKind } from '../../contract/performance/reconciliation.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import { dateOutside } from '../../domain/date-ranges.ts';
import { dayIn, startOfDay } from '../../domain/zone.ts';
import { addDays } from '../../domain/days.ts';
import type { Tx } from './sums.ts';

export type NewTotal = {
  ledger: string;
  asOfDay: Day;
  /** The end of the day where it is not said. */
  cutOffAt: Date | null;
  covers: CoverPart[];
  pence: number;
  note: string;
};
export type NewFigure = { kind: OtherKind; reference: string; what: string; asOfDay: Day; pence: number };
export type NewItem = {
  pence: number;
  receivedOn: Day;
  source: string;
  reference: string;
  why: string;
  method: string;
};

export type Refused = { refused: string };
/** Who says it, when; and the file that it is from. */
export type Said = { staffId: number; now: number; zone: string; fileId?: number; line?: number };

export async function enterTotal(
  tx: Tx,
  one: NewTotal,
  said: Said,
): Promise<{ id: number; effect: EntryEffect } | Refused> {
  const outside = dateOutside('control-total.enter', one, dayIn(said.zone, said.now), said.zone);
  if (outside) return { refused: outside.says };
  const end = startOfDay(said.zone, addDays(one.asOfDay, 1));
  const cutOffAt = one.cutOffAt ?? new Date(Math.min(end, said.now));
  if (cutOffAt.getTime() > said.now + 60_000) return { refused: 'The cut-off has not come yet.' };
  if (cutOffAt.getTime() < startOfDay(said.zone, one.asOfDay))
    return { refused: 'The cut-off is before the day of the figure.' };
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
    values (${id}, ${one.ledger}, ${one.asOfDay}, ${cutOffAt}, ${one.covers}, ${one.pence}, ${said.staffId},
      ${said.fileId ?? null}, ${said.line ?? null})`;
  if (one.note) await addNote(tx, id, one.note, said);
  return { id, effect: standing ? 'replaces' : 'new' };
}

/** False where there is no such control total. */
export async function addNote(tx: Tx, id: number, words: string, { staffId }: Said): Promise<boolean> {
  const added = await tx`
    insert into control_total_note (control_total_id, words, staff_id)
    select id, ${words}, ${staffId} from control_total where id = ${id}`;
  return added.count > 0;
}

export async function enterFigure(
  tx: Tx,
  one: NewFigure,
  said: Said,
): Promise<{ effect: EntryEffect } | Refused> {
  const outside = dateOutside('other-figure.enter', one, dayIn(said.zone, said.now), said.zone);
  if (outside) return { refused: `as_of is out of range. ${outside.says}` };
  await tx`
    insert into other_account (kind, reference, what) values (${one.kind}, ${one.reference}, ${one.what})
    on conflict (reference) do nothing`;
  const [account] = await tx<{ id: number; kind: OtherKind }[]>`
    select id, kind from other_account where reference = ${one.reference} for update`;
  if (account!.kind !== one.kind)
    return { refused: `reference ${one.reference} is an account of kind ${account!.kind} already` };
  const [standing] = await tx<{ id: number; pence: number }[]>`
    select id, pence from other_figure
    where other_account_id = ${account!.id} and as_of_day = ${one.asOfDay} and superseded_at is null`;
  if (standing?.pence === one.pence) return { effect: 'same' };
  if (standing) await tx`update other_figure set superseded_at = now() where id = ${standing.id}`;
  await tx`
    insert into other_figure (other_account_id, as_of_day, pence, entered_by, file_id)
    values (${account!.id}, ${one.asOfDay}, ${one.pence}, ${said.staffId}, ${said.fileId ?? null})`;
  return { effect: standing ? 'replaces' : 'new' };
}

export async function enterItem(
  tx: Tx,
  one: NewItem,
  said: Said,
): Promise<{ effect: EntryEffect } | Refused> {
  const outside = dateOutside('suspense.enter', one, dayIn(said.zone, said.now), said.zone);
  if (outside) return { refused: `received_on is out of range. ${outside.says}` };
  // Known from the end of the day on which it came, or now: finance's ledger had it when the bank did.
  const posted = new Date(Math.min(said.now, startOfDay(said.zone, addDays(one.receivedOn, 1)) - 1000));
  const added = await tx`
    insert into suspense_item (amount_pence, received_on, posted_at, source, reference, why, method, file_id)
    values (${one.pence}, ${one.receivedOn}, ${posted}, ${one.source}, ${one.reference}, ${one.why}, ${one.method},
      ${said.fileId ?? null})
    on conflict (source, reference) do nothing`;
  if (added.count > 0) return { effect: 'new' };
  const [standing] = await tx<{ pence: number; on: Day }[]>`
    select amount_pence as pence, received_on as on from suspense_item
    where source = ${one.source} and reference = ${one.reference}`;
  return standing?.pence === one.pence && standing.on === one.receivedOn
    ? { effect: 'same' }
    : { refused: 'another item already has this source and reference' };
}

/** Posts it to that account as a payment of the day on which it came. Once. */
export async function matchItem(
  sql: Sql,
  { id, reference }: { id: number; reference: string },
  { staffId }: Said,
): Promise<{ paymentId: number; caseId: number } | Refused | null> {
  return sql.begin(async (tx) => {
    const [item] = await tx<
      { pence: number; on: Day; method: string; matched: boolean; returned: Day | null }[]
    >`
      select amount_pence as pence, received_on as on, method, matched_payment_id is not null as matched,
        returned_on as returned
      from suspense_item where id = ${id} for update`;
    if (!item) return null;
    if (item.matched) return { refused: 'This money has found its account already.' };
    if (item.returned) return { refused: 'This money was sent back to whoever paid it.' };
    const [account] = await tx<{ id: number }[]>`select id from rent_account where reference = ${reference}`;
    if (!account) return { refused: `There is no rent account with the reference ${reference}.` };
    // Two years back is as far as a payment goes, by the day that the table's own check takes it to be posted on.
    const [payment] = await tx<{ id: number }[]>`
      insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
      values (${account.id}, ${item.pence}, ${item.method}, 'suspense', ${`suspense:${id}`},
        greatest(${item.on}::date, (now() at time zone 'UTC')::date - 730))
      on conflict (source, source_ref) do nothing returning id`;
    if (!payment) return { refused: 'This money was posted to an account already.' };
    await tx`update suspense_item set matched_payment_id = ${payment.id}, matched_by = ${staffId}, matched_at = now()
      where id = ${id}`;
    await tx`insert into audit_line (staff_id, what, case_id, detail)
      values (${staffId}, 'suspense.matched', ${account.id}, ${tx.json({ item: id })})`;
    return { paymentId: payment.id, caseId: account.id };
  });
}
