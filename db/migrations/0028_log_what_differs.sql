-- The change log records what differs. A system that writes its rows back unchanged every night (UPDATE ... SET address =
-- address) used to log every row, and every case was read and assessed again for nothing. From here on each update trigger
-- compares the rows before and after, whole, and logs only those that are not the same; an insert or delete that touched no
-- row logs nothing either.
--
-- How rows are compared: both sides as text in one grouping, where a row that did not change counts twice and one that
-- did counts once on each side. This is linear in the number of rows for every plan. A join of the two transition tables
-- would not be: a function keeps its plan for the session, and a plan made for one row takes hours with 50,000.
-- A table needs a primary key for this, so that no two rows of one side are equal.

create or replace function log_cases_moved() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select distinct tg_argv[0], differ.rent_account_id, differ.id
  from (
    select rent_account_id, id
    from (select c.rent_account_id, c.id, c::text as line from changed c
      union all select w.rent_account_id, w.id, w::text from was w) sides
    group by rent_account_id, id, line having count(*) = 1
  ) differ;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

-- As 0011 says: once for its account without an id ("read the money again"), and once with its own.
create or replace function log_payments_corrected() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select distinct 'payment', differ.rent_account_id, ids.ref
  from (
    select rent_account_id, id, bool_or(is_new) as is_new
    from (select c.rent_account_id, c.id, c::text as line, true as is_new from changed c
      union all select w.rent_account_id, w.id, w::text, false from was w) sides
    group by rent_account_id, id, line having count(*) = 1
  ) differ
  cross join lateral (select case when differ.is_new then differ.id end as ref) ids;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

create or replace function log_properties_moved() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select distinct tg_argv[0], a.id, differ.id
  from (
    select property_id, id
    from (select c.property_id, c.id, c::text as line from changed c
      union all select w.property_id, w.id, w::text from was w) sides
    group by property_id, id, line having count(*) = 1
  ) differ
  join tenancy t on t.property_id = differ.property_id join rent_account a on a.tenancy_id = t.id;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

-- Also the tenancy that a person or a need was taken from, which nothing logged before.
create function log_tenancies_moved() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select distinct tg_argv[0], a.id, null::bigint
  from (
    select tenancy_id
    from (select c.tenancy_id, c::text as line from changed c
      union all select w.tenancy_id, w::text from was w) sides
    group by tenancy_id, line having count(*) = 1
  ) differ
  join rent_account a on a.tenancy_id = differ.tenancy_id;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

create or replace function log_property_rows() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select distinct 'property', a.id, differ.id
  from (
    select id
    from (select c.id, c::text as line from changed c union all select w.id, w::text from was w) sides
    group by id, line having count(*) = 1
  ) differ
  join tenancy t on t.property_id = differ.id join rent_account a on a.tenancy_id = t.id;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

create or replace function log_tenancy_rows() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select distinct 'tenancy', a.id, differ.id
  from (
    select id
    from (select c.id, c::text as line from changed c union all select w.id, w::text from was w) sides
    group by id, line having count(*) = 1
  ) differ
  join rent_account a on a.tenancy_id = differ.id;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

create or replace function log_people() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select distinct 'person', a.id, differ.id
  from (
    select id
    from (select c.id, c::text as line from changed c union all select w.id, w::text from was w) sides
    group by id, line having count(*) = 1
  ) differ
  join tenancy_person tp on tp.person_id = differ.id join rent_account a on a.tenancy_id = tp.tenancy_id;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

-- Rows of a case that the device named by a uuid: checks, evidence, court steps, tasks.
create function log_named_moved() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select distinct tg_argv[0], differ.rent_account_id, null::bigint
  from (
    select rent_account_id
    from (select c.rent_account_id, c::text as line from changed c
      union all select w.rent_account_id, w::text from was w) sides
    group by rent_account_id, line having count(*) = 1
  ) differ;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

create function log_hazards_moved() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select distinct 'repair', a.id, r.id
  from (
    select repair_id
    from (select c.repair_id, c::text as line from changed c union all select w.repair_id, w::text from was w) sides
    group by repair_id, line having count(*) = 1
  ) differ
  join repair r on r.id = differ.repair_id
  join tenancy t on t.property_id = r.property_id join rent_account a on a.tenancy_id = t.id;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

create function log_numbered_moved() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select distinct tg_argv[0], differ.rent_account_id, differ.n
  from (
    select rent_account_id, n
    from (select c.rent_account_id, c.n, c::text as line from changed c
      union all select w.rent_account_id, w.n, w::text from was w) sides
    group by rent_account_id, n, line having count(*) = 1
  ) differ;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

-- As 0017 says: a new last message has its own line in the log, so the thread's line would only repeat it.
create or replace function log_threads_moved() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select distinct 'thread', differ.rent_account_id, differ.n
  from (
    select rent_account_id, n, last_n
    from (select c.rent_account_id, c.n, c.last_n, c::text as line, true as is_new from changed c
      union all select w.rent_account_id, w.n, w.last_n, w::text, false from was w) sides
    group by rent_account_id, n, last_n, line having count(*) = 1 and bool_or(is_new)
  ) differ
  where exists (select from was w where w.n = differ.n and w.last_n = differ.last_n);
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

create function log_reads_moved() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select distinct 'read', t.rent_account_id, t.n
  from (
    select thread_id, staff_id, up_to_message
    from (select c.thread_id, c.staff_id, c.up_to_message, c::text as line, true as is_new from changed c
      union all select w.thread_id, w.staff_id, w.up_to_message, w::text, false from was w) sides
    group by thread_id, staff_id, up_to_message, line having count(*) = 1 and bool_or(is_new)
  ) differ
  join thread t on t.id = differ.thread_id join message m on m.id = differ.up_to_message
  where m.staff_id <> differ.staff_id;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

-- Changes that are not one case's. log_landlord() itself cannot see the rows; it stays for whoever's trigger has none.
create function log_landlord_rows() returns trigger language plpgsql as $$
begin
  if exists (select from changed) then
    insert into change_log (kind) values (tg_argv[0]);
    perform ring_doorbell();
  end if;
  return null;
end $$;

create function log_landlord_moved() returns trigger language plpgsql as $$
begin
  if exists (
    select from (select c::text as line from changed c union all select w::text from was w) sides
    group by line having count(*) = 1
  ) then
    insert into change_log (kind) values (tg_argv[0]);
    perform ring_doorbell();
  end if;
  return null;
end $$;

-- A version counts changes; it used to count writes as well.
create or replace function raise_version() returns trigger language plpgsql as $$
begin
  if new is distinct from old then new.version := old.version + 1; end if;
  return new;
end $$;

do $$
declare
  it record;
begin
  for it in select * from (values
    ('home_check', 'log_named_moved(''check'')'),
    ('pre_action_evidence', 'log_named_moved(''evidence'')'),
    ('court_step', 'log_named_moved(''court'')'),
    ('task', 'log_named_moved(''task'')'),
    ('hazard', 'log_hazards_moved()'),
    ('repair_note', 'log_numbered_moved(''repair_note'')'),
    ('thread_read', 'log_reads_moved()'),
    ('support_need', 'log_tenancies_moved(''support'')'),
    ('tenancy_person', 'log_tenancies_moved(''person'')'),
    ('property', 'log_property_rows()'),
    ('tenancy', 'log_tenancy_rows()'),
    ('person', 'log_people()')) as v(of_table, call)
  loop
    execute format('drop trigger log_update on %I', it.of_table);
    execute format('create trigger log_update after update on %I referencing old table as was new table as changed
      for each statement execute function %s', it.of_table, it.call);
  end loop;
  -- One trigger for all three had no transition tables, so it could not look.
  for it in
    select c.relname as of_table, t.tgname, split_part(encode(t.tgargs, 'escape'), '\', 1) as kind
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where t.tgfoid = 'log_landlord'::regproc and not t.tgisinternal
  loop
    execute format('drop trigger %I on %I', it.tgname, it.of_table);
    execute format('create trigger log_insert after insert on %I referencing new table as changed
      for each statement execute function log_landlord_rows(%L)', it.of_table, it.kind);
    execute format('create trigger log_delete after delete on %I referencing old table as changed
      for each statement execute function log_landlord_rows(%L)', it.of_table, it.kind);
    execute format('create trigger log_update after update on %I referencing old table as was new table as changed
      for each statement execute function log_landlord_moved(%L)', it.of_table, it.kind);
  end loop;
end $$;

drop trigger log_heartbeat on heartbeat;
create trigger log_heartbeat_insert after insert on heartbeat for each row execute function log_heartbeat();
create trigger log_heartbeat after update on heartbeat for each row
  when (old is distinct from new) execute function log_heartbeat();
