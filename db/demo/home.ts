// What visits of the demo found: quick checks of the last two months, damp among them, and the clock of each hazard with
// how far it has come. Made from the rows that are loaded already, by their ids alone: the same landlord, the same finds.
import type postgres from 'postgres';

/** After visits and repairs. today: 'YYYY-MM-DD'. Returns how many rows it wrote. */
export async function loadHome(tx: postgres.TransactionSql, today: string): Promise<number> {
  await tx`update visit set met = case when outcome in ('seen_tenant', 'promise', 'paid_at_door') then 'tenant'
      when outcome = 'seen_other' then 'other' else 'nobody' end,
    met_other = case when outcome = 'seen_other' then 'Somebody of the household' else '' end,
    no_access_reason = case outcome when 'refused' then 'turned_away' when 'unsafe' then 'unsafe'
      when 'no_access' then 'no_answer' when 'card_left' then 'no_answer' end,
    card_left = case outcome when 'card_left' then true when 'no_access' then false end,
    tried_at = case when outcome in ('card_left', 'no_access') then ended_at end, met_at = ended_at
    where state = 'done' and outcome is not null and ended_at >= ${today}::date - 60`;
  const hazards = await tx`
    insert into hazard (repair_id, severity, aware_at, nation, made_safe_at, investigated_on, summary_on, safety_works_on)
    select id, severity, reported_at, 'england',
      case when severity = 'emergency' and id % 6 > 0 and reported_at < ${today}::date - 1
        then reported_at + interval '1 hour' * (3 + id % 24) end,
      investigated, case when id % 4 > 0 and investigated <= ${today}::date - 4 then investigated + 2 end,
      case when severity = 'significant' and status in ('in_progress', 'completed') and investigated <= ${today}::date - 8
        then investigated + 5 end
    from (
      select id, status, reported_at, case priority when 'emergency' then 'emergency' else 'significant' end as severity,
        case when status <> 'reported' and reported_at < ${today}::date - 16 and id % 5 > 0
          then reported_at::date + case priority when 'emergency' then 1 else 4 + (id % 12)::int end end as investigated
      from repair where category = 'damp_mould' and priority in ('urgent', 'emergency') and status <> 'cancelled'
        and reported_at >= greatest(${today}::date - 180, date '2025-10-27')
        and (status <> 'completed' or completed_at >= ${today}::date - 60)
    ) damp order by id`;
  const checks = await tx`
    insert into home_check (id, rent_account_id, visit_id, staff_id, kind, room, finding, severity, note, repair_id, happened_at, received_at)
    select demo_truth.uuid_of('check ' || v.id || looked.what), v.rent_account_id, v.id, v.staff_id, looked.what,
      case when found then 'Bathroom' else '' end, case when found then 'problem' else 'fine' end,
      case when found then 'significant' end,
      case when found then 'Black mould round the window, wet to the touch' else '' end,
      case when found then damp.id end, v.ended_at, v.ended_at
    from visit v join rent_account a on a.id = v.rent_account_id join tenancy t on t.id = a.tenancy_id
    left join lateral (
      select r.id from repair r join hazard h on h.repair_id = r.id
      where r.property_id = t.property_id and r.status not in ('completed', 'cancelled') and r.reported_at <= v.ended_at
      order by r.id limit 1) damp on true
    cross join (values ('damp_mould'), ('smoke_alarm'), ('co_alarm'), ('condition'), ('welfare')) looked(what)
    cross join lateral (select looked.what = 'damp_mould' and damp.id is not null as found) f
    where v.state = 'done' and v.met = 'tenant' and v.ended_at >= ${today}::date - 60 and v.id % 2 = 0
    order by v.id, looked.what`;
  return hazards.count + checks.count;
}
