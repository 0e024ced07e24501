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

-- Everything that was deleted from the log lies below this: a cursor that does not is answered with a reset.
create table change_log_kept (
  only_one boolean primary key default true check (only_one),
  pruned_below xid8 not null default '0'
);
insert into change_log_kept default values;

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

-- An account itself: new, or changed in anything but its balance (whose change is logged as what moved it).
create function log_accounts() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() > 1 then return null; end if;
  insert into change_log (kind, case_id, ref) select 'account', id, id from changed;
  if found then perform ring_doorbell(); end if;
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
create trigger log_update after update on rent_account referencing new table as changed
  for each statement execute function log_accounts();
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
  insert into change_log (kind, ref, at) values ('heartbeat', new.n, new.at);
  perform ring_doorbell();
  return null;
end $$;
create trigger log_heartbeat after insert or update on heartbeat for each row execute function log_heartbeat();

-- Forgets what is older than keep, and remembers how far, in one transaction. Returns how many rows went.
-- Only transactions below every open snapshot go, so that the mark is exact.
create function prune_change_log(keep interval) returns bigint language plpgsql as $$
declare
  mark xid8;
  gone bigint;
begin
  select max(xid) into mark from change_log
  where at < clock_timestamp() - keep and xid < pg_snapshot_xmin(pg_current_snapshot());
  if mark is null then return 0; end if;
  delete from change_log where xid <= mark;
  get diagnostics gone = row_count;
  update change_log_kept set pruned_below = greatest(pruned_below, (mark::text::numeric + 1)::text::xid8);
  return gone;
end $$;
