-- A sign-in that crosses a deactivation may leave a session behind. It opens nothing while its owner is inactive; from now on
-- it is removed when they are activated again, too, so that no old cookie revives.
create or replace function end_sessions_of_inactive() returns trigger language plpgsql
  set search_path from current as $$
begin
  delete from auth."session" where "userId" in (
    select u."id" from changed c join was w on w.id = c.id join auth."user" u on u."staffId" = c.id
    where w.active is distinct from c.active);
  return null;
end $$;
