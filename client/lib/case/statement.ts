// Which days a statement covers. Thirteen weeks are the quarter that the pre-action protocol for social
// landlords asks for. Pure; days are 'YYYY-MM-DD'.
import { shortDate } from '#domain/day-words.ts';
import { addDays } from '#domain/days.ts';

export const statementWeeks = [13, 26, 52] as const;
export type StatementWeeks = (typeof statementWeeks)[number];

/** The last so many weeks up to and with today. */
export const statementDays = (today: string, weeks: StatementWeeks): { from: string; to: string } => ({
  from: addDays(today, 1 - weeks * 7),
  to: today,
});

/** '09 Nov 2026': two digits for the day, so that the lines of a column are aligned. */
export const shortDay = (day: string): string => shortDate(day, true).padStart(11, '0');
