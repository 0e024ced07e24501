import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Day } from '../facts.ts';
import { pensionDay, promptsFor, type PromptFacts, type PromptRule } from './prompts.ts';

const pension = { pensionAge: 66, risesFrom: '1960-04-06', risesMonths: 12 };
const ruleOf = (code: string, figures: PromptRule['figures'], from: Day): PromptRule => ({
  code,
  nations: ['england'],
  title: code,
  says: 'Check.',
  figures,
  source: 'made up for a test',
  confirmed: false,
  from,
  until: null,
});
const figures: Record<string, PromptRule['figures']> = {
  pension_credit: pension,
  winter_fuel: { ...pension, fromMonth: 9, untilMonth: 3 },
  discretionary_housing: { shareOfRent: 0.97 },
  council_tax_reduction: { lowYearlyPence: 2_200_000 },
  under_occupation: pension,
  uc_not_claimed: { ...pension, rentShare: 0.4 },
  managed_payment: { weeksOwed: 8 },
};
/** The rows of the migration of 2026. */
const of2026 = [
  ruleOf('winter_fuel', { ...pension, weekFrom: '2026-09-21', weekTo: '2026-09-27' }, '2026-09-21'),
  ruleOf('discretionary_housing', { shareOfRent: 0.97 }, '2026-04-01'),
  ruleOf('uc_deductions', { share: 0.15 }, '2025-04-30'),
  ruleOf('two_child_limit', { children: 3, underAge: 16 }, '2026-04-06'),
  ruleOf('council_tax_full', {}, '2013-04-01'),
].map((one) => ({
  ...one,
  title: `${one.code} of 2026`,
  nations: one.code === 'winter_fuel' ? ['england', 'wales'] : ['england'],
  until: one.code === 'winter_fuel' ? '2027-04-01' : null,
}));
const rules = Object.entries(figures).map(([code, these]) => ruleOf(code, these, '2020-01-01'));
const nobody: PromptFacts = {
  nation: 'england',
  people: [{ role: 'tenant', dateOfBirth: '1985-05-05' }],
  bedrooms: 1,
  weeklyRentPence: 10_000,
  tenancyStartedOn: '2020-02-03',
  weeksOwed: 3,
  received: [],
  calendar: [],
  budget: null,
};
const codes = (more: Partial<PromptFacts>, today = '2026-11-12', with_ = rules) =>
  promptsFor({ ...nobody, ...more }, with_, today).map((prompt) => prompt.code);

const older: PromptFacts['people'] = [{ role: 'tenant', dateOfBirth: '1955-05-05' }];

test('[DOMAIN-49] [DOMAIN-251] a prompt appears only with its facts, each with its source, and speaks of no time before the tenancy', () => {
  expect(codes({})).toEqual([]);
  expect(codes({ people: older })).toEqual(['pension_credit', 'winter_fuel']);
  expect(codes({ people: older }, '2026-06-12')).toEqual(['pension_credit']);
  const household = [...older, ...nobody.people].map((p) => ({ ...p, role: 'household' as const }));
  expect(codes({ people: household })).toEqual([]);
  const credit = [{ code: 'pension_credit', amountPence: 1_000, period: 'weekly' } as const];
  expect(codes({ people: older, budget: { lines: credit, on: '2026-11-01' } }, '2026-06-12')).toEqual([]);

  const benefit = (amountPence: number): PromptFacts['calendar'] => [
    { method: 'housing_benefit', amountPence, rhythm: 'four_weekly', declared: true },
  ];
  expect(codes({ calendar: benefit(40_000) })).toEqual([]);
  expect(codes({ calendar: benefit(30_000) })).toEqual(['discretionary_housing']);
  expect(codes({ calendar: benefit(40_000), bedrooms: 2 })).toEqual(['under_occupation']);
  expect(codes({ calendar: benefit(40_000), bedrooms: 2, people: older })).not.toContain('under_occupation');
  const couple = [...nobody.people, ...nobody.people];
  expect(codes({ calendar: benefit(40_000), bedrooms: 2, people: couple })).toEqual([]);

  const earns = { code: 'earnings', period: 'monthly' } as const;
  const earning = (amountPence: number) => ({ lines: [{ ...earns, amountPence }], on: '2026-11-01' });
  expect(codes({ budget: earning(80_000) })).toEqual(['uc_not_claimed']);
  // [DOMAIN-251] A tenancy of two weeks has no 120 days to speak of.
  const unpaid = (tenancyStartedOn: string) =>
    promptsFor({ ...nobody, budget: earning(80_000), tenancyStartedOn }, rules, '2026-11-12')[0]!.because.at(
      -1,
    )!.says;
  expect(unpaid('2026-07-15')).toBe('No benefit has paid rent in the last 120 days');
  expect(unpaid('2026-07-16')).toBe('No benefit has paid rent since the tenancy began on Thu 16 Jul');
  expect(codes({ budget: earning(80_000), weeksOwed: 0 })).toEqual([]);
  expect(codes({ budget: earning(180_000) })).toEqual([]);

  const credits = [
    { code: 'universal_credit', amountPence: 90_000, period: 'monthly' } as const,
    { code: 'council_tax', amountPence: 9_000, period: 'monthly' } as const,
  ];
  const budget = { lines: credits, on: '2026-11-01' };
  expect(codes({ budget })).toEqual(['council_tax_reduction']);
  expect(codes({ budget, weeksOwed: 8 })).toEqual(['council_tax_reduction', 'managed_payment']);
  const managed = [{ method: 'universal_credit' as const, amountPence: 1, on: '2026-11-02' }];
  expect(codes({ budget, weeksOwed: 8, received: managed })).toEqual(['council_tax_reduction']);

  for (const prompt of promptsFor({ ...nobody, budget, weeksOwed: 9 }, rules, '2026-11-12')) {
    expect(prompt.because.length).toBeGreaterThan(0);
    for (const fact of prompt.because) expect(fact.source, prompt.code).not.toBe('');
  }
});

test('[DOMAIN-49] the rule of that day and nation decides; a rule without figures gives no prompt', () => {
  const later = { ...rules[0]!, from: '2026-11-13', title: 'new words' };
  const both = [later, { ...rules[0]!, until: '2026-11-14' }];
  const on = (today: string) => promptsFor({ ...nobody, people: older }, both, today).map((one) => one.title);
  expect(on('2026-11-12')).toEqual(['pension_credit']);
  expect(on('2026-11-13')).toEqual(['new words']);
  expect(on('2019-12-31')).toEqual([]);
  expect(codes({ people: older, nation: 'wales' })).toEqual([]);
  const broken = [{ ...rules[0]!, figures: { pensionAge: 'old' } }];
  expect(codes({ people: older }, '2026-11-12', broken)).toEqual([]);
});

test('[DOMAIN-49] pension age rises by a month for each month of birth, also for people born on a leap day', () => {
  expect(pensionDay('1960-04-05', pension)).toBe('2026-04-05');
  expect(pensionDay('1960-04-06', pension)).toBe('2026-05-06');
  expect(pensionDay('1960-05-05', pension)).toBe('2026-06-05');
  expect(pensionDay('1960-05-06', pension)).toBe('2026-07-06');
  expect(pensionDay('1961-03-06', pension)).toBe('2028-03-06');
  expect(pensionDay('1990-01-01', pension)).toBe('2057-01-01');
  expect(pensionDay('1956-02-29', pension)).toBe('2022-02-28');
  expect(pensionDay('1956-02-29', {})).toBe(null);
});

test('[DOMAIN-195] the winter payment of 2026 is for people who had reached pension age by 27 September 2026', () => {
  const born = (dateOfBirth: string): Partial<PromptFacts> => ({ people: [{ role: 'tenant', dateOfBirth }] });
  const winter = (dateOfBirth: string, today = '2026-11-12') => codes(born(dateOfBirth), today, of2026);
  expect(winter('1960-04-20')).toEqual(['winter_fuel']);
  // In the week itself, and four days after it: pension age is rising month by month.
  expect(pensionDay('1960-06-25', pension)).toBe('2026-09-25');
  expect(winter('1960-06-25')).toEqual(['winter_fuel']);
  expect(pensionDay('1960-07-01', pension)).toBe('2026-10-01');
  expect(winter('1960-07-01')).toEqual([]);
  expect(winter('1955-05-05', '2026-09-20')).toEqual([]);
  expect(winter('1955-05-05', '2026-09-21')).toEqual(['winter_fuel']);
  expect(winter('1955-05-05', '2027-03-31')).toEqual(['winter_fuel']);
  expect(winter('1955-05-05', '2027-04-01')).toEqual([]);
});

test('[DOMAIN-196] nation and day choose the row: the Crisis and Resilience Fund in England since 1 April 2026', () => {
  const help: Partial<PromptFacts> = {
    calendar: [{ method: 'housing_benefit', amountPence: 30_000, rhythm: 'four_weekly', declared: true }],
  };
  const before = rules.find(({ code }) => code === 'discretionary_housing')!;
  const old = { ...before, nations: ['england', 'wales', 'scotland'] };
  const title = (nation: string, today: string) =>
    promptsFor({ ...nobody, ...help, nation }, [old, ...of2026], today).map((one) => one.title);
  expect(title('england', '2026-03-31')).toEqual(['discretionary_housing']);
  expect(title('england', '2026-04-01')).toEqual(['discretionary_housing of 2026']);
  expect(title('wales', '2026-04-01')).toEqual(['discretionary_housing']);
  expect(title('scotland', '2026-11-12')).toEqual(['discretionary_housing']);
});

test('[DOMAIN-197] prompts for deductions, every child and full council tax reduction appear by their facts, from their start days', () => {
  const line = (code: 'universal_credit' | 'pension_credit' | 'council_tax') =>
    ({ code, amountPence: 9_000, period: 'monthly' }) as const;
  const credit = { lines: [line('universal_credit')], on: '2026-11-01' };
  const now = (more: Partial<PromptFacts>, today = '2026-11-12') => codes(more, today, of2026);
  expect(now({ budget: credit })).toEqual(['uc_deductions']);
  expect(now({ budget: credit, weeksOwed: 0 })).toEqual([]);
  expect(now({ budget: credit }, '2025-04-29')).toEqual([]);
  const child = (dateOfBirth: string) => ({ role: 'household' as const, dateOfBirth });
  const three = ['2012-01-01', '2018-02-02', '2021-03-03'].map(child);
  const paid = { method: 'universal_credit' as const, amountPence: 1, on: '2026-11-02' };
  const family = (people: PromptFacts['people'], today?: string) =>
    now({ people: [...nobody.people, ...people], received: [paid], weeksOwed: 0 }, today);
  expect(family(three)).toEqual(['two_child_limit']);
  expect(family(three.slice(1))).toEqual([]);
  expect(family(three, '2026-04-05')).toEqual([]);
  // The eldest turns sixteen on 1 January 2028; the budget may have more than the tenancy's record.
  expect(family(three, '2028-01-01')).toEqual([]);
  expect(now({ budget: { ...credit, children: 3 }, weeksOwed: 0 })).toEqual(['two_child_limit']);
  expect(now({ people: [...nobody.people, ...three] })).toEqual([]);
  const older_ = { lines: [line('pension_credit'), line('council_tax')], on: '2026-11-01' };
  expect(now({ budget: older_ })).toEqual(['council_tax_full']);
  expect(now({ budget: { ...older_, lines: [line('pension_credit')] } })).toEqual([]);
});

test('[DOMAIN-49] no assessment uses ages: no code that decides on a case reads prompts, and facts have no such field', () => {
  const domain = join(import.meta.dirname, '..');
  const files = readdirSync(domain, { recursive: true }) as string[];
  const rules = files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  expect(rules.length).toBeGreaterThan(60);
  for (const file of rules)
    expect(readFileSync(join(domain, file), 'utf8'), file).not.toMatch(/prompts\.ts'/);
  for (const file of ['facts.ts', 'assessment.ts', 'decision.ts', 'money/arrears.ts', 'money/plan.ts'])
    expect(readFileSync(join(domain, file), 'utf8'), file).not.toMatch(/birth|pensionAge|childrenUnder/i);
  const worklist = join(domain, '../worklist');
  for (const file of readdirSync(worklist).filter((name) => name.endsWith('.ts')))
    expect(readFileSync(join(worklist, file), 'utf8'), file).not.toMatch(
      /date_of_birth|dateOfBirth|prompts\.ts/,
    );
});
