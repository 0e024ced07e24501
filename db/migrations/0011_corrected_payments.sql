-- A payment that is changed in place is logged for its account as before, and once more without its own id: "more than
-- the named payments has changed here". New payments, which come in bulk, are logged by their ids alone, so whoever
-- follows the log may add those to what it has, and must read the account's money again only where a row has no id.
create function log_payments_corrected() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref) select distinct 'payment', rent_account_id, null::bigint from was;
  insert into change_log (kind, case_id, ref) select 'payment', rent_account_id, id from changed;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

drop trigger log_update on payment;
create trigger log_update after update on payment referencing old table as was new table as changed
  for each statement execute function log_payments_corrected();
