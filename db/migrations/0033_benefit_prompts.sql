-- Benefits and help as they are in 2026/27: dated rows, none of them confirmed by the landlord yet. A row of another nation
-- or an earlier day stays as it was, so that what was shown then can still be explained.

-- One row knew no end, so that it would come back when this winter's is over.
update prompt_rule set until_on = '2026-09-21'
where code = 'winter_fuel' and from_on = '2025-09-01' and until_on is null;

insert into prompt_rule (code, nations, title, says, figures, source, from_on, until_on) values
  ('winter_fuel', '{england,wales}', 'Winter fuel payment 2026 to 2027',
    'For whoever had reached pension age by the week of 21 to 27 September 2026. It is recovered through tax from each person whose income is over £35,000. Ask whether the payment came, or will.',
    '{"pensionAge": 66, "risesFrom": "1960-04-06", "risesMonths": 12, "weekFrom": "2026-09-21", "weekTo": "2026-09-27"}',
    'Winter Fuel Payment 2026/27, qualifying week 21 to 27 September 2026; pension age rises from 66 to 67 between April 2026 and March 2028', '2026-09-21', '2027-04-01'),
  ('winter_fuel', '{scotland}', 'Pension age winter heating payment 2026 to 2027',
    'For whoever had reached pension age by the week of 21 to 27 September 2026. It is recovered through tax from each person whose income is over £35,000. Ask whether the payment came, or will.',
    '{"pensionAge": 66, "risesFrom": "1960-04-06", "risesMonths": 12, "weekFrom": "2026-09-21", "weekTo": "2026-09-27"}',
    'Pension Age Winter Heating Payment 2026/27, Scotland, qualifying week 21 to 27 September 2026', '2026-09-21', '2027-04-01'),
  ('discretionary_housing', '{england}', 'Housing payment (Crisis and Resilience Fund)',
    'Help with housing costs is paid, and it is less than the rent. The council’s Crisis and Resilience Fund may help with the difference. It took the place of discretionary housing payments in England.',
    '{"shareOfRent": 0.97}', 'Crisis and Resilience Fund: guidance for local authorities in England, 1 April 2026 to 31 March 2029', '2026-04-01', '2029-04-01'),
  ('discretionary_housing', '{wales,scotland}', 'Discretionary housing payment',
    'Help with housing costs is paid, and it is less than the rent. The council may help with the difference.',
    '{"shareOfRent": 0.97}', 'Discretionary housing payments, which go on in Wales and Scotland', '2026-04-01', null),
  ('uc_deductions', default, 'Deductions from Universal Credit',
    'All deductions together are limited to 15 % of the standard allowance. Check what is taken, and ask for less where it is more.',
    '{"share": 0.15}', 'Universal Credit deductions cap (Fair Repayment Rate), 15 % of the standard allowance since 30 April 2025', '2025-04-30', null),
  ('two_child_limit', default, 'Universal Credit for every child',
    'There is no two-child limit since 6 April 2026. Check that every child is in the Universal Credit claim.',
    '{"children": 3, "underAge": 16}', 'Universal Credit: two-child limit ended on 6 April 2026', '2026-04-06', null),
  ('council_tax_full', '{england,wales,scotland}', 'Full council tax reduction',
    'The guarantee part of Pension Credit leads to the full council tax reduction. Council tax is paid here: check that it was claimed.',
    '{}', 'Council tax reduction for people of pension age who receive Guarantee Credit', '2013-04-01', null);
