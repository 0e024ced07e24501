-- What a posting said before somebody changed or deleted it: with it the rows of a frozen week can be listed to the
-- penny for ever, whatever the ledger says today. Kept by triggers, whoever writes.
create table ledger_was (
  -- In the order in which they were changed: whoever changes a row holds its lock.
  n bigint primary key generated always as identity,
  line text not null,
  what text not null,
  id bigint not null,
  rent_account_id integer not null,
  on_day date not null,
  pence bigint not null,
  posted_at timestamptz not null,
  xid bigint not null,
  -- The transaction that changed it: a snapshot that sees this one sees the posting so no more.
  until_xid bigint not null default pg_current_xact_id()::text::bigint,
  deleted boolean not null,
  changed_at timestamptz not null default now()
);
create index ledger_was_of on ledger_was (id, n);

create function keep_ledger_was() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'charge' then
    insert into ledger_was (line, what, id, rent_account_id, on_day, pence, posted_at, xid, deleted)
    select 'charge', kind, id, rent_account_id, due_on, amount_pence, posted_at, xid, tg_op = 'DELETE' from was;
  elsif tg_table_name = 'payment' then
    insert into ledger_was (line, what, id, rent_account_id, on_day, pence, posted_at, xid, deleted)
    select 'payment', method, id, rent_account_id, value_date, -amount_pence, posted_at, xid, tg_op = 'DELETE' from was;
  else
    insert into ledger_was (line, what, id, rent_account_id, on_day, pence, posted_at, xid, deleted)
    select case when kind = 'write_off' then 'write_off' else 'adjustment' end, kind, id, rent_account_id, effective_on,
      amount_pence, posted_at, xid, tg_op = 'DELETE' from was;
  end if;
  return null;
end $$;

do $$
declare
  ledger text;
begin
  foreach ledger in array array['charge', 'payment', 'adjustment'] loop
    execute format('create trigger keep_was_update after update on %I referencing old table as was
      for each statement execute function keep_ledger_was()', ledger);
    execute format('create trigger keep_was_delete after delete on %I referencing old table as was
      for each statement execute function keep_ledger_was()', ledger);
  end loop;
end $$;

-- Every word that the ledger ever had: what it says (until_xid null), and what it said. A snapshot knows those that it
-- sees begun (from_xid) and does not see ended.
create view ledger_version as
  select r.line, r.what, r.id, r.rent_account_id, r.on_day, r.pence, r.posted_at, r.xid,
    case when l.deleted then r.xid else coalesce(l.until_xid, r.xid) end as from_xid, null::bigint as until_xid
  from ledger_row r
  left join (
    select distinct on (ledger, id) ledger, id, until_xid, deleted
    from (select replace(line, 'write_off', 'adjustment') as ledger, id, until_xid, deleted, n from ledger_was) w
    order by ledger, id, n desc
  ) l on l.id = r.id and l.ledger = replace(r.line, 'write_off', 'adjustment')
  union all
  select line, what, id, rent_account_id, on_day, pence, posted_at, xid,
    coalesce(lag(case when not deleted then until_xid end)
      over (partition by replace(line, 'write_off', 'adjustment'), id order by n), xid), until_xid
  from ledger_was;

create function seen_by(snapshot pg_snapshot, known bigint) returns boolean language sql immutable as $$
  select known < pg_snapshot_xmin(snapshot)::text::bigint or pg_visible_in_snapshot(known::text::xid8, snapshot)
$$;

-- The moves of an account, among millions of stretches that are none.
create index week_stretch_moves on week_stretch (rent_account_id, from_on) where came_from <> position_id;

create or replace function restart_ledger_history() returns void language sql as $$
  alter table charge disable trigger user;
  alter table payment disable trigger user;
  alter table adjustment disable trigger user;
  update charge set xid = 3;
  update payment set xid = 3;
  update adjustment set xid = 3;
  delete from ledger_was;
  update week_freeze set snapshot = pg_current_snapshot();
  alter table charge enable trigger user;
  alter table payment enable trigger user;
  alter table adjustment enable trigger user;
$$;
