// Reads cases from the database in two groups, each in one statement for any number of cases: `money` (what a payment
// moves) and `about` (who, where and everything else). Lists inside a case come packed as text: most cases change seldom
// and are unpacked only when they are assessed, so that a landlord fits in memory.
// Small sets go through prepared statements with a look-up a case; large sets through hash joins planned each time.
import type { Sql } from '../../db/connect.ts';
import { methods } from '../domain/facts.ts';

export type MoneyRow = {
  id: number;
  balance_pence: number;
  receipts: string | null;
};
export type AboutRow = {
  id: number;
  reference: string;
  tenant: string | null;
  address: string;
  postcode: string;
  latitude: number | null;
  longitude: number | null;
  patch_id: number;
  weekly_rent_pence: number;
  started_on: string;
  ended_on: string | null;
  charges: string | null;
  circumstances: string;
};

/** A payment, packed as receipts are, with its account's balance. `plain`: money in, of late. */
export type PaymentRow = { account: number; balance_pence: number; plain: boolean; receipt: string };

/** Days in the landlord's zone: recentFrom is the first whose ledger is read, today decides what is open or expired. */
export type ReadDays = { recentFrom: string; today: string; timeZone: string };

/** Up to this many cases, one look-up for each is quicker than a join. */
export const smallRead = 200;

// Unit and record separators: nothing that a person types. No order: sorting tens of rows a case costs a quarter more.
// The method as its place in the domain's list, from 1.
const methodPlace = `array_position(array[${methods.map((m) => `'${m}'`).join()}], method)`;
const receipt = String.raw`amount_pence || E'\x1f' || ${methodPlace} || E'\x1f' || (value_date - date '2000-01-01') || E'\x1f'
  || (date_part('epoch', posted_at) * 1000)::bigint || E'\x1f' || id || E'\x1f' || source`;
const receipts = String.raw`string_agg(${receipt}, E'\x1e')`;
// The newest of all if there is no recent one.
const lastReceipt = `(select ${receipt} from payment where rent_account_id = a.id order by value_date desc, id desc limit 1)`;
// An adjustment moves what is owed as a charge does.
const charges = `(
  select string_agg(amount_pence || ':' || (on_day - date '2000-01-01'), ',') from (
    select amount_pence, due_on as on_day from charge where rent_account_id = a.id and due_on >= least($4::date, plan.agreed_on)
    union all
    select amount_pence, effective_on from adjustment
      where rent_account_id = a.id and effective_on >= least($4::date, plan.agreed_on)) moved)`;
// A plan is judged by the whole ledger since it was agreed.
const openPlan = '(select rent_account_id, agreed_on from repayment_plan where ended_on is null) plan';
const moneyColumns = `a.id, a.balance_pence, coalesce(r.packed, ${lastReceipt}) as receipts`;

const moneyOfFew = `
  select ${moneyColumns}
  from unnest($1::int[]) x(id) join rent_account a on a.id = x.id
  left join ${openPlan} on plan.rent_account_id = a.id
  cross join lateral (select ${receipts} as packed from payment
    where rent_account_id = a.id and value_date >= least($2::date, plan.agreed_on)) r`;

const moneyOfMany = `
  with r as materialized (select rent_account_id, ${receipts} as packed from (
      select payment.* from payment where rent_account_id = any($1::int[]) and value_date >= $2
      union all
      select payment.* from ${openPlan} join payment using (rent_account_id)
        where plan.rent_account_id = any($1::int[]) and value_date >= plan.agreed_on and value_date < $2) payment
    group by 1)
  select ${moneyColumns}
  from rent_account a left join r on r.rent_account_id = a.id
  where a.id = any($1::int[])`;

const milliseconds = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`;

/** Rent-free weeks are known for a rent year back and ahead, and a few days. */
export const freeWeekDays = 378;

// The order of these eleven lists is the one that unpack-circumstances.ts reads.
const about = `
  select a.id, a.reference, a.weekly_rent_pence, t.start_date as started_on, t.end_date as ended_on,
    (select string_agg(pe.name, ' and ' order by tp.role <> 'tenant', pe.id) from tenancy_person tp
      join person pe on pe.id = tp.person_id
      where tp.tenancy_id = t.id and tp.role in ('tenant', 'joint_tenant')) as tenant,
    p.address, p.postcode, p.latitude, p.longitude, p.patch_id,
    ${charges} as charges,
    json_build_array(
      (select json_agg(json_build_array(method, amount_pence, rhythm, anchor_on, tolerance_days, confidence, declared) order by id)
        from expected_income where rent_account_id = a.id),
      (select json_build_array(instalment_pence, rhythm, first_due_on, agreed_on, tolerance_days, total_pence, arrears_pence, basis,
          ${milliseconds('received_at')})
        from repayment_plan where rent_account_id = a.id and ended_on is null),
      (select json_agg(json_build_array(kind, starts_on, review_on, ends_on) order by id)
        from hold where rent_account_id = a.id and (ends_on is null or ends_on > $2::date - 60)),
      (select json_agg(json_build_array(kind, starts_on, review_on, expires_on) order by id)
        from cautionary_alert where property_id = p.id and expires_on >= $2::date),
      (select json_agg(json_build_array(id, category, priority, status, ${milliseconds('reported_at')}, ${milliseconds('target_at')}) order by id)
        from repair where property_id = p.id and status not in ('completed', 'cancelled')),
      (select json_agg(json_build_array(kind, reached, at, debt) order by at, kind, reached, debt) from (
        select kind, reached, max(${milliseconds('happened_at')}) as at,
          coalesce(purpose, 'arrears') in ('arrears', 'rent_since') as debt
        from contact where rent_account_id = a.id group by kind, reached, debt) newest),
      (select json_build_array(v.id, v.staff_id, st.name, v.state, v.planned_for, ${milliseconds('v.set_out_at')}, v.purpose,
          v.met is not null, v.go_anyway_reason is not null, ${milliseconds('v.knock_checked_at')}, v.set_out_balance_pence)
        from visit v join staff st on st.id = v.staff_id
        where v.rent_account_id = a.id and v.state in ('planned', 'on_the_way') and v.planned_for >= $2::date
        order by v.state <> 'on_the_way', v.planned_for, v.id limit 1),
      (select json_build_array(pence, on_day, (at at time zone $3)::date, ${milliseconds('at')}) from (
          select promise_pence as pence, promise_on as on_day, ended_at as at, id, true as at_visit
          from visit where rent_account_id = a.id and promise_pence is not null and promise_on is not null and ended_at is not null
          union all select promise_pence, promise_on, happened_at, id, false
          from contact where rent_account_id = a.id and promise_pence is not null) promised
        order by at desc, at_visit, id desc limit 1),
      (select json_build_array(c.staff_id, st.name, ${milliseconds('c.until_at')}, c.asked_by,
          (select name from staff where id = c.asked_by))
        from case_claim c join staff st on st.id = c.staff_id where c.rent_account_id = a.id and c.ended_at is null),
      (select json_agg(starts_on order by starts_on) from rent_free_week
        where rent_account_id = a.id and starts_on between $2::date - ${freeWeekDays} and $2::date + ${freeWeekDays}),
      (select json_build_array(
          json_agg(json_build_array(kind, on_day, hearing_on) order by received_at, happened_at, id),
          (select json_build_array(notice_days, valid_weeks) from notice_rule n
            where n.nation = (select nation from landlord) and n.tenancy in (t.kind, 'any')
              and n.from_on <= $2::date and (n.until_on is null or n.until_on > $2::date)
            order by n.tenancy = 'any', n.from_on desc limit 1),
          (select json_agg(json_build_array(starts_on, ends_on) order by id) from hold
            where rent_account_id = a.id and kind in ('breathing_space', 'mental_health_crisis')))
        from court_step where rent_account_id = a.id having count(*) > 0)
    )::text as circumstances
  from unnest($1::int[]) x(id) join rent_account a on a.id = x.id
  join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
  left join ${openPlan} on plan.rent_account_id = a.id`;

export function readMoney(sql: Sql, ids: number[], days: ReadDays): Promise<MoneyRow[]> {
  const small = ids.length <= smallRead;
  return sql.unsafe<MoneyRow[]>(small ? moneyOfFew : moneyOfMany, [ids, days.recentFrom], { prepare: small });
}

/** The query of the feed's `SinceOptions.inline`: a payment as `readPayments` reads it, in one text. */
export const inlinePaymentQuery = String.raw`select
    (select balance_pence from rent_account where id = rent_account_id) || E'\x1d' || (amount_pence > 0) || E'\x1d'
    || value_date || E'\x1d' || ${receipt}
  from payment where logged.kind = 'payment' and payment.id = logged.ref and rent_account_id = logged.case_id`;

export function unpackPayment(account: number, inline: string, days: ReadDays): PaymentRow {
  const [balance, positive, on, packed] = inline.split('\x1d') as [string, string, string, string];
  const plain = positive === 'true' && on >= days.recentFrom;
  return { account, balance_pence: Number(balance), plain, receipt: packed };
}

/** These payments; what is gone meanwhile is missing. In no order. */
export function readPayments(sql: Sql, payments: number[], days: ReadDays): Promise<PaymentRow[]> {
  return sql.unsafe<PaymentRow[]>(
    `select p.account, a.balance_pence, p.plain, p.receipt
      from (select rent_account_id as account, amount_pence > 0 and value_date >= $2 as plain, ${receipt} as receipt
        from payment where id = any($1::bigint[])) p
      join rent_account a on a.id = p.account`,
    [payments, days.recentFrom],
  );
}

export function readAbout(sql: Sql, ids: number[], days: ReadDays): Promise<AboutRow[]> {
  return sql.unsafe<AboutRow[]>(about, [ids, days.today, days.timeZone, days.recentFrom], {
    prepare: ids.length <= smallRead,
  });
}

/** Money in since that day, packed as above. */
export function readReceipts(
  sql: Sql,
  ids: number[],
  from: string,
): Promise<{ id: number; receipts: string }[]> {
  return sql.unsafe(
    `select rent_account_id as id, ${receipts} as receipts
      from payment where rent_account_id = any($1::int[]) and value_date >= $2 group by 1`,
    [ids, from],
  );
}

/** A former tenancy stays a case while money is owed or held, and a month for its last postings. */
export const formerDaysKept = 30;

/** Every account that is a case today, in the order of their ids. */
export async function readIds(sql: Sql, days: ReadDays): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select a.id from rent_account a join tenancy t on t.id = a.tenancy_id
    where t.end_date is null or a.balance_pence <> 0 or t.end_date > ${days.today}::date - ${formerDaysKept}::int
    order by a.id`;
  return rows.map((row) => row.id);
}
