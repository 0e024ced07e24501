-- Sessions: what is kept of one opens nothing by itself, a person who was deactivated has none, and everybody who serves
-- hears at once when one ends.
-- The accounts' own connections look for tables in the schema auth alone: so the functions bring this search path.

-- As server/access/hashed-tokens.ts writes them from now on. Whoever is signed in stays signed in.
update auth."session" set "token" = encode(sha256(convert_to("token", 'UTF8')), 'hex');
delete from auth."deviceCode";

-- Nothing that was open before they were deactivated opens again when they are activated.
create function end_sessions_of_inactive() returns trigger language plpgsql
  set search_path from current as $$
begin
  delete from auth."session" where "userId" in (
    select u."id" from changed c join was w on w.id = c.id join auth."user" u on u."staffId" = c.id
    where w.active and not c.active);
  return null;
end $$;
create trigger end_sessions after update on staff referencing old table as was new table as changed
  for each statement execute function end_sessions_of_inactive();
delete from auth."session" where "userId" in (
  select u."id" from auth."user" u join staff s on s.id = u."staffId" where not s.active);

-- Says that some session ended, and not whose. The hubs look which of theirs are no more.
create function log_ended_sessions() returns trigger language plpgsql
  set search_path from current as $$
begin
  if exists (select from was) then
    insert into change_log (kind) values ('session');
    perform ring_doorbell();
  end if;
  return null;
end $$;
create trigger log_delete after delete on auth."session" referencing old table as was
  for each statement execute function log_ended_sessions();
