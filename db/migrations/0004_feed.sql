-- The feed: a log of what changed, written in the changing transaction, and a doorbell.
-- The log says only "look at this case again"; whoever hears the bell reads the log from its own cursor.

create table change_log (
  -- Not an order of commit: two writers commit in any order. The cursor is a snapshot (see server/feed).
  seq bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  -- What kind of thing changed: payment, charge, adjustment, repair, hold, plan, visit, ..., heartbeat.
  kind text not null,
  -- The rent account; null where the change is not one case's (then everybody's facts may have changed).
  case_id integer,
  -- The changed row's own id.
  ref bigint,
  at timestamptz not null default clock_timestamp(),
  primary key (xid, seq)
);

-- Where this log stands. A snapshot means something only in the very history of transactions that it was taken from:
-- this server, its timeline, this database, this table. A restored copy, a promoted replica or a cloned database is
-- another history, even though it brings the old log and the old marks along.
create function change_log_home() returns text language sql stable as $$
  select concat_ws('/',
    (select system_identifier from pg_control_system()),
    left(pg_walfile_name(pg_current_wal_lsn()), 8),
    (select oid from pg_database where datname = current_database()),
    'change_log'::regclass::oid)
$$;

create table change_log_kept (
  only_one boolean primary key default true check (only_one),
  -- The name of this history, in every cursor. A new name makes every cursor that is out there invalid.
  epoch text not null default left(md5(gen_random_uuid()::text), 12),
  home text not null default change_log_home(),
  -- Everything that was forgotten has an xid below this: a cursor whose snapshot starts lower is too old.
  pruned_below xid8 not null default '0'
);
insert into change_log_kept default values;

-- Begins a new history if the log was carried here from another, or if forced (after a repair of the data by hand that
-- the triggers did not see: it sends every hub and client back to a full load). True if it began one.
create function restart_change_log(force boolean default false) returns boolean language plpgsql as $$
begin
  update change_log_kept set epoch = default, home = default, pruned_below = '0'
  where force or home <> change_log_home();
  if not found then return false; end if;
  delete from change_log;
  perform pg_notify('doorstep', '');
  return true;
end $$;

-- Rings without queueing: NOTIFY locks the whole cluster at commit, so whoever finds somebody ringing leaves it to them.
create function ring_doorbell() returns void language plpgsql as $$
begin
  if pg_try_advisory_xact_lock(710000, 1) then
    perform pg_notify('doorstep', '');
  end if;
end $$;

-- Rows that carry rent_account_id.
create function log_cases() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref) select tg_argv[0], rent_account_id, id from changed;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

create function log_cases_moved() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select tg_argv[0], rent_account_id, id from changed
  union
  select tg_argv[0], rent_account_id, id from was;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

-- Rows that carry property_id or tenancy_id: every account of that home's tenancies.
create function log_properties() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select distinct tg_argv[0], a.id, r.id
  from changed r join tenancy t on t.property_id = r.property_id join rent_account a on a.tenancy_id = t.id;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

create function log_properties_moved() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select distinct tg_argv[0], a.id, r.id
  from (select property_id, id from changed union select property_id, id from was) r
  join tenancy t on t.property_id = r.property_id join rent_account a on a.tenancy_id = t.id;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

create function log_tenancies() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select tg_argv[0], a.id, null from changed r join rent_account a on a.tenancy_id = r.tenancy_id;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

-- An account itself, when new or changed in anything but its balance (whose change is logged as what moved it).
create function log_accounts() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref) select 'account', id, id from changed;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

create function log_account() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref) values ('account', new.id, new.id);
  perform ring_doorbell();
  return null;
end $$;

create function log_property_rows() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select 'property', a.id, p.id from changed p join tenancy t on t.property_id = p.id join rent_account a on a.tenancy_id = t.id;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

create function log_tenancy_rows() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select 'tenancy', a.id, t.id from changed t join rent_account a on a.tenancy_id = t.id;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

create function log_people() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select 'person', a.id, p.id
  from changed p join tenancy_person tp on tp.person_id = p.id join rent_account a on a.tenancy_id = tp.tenancy_id;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

-- Changes that are not one case's: rules, rights, sources. One row a statement.
create function log_landlord() returns trigger language plpgsql as $$
begin
  insert into change_log (kind) values (tg_argv[0]);
  perform ring_doorbell();
  return null;
end $$;

do $$
declare
  t text;
  k text;
begin
  for t, k in values ('payment', 'payment'), ('charge', 'charge'), ('adjustment', 'adjustment'), ('hold', 'hold'),
    ('repayment_plan', 'plan'), ('expected_income', 'calendar'), ('contact', 'contact'), ('visit', 'visit') loop
    execute format('create trigger log_insert after insert on %I referencing new table as changed
      for each statement execute function log_cases(%L)', t, k);
    execute format('create trigger log_delete after delete on %I referencing old table as changed
      for each statement execute function log_cases(%L)', t, k);
    execute format('create trigger log_update after update on %I referencing old table as was new table as changed
      for each statement execute function log_cases_moved(%L)', t, k);
  end loop;
  for t, k in values ('repair', 'repair'), ('cautionary_alert', 'alert') loop
    execute format('create trigger log_insert after insert on %I referencing new table as changed
      for each statement execute function log_properties(%L)', t, k);
    execute format('create trigger log_delete after delete on %I referencing old table as changed
      for each statement execute function log_properties(%L)', t, k);
    execute format('create trigger log_update after update on %I referencing old table as was new table as changed
      for each statement execute function log_properties_moved(%L)', t, k);
  end loop;
  for t, k in values ('support_need', 'support'), ('tenancy_person', 'person') loop
    execute format('create trigger log_insert after insert on %I referencing new table as changed
      for each statement execute function log_tenancies(%L)', t, k);
    execute format('create trigger log_delete after delete on %I referencing old table as changed
      for each statement execute function log_tenancies(%L)', t, k);
    execute format('create trigger log_update after update on %I referencing new table as changed
      for each statement execute function log_tenancies(%L)', t, k);
  end loop;
  for t, k in values ('stint', 'rights'), ('staff', 'rights'), ('absence', 'absence'), ('patch', 'patch'),
    ('assessment_rules', 'rules'), ('bank_holiday', 'rules'), ('landlord', 'rules'), ('money_source', 'source') loop
    execute format('create trigger log_change after insert or update or delete on %I
      for each statement execute function log_landlord(%L)', t, k);
  end loop;
end $$;

create trigger log_insert after insert on rent_account referencing new table as changed
  for each statement execute function log_accounts();
-- By row, unlike all the others: with a transition table every new balance would be copied for nothing.
create trigger log_update after update on rent_account for each row
  when ((old.id, old.reference, old.tenancy_id, old.weekly_rent_pence)
    is distinct from (new.id, new.reference, new.tenancy_id, new.weekly_rent_pence))
  execute function log_account();
create trigger log_update after update on property referencing new table as changed
  for each statement execute function log_property_rows();
create trigger log_update after update on tenancy referencing new table as changed
  for each statement execute function log_tenancy_rows();
create trigger log_update after update on person referencing new table as changed
  for each statement execute function log_people();

-- Each hub proves the whole path (write, trigger, log, bell, read) by beating here and waiting to read its own beat.
create table heartbeat (
  hub text primary key,
  n bigint not null,
  at timestamptz not null default clock_timestamp()
);

create function log_heartbeat() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, ref) values ('heartbeat', new.n);
  perform ring_doorbell();
  return null;
end $$;
create trigger log_heartbeat after insert or update on heartbeat for each row execute function log_heartbeat();

-- Forgets what is older than keep, and remembers how far, in one transaction. Returns how many rows went.
-- Only transactions below every open snapshot go, so that the mark is exact. One at a time: a second caller leaves at once.
create function prune_change_log(keep interval) returns bigint language plpgsql as $$
declare
  first_kept xid8;
  mark xid8 := pg_snapshot_xmin(pg_current_snapshot());
  gone bigint;
begin
  if not pg_try_advisory_xact_lock(710000, 3) then return 0; end if;
  -- From the old end of the log up to the first row that is young enough: never reads what stays.
  select xid into first_kept from change_log where at >= clock_timestamp() - keep order by xid limit 1;
  if first_kept < mark then mark := first_kept; end if;
  select xid into mark from change_log where xid < mark order by xid desc limit 1;
  if mark is null then return 0; end if;
  delete from change_log where xid <= mark;
  get diagnostics gone = row_count;
  update change_log_kept set pruned_below = (mark::text::numeric + 1)::text::xid8 where pruned_below <= mark;
  return gone;
end $$;
