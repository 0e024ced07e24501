// What holds for every case at once: the landlord's time zone, rent week and bank holidays, and the rules in force.
// Read at start, at the day's turn, and when the feed says that any of it changed.
import { readLandlordRow } from '../../db/landlord.ts';
import type { Sql } from '../../db/connect.ts';
import type { AssessmentClock } from '../domain/clock.ts';
import { clockAt, type ClockSettings } from '../domain/clock.ts';
import { addDays } from '../domain/days.ts';
import type { Day, Instant } from '../domain/facts.ts';
import { defaultRules, readableRules, rulesFor, type Rules } from '../domain/rules.ts';
import { dayIn } from '../domain/zone.ts';
import { freeWeekDays, type ReadDays } from './read.ts';

/** rentFreeWeeks: of all accounts, around today. */
export type LandlordWide = ClockSettings & { rules: Rules; rentFreeWeeks: readonly Day[] };

export async function readLandlord(
  sql: Sql,
  now: Instant,
  refused: (why: string) => void,
): Promise<LandlordWide> {
  const [{ nation, timeZone, rentWeekStartsOn }, holidays, rules, free] = await Promise.all([
    readLandlordRow(sql),
    sql<{ nation: string; on_date: Day }[]>`select nation, on_date from bank_holiday`,
    sql<{ version: number; effective_from: Day; rules: unknown }[]>`
      select version, effective_from, rules from assessment_rules`,
    sql<{ starts_on: Day }[]>`
      select starts_on from rent_free_week where rent_account_id is null order by starts_on`,
  ]);
  const today = dayIn(timeZone, now);
  return {
    timeZone,
    rentFreeWeeks: free
      .map((week) => week.starts_on)
      .filter((on) => on >= addDays(today, -freeWeekDays) && on <= addDays(today, freeWeekDays)),
    rentWeekStartsOn,
    bankHolidays: new Set(holidays.filter((h) => h.nation === nation).map((h) => h.on_date)),
    rules: rulesOn(
      today,
      rules.map((r) => ({ version: r.version, effectiveFrom: r.effective_from, rules: r.rules })),
      refused,
    ),
  };
}

// A landlord who has set none yet works by ours.
function rulesOn(
  today: Day,
  rows: { version: number; effectiveFrom: Day; rules: unknown }[],
  refused: (why: string) => void,
): Rules {
  const begun = readableRules(
    rows.filter((row) => row.effectiveFrom <= today),
    refused,
  );
  return begun.length === 0 ? defaultRules : rulesFor(today, begun).rules;
}

export function clockOf(landlord: LandlordWide, now: Instant): AssessmentClock {
  return clockAt(now, landlord);
}

export function readDaysOf(landlord: LandlordWide, now: Instant): ReadDays {
  const today = dayIn(landlord.timeZone, now);
  return {
    today,
    recentFrom: addDays(today, -landlord.rules.recentDays),
    timeZone: landlord.timeZone,
  };
}
