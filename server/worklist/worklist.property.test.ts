// After any writes to any table, in any order, the worklist in memory soon equals a newly loaded one.
import { test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import { smallLandlord } from '../../tests/support/landlord.ts';
import { expectMirror, worklistsOn } from '../../tests/support/worklist.ts';

const db = await freshDatabase();
const { sql } = db;
const homes = await smallLandlord(sql, { homes: 5, patches: 3 });
await sql`insert into charge (rent_account_id, amount_pence, due_on)
  select id, 10000, now()::date - 7 * w from rent_account, generate_series(0, 8) w`;
const open = worklistsOn(() => db);

let n = 0;
const ref = () => `p-${++n}`;
type Write = (x: number, account: number) => PromiseLike<unknown>;
const tenancyOf = (account: number) => sql`(select tenancy_id from rent_account where id = ${account})`;
const propertyOf = (account: number) =>
  sql`(select t.property_id from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${account})`;

// x is 0..99: the amount, the age, or which row.
const writes: Record<string, Write> = {
  payment: (
    x,
    a,
  ) => sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    values (${a}, ${(x % 7 === 0 ? -1 : 1) * (x + 1) * 300}, ${x % 2 ? 'card' : 'housing_benefit'}, 'file', ${ref()}, now()::date - ${x}::int)`,
  paymentChanged: (x, a) => sql`update payment set amount_pence = ${(x + 1) * 50}, rent_account_id = ${a}
    where id = (select max(id) from payment)`,
  paymentDeleted: () => sql`delete from payment where id = (select min(id) from payment)`,
  charge: (x, a) =>
    sql`insert into charge (rent_account_id, amount_pence, due_on) values (${a}, ${(x + 1) * 100}, now()::date - ${x}::int)`,
  adjustment: (x, a) => sql`insert into adjustment (rent_account_id, amount_pence, kind, effective_on)
    values (${a}, ${(x - 50.5) * 200}, 'correction', now()::date - ${x}::int)`,
  plan: (
    x,
    a,
  ) => sql`insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on)
    values (${a}, ${(x + 1) * 20}, 'weekly', now()::date - ${x}::int, now()::date - ${x}::int) on conflict do nothing`,
  planEnded: (_, a) =>
    sql`update repayment_plan set ended_on = now()::date where rent_account_id = ${a} and ended_on is null`,
  hold: (x, a) => sql`insert into hold (rent_account_id, kind, starts_on, ends_on)
    values (${a}, ${x % 2 ? 'breathing_space' : 'agreed'}, now()::date - ${x}::int, now()::date + ${x - 50}::int + 51)`,
  holdDeleted: (_, a) => sql`delete from hold where rent_account_id = ${a}`,
  calendar: (
    x,
    a,
  ) => sql`insert into expected_income (rent_account_id, method, amount_pence, rhythm, anchor_on, tolerance_days, confidence, declared)
    values (${a}, 'housing_benefit', ${(x + 1) * 300}, 'four_weekly', now()::date - ${x}::int, 3, 0.9, true)
    on conflict (rent_account_id, method) do update set amount_pence = excluded.amount_pence`,
  contact: (x, a) => sql`insert into contact (rent_account_id, kind, reached, happened_at)
    values (${a}, ${x % 2 ? 'call' : 'visit'}, ${x % 3 === 0}, now() - make_interval(days => ${x}::int))`,
  visit: (x, a) =>
    sql`insert into visit (rent_account_id, staff_id, planned_for) values (${a}, ${homes.officers[0]!}, now()::date + ${x % 5}::int)`,
  visitDone: (
    x,
    a,
  ) => sql`update visit set state = 'done', ended_at = now(), promise_pence = ${x + 1}, promise_on = now()::date + 3
    where rent_account_id = ${a} and state = 'planned'`,
  claim: (x, a) => sql`insert into case_claim (rent_account_id, staff_id, taken_at, until_at)
    values (${a}, ${homes.officers[x % 3]!}, now(), now() + make_interval(secs => ${x * 60 + 600}::int))
    on conflict (rent_account_id) where ended_at is null do update set until_at = excluded.until_at, taken_at = now()`,
  claimAsked: (x, a) => sql`update case_claim set asked_by = ${homes.officers[x % 3]!}, asked_at = now()
    where rent_account_id = ${a} and ended_at is null`,
  claimEnded: (_, a) =>
    sql`update case_claim set ended_at = now(), why_ended = 'released' where rent_account_id = ${a} and ended_at is null`,
  repair: (x, a) => sql`insert into repair (property_id, category, target_at)
    values (${propertyOf(a)}, ${x % 2 ? 'damp_mould' : 'boiler'}, now() + make_interval(days => ${x - 50}::int))`,
  repairDone: (_, a) => sql`update repair set status = 'completed' where property_id = ${propertyOf(a)}`,
  alert: (
    x,
    a,
  ) => sql`insert into cautionary_alert (property_id, kind, source, starts_on, review_on, expires_on)
    values (${propertyOf(a)}, 'no_lone_visits', 'test', now()::date - 50, now()::date - 50 + ${x}::int, now()::date - 50 + ${x}::int)`,
  alertDeleted: (_, a) => sql`delete from cautionary_alert where property_id = ${propertyOf(a)}`,
  supportNeed: (_, a) => sql`insert into support_need (tenancy_id, kind) values (${tenancyOf(a)}, 'hearing')`,
  person: (x, a) => sql`update person set name = ${`Renamed Example ${x}`}
    where id in (select person_id from tenancy_person where tenancy_id = ${tenancyOf(a)})`,
  household: (x, a) => sql`with p as (insert into person (name) values (${`Joint Example ${x}`}) returning id)
    insert into tenancy_person select ${tenancyOf(a)}, id, ${x % 2 ? 'joint_tenant' : 'household'} from p`,
  left: (_, a) =>
    sql`delete from tenancy_person where tenancy_id = ${tenancyOf(a)} and role = 'joint_tenant'`,
  moved: (x, a) => sql`update property set patch_id = ${homes.patches[x % 3]!} where id = ${propertyOf(a)}`,
  tenancyEnded: (x, a) =>
    sql`update tenancy set end_date = ${x % 3 ? sql`now()::date - ${x}::int` : null} where id = ${tenancyOf(a)}`,
  rent: (x, a) => sql`update rent_account set weekly_rent_pence = ${x * 150} where id = ${a}`,
  account: (x, a) =>
    sql`insert into rent_account (reference, tenancy_id, weekly_rent_pence) values (${ref()}, ${tenancyOf(a)}, ${x * 100})`,
  rentWeek: (x) => sql`update landlord set rent_week_starts_on = ${1 + (x % 7)}`,
  bankHoliday: (x) =>
    sql`insert into bank_holiday values ('england', now()::date - ${x}::int, 'A holiday') on conflict do nothing`,
  source: (
    x,
  ) => sql`insert into money_source (name, label, cadence, known_up_to) values ('file', 'File', 'daily', now() - make_interval(days => ${x}::int))
    on conflict (name) do update set known_up_to = excluded.known_up_to`,
};

test(
  '[WORK-12] after any writes the memory equals a new worklist from the database',
  { timeout: 120_000 },
  () => expectMirror(db, open, writes, { accounts: homes.accounts, steps: 12, runs: 40 }),
);
