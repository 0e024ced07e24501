-- What finance says that the ledger holds, and what it holds besides the rent accounts: the far end of the bridge from
-- the worklist to the accounts. All money is integer pence; owed is positive, but for suspense, which is money received.

-- A file of finance's that was taken; the same file twice is one file.
create table finance_file (
  id integer generated always as identity primary key,
  kind text not null check (kind in ('control_total', 'other_figure', 'suspense_item')),
  name text not null check (length(trim(name)) between 1 and 200),
  -- SHA-256 of what it says, in hexadecimal.
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  taken integer not null check (taken >= 0),
  refused integer not null check (refused >= 0),
  staff_id integer references staff,
  taken_at timestamptz not null default now()
);

-- The ledger's own figure, as finance entered or imported it. A wrong one is superseded by another, and stays.
create table control_total (
  id integer generated always as identity primary key,
  ledger text not null constraint control_total_ledger_not_empty check (length(trim(ledger)) between 1 and 100),
  -- In the figure: what counts on or before this day of the landlord's, and was posted before the cut-off.
  as_of_day date not null,
  cut_off_at timestamptz not null,
  -- Besides the rent accounts of current tenants.
  covers text[] not null default '{former,suspense,other}'
    constraint control_total_covers_known check (covers <@ array['former', 'suspense', 'other']),
  pence bigint not null constraint control_total_pence_sensible check (abs(pence) <= 100000000000000),
  entered_by integer references staff,
  entered_at timestamptz not null default now(),
  file_id integer references finance_file,
  file_line integer,
  superseded_by integer references control_total,
  superseded_at timestamptz,
  constraint control_total_superseded_whole check ((superseded_by is null) = (superseded_at is null))
);
-- One figure of a ledger stands for a day.
create unique index control_total_standing on control_total (ledger, as_of_day) where superseded_at is null;

create function keep_control_total() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a control total is never deleted: enter the right figure, which supersedes it' using errcode = 'check_violation';
  elsif (to_jsonb(new) - 'superseded_by' - 'superseded_at') <> (to_jsonb(old) - 'superseded_by' - 'superseded_at')
      or old.superseded_at is not null then
    raise exception 'a control total is never changed: enter the right figure, which supersedes it' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_control_total before update or delete on control_total
  for each row execute function keep_control_total();

-- What somebody found out about a figure, in words. Added to, never changed.
create table control_total_note (
  id integer generated always as identity primary key,
  control_total_id integer not null references control_total,
  words text not null check (length(trim(words)) between 1 and 1000),
  staff_id integer references staff,
  noted_at timestamptz not null default now()
);
create index control_total_note_of on control_total_note (control_total_id);

-- Money that came and is not matched to an account. Once matched it is a payment, and from when that counts it is no
-- longer in suspense.
create table suspense_item (
  id integer generated always as identity primary key,
  -- Positive is money in.
  amount_pence bigint not null constraint suspense_item_amount_pence_sensible
    check (amount_pence <> 0 and abs(amount_pence) <= 100000000),
  received_on date not null,
  posted_at timestamptz not null default now(),
  source text not null check (length(trim(source)) between 1 and 60),
  -- The source's own, so that the same line twice is one item.
  reference text not null check (length(trim(reference)) between 1 and 200),
  why text not null default '' check (length(why) <= 1000),
  -- No two items are one payment.
  matched_payment_id bigint unique references payment on delete set null,
  matched_by integer references staff,
  matched_at timestamptz,
  -- Sent back to whoever paid it.
  returned_on date,
  file_id integer references finance_file,
  constraint suspense_item_source_reference_once unique (source, reference),
  constraint suspense_item_ends_once check (returned_on is null or matched_payment_id is null)
);

-- What the finance ledger holds that is no rent account: garages, service charges, court costs.
create table other_account (
  id integer generated always as identity primary key,
  kind text not null check (kind in ('garage', 'service_charge', 'court_costs', 'other')),
  reference text not null unique check (length(trim(reference)) between 1 and 40),
  what text not null default '' check (length(what) <= 200),
  -- The first day from which it is in the ledger no more.
  closed_on date
);
-- Its balance at the end of a day, as finance says; until the next figure it stays so.
create table other_figure (
  id integer generated always as identity primary key,
  other_account_id integer not null references other_account,
  as_of_day date not null,
  pence bigint not null check (abs(pence) <= 100000000000),
  entered_by integer references staff,
  entered_at timestamptz not null default now(),
  file_id integer references finance_file,
  superseded_at timestamptz
);
create unique index other_figure_standing on other_figure (other_account_id, as_of_day) where superseded_at is null;

do $$
declare
  t text;
begin
  foreach t in array array['control_total', 'suspense_item', 'other_account', 'other_figure'] loop
    execute format('create trigger log_change after insert or update or delete on %I
      for each statement execute function log_landlord(''reconciliation'')', t);
  end loop;
end $$;

-- What was posted after a cut-off is found among years (payment_posted is there already).
create index charge_posted on charge using brin (posted_at) with (pages_per_range = 16);
create index adjustment_posted on adjustment using brin (posted_at) with (pages_per_range = 16);
