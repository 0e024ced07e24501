-- What a manager is told: where each account stood in each week, and what moved it, frozen when the rent week ends.

-- Which patch a home was in, and since when: a move is then a line of a report, not a mystery. Kept by triggers.
create table property_patch_history (
  property_id integer not null references property on delete cascade,
  -- The landlord's day on which it came there; the first row of a home reaches back to its beginning.
  from_on date not null,
  patch_id integer not null references patch,
  moved_at timestamptz not null default now(),
  primary key (property_id, from_on)
);

create function keep_patch_history() returns trigger language plpgsql as $$
declare
  today date := (now() at time zone coalesce((select time_zone from landlord), 'Europe/London'))::date;
begin
  if tg_op = 'INSERT' then
    insert into property_patch_history (property_id, from_on, patch_id) select id, '-infinity', patch_id from is_now;
  else
    insert into property_patch_history (property_id, from_on, patch_id)
    select n.id, today, n.patch_id from is_now n join was w using (id) where n.patch_id <> w.patch_id
    -- Twice on one day: only where it ended up.
    on conflict (property_id, from_on) do update set patch_id = excluded.patch_id, moved_at = now();
  end if;
  return null;
end $$;
create trigger keep_patch_history_insert after insert on property referencing new table as is_now
  for each statement execute function keep_patch_history();
create trigger keep_patch_history_update after update on property referencing old table as was new table as is_now
  for each statement execute function keep_patch_history();
insert into property_patch_history (property_id, from_on, patch_id) select id, '-infinity', patch_id from property;

-- Who answers for a debt on a day: a patch's officer (null: nobody), and whether it is a current tenant's, before the
-- court, or a former tenant's. A dictionary: there are few, and millions of rows speak of them.
create table position (
  id integer generated always as identity primary key,
  patch_id integer not null references patch,
  staff_id integer references staff,
  state text not null check (state in ('current', 'court', 'former')),
  unique nulls not distinct (patch_id, staff_id, state)
);

-- Who held each patch on a day: of several stints the one that began last. No row: nobody.
create function holder_on(day date) returns table (patch_id integer, staff_id integer) language sql stable as $$
  select distinct on (s.patch_id) s.patch_id, s.staff_id from stint s
  where s.start_date <= day and (s.end_date is null or s.end_date > day)
  order by s.patch_id, s.start_date desc, s.staff_id
$$;

-- When each posting became known is a matter of transactions, not of clocks: posted_at is when a transaction began, and
-- may be anything that a writer says. With its xid a posting was known at a freeze exactly if the freeze's snapshot saw
-- it. Those that stand here already were known always (3 is below every transaction). A number, because xid8 has
-- no BRIN.
alter table charge add column xid bigint not null default 3;
alter table charge alter column xid set default pg_current_xact_id()::text::bigint;
alter table payment add column xid bigint not null default 3;
alter table payment alter column xid set default pg_current_xact_id()::text::bigint;
alter table adjustment add column xid bigint not null default 3;
alter table adjustment alter column xid set default pg_current_xact_id()::text::bigint;

-- A rent week that is over and told. Nothing of it changes any more: what becomes known later is told beside it.
create table week_freeze (
  week_on date primary key,
  last_on date not null,
  frozen_at timestamptz not null,
  -- What was known: the postings that this snapshot sees.
  snapshot pg_snapshot not null,
  -- Made later from the ledger as it was then known, because nobody froze it when it ended.
  rebuilt boolean not null,
  constraint week_freeze_is_a_week check (last_on = week_on + 6)
);

-- Each account's way through a week: a stretch for each position, from a day on. came_from: the position before it,
-- at the very beginning its own. Balances are of effective days, in pence, and owed is positive.
create table week_stretch (
  week_on date not null references week_freeze on delete cascade,
  -- No foreign key: in its one snapshot the freeze would be refused wherever a payment moves an account meanwhile.
  rent_account_id integer not null,
  from_on date not null,
  position_id integer not null,
  came_from integer not null,
  opening_pence bigint not null,
  closing_pence bigint not null,
  last boolean not null,
  primary key (week_on, rent_account_id, from_on)
);

-- The same summed up, and what moved it: what a bridge is made of. Opening + everything but closing = closing.
create table week_line (
  week_on date not null references week_freeze on delete cascade,
  position_id integer not null references position,
  line text not null check (line in ('opening', 'charge', 'payment', 'adjustment', 'write_off',
    -- Known only now, and of an earlier week; and what was changed or deleted of postings that had been told.
    'backdated', 'corrected',
    'patch_in', 'patch_out', 'stint_in', 'stint_out', 'court_in', 'court_out', 'terminated_in', 'terminated_out', 'closing')),
  -- A payment's method, a charge's or an adjustment's kind; '' for what has none.
  what text not null default '',
  pence bigint not null,
  rows integer not null,
  primary key (week_on, position_id, line, what)
);

-- What became known after its week had been told: added to the frozen week it gives the restated one. It goes the way
-- that the account went, from where it was on the day that counts, through every move, to the week that told it
-- (told_in) as backdated, where it is taken out again.
create table week_late (
  week_on date not null references week_freeze on delete cascade,
  told_in date not null references week_freeze on delete cascade,
  position_id integer not null references position,
  -- opening: counts before the first week of all.
  line text not null check (line in ('opening', 'charge', 'payment', 'adjustment', 'write_off', 'backdated',
    'patch_in', 'patch_out', 'stint_in', 'stint_out', 'court_in', 'court_out', 'terminated_in', 'terminated_out')),
  what text not null default '',
  pence bigint not null,
  rows integer not null,
  primary key (week_on, told_in, position_id, line, what)
);

create trigger log_change after insert or update or delete on week_freeze
  for each statement execute function log_landlord('week');

-- Rows arrive in the order of time: tiny indices find a week among years.
create index charge_due on charge using brin (due_on) with (pages_per_range = 16);
create index charge_known on charge using brin (xid) with (pages_per_range = 16);
create index payment_valued on payment using brin (value_date) with (pages_per_range = 16);
create index payment_known on payment using brin (xid) with (pages_per_range = 16);
create index adjustment_effective on adjustment using brin (effective_on) with (pages_per_range = 16);
create index adjustment_known on adjustment using brin (xid) with (pages_per_range = 16);

-- Everything that moves a balance, in one shape: owed is positive. A view, so that a bridge and its rows cannot differ.
create view ledger_row as
  select 'charge' as line, kind as what, id, rent_account_id, due_on as on_day, amount_pence as pence, posted_at, xid from charge
  union all
  select 'payment', method, id, rent_account_id, value_date, -amount_pence, posted_at, xid from payment
  union all
  select case when kind = 'write_off' then 'write_off' else 'adjustment' end, kind, id, rent_account_id, effective_on,
    amount_pence, posted_at, xid from adjustment;

-- After a dump was restored elsewhere: another cluster counts its transactions from the start, so what stands here then
-- must be known always. Frozen weeks keep their figures; which of their rows came late is no longer told apart.
create function restart_ledger_history() returns void language sql as $$
  alter table charge disable trigger user;
  alter table payment disable trigger user;
  alter table adjustment disable trigger user;
  update charge set xid = 3;
  update payment set xid = 3;
  update adjustment set xid = 3;
  update week_freeze set snapshot = pg_current_snapshot();
  alter table charge enable trigger user;
  alter table payment enable trigger user;
  alter table adjustment enable trigger user;
$$;
