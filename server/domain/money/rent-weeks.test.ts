// Two years of people who pay their rent in full over 52, 50 and 48 weeks, assessed on every day.
import { expect, test } from 'vitest';
import { assess } from '../assessment.ts';
import { arrearsOf } from './arrears.ts';
import { occurrences } from './calendar.ts';
import { clockOn, eachDay, lineOf, paid, plainCase } from '../../../tests/support/plain-case.ts';
import { addDays, dayNumber, dayNumbers, weekday } from '../days.ts';
import type { CaseFacts, Charged, Day, ExpectedIncome, Receipt } from '../facts.ts';
import { learnCalendar } from './learn.ts';
import {
  chargedWeeksBetween,
  chargingOf,
  graceEnds,
  rentWeeksOf,
  rentYearOf,
  weeksPaidFor,
} from './rent-weeks.ts';
import { defaultRules as rules } from '../rules.ts';

const holidays: ReadonlySet<Day> = new Set(
  `2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26 2026-01-01 2026-04-03 2026-04-06
  2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28 2027-01-01 2027-03-26 2027-03-29`.split(/\s+/),
);
/** Rent years begin on Mon 7 Apr 2025, 6 Apr 2026 and 5 Apr 2027. Two weeks each at Christmas and at the year's end. */
const christmas = ['2025-12-22', '2025-12-29', '2026-12-21', '2026-12-28', '2027-12-20', '2027-12-27'];
const yearsEnd = ['2026-03-23', '2026-03-30', '2027-03-22', '2027-03-29', '2028-03-20', '2028-03-27'];
const start = '2025-04-07';
const end = '2027-04-04';

const everyDay = eachDay(start, end);
const mondays = everyDay.filter((day) => weekday(day) === 1);
const receiptsOf = (line: ExpectedIncome, amountOn: (day: Day) => number): Receipt[] =>
  occurrences(line, start, end, dayNumbers(holidays)).map((on) => ({
    on,
    amountPence: amountOn(on),
    method: line.method,
    postedAt: Date.parse(`${on}T06:30:00Z`),
  }));

type Life = { charges: Charged[]; receipts: Receipt[]; free: Day[]; line: ExpectedIncome | 'learnt' };
const noonOf = (today: Day) => clockOn(today, holidays, '12:00');
const declared = (...line: Parameters<typeof lineOf>) => ({ ...lineOf(...line), declared: true });
const sum = (all: readonly { amountPence: number }[]) => all.reduce((a, b) => a + b.amountPence, 0);
/** The facts of that account on a day: the ledger's entries from `from` on. */
function factsOn(
  { charges, receipts, free }: Omit<Life, 'line'>,
  calendar: ExpectedIncome[],
  today: Day,
  from: Day = start,
): CaseFacts {
  const until = <T extends { on: Day }>(all: readonly T[]) => all.filter(({ on }) => on <= today);
  const recent = <T extends { on: Day }>(all: readonly T[]) => until(all).filter(({ on }) => on >= from);
  const balancePence = sum(until(charges)) - sum(until(receipts));
  return {
    ...plainCase,
    balancePence,
    calendar,
    rentFreeWeeks: free,
    receipts: recent(receipts),
    charges: recent(charges),
  };
}

/** What is suggested on each day, at noon, with what was posted by then. */
function suggested({ charges, receipts, free, line }: Life): Map<string, Day[]> {
  const found = new Map<string, Day[]>();
  let calendar: ExpectedIncome[] = line === 'learnt' ? [] : [line];
  for (const today of everyDay) {
    const clock = noonOf(today);
    const known = receipts.filter(({ on }) => on <= today);
    const near = free.filter((on) => on >= addDays(today, -378) && on <= addDays(today, 378));
    // The calendar keeper learns each night; once a week is enough here.
    if (line === 'learnt' && weekday(today) === 1)
      calendar = learnCalendar(known, today, holidays, rentWeeksOf(dayNumber(clock.weekStartsOn), near));
    const facts = factsOn(
      { charges, receipts, free: near },
      calendar,
      today,
      addDays(today, -rules.recentDays),
    );
    const { action } = assess(facts, clock, rules);
    if (!found.has(action)) found.set(action, []);
    found.get(action)!.push(today);
  }
  return found;
}
const pressed = (life: Life): Day[] =>
  [...suggested(life)].flatMap(([action, days]) =>
    ['message', 'call', 'visit', 'court_review'].includes(action) ? days : [],
  );
const rentOf = (free: readonly Day[]): Charged[] =>
  mondays.filter((on) => !free.includes(on)).map((on) => ({ on, amountPence: 10_000 }));

const years = [
  { name: '52 weeks', free: [] as Day[], weeks: 52 },
  { name: '50 weeks, free at Christmas', free: christmas, weeks: 50 },
  { name: '50 weeks, free at the year’s end', free: yearsEnd, weeks: 50 },
  { name: '48 weeks', free: [...christmas, ...yearsEnd], weeks: 48 },
];
for (const { name, free, weeks } of years) {
  const month = Math.round((weeks * 10_000) / 12);
  const fourWeeks = Math.round((weeks * 10_000) / 13);
  const streams: [string, ExpectedIncome][] = [
    ['Universal Credit direct on the 28th', declared('universal_credit', month, 'monthly', '2025-04-28')],
    ['Universal Credit direct on the 6th', declared('universal_credit', month, 'monthly', '2025-05-06')],
    ['a monthly direct debit on the 1st', declared('direct_debit', month, 'monthly', '2025-05-01')],
    ['a monthly direct debit on the 15th', declared('direct_debit', month, 'monthly', '2025-04-15')],
    ['four-weekly housing benefit', declared('housing_benefit', fourWeeks, 'four_weekly', '2025-05-05')],
    [
      'a level weekly standing order',
      declared('standing_order', Math.round((weeks * 10_000) / 52), 'weekly', '2025-04-11'),
    ],
  ];
  // With 52 weeks a month of five Mondays is a week short for some days; no rent-free week compensates for that.
  for (const [how, line] of streams.filter(([how]) => weeks < 52 || !how.includes('6th')))
    test(`[DOMAIN-150] ${name}, ${how}, nothing missed in two years: no message, call or visit`, () => {
      const receipts = receiptsOf(line, () => line.amountPence);
      expect(pressed({ charges: rentOf(free), receipts, free, line }).slice(0, 3)).toEqual([]);
    });

  test(`[DOMAIN-151] ${name}: a tenant who pays what is charged, and nothing for a rent-free week, needs no action, also when that is learnt`, () => {
    const card = declared('card', 10_000, 'weekly', '2025-04-11');
    const byCard = receiptsOf(card, () => 10_000).filter(({ on }) => !free.includes(addDays(on, -4)));
    const benefit = declared('housing_benefit', 40_000, 'four_weekly', '2025-05-05');
    const inArrears = receiptsOf(
      benefit,
      (on) => 10_000 * chargedWeeksBetween(weeksOf(free), dayNumber(on) - 28, dayNumber(on)),
    );
    expect(pressed({ charges: rentOf(free), receipts: byCard, free, line: card }).slice(0, 3)).toEqual([]);
    // Nothing is learnt yet in the first weeks.
    const later = pressed({ charges: rentOf(free), receipts: byCard, free, line: 'learnt' });
    expect(later.filter((day) => day > '2025-06-01').slice(0, 3)).toEqual([]);
    expect(pressed({ charges: rentOf(free), receipts: inArrears, free, line: benefit }).slice(0, 3)).toEqual(
      [],
    );
  });
}
const weeksOf = (free: readonly Day[]) => rentWeeksOf(dayNumber(start), free);

test('[DOMAIN-150] a debt stays a debt: another £500.00 is found as soon with rent-free weeks as without', () => {
  const free = [...christmas, ...yearsEnd];
  const line = declared('universal_credit', 40_000, 'monthly', '2025-04-28');
  const debt = { on: start, amountPence: 50_000 };
  const receipts = receiptsOf(line, () => 40_000);
  const found = suggested({ charges: [debt, ...rentOf(free)], receipts, free, line });
  expect(found.get('visit')!.length).toBeGreaterThan(600);
  expect((found.get('none') ?? []).filter((day) => day > '2025-04-14')).toEqual([]);
});

test('[DOMAIN-152] rent charged by the month has the month as its grace, and any other debt is asked for', () => {
  const firsts = everyDay.filter((day) => day.endsWith('-01'));
  const charges = firsts.map((on) => ({ on, amountPence: 43_333 }));
  const lines = [
    declared('universal_credit', 43_333, 'monthly', '2025-05-28'),
    declared('direct_debit', 43_333, 'monthly', '2025-05-01'),
    declared('housing_benefit', 40_000, 'four_weekly', '2025-05-26'),
    declared('card', 10_000, 'weekly', '2025-05-09'),
  ];
  for (const line of lines) {
    const receipts = receiptsOf(line, () => line.amountPence).filter(({ on }) => on >= '2025-05-01');
    expect(pressed({ charges, receipts, free: [], line }), line.rhythm).toEqual([]);
  }
  // Paid by hand at any time in the month: no calendar line exists, and there is no action before the month ends.
  const byHand = firsts.map((first, i): Receipt => {
    return paid(addDays(first, (i * 7) % 27), 433.33, 'bank_transfer');
  });
  const unsure = { ...lines[1]!, confidence: 0, declared: false };
  expect(pressed({ charges, receipts: byHand, free: [], line: unsure }).slice(0, 3)).toEqual([]);
  const never = suggested({ charges: charges.slice(0, 2), receipts: [], free: [], line: unsure });
  expect(never.get('none')).toContain('2025-05-31');
  expect(never.get('visit')![0]).toBe('2025-06-01');
});

test('[DOMAIN-152] a single large recharge does not make an account a monthly one', () => {
  const weeks = rentWeeksOf(dayNumber('2026-11-16'));
  const charges = mondays.slice(0, 12).map((on) => ({ on: dayNumber(on), pence: 10_000 }));
  const today = charges.at(-1)!.on + 2;
  const rhythm = (all: { on: number; pence: number }[]) => chargingOf(all, 10_000, today, weeks).rhythm;
  expect(rhythm(charges)).toBe('weekly');
  expect(rhythm([...charges, { on: today - 1, pence: 43_333 }])).toBe('weekly');
  for (const [daysAgo, pence, expected] of [
    [40, 43_333, 'monthly'],
    [38, 40_000, 'four_weekly'],
    [24, 20_000, 'fortnightly'],
  ] as const)
    expect(rhythm([daysAgo, 10].map((ago) => ({ on: today - ago, pence })))).toBe(expected);
  expect(rhythm([])).toBe('weekly');
  const monthly = chargingOf(
    [{ on: dayNumber('2026-11-01'), pence: 43_333 }],
    10_000,
    dayNumber('2026-11-18'),
    weeks,
  );
  expect(graceEnds(monthly, { on: dayNumber('2026-11-01'), size: 4.33 })).toBe(dayNumber('2026-12-01'));
  expect(graceEnds(monthly, { on: dayNumber('2026-11-18'), size: 0.5 })).toBe(dayNumber('2026-11-23'));
});

test('[DOMAIN-153] a rent year pays for 52 weeks minus its rent-free ones, also where it has 53; any day of a free week names it', () => {
  const weeks = rentWeeksOf(dayNumber('2026-11-16'), [
    '2026-12-24',
    '2026-12-30',
    '2027-03-22',
    '2027-03-29',
  ]);
  expect(weeksPaidFor(weeks, dayNumber('2026-06-01'))).toBe(48);
  expect(weeksPaidFor(weeks, dayNumber('2027-06-01'))).toBe(52);
  expect([...weeks.free].map((day) => weekday(addDays('1970-01-01', day)))).toEqual([1, 1, 1, 1]);
  expect(chargedWeeksBetween(weeks, dayNumber('2026-12-14'), dayNumber('2027-01-11'))).toBe(2);
  // 2030/31 has 53 Mondays.
  const year = rentYearOf(weeks, dayNumber('2030-09-01'));
  expect((year.before - year.from) / 7).toBe(53);
  expect(weeksPaidFor(rentWeeksOf(dayNumber('2026-11-16'), ['2030-12-23']), dayNumber('2030-09-01'))).toBe(
    51,
  );
});

test('[DOMAIN-154] real arrears do not grow before a rent-free week', () => {
  const free = [...christmas, ...yearsEnd];
  const line = declared('universal_credit', 40_000, 'monthly', '2025-04-28');
  const receipts = receiptsOf(line, () => 40_000);
  const charges = rentOf(free);
  for (const today of everyDay.filter((day) => day > '2025-05-01')) {
    const facts = factsOn({ charges, receipts, free }, [line], today);
    if (facts.balancePence <= 0) continue;
    expect(arrearsOf(facts, noonOf(today), rules).realPence, today).toBeLessThanOrEqual(10_000);
  }
});
