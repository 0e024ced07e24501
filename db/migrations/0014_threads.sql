-- Conversations between officers and the repairs team: a thread belongs to a case, its messages are only ever added.
-- The repairs team reads all of this; so nothing here knows money. Threads, messages and notes are named by the device
-- that makes them (uuid); n is our own number, by which the log and the hub speak of them, and the order of arrival.

create table thread (
  id uuid primary key,
  n bigint generated always as identity unique,
  rent_account_id integer not null references rent_account,
  repair_id bigint references repair,
  subject text not null check (length(subject) between 1 and 200),
  -- False while only an answer has come, and its beginning is still on somebody's phone.
  begun boolean not null default true,
  state text not null check (state in ('waiting_for_repairs', 'waiting_for_income', 'settled')),
  taken_by integer references staff,
  needs_answer_by timestamptz,
  waiting_since timestamptz,
  promised_on date,
  promised_in uuid,
  settled_by integer references staff,
  settled_at timestamptz,
  opened_by integer not null references staff,
  -- When it was opened, on the device; when we heard of it.
  happened_at timestamptz not null,
  received_at timestamptz not null default now(),
  -- Of its newest message, kept in the same transaction: an inbox is read far more often than it is written.
  last_message uuid not null,
  last_n bigint not null,
  last_at timestamptz not null,
  last_by integer not null references staff,
  last_words text not null,
  messages integer not null default 1,
  constraint thread_waits_since_then check ((state = 'settled') = (waiting_since is null)),
  constraint thread_settled_wants_no_answer check (state <> 'settled' or needs_answer_by is null)
);
create index thread_account on thread (rent_account_id);
create index thread_open on thread (state, needs_answer_by) where state <> 'settled';
create index thread_settled on thread (last_at desc) where state = 'settled';
create index thread_taken on thread (taken_by) where taken_by is not null;

create table message (
  id uuid primary key,
  n bigint generated always as identity unique,
  thread_id uuid not null references thread,
  rent_account_id integer not null references rent_account,
  staff_id integer not null references staff,
  -- Of the writer, as they wrote: who changes teams later has not answered themselves.
  team text not null check (team in ('income', 'repairs')),
  body text not null check (length(body) between 1 and 4000),
  promised_on date,
  needs_answer_by timestamptz,
  happened_at timestamptz not null,
  received_at timestamptz not null default now(),
  words tsvector generated always as (to_tsvector('simple', body)) stored,
  constraint message_only_repairs_promise check (promised_on is null or team = 'repairs')
);
create index message_thread on message (thread_id, n);
create index message_words on message using gin (words);
create index message_staff on message (staff_id, thread_id);

alter table thread add constraint thread_last_message foreign key (last_message) references message deferrable initially deferred;

create table mention (
  message_id uuid not null references message,
  staff_id integer not null references staff,
  -- As in the message: whose threads mention them is asked for each inbox.
  thread_id uuid not null references thread,
  n bigint not null,
  primary key (message_id, staff_id)
);
create index mention_staff on mention (staff_id, thread_id, n);

-- The photographs themselves are kept with the case; here only which of them a message shows, and in which order.
create table message_photo (
  message_id uuid not null references message,
  photo_id uuid not null,
  position smallint not null,
  primary key (message_id, photo_id)
);

-- Up to which message a person has read; only ever forward.
create table thread_read (
  thread_id uuid not null references thread,
  staff_id integer not null references staff,
  up_to bigint not null,
  up_to_message uuid not null references message,
  read_at timestamptz not null default now(),
  primary key (thread_id, staff_id)
);

create table repair_note (
  id uuid primary key,
  n bigint generated always as identity unique,
  repair_id bigint not null references repair,
  rent_account_id integer not null references rent_account,
  staff_id integer not null references staff,
  team text not null check (team in ('income', 'repairs')),
  note text not null check (length(note) between 1 and 4000),
  -- The message that it came from, or that it went into.
  message_id uuid unique references message deferrable initially deferred,
  came_from text not null check (came_from in ('message', 'note')),
  happened_at timestamptz not null,
  received_at timestamptz not null default now()
);
create index repair_note_repair on repair_note (repair_id);
create index repair_note_account on repair_note (rent_account_id);

-- Words to begin with. Rows, so that a landlord writes its own.
create table message_template (
  id integer generated by default as identity primary key,
  team text not null check (team in ('income', 'repairs')),
  position smallint not null default 0,
  title text not null check (length(title) between 1 and 80),
  body text not null check (length(body) between 1 and 4000),
  active boolean not null default true
);
insert into message_template (team, position, title, body) values
  ('income', 1, 'When will this be done?',
    'The tenant asks when this will be done. Can you give me a day that I can tell them?'),
  ('income', 2, 'Seen on a visit',
    'I was there today and saw the problem for myself. What I saw: '),
  ('income', 3, 'Damp or mould seen',
    'I saw damp or mould today. Room: . How large: . Anybody in the home with breathing trouble, a baby, or over 65: '),
  ('income', 4, 'Rent held back until this is done',
    'The tenant says that they hold back rent until this is done. A firm day would help both of us.'),
  ('income', 5, 'The tenant needs notice',
    'Please ring before coming. The best times for the tenant are: '),
  ('income', 6, 'Reported, but not on the list',
    'The tenant says that they reported this, but I cannot find it among the repairs. What they told me: '),
  ('repairs', 1, 'Booked',
    'This is booked. The tenant has been told, and we will ring them on the morning.'),
  ('repairs', 2, 'Waiting for a part',
    'We have been, and wait for a part. We will book the next visit when it comes and tell you here.'),
  ('repairs', 3, 'Nobody was in',
    'We called and nobody was in. We left a card. Could you ask the tenant which days suit them?'),
  ('repairs', 4, 'Done',
    'This was done today. If anything is still wrong, please write here.'),
  ('repairs', 5, 'Need to know more',
    'Before we book this we need to know more. Please ask the tenant: '),
  ('repairs', 6, 'Inspection first',
    'A surveyor will look at this first. We will send what they find and the day of the work.');

-- Into the log, as "look here again". ref is our own number of the thread, message or note.
create function log_numbered() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref) select tg_argv[0], rent_account_id, n from changed;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

-- Who has read is the thread's news.
create function log_reads() returns trigger language plpgsql as $$
begin
  insert into change_log (kind, case_id, ref)
  select 'read', t.rent_account_id, t.n from (select distinct thread_id from changed) c join thread t on t.id = c.thread_id;
  if found then perform ring_doorbell(); end if;
  return null;
end $$;

create trigger log_insert after insert on thread referencing new table as changed
  for each statement execute function log_numbered('thread');
create trigger log_update after update on thread referencing new table as changed
  for each statement execute function log_numbered('thread');
create trigger log_insert after insert on message referencing new table as changed
  for each statement execute function log_numbered('message');
create trigger log_insert after insert on repair_note referencing new table as changed
  for each statement execute function log_numbered('repair_note');
create trigger log_update after update on repair_note referencing new table as changed
  for each statement execute function log_numbered('repair_note');
create trigger log_insert after insert on thread_read referencing new table as changed
  for each statement execute function log_reads();
create trigger log_update after update on thread_read referencing new table as changed
  for each statement execute function log_reads();

create function messages_stay() returns trigger language plpgsql as $$
begin
  raise exception 'message: what was said stays said; write another message';
end $$;
create trigger stays before update on message for each statement execute function messages_stay();
