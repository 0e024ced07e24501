-- Records whose time is doubted, because the clock of the device that made them was wrong: what the device sent, the instant
-- that counts, why (server/domain/device-clock.ts), and the task to check it. A row for a record that needs no check is never made.
create table doubtful_time (
  mutation_id uuid primary key,
  rent_account_id integer not null references rent_account,
  staff_id integer not null references staff,
  kind text not null,
  why text not null check (why in ('future', 'past', 'changed', 'unknown')),
  off_by_ms bigint not null,
  device_at timestamptz not null,
  counted_at timestamptz not null,
  task_id uuid not null references task,
  received_at timestamptz not null default now()
);
create index doubtful_time_account on doubtful_time (rent_account_id, counted_at desc);
