-- The first rules of assessment, and the bank holidays that working days skip. Both are dated rows, to be edited as rows.
-- The rules are those of server/domain/rules.ts (a test compares): a change of figures is a new row from a date on,
-- with its reason, so that an earlier day can be replayed by the rules of its time.

insert into assessment_rules (version, effective_from, why, rules) values (
  1,
  '2020-01-01',
  'The figures that Doorstep starts with, until the landlord sets its own.',
  '{
    "recentDays": 120,
    "tinyPence": 500,
    "assumedWeeklyRentPence": 10000,
    "calendar": {
      "trustConfidence": 0.6,
      "arrivedShare": 0.8
    },
    "weeks": {
      "message": 1,
      "call": 2,
      "visit": 4,
      "court": 10
    },
    "contact": {
      "quietDays": 7,
      "afterVisitDays": 14,
      "retryDays": 2,
      "rememberDays": 42
    },
    "promise": {
      "longestDays": 14,
      "rememberDays": 28
    },
    "plan": {
      "slackPence": 500
    },
    "court": {
      "standingDays": 56,
      "attempts": 2,
      "attemptDays": 56
    },
    "trend": {
      "days": 56,
      "weeks": 0.75
    },
    "urgency": {
      "owedPoints": 60,
      "owedFullAtWeeks": 12,
      "risingPoints": 10,
      "contactPoints": 15,
      "contactFullAtDays": 60,
      "brokenPromisePoints": 15
    }
  }'
);

-- Those marked computed follow from the law's rules for each year and have not been checked against an announcement;
-- extra days (a coronation, a World Cup) are announced one by one and have to be added.
insert into bank_holiday (nation, on_date, name)
select unnest(nations::text[]), on_date::date, name
from (values
  ('{england,wales,scotland}', '2024-01-01', 'New Year''s Day'),
  ('{scotland}', '2024-01-02', '2 January'),
  ('{england,wales,scotland}', '2024-03-29', 'Good Friday'),
  ('{england,wales}', '2024-04-01', 'Easter Monday'),
  ('{england,wales,scotland}', '2024-05-06', 'Early May'),
  ('{england,wales,scotland}', '2024-05-27', 'Spring'),
  ('{scotland}', '2024-08-05', 'Summer'),
  ('{england,wales}', '2024-08-26', 'Summer'),
  ('{scotland}', '2024-12-02', 'St Andrew''s Day, substitute'),
  ('{england,wales,scotland}', '2024-12-25', 'Christmas Day'),
  ('{england,wales,scotland}', '2024-12-26', 'Boxing Day'),
  ('{england,wales,scotland}', '2025-01-01', 'New Year''s Day'),
  ('{scotland}', '2025-01-02', '2 January'),
  ('{england,wales,scotland}', '2025-04-18', 'Good Friday'),
  ('{england,wales}', '2025-04-21', 'Easter Monday'),
  ('{england,wales,scotland}', '2025-05-05', 'Early May'),
  ('{england,wales,scotland}', '2025-05-26', 'Spring'),
  ('{scotland}', '2025-08-04', 'Summer'),
  ('{england,wales}', '2025-08-25', 'Summer'),
  ('{scotland}', '2025-12-01', 'St Andrew''s Day, substitute'),
  ('{england,wales,scotland}', '2025-12-25', 'Christmas Day'),
  ('{england,wales,scotland}', '2025-12-26', 'Boxing Day'),
  ('{england,wales,scotland}', '2026-01-01', 'New Year''s Day'),
  ('{scotland}', '2026-01-02', '2 January'),
  ('{england,wales,scotland}', '2026-04-03', 'Good Friday'),
  ('{england,wales}', '2026-04-06', 'Easter Monday'),
  ('{england,wales,scotland}', '2026-05-04', 'Early May'),
  ('{england,wales,scotland}', '2026-05-25', 'Spring'),
  ('{scotland}', '2026-06-15', 'World Cup'),
  ('{scotland}', '2026-08-03', 'Summer'),
  ('{england,wales}', '2026-08-31', 'Summer'),
  ('{scotland}', '2026-11-30', 'St Andrew''s Day'),
  ('{england,wales,scotland}', '2026-12-25', 'Christmas Day'),
  ('{england,wales,scotland}', '2026-12-28', 'Boxing Day, substitute'),
  ('{england,wales,scotland}', '2027-01-01', 'New Year''s Day (computed)'),
  ('{scotland}', '2027-01-04', '2 January, substitute (computed)'),
  ('{england,wales,scotland}', '2027-03-26', 'Good Friday (computed)'),
  ('{england,wales}', '2027-03-29', 'Easter Monday (computed)'),
  ('{england,wales,scotland}', '2027-05-03', 'Early May (computed)'),
  ('{england,wales,scotland}', '2027-05-31', 'Spring (computed)'),
  ('{scotland}', '2027-08-02', 'Summer (computed)'),
  ('{england,wales}', '2027-08-30', 'Summer (computed)'),
  ('{scotland}', '2027-11-30', 'St Andrew''s Day (computed)'),
  ('{england,wales,scotland}', '2027-12-27', 'Christmas Day, substitute (computed)'),
  ('{england,wales,scotland}', '2027-12-28', 'Boxing Day, substitute (computed)'),
  ('{england,wales,scotland}', '2028-01-03', 'New Year''s Day, substitute (computed)'),
  ('{scotland}', '2028-01-04', '2 January, substitute (computed)'),
  ('{england,wales,scotland}', '2028-04-14', 'Good Friday (computed)'),
  ('{england,wales}', '2028-04-17', 'Easter Monday (computed)'),
  ('{england,wales,scotland}', '2028-05-01', 'Early May (computed)'),
  ('{england,wales,scotland}', '2028-05-29', 'Spring (computed)'),
  ('{scotland}', '2028-08-07', 'Summer (computed)'),
  ('{england,wales}', '2028-08-28', 'Summer (computed)'),
  ('{scotland}', '2028-11-30', 'St Andrew''s Day (computed)'),
  ('{england,wales,scotland}', '2028-12-25', 'Christmas Day (computed)'),
  ('{england,wales,scotland}', '2028-12-26', 'Boxing Day (computed)')
) days (nations, on_date, name);
