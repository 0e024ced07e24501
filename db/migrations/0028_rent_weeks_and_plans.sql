-- Weeks without a charge, plans that a court ordered, and the landlord's figures for both.

-- starts_on: the first day of a rent-free week (another day of it does as well). rent_account_id null: every account.
create table rent_free_week (
  starts_on date not null constraint rent_free_week_starts_on_sensible check (starts_on between '2000-01-01' and '2199-12-31'),
  rent_account_id integer references rent_account,
  constraint rent_free_week_once unique nulls not distinct (starts_on, rent_account_id)
);
create index rent_free_week_account on rent_free_week (rent_account_id) where rent_account_id is not null;

-- A week of one account is that case's; one of every account is everybody's, as a change of the rules is.
create function log_rent_free_weeks() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id) select distinct 'rent_free_week', rent_account_id from changed where rent_account_id is not null;
  insert into change_log (kind) select 'rules' where exists (select from changed where rent_account_id is null);
  if exists (select from changed) then perform ring_doorbell(); end if;
  return null;
end $$;
create function log_rent_free_weeks_moved() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id)
  select distinct 'rent_free_week', rent_account_id from (select * from changed union all select * from was) r where rent_account_id is not null;
  insert into change_log (kind) select 'rules'
  where exists (select from (select * from changed union all select * from was) r where rent_account_id is null);
  if exists (select from changed) then perform ring_doorbell(); end if;
  return null;
end $$;
create trigger log_insert after insert on rent_free_week referencing new table as changed
  for each statement execute function log_rent_free_weeks();
create trigger log_delete after delete on rent_free_week referencing old table as changed
  for each statement execute function log_rent_free_weeks();
create trigger log_update after update on rent_free_week referencing old table as was new table as changed
  for each statement execute function log_rent_free_weeks_moved();

-- Informal, or the terms of an order that a court suspended: breaking those is a matter for the court.
alter table repayment_plan add column basis text not null default 'informal'
  constraint repayment_plan_basis_known check (basis in ('informal', 'court_ordered'));

-- The second version of the rules: as the first, with five figures that it did not have (a test compares them with
-- server/domain/rules.ts). Source: the landlord's own policy, to be set by it. Rows without them work by the same
-- figures, so a landlord that has set rules of its own keeps them.
insert into assessment_rules (version, effective_from, why, rules)
select 2, '2026-11-30',
  'New figures: quiet on the day of a talk; what a plan may lack; what stands in the way of a notice and of court.',
  rules || jsonb_build_object(
    'contact', rules->'contact' || '{"spokenDays": 1}',
    'plan', rules->'plan' || '{"slackShare": 0.5, "newDays": 28}',
    'court', rules->'court' || '{"waitForRepairs": 1, "waitForPlan": 1}')
from assessment_rules where version = 1 and not exists (select from assessment_rules where version > 1);
