import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultRules, parseRules, rulesFor } from './rules.ts';

const copy = () => JSON.parse(JSON.stringify(defaultRules)) as Record<string, Record<string, unknown>>;

test('[DOMAIN-14] the default rules are valid, also after they were stored as JSON', () => {
  expect(parseRules(copy())).toEqual(defaultRules);
});

test('[DOMAIN-14] an invalid figure is refused with a sentence that names it', () => {
  const refused = (change: (rules: ReturnType<typeof copy>) => void): string => {
    const rules = copy();
    change(rules);
    try {
      parseRules(rules);
    } catch (error) {
      return (error as Error).message;
    }
    return 'accepted';
  };
  expect(refused((r) => delete r['weeks'])).toBe('Rules: weeks must be an object.');
  expect(refused((r) => (r['weeks']!['visit'] = '4'))).toBe(
    'Rules: weeks.visit must be a number from 0.1 to 520.',
  );
  expect(refused((r) => (r['weeks']!['visit'] = NaN))).toContain('weeks.visit');
  expect(refused((r) => (r['weeks']!['call'] = 5))).toContain('must not fall in this order');
  expect(refused((r) => (r['contact']!['quietDays'] = 2.5))).toBe(
    'Rules: contact.quietDays must be a whole number.',
  );
  expect(refused((r) => (r['plan']!['slackPense'] = 1))).toBe('Rules: plan.slackPense is not known.');
  expect(refused((r) => (r['urgency']!['owedPoints'] = 90))).toContain('more than 100');
  expect(refused((r) => (r['court']!['standingDays'] = 200))).toContain('recentDays');
  expect(() => parseRules(null)).toThrow('Rules: the whole must be an object.');
  expect(() => parseRules([])).toThrow('Rules: the whole must be an object.');
});

test('[DOMAIN-14] any input is refused or gives a complete set of rules', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(() => parseRules(value)).toThrow(/^Rules: /);
    }),
  );
});

test('[DOMAIN-14] a day is assessed by the rules of that day', () => {
  const row = (version: number, effectiveFrom: string) => ({ version, effectiveFrom, rules: defaultRules });
  const rows = [row(2, '2026-04-06'), row(1, '2020-01-01'), row(3, '2027-01-01')];
  expect(
    ['2026-04-05', '2026-04-06', '2026-12-31', '2030-01-01'].map((day) => rulesFor(day, rows).version),
  ).toEqual([1, 2, 2, 3]);
  expect(() => rulesFor('2019-12-31', rows)).toThrow('No rules of assessment hold on 2019-12-31.');
});
