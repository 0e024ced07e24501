// Which days a statement covers. Thirteen weeks are the quarter that the pre-action protocol for social
// landlords asks for. Pure; days are 'YYYY-MM-DD'.
import { shortDate } from '#domain/day-words.ts';

const dayMs = 86_400_000;
const moved = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

export const statementWeeks = [13, 26, 52] as const;
export type StatementWeeks = (typeof statementWeeks)[number];

/** The last so many weeks up to and with today. */
export const statementDays = (today: string, weeks: StatementWeeks): { from: string; to: string } => ({
  from: moved(today, 1 - weeks * 7),
  to: today,
});

/** '09 Nov 2026': two figures for the day, so that the lines of a column stand below each other. */
export const shortDay = (day: string): string => shortDate(day, true).padStart(11, '0');
