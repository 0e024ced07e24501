// What the simulator writes to the ledger. Every payment keeps the reference that its behaviour gave it, so that posting
// a day again, by this simulator or another, adds nothing.
import type { Queries, Sql } from '../connect.ts';
import type { LivedDay } from './alive.ts';
import type { Payment } from './behaviour.ts';
import { dayText, londonDay, londonInstant, monday } from './days.ts';
import { moneySources } from './sources.ts';

export type Posting = Payment & { number: number };

/** One statement; returns how many were new. */
export async function postPayments(sql: Queries, payments: readonly Posting[]): Promise<number> {
  if (payments.length === 0) return 0;
  const inserted = await sql`
    insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
    select * from unnest(
      ${payments.map((one) => one.number)}::int[], ${payments.map((one) => one.pence)}::bigint[],
      ${payments.map((one) => one.method)}::text[], ${payments.map((one) => one.source)}::text[],
      ${payments.map((one) => one.ref)}::text[], ${payments.map((one) => dayText(one.valueOn))}::date[],
      ${payments.map((one) => new Date(one.postedAt).toISOString())}::timestamptz[])
    on conflict (source, source_ref) do nothing`;
  return inserted.count;
}

/** Posts a day's charges, and its payments until now; each once, also when several processes post them. */
export async function postDay(
  sql: Sql,
  lived: LivedDay,
  now: number,
): Promise<{ charges: number; payments: number }> {
  const due = lived.payments.filter((one) => one.postedAt <= now);
  if (lived.charges.length === 0) return { charges: 0, payments: await postPayments(sql, due) };
  const numbers = lived.charges.map((one) => one.number);
  const pence = lived.charges.map((one) => one.pence);
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(710000, 8)`;
    const [there] = await tx`
      select id from charge where rent_account_id = any(${numbers.slice(0, 50)}) and due_on = ${dayText(lived.day)} and kind = 'rent' limit 1`;
    let charges = 0;
    if (!there) {
      // April's uplift first, so that the account's rent is what is charged.
      await tx`
        update rent_account a set weekly_rent_pence = new.pence
        from unnest(${numbers}::int[], ${pence}::bigint[]) new (id, pence)
        where a.id = new.id and a.weekly_rent_pence <> new.pence`;
      const inserted = await tx`
        insert into charge (rent_account_id, amount_pence, kind, due_on)
        select id, pence, 'rent', ${dayText(lived.day)}::date from unnest(${numbers}::int[], ${pence}::bigint[]) new (id, pence)`;
      charges = inserted.count;
    }
    return { charges, payments: await postPayments(tx, due) };
  });
}

/** Says up to when each source's money is known now. Only ever moves on. */
export async function sourcesKnown(sql: Sql, now: number): Promise<void> {
  const today = londonDay(now);
  const known = moneySources(today).map((source) => {
    const file = londonInstant(monday(today), source.name === 'hb-file' ? 6 * 60 : 6 * 60 + 30);
    if (source.cadence === 'weekly' && file <= now) return { ...source, knownUpTo: file };
    return source.cadence === 'live' ? { ...source, knownUpTo: now } : source;
  });
  await sql`
    update money_source s set known_up_to = new.at
    from unnest(${known.map((one) => one.name)}::text[], ${known.map((one) => new Date(one.knownUpTo).toISOString())}::timestamptz[]) new (name, at)
    where s.name = new.name and s.known_up_to < new.at`;
}
