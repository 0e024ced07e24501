-- The language of a person is null until it is recorded. Before this, a person whose language nobody had recorded had the
-- default 'English', which nothing told apart from English that was recorded.
--
-- What becomes of the 'English' of existing rows:
-- - It stays where it was recorded here: staff entered a language for the person, or an update changed it.
-- - Otherwise it is the default, or it was loaded with the person. Where a person who was not corrected here has another
--   language, the landlord's system writes languages, and its English may be recorded: it stays, for what was recorded
--   would be lost. Where nobody has, no load has written a language: the English is the default, and becomes null.
--
-- The triggers are off for this update: nobody changed a person, so no version moves (an edit that waits on a device must not
-- become a conflict), and every start reads people anew.
alter table person alter column language drop not null, alter column language drop default;
alter table person disable trigger user;
update person p set language = null
where language = 'English'
  and not field_versions ? 'language'
  and not exists (select from person_correction c where c.person_id = p.id and c.field = 'language')
  and not exists (
    select from person other
    where other.language <> 'English'
      and not exists (select from person_correction c where c.person_id = other.id and c.field = 'language'));
alter table person enable trigger user;
