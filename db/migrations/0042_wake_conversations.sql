-- What was put off over the deadlines of a hazard comes back whenever these may have changed: also when the hazard's repair was
-- closed and is opened again, whoever writes it. The conversations of the home are locked first: one that is being put off at
-- that moment (server/cases/threads/thread-desk.ts locks it as well) either sees the hazard or is seen here.
create function wake_home(homes integer[], repairs bigint[]) returns void language plpgsql as $$
declare
  threads uuid[];
begin
  threads := array(
    select th.id from thread th join rent_account a on a.id = th.rent_account_id join tenancy t on t.id = a.tenancy_id
    where t.property_id = any(homes) and th.state <> 'settled' and (th.repair_id is null or th.repair_id = any(repairs))
    order by th.id for no key update of th);
  update thread set snoozed_until = null, snoozed_by = null where id = any(threads) and snoozed_until is not null;
end $$;

create or replace function wake_conversations() returns trigger language plpgsql as $$
begin
  perform wake_home(array_agg(r.property_id), array_agg(r.id)) from changed h join repair r on r.id = h.repair_id;
  return null;
end $$;

create function wake_reopened() returns trigger language plpgsql as $$
begin
  if exists (select from hazard where repair_id = new.id) then
    perform wake_home(array[new.property_id], array[new.id]);
  end if;
  return null;
end $$;
create trigger wake_reopened after update of status on repair for each row
  when (old.status in ('completed', 'cancelled') and new.status not in ('completed', 'cancelled'))
  execute function wake_reopened();
