-- Until when a conversation stays out of the repairs team's list, and who put it off. The program keeps it no later than an
-- answer or a step of the law is due, and a new message ends it (server/cases/threads).
alter table thread add column snoozed_until timestamptz, add column snoozed_by integer references staff;

-- A hazard that is new or has moved on has other deadlines: what was put off over them comes back, whoever wrote the hazard.
-- A conversation that names no repair may be about any of the home.
create function wake_conversations() returns trigger language plpgsql as $$
begin
  update thread th set snoozed_until = null, snoozed_by = null
  from changed h join repair r on r.id = h.repair_id join tenancy t on t.property_id = r.property_id
    join rent_account a on a.tenancy_id = t.id
  where th.snoozed_until is not null and th.rent_account_id = a.id
    and (th.repair_id is null or th.repair_id = h.repair_id);
  return null;
end $$;
create trigger wake_insert after insert on hazard referencing new table as changed
  for each statement execute function wake_conversations();
create trigger wake_update after update on hazard referencing new table as changed
  for each statement execute function wake_conversations();
