-- Between which hours the landlord's staff knock on doors, on working days: one row, kept like every setting. "My day" plans no
-- visit outside these hours.
create table visiting_hours (
  id integer primary key default 1,
  opens time not null default '09:00',
  closes time not null default '19:00',
  version integer not null default 1,
  constraint visiting_hours_one_row check (id = 1),
  constraint visiting_hours_an_hour check (closes >= opens + interval '1 hour' and opens < time '23:00')
);
insert into visiting_hours default values;

create trigger raise_version before update on visiting_hours for each row execute function raise_version();
create trigger keep_setting after insert or update or delete on visiting_hours for each row execute function keep_setting();
create trigger log_insert after insert on visiting_hours referencing new table as changed
  for each statement execute function log_landlord_rows('settings');
create trigger log_update after update on visiting_hours referencing old table as was new table as changed
  for each statement execute function log_landlord_moved('settings');
create trigger log_delete after delete on visiting_hours referencing old table as changed
  for each statement execute function log_landlord_rows('settings');
