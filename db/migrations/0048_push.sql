-- Messages to a device whose app is closed (Web Push). A subscription belongs to the session of its device: it goes when the
-- person signs out, when the session is ended or revoked, and when the person is deactivated.

-- The keys by which push services know this landlord's server (VAPID, RFC 8292): made once, the same for every hub. With new
-- keys every device would have to subscribe again.
create table auth.push_key (
  only_one boolean primary key default true check (only_one),
  public_key text not null,
  private_key text not null,
  created_at timestamptz not null default now()
);

create table push_subscription (
  id bigint generated always as identity primary key,
  staff_id integer not null references staff on delete cascade,
  session_id text not null references auth."session" on delete cascade,
  -- The address of one browser at its push service, and the keys with which its messages are encrypted. Whoever has the
  -- address can reach the device: it is never logged.
  endpoint text not null unique,
  p256dh text not null,
  auth text not null,
  created_at timestamptz not null default now()
);
create index push_subscription_staff on push_subscription (staff_id);
create index push_subscription_session on push_subscription (session_id);

-- What is to be sent to a device, and what was. Each occurrence of a thing is there once, however many hubs notice it; a hub
-- that sends a row first moves due_at into the future, so that another takes it only if the first one died.
create table push_notice (
  id bigint generated always as identity primary key,
  subscription_id bigint not null references push_subscription on delete cascade,
  kind text not null check (kind in ('stand_down', 'withdrawn', 'answer', 'plan')),
  about text not null,
  occurrence text not null,
  -- For kinds about a visit: it is sent only while the person is on the way.
  visit_id bigint references visit on delete cascade,
  due_at timestamptz not null default now(),
  expires_at timestamptz not null,
  attempts integer not null default 0,
  -- Sent, refused for good, or no longer needed.
  done_at timestamptz,
  created_at timestamptz not null default now(),
  unique (subscription_id, about, occurrence)
);
create index push_notice_due on push_notice (due_at) where done_at is null;
create index push_notice_visit on push_notice (visit_id) where visit_id is not null;

-- When a person is sent nothing, but for a stopped visit that they are on. Nobody has a row until they change the standard.
create table push_quiet_hours (
  staff_id integer primary key references staff on delete cascade,
  begins time not null default '19:00',
  ends time not null default '08:00',
  working_days_only boolean not null default true
);
