-- Each account that owed anything at either end of a frozen week, with what comparing officers needs of it: written in the
-- transaction that freezes the week (server/performance/weeks/week-case.ts), and never changed.
create table week_case (
  week_on date not null references week_freeze on delete cascade,
  -- No foreign key, as in week_stretch.
  rent_account_id integer not null,
  -- Who answered for it on the week's first day: patch, officer, state.
  position_id integer not null references position,
  -- In that position from the first day to the last.
  whole boolean not null,
  -- Pence, as the bridge tells them. What was posted late or corrected is in none of the three in between.
  opening_pence bigint not null,
  closing_pence bigint not null,
  charged_pence bigint not null,
  paid_pence bigint not null,
  -- Adjustments and write-offs; below 0 they are in the tenant's favour.
  adjusted_pence bigint not null,
  -- What the payment calendar excused at each end.
  opening_technical_pence bigint not null,
  closing_technical_pence bigint not null,
  weekly_rent_pence bigint not null,
  -- How most of the money of the months before came; 'none' where none did.
  method text not null,
  -- Band of the weeks of rent that were really owed when the week began (server/domain/expectation-strata.ts).
  stage smallint not null,
  -- Weeks in a row, before this one, in which it really owed a week's rent or more when they began.
  debt_age_weeks smallint not null,
  -- Monday to Friday: days on which its officer was at work; 0 where nobody held it.
  held_days smallint not null check (held_days between 0 and 5),
  primary key (week_on, rent_account_id)
);
