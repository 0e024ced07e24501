-- A message says that its thread has moved, and that its writer has read up to it: the log need not say so again.
create function log_threads_moved() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select 'thread', c.rent_account_id, c.n from changed c join was w on w.id = c.id where c.last_n = w.last_n;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;
drop trigger log_update on thread;
create trigger log_update after update on thread referencing old table as was new table as changed
  for each statement execute function log_threads_moved();

-- The first message of a thread says that there is a thread.
drop trigger log_insert on thread;

create or replace function log_reads() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select distinct 'read', t.rent_account_id, t.n
  from changed c join thread t on t.id = c.thread_id join message m on m.id = c.up_to_message
  where m.staff_id <> c.staff_id;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;
