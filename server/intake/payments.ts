// Payments from another system, in batches. Each is checked and answered separately; the same payment
// twice (source and reference) is one payment. Money is integer pence; a negative amount is a reversal.
import type { Queries, Sql } from '../../db/connect.ts';
import { methods, type Method } from '../domain/facts.ts';

/** The account by its id or by its payment reference. */
export type NewPayment = {
  rentAccountId?: number;
  reference?: string;
  amountPence: number;
  method: Method;
  source: string;
  sourceRef: string;
  valueDate: string;
};
export type PaymentAnswer = {
  status: 'applied' | 'duplicate' | 'conflict' | 'refused';
  id?: number;
  message?: string;
};
export const paymentMethods = methods;

type Standing = {
  id: number;
  source: string;
  ref: string;
  account: number;
  pence: number;
  valueDate: string;
};

/** Answers in the order given. All valid payments are inserted in one statement; the others get the reason. */
export async function takePayments(sql: Sql, given: readonly NewPayment[]): Promise<PaymentAnswer[]> {
  return sql.begin(async (tx) => {
    const accounts = await accountsOf(tx, given);
    const known = given.map((one) => ({ ...one, account: accounts(one) }));
    const rows = known.filter((one) => one.account !== undefined);
    const inserted = await tx<Standing[]>`
      insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
      select * from unnest(${rows.map((r) => r.account!)}::int[], ${rows.map((r) => r.amountPence)}::bigint[],
        ${rows.map((r) => r.method)}::text[], ${rows.map((r) => r.source)}::text[],
        ${rows.map((r) => r.sourceRef)}::text[], ${rows.map((r) => r.valueDate)}::date[])
      on conflict (source, source_ref) do nothing
      returning id, source, source_ref as ref, rent_account_id as account, amount_pence as pence,
        value_date as "valueDate"`;
    const before = await tx<Standing[]>`
      select p.id, p.source, p.source_ref as ref, p.rent_account_id as account, p.amount_pence as pence,
        p.value_date as "valueDate"
      from payment p
      join unnest(${rows.map((r) => r.source)}::text[], ${rows.map((r) => r.sourceRef)}::text[]) as sent(source, ref)
        on sent.source = p.source and sent.ref = p.source_ref`;
    const fresh = new Map(inserted.map((row) => [keyOf(row.source, row.ref), row]));
    const standing = new Map(before.map((row) => [keyOf(row.source, row.ref), row]));
    return known.map((one): PaymentAnswer => {
      if (one.account === undefined)
        return { status: 'refused', message: 'There is no rent account with this number or reference.' };
      const key = keyOf(one.source, one.sourceRef);
      const row = standing.get(key);
      if (!row) return { status: 'refused', message: 'This payment was not accepted.' };
      // A weekly payment of the same sum under one reference differs by its day alone.
      if (row.account !== one.account || row.pence !== one.amountPence || row.valueDate !== one.valueDate)
        return {
          status: 'conflict',
          id: row.id,
          message: 'A different payment already has this source and reference.',
        };
      // Twice within one batch: the first is new, the second is the same again.
      return { status: fresh.delete(key) ? 'applied' : 'duplicate', id: row.id };
    });
  });
}

const keyOf = (source: string, ref: string) => JSON.stringify([source, ref]);

async function accountsOf(sql: Queries, given: readonly NewPayment[]) {
  const ids = given.flatMap((one) => one.rentAccountId ?? []);
  const references = given.flatMap((one) => one.reference ?? []);
  const rows = await sql<{ id: number; reference: string }[]>`
    select id, reference from rent_account where id = any(${ids}::int[]) or reference = any(${references}::text[])`;
  const byId = new Set(rows.map((row) => row.id));
  const byReference = new Map(rows.map((row) => [row.reference, row.id]));
  return (one: NewPayment): number | undefined =>
    one.rentAccountId !== undefined
      ? byId.has(one.rentAccountId)
        ? one.rentAccountId
        : undefined
      : byReference.get(one.reference ?? '');
}
