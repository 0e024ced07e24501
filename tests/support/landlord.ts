// The smallest landlord that a test needs, written directly into the tables. All names are visibly invented.
import type { Queries, Sql } from '../../db/connect.ts';

export type SmallLandlord = {
  patches: number[];
  accounts: number[];
  officers: number[];
  manager: number;
  repairs: number;
};

/** `homes` let homes over `patches` patches, one officer a patch, £100.00 a week, nothing charged yet. */
export async function smallLandlord(sql: Sql, { homes = 4, patches = 2 } = {}): Promise<SmallLandlord> {
  await sql`insert into landlord (name, demo) values ('Test Homes', true) on conflict do nothing`;
  const patchIds = (
    await sql<
      { id: number }[]
    >`insert into patch (name) select 'Patch ' || i from generate_series(1, ${patches}::int) i returning id`
  ).map((r) => r.id);
  const officers = (
    await sql<{ id: number }[]>`
      insert into staff (name, email, role)
      select 'Officer Example ' || i, 'officer' || i || '@demo.doorstep.test', 'officer' from generate_series(1, ${patches}::int) i
      returning id`
  ).map((r) => r.id);
  await sql`insert into stint (staff_id, patch_id, start_date)
    select * from unnest(${officers}::int[], ${patchIds}::int[]), (values (date '2020-01-01')) d`;
  const [manager] = await sql<
    { id: number }[]
  >`insert into staff (name, email, role) values ('Manager Example', 'manager@demo.doorstep.test', 'manager') returning id`;
  const [repairs] = await sql<
    { id: number }[]
  >`insert into staff (name, email, role) values ('Repairs Example', 'repairs@demo.doorstep.test', 'repairs') returning id`;
  await sql`
    insert into property (address, postcode, latitude, longitude, patch_id)
    select i || ' Example Street', 'ZZ1 1ZZ', 51.5 + i * 0.0005, -0.1, (${patchIds}::int[])[1 + i % ${patches}::int]
    from generate_series(0, ${homes}::int - 1) i`;
  await sql`insert into tenancy (property_id, start_date) select id, date '2021-01-04' from property`;
  await sql`insert into person (name) select 'Example Person ' || id from tenancy`;
  await sql`insert into tenancy_person (tenancy_id, person_id) select t.id, p.id from tenancy t join person p on p.name = 'Example Person ' || t.id`;
  const accounts = (
    await sql<{ id: number }[]>`
      insert into rent_account (reference, tenancy_id, weekly_rent_pence) select 'T' || lpad(id::text, 6, '0'), id, 10000 from tenancy returning id`
  ).map((r) => r.id);
  return { patches: patchIds, accounts, officers, manager: manager!.id, repairs: repairs!.id };
}

/** Charges every account once, long enough ago to be arrears. */
export async function owe(sql: Sql, pence: number): Promise<void> {
  await sql`insert into charge (rent_account_id, amount_pence, due_on)
    select id, ${pence}::bigint, now()::date - 60 from rent_account`;
}

type PaymentOf = { on?: string; postedAt?: Date; method?: string; source?: string; ref?: string };
/** One payment, by card and of today unless said otherwise; committed when it resolves. Below 0 it is a reversal. */
export async function pay(
  sql: Queries,
  account: number,
  pence: number,
  { on, postedAt, method = 'card', source = 'test', ref = crypto.randomUUID() }: PaymentOf = {},
): Promise<void> {
  await sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
    values (${account}, ${pence}, ${method}, ${source}, ${ref}, coalesce(${on ?? null}::date, now()::date),
      coalesce(${postedAt ?? null}::timestamptz, now()))`;
}

/** One charge, due so many days ago. */
export const charge = (sql: Queries, account: number, pence: number, daysAgo = 0) =>
  sql`insert into charge (rent_account_id, amount_pence, due_on)
    values (${account}, ${pence}, now()::date - ${daysAgo}::int)`;

/** An agreed hold that began three days ago and is reviewed in a week. */
export const hold = (sql: Queries, account: number) =>
  sql`insert into hold (rent_account_id, kind, starts_on, review_on)
    values (${account}, 'agreed', now()::date - 3, now()::date + 7)`;

/** A plan of £10.00 a week, first due in five days. */
export const plan = (sql: Queries, account: number, agreedDaysAgo = 0) =>
  sql`insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on)
    values (${account}, 1000, 'weekly', now()::date + 5, now()::date - ${agreedDaysAgo}::int)`;

/** A repair that is open at the account's home; resolves with its id. */
export async function repair(sql: Queries, account: number, category = 'damp_mould'): Promise<number> {
  const [made] = await sql<{ id: number }[]>`
    insert into repair (property_id, category) select t.property_id, ${category}
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${account} returning id`;
  return made!.id;
}
