-- What the live tiles read at the start of a day, and the one definition of a visit that was avoided.

create index visit_day on visit (planned_for);
create index contact_happened on contact using brin (happened_at);
create index plan_agreed on repayment_plan (agreed_on);

-- A visit is avoided when it was about rent, was not made, and the money came before the knock: the officer was stood
-- down on the way after a payment, or never set out while at least a week's rent (reversals taken off) was posted between
-- the making of the visit and its end. A visit that is still planned may be made after all; then it was not avoided.
-- Its end: when it was stood down or cancelled, at the latest the end of its day.
create view visit_avoided as
  select v.id as visit_id, v.rent_account_id, v.staff_id, v.planned_for as on_day, v.state, paid.pence as paid_pence, paid.at as paid_at
  from visit v
  join rent_account a on a.id = v.rent_account_id
  cross join lateral (
    select sum(p.amount_pence)::bigint as pence, max(p.posted_at) filter (where p.amount_pence > 0) as at
    from payment p
    where p.rent_account_id = v.rent_account_id and p.posted_at > v.created_at
      and p.posted_at <= least(v.ended_at,
        (v.planned_for + 1)::timestamp at time zone coalesce((select time_zone from landlord), 'Europe/London'))
  ) paid
  where v.state in ('stood_down', 'planned', 'cancelled') and v.purpose in ('arrears', 'rent_since')
    and v.outcome is null and v.met is null
    and paid.pence > 0 and (v.state = 'stood_down' or paid.pence >= a.weekly_rent_pence);
