// Visits that were planned and not made, because the money came before the knock. While lists were printed on Mondays few
// were spared: the office rang. Since the live list, of which the trend's charts have a dated note, most are. Made from
// the payments that are loaded already, by a hash of their account and day: the same landlord, the same visits.
import type postgres from 'postgres';

/** Weeks since the list is live. Assumed, as are the shares of spared visits before and since, in percent. */
const liveWeeks = 25;
const sparedBefore = 14;
const sparedSince = 60;

export type AvoidedOptions = { seed: number; today: string };

/** After payments, contacts and visits. Returns how many rows it wrote. */
export async function loadAvoided(
  tx: postgres.TransactionSql,
  { seed, today }: AvoidedOptions,
): Promise<number> {
  const live = tx`(${today}::date - (extract(isodow from ${today}::date)::int - 1) - 7 * ${liveWeeks}::int)`;
  const visits = await tx`
    with paid as (
      -- A week's rent or more, by hand, in working hours, of somebody who had been spoken to in the weeks before.
      select distinct on (p.rent_account_id, p.value_date) p.rent_account_id, p.value_date as day, p.posted_at,
        ('x' || substr(md5(${`${seed} avoided `} || p.rent_account_id || ' ' || p.value_date), 1, 6))::bit(24)::int as dice,
        h.patch_id
      from payment p join rent_account a on a.id = p.rent_account_id
      join tenancy t on t.id = a.tenancy_id join property h on h.id = t.property_id
      where p.method in ('card', 'cash', 'bank_transfer') and p.amount_pence >= a.weekly_rent_pence
        and p.value_date < ${today} and extract(isodow from p.value_date) < 6
        and p.posted_at >= (p.value_date + time '09:30') at time zone 'Europe/London'
        and p.posted_at < (p.value_date + time '16:30') at time zone 'Europe/London'
        and exists (select from contact c where c.rent_account_id = p.rent_account_id
          and c.happened_at < p.posted_at and c.happened_at > p.posted_at - interval '35 days')
      order by p.rent_account_id, p.value_date, p.posted_at
    )
    insert into visit (rent_account_id, staff_id, state, planned_for, set_out_at, ended_at, created_at)
    select rent_account_id, s.staff_id, case when dice % 3 > 0 then 'stood_down' else 'cancelled' end, day,
      case when dice % 3 > 0 then posted_at - interval '1 minute' * (4 + dice % 19) end,
      posted_at + interval '1 second' * (20 + dice % 200), (day + time '08:35') at time zone 'Europe/London'
    from paid cross join lateral (
      select staff_id from stint where patch_id = paid.patch_id and start_date <= day and (end_date is null or end_date > day)
      order by start_date desc, staff_id limit 1) s
    where dice / 7 % 100 < case when day < ${live} then ${sparedBefore}::int else ${sparedSince}::int end
      and not exists (select from visit v where v.rent_account_id = paid.rent_account_id and v.planned_for between day - 2 and day + 2)
      and not exists (select from absence x where x.staff_id = s.staff_id and x.start_date <= day and x.end_date > day)
      and not exists (select from bank_holiday b where b.nation = 'england' and b.on_date = day)
    order by day, rent_account_id`;
  const notes = await tx`
    insert into annotation (on_day, kind, words)
    select ${live}, 'policy', 'The worklist went live: visits stop when the tenant pays'`;
  return visits.count + notes.count;
}
