-- What each device of a member of staff last reported: how much it had not sent, and since when. Counts and times only. A
-- row is removed when the device had no contact for 90 days (server/cases/devices/devices.ts).
create table device (
  staff_id integer not null references staff,
  id uuid not null,
  kind text not null check (kind in ('phone', 'computer')),
  records integer not null check (records >= 0),
  photographs integer not null check (photographs >= 0),
  oldest_at timestamptz,
  clock_offset_ms double precision,
  version text not null check (length(version) <= 60),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (staff_id, id)
);
