import { expect, test } from 'vitest';
import { knownIncome, type IncomeFacts } from './known-income.ts';

const nothing: IncomeFacts = { calendar: [], received: [], pension: null, answers: [] };

test('[DOMAIN-243] what is known of an income has its amount, source and day; what is not known has no amount; nothing known is nothing', () => {
  expect(knownIncome(nothing)).toEqual([]);
  const lines = knownIncome({
    ...nothing,
    pension: { says: 'A tenant reached pension age', source: 'Date of birth on the tenancy', on: null },
    calendar: [
      { method: 'housing_benefit', rhythm: 'four_weekly', amountPence: 40_000, declared: true },
      { method: 'housing_benefit', rhythm: 'weekly', amountPence: 1, declared: false },
      { method: 'cash', rhythm: 'weekly', amountPence: 2_000, declared: false },
      { method: 'direct_debit', rhythm: 'monthly', amountPence: 9_000, declared: true },
      { method: 'universal_credit', rhythm: 'monthly', amountPence: 30_000, declared: false },
    ],
    received: [
      { method: 'housing_benefit', on: '2026-11-02' },
      { method: 'direct_debit', on: '2026-10-28' },
    ],
    answers: [
      { code: 'pension_credit', answer: 'has_it', by: 'Sam Example', on: '2026-10-01' },
      { code: 'uc_not_claimed', answer: 'claiming', by: 'Sam Example', on: '2026-10-01' },
    ],
  });
  const shared = { amountPence: null, what: '', toLandlord: false };
  expect(lines).toEqual([
    {
      code: 'housing_benefit',
      amountPence: 40_000,
      period: 'four_weekly',
      what: '',
      toLandlord: true,
      says: 'Housing benefit pays us £400.00 every 4 weeks',
      source: 'Agreed payment calendar',
      on: '2026-11-02',
    },
    {
      code: 'universal_credit',
      amountPence: 30_000,
      period: 'monthly',
      what: 'Rent part, paid to us',
      toLandlord: true,
      says: 'Universal Credit pays us £300.00 a month',
      source: 'Estimated from past payments',
      on: null,
    },
    {
      ...shared,
      code: 'earnings',
      period: 'monthly',
      says: 'They pay us £90.00 a month by direct debit. Ask if they are also paid every month',
      source: 'Agreed payment calendar',
      on: '2026-10-28',
    },
    {
      ...shared,
      code: 'state_pension',
      period: 'four_weekly',
      says: 'A tenant reached pension age',
      source: 'Date of birth on the tenancy',
      on: null,
    },
    {
      ...shared,
      code: 'pension_credit',
      period: 'weekly',
      says: 'They already get it',
      source: 'Asked by Sam Example',
      on: '2026-10-01',
    },
  ]);
});

test('[DOMAIN-243] a line that brings nothing, and a prompt with another answer, are no income', () => {
  const calendar = [{ method: 'housing_benefit', rhythm: 'weekly', amountPence: 0, declared: true }] as const;
  const answers = [{ code: 'pension_credit', answer: 'declined', by: '', on: '2026-10-01' }];
  expect(knownIncome({ ...nothing, calendar, answers })).toEqual([]);
});
