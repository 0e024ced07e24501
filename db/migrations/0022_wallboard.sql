-- Screens on office walls: each shows a short code, a manager approves it, and it may read the team's tiles from then on.
-- A screen is nobody: it has no account, no role and no session of a person, so nothing that asks for one knows it.

-- better-auth's device authorization (RFC 8628); the columns are as its plugin declares them.
create table auth."deviceCode" (
  "id" text not null primary key,
  "deviceCode" text not null unique,
  "userCode" text not null unique,
  "userId" text references auth."user" on delete cascade,
  "expiresAt" timestamptz not null,
  "status" text not null,
  "lastPolledAt" timestamptz,
  "pollingInterval" integer,
  "clientId" text,
  "scope" text
);
create index "deviceCode_expiresAt_idx" on auth."deviceCode" ("expiresAt");
create index "deviceCode_userId_idx" on auth."deviceCode" ("userId");

create table auth.screen (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 60),
  -- The code that it was approved by, until its own device has come for the token; a code is good for one screen.
  device_code_id text unique,
  -- SHA-256 of what the device keeps. Null: approved, but its device has not come yet.
  token_hash bytea unique,
  approved_by integer references staff on delete set null,
  approved_at timestamptz not null default now(),
  last_seen_at timestamptz,
  -- Moves on while it is seen; a screen that is off for half a year asks again.
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_by integer references staff on delete set null
);
create index screen_approved_by_idx on auth.screen (approved_by);
create index screen_ended_by_idx on auth.screen (ended_by);
