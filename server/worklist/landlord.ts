// What holds for every case at once: the landlord's time zone and rent week, the rules in force, and from these the
// clock that an assessment is given. Read at start and again when the feed says that any of it changed.
import type { Sql } from '../../db/connect.ts';
import type { AssessmentClock } from '../domain/assessment.ts';
import { addDays, rentWeekStart } from '../domain/days.ts';
import type { Instant } from '../domain/facts.ts';
import { dayIn } from '../domain/zone.ts';
import { rulesInForce, type Rules } from './judge.ts';

import type { ReadDays } from './read.ts';

export type LandlordWide = {
  timeZone: string;
  nation: string;
  rentWeekStartsOn: number;
  rules: Rules;
};

/** With no landlord row yet (an empty database): England, London time, weeks from Monday. */
export async function readLandlord(sql: Sql, now: Instant): Promise<LandlordWide> {
  const [row] = await sql<{ nation: string; time_zone: string; rent_week_starts_on: number }[]>`
    select nation, time_zone, rent_week_starts_on from landlord`;
  const timeZone = row?.time_zone ?? 'Europe/London';
  const nation = row?.nation ?? 'england';
  return {
    timeZone,
    nation,
    rentWeekStartsOn: row?.rent_week_starts_on ?? 1,
    rules: await rulesInForce(sql, dayIn(timeZone, now), nation),
  };
}

export function clockOf(landlord: LandlordWide, now: Instant): AssessmentClock {
  const today = dayIn(landlord.timeZone, now);
  return { now, today, weekStartsOn: rentWeekStart(today, landlord.rentWeekStartsOn) };
}

export function readDaysOf(landlord: LandlordWide, now: Instant): ReadDays {
  const today = dayIn(landlord.timeZone, now);
  return { today, recentFrom: addDays(today, -landlord.rules.recentDays), timeZone: landlord.timeZone };
}
