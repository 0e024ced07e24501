// The officers' day in the demo, for the manager's screens: everybody except the first officer, whose day is left to the
// person who tries the demo, plans a round of visits, makes one every fifty minutes, and calls people in between. Homes that
// have paid by then are not visited. Each call does once what has happened by the clock since the call before.
import type { Sql } from '../connect.ts';
import { dayText, londonDay, londonInstant, isWorkingDay } from './days.ts';

const [firstDoor, betweenDoors, lastDoor] = [9 * 60 + 30, 50, 16 * 60 + 30];
const [firstCall, betweenCalls] = [9 * 60, 35];

/** Returns how many rows it wrote. */
export async function colleaguesDay(sql: Sql, now: number): Promise<number> {
  const day = londonDay(now);
  const today = dayText(day);
  const doors = isWorkingDay(day) ? 7 : 3;
  const minute = (now - londonInstant(day, 0)) / 60_000;
  const at = (minutes: number) => new Date(londonInstant(day, minutes));
  const passed = (first: number, step: number, most: number) =>
    Math.max(0, Math.min(most, Math.floor((Math.min(minute, lastDoor) - first) / step) + 1));
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(710000, 21)`;
    const planned = await tx`
      insert into visit (rent_account_id, staff_id, planned_for, created_at)
      select id, staff_id, ${today}, ${new Date(londonInstant(day - 1, 16 * 60))} from (
        select a.id, s.staff_id, row_number() over (partition by s.staff_id order by md5(a.id || ${today})) as n
        from (select distinct on (patch_id) patch_id, staff_id from stint
          where start_date <= ${today} and (end_date is null or end_date > ${today}) order by patch_id, start_date desc) s
        join staff f on f.id = s.staff_id and f.email <> 'officer1@demo.doorstep.test'
        join property p on p.patch_id = s.patch_id
        join tenancy t on t.property_id = p.id and t.end_date is null
        join rent_account a on a.tenancy_id = t.id and a.balance_pence >= 3 * a.weekly_rent_pence and a.weekly_rent_pence > 0
        where not exists (select from visit v where v.staff_id = s.staff_id and v.planned_for = ${today})
          and not exists (select from visit v where v.rent_account_id = a.id and v.planned_for > ${today}::date - 10)
          and not exists (select from hold h where h.rent_account_id = a.id and (h.ends_on is null or h.ends_on > ${today}))
          and not exists (select from repayment_plan r where r.rent_account_id = a.id and r.ended_on is null)
          and not exists (select from cautionary_alert c where c.property_id = p.id and c.expires_on > ${today})
      ) x where n <= ${doors}`;
    const due = passed(firstDoor, betweenDoors, doors);
    // In the order of their planning; the doors before this one that were paid at stay unvisited.
    const made = await tx`
      update visit v set state = 'done', version = v.version + 1, met = case when x.seen then 'tenant' else 'nobody' end,
        outcome = case when x.seen then 'seen_tenant' else 'no_access' end, set_out_at = x.at - interval '12 minutes', ended_at = x.at
      from (select o.id, hashint8(o.id) % 5 between -2 and 2 as seen, ${at(firstDoor)}::timestamptz + (o.n - 1) * make_interval(mins => ${betweenDoors}) as at,
          o.n from (select v.id, row_number() over (partition by v.staff_id order by v.id) as n from visit v
            where v.planned_for = ${today} and v.created_at < ${at(0)}) o) x
      where v.id = x.id and v.state = 'planned' and x.n <= ${due}
        and v.staff_id in (select id from staff where email <> 'officer1@demo.doorstep.test')
        and not exists (select from visit_avoided a where a.visit_id = v.id)`;
    const met = await tx`
      insert into contact (rent_account_id, staff_id, kind, reached, purpose, happened_at)
      select v.rent_account_id, v.staff_id, 'visit', v.met = 'tenant', 'arrears', v.ended_at from visit v
      where v.planned_for = ${today} and v.state = 'done' and v.met is not null and not exists (
        select from contact c where c.rent_account_id = v.rent_account_id and c.kind = 'visit' and c.happened_at = v.ended_at)`;
    const calls = passed(firstCall, betweenCalls, 12);
    const called = await tx`
      insert into contact (rent_account_id, staff_id, kind, reached, happened_at)
      select y.account, y.staff_id, 'call', y.n * 7 % 5 < 2, ${at(firstCall)}::timestamptz + (y.n - 1) * make_interval(mins => ${betweenCalls})
      from (select a.id as account, s.staff_id, row_number() over (partition by s.staff_id order by md5(${today} || a.id)) as n
        from (select distinct on (patch_id) patch_id, staff_id from stint
          where start_date <= ${today} and (end_date is null or end_date > ${today}) order by patch_id, start_date desc) s
        join staff f on f.id = s.staff_id and f.email <> 'officer1@demo.doorstep.test'
        join property p on p.patch_id = s.patch_id join tenancy t on t.property_id = p.id and t.end_date is null
        join rent_account a on a.tenancy_id = t.id and a.balance_pence > a.weekly_rent_pence
        where not exists (select from hold h where h.rent_account_id = a.id and (h.ends_on is null or h.ends_on > ${today}))) y
      where y.n <= ${calls} and y.n > (select count(*) from contact c
        where c.staff_id = y.staff_id and c.kind = 'call' and c.happened_at >= ${at(0)})`;
    return planned.count + made.count + met.count + called.count;
  });
}
