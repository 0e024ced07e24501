-- When each piece of work that is done once a day, by one hub for all, was last done.
create table daily_work (
  name text primary key,
  done_at timestamptz not null
);
