// The clock of an assessment, made once for many cases: the landlord's day, rent week and bank holidays at an instant.
// The instant is handed in: nothing in this room reads a clock.
import { rentWeekStart } from './days.ts';
import type { Day, Instant } from './facts.ts';
import { dayIn, nextMidnight } from './zone.ts';

/** Made by clockAt (clock.ts), once for as many cases as are assessed at that instant. */
export type AssessmentClock = {
  now: Instant;
  today: Day;
  /** First day of the current rent week. */
  weekStartsOn: Day;
  timeZone: string;
  /** The instant at which tomorrow begins. */
  nextMidnight: Instant;
  bankHolidays: ReadonlySet<Day>;
};

export type ClockSettings = {
  timeZone: string;
  /** 1 is Monday. */
  rentWeekStartsOn: number;
  /** The bank holidays of the landlord's nation. The set must not be changed: pass a new one when they change. */
  bankHolidays: ReadonlySet<Day>;
};

/** The clock of assessments at `now` (ms since 1970), with the landlord's day, rent week and next midnight. */
export function clockAt(now: Instant, settings: ClockSettings): AssessmentClock {
  const { timeZone, rentWeekStartsOn, bankHolidays } = settings;
  const today = dayIn(timeZone, now);
  return {
    now,
    today,
    weekStartsOn: rentWeekStart(today, rentWeekStartsOn),
    timeZone,
    nextMidnight: nextMidnight(timeZone, now),
    bankHolidays,
  };
}
