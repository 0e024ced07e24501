-- What came late, account by account: else benefit that is entered late counts as debt that grew by itself (it is no longer
-- on its way, and its payment is of another week), and a write-off that is entered late as debt that somebody collected.
alter table week_case
  -- Adjustments and write-offs of earlier weeks that became known in this one; of what `adjusted_pence` is.
  add column late_adjusted_pence bigint not null default 0,
  -- So much of opening_technical_pence had come already, or was not owed, by what became known in this week.
  add column late_technical_pence bigint not null default 0;
