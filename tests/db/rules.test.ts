// The dated rows in which the domain's figures are kept.
import { expect, test } from 'vitest';
import { dayOf, numberOf, weekdayOf } from '../../server/domain/days.ts';
import { defaultRules, parseRules, rulesFor } from '../../server/domain/rules.ts';
import { freshDatabase } from '../support/database.ts';

const { sql } = await freshDatabase();

test('[DOMAIN-14] the newest row of rules equals the defaults, and an older row without some figures uses the defaults', async () => {
  const rows = await sql<{ version: number; day: string; rules: unknown; why: string }[]>`
    select version, effective_from::text as day, rules, why from assessment_rules`;
  expect(rows.map((row) => row.version).sort()).toEqual([1, 2]);
  for (const row of rows) {
    expect(parseRules(row.rules), `version ${row.version}`).toEqual(defaultRules);
    expect(row.why).not.toBe('');
  }
  const [, newest] = rows.sort((a, b) => a.version - b.version);
  // Complete: people edit this row, so it has each figure.
  expect(newest!.rules).toEqual(defaultRules);
  const parsed = rows.map((r) => ({ version: r.version, effectiveFrom: r.day, rules: parseRules(r.rules) }));
  expect(rulesFor('2026-11-18', parsed).version).toBe(1);
  expect(rulesFor('2026-12-01', parsed).version).toBe(2);
});

test('[DOMAIN-12] the bank holidays are those of the calendar’s rules, and one that was proclaimed', async () => {
  for (const nation of ['england', 'wales', 'scotland'] as const) {
    const rows = await sql<{ day: string; name: string }[]>`
      select on_date::text as day, name from bank_holiday
      where nation = ${nation} and on_date between '2024-01-01' and '2028-12-31' order by on_date`;
    const computed = [2024, 2025, 2026, 2027, 2028].flatMap((year) =>
      holidaysOf(year, nation === 'scotland'),
    );
    if (nation === 'scotland') computed.push('2026-06-15');
    expect(rows.map((row) => row.day)).toEqual(computed.sort());
    for (const row of rows) expect(row.name.endsWith('(computed)'), row.day).toBe(row.day >= '2027');
  }
});

/** Bank holidays by rule: Easter, fixed Mondays, and fixed dates that move to the next free weekday. */
function holidaysOf(year: number, scotland: boolean): string[] {
  const easter = easterSunday(year);
  const nth = (month: number, n: number) => {
    const first = numberOf(year, month, 1);
    return first + ((8 - weekdayOf(first)) % 7) + 7 * (n - 1);
  };
  const lastMonday = (month: number) => {
    const last = numberOf(year, month, 31);
    return last - (weekdayOf(last) - 1);
  };
  const days = new Set([easter - 2, nth(5, 1), lastMonday(5)]);
  if (!scotland) days.add(easter + 1).add(lastMonday(8));
  else days.add(nth(8, 1));
  const fixed: [number, number][] = scotland
    ? [
        [1, 1],
        [1, 2],
        [11, 30],
        [12, 25],
        [12, 26],
      ]
    : [
        [1, 1],
        [12, 25],
        [12, 26],
      ];
  const wanted = fixed.map(([month, date]) => numberOf(year, month, date));
  const onWeekend = wanted.filter((day) => weekdayOf(day) > 5);
  for (const day of wanted) if (weekdayOf(day) <= 5) days.add(day);
  for (const day of onWeekend) {
    let moved = day;
    while (weekdayOf(moved) > 5 || days.has(moved)) moved++;
    days.add(moved);
  }
  return [...days].map(dayOf);
}

/** The Gregorian computus. */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  return numberOf(year, month, ((h + l - 7 * m + 114) % 31) + 1);
}
