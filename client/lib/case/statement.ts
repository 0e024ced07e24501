// Which days a statement covers, and its sentences. Thirteen weeks are the quarter that the pre-action protocol for social
// landlords asks for. Pure; days are 'YYYY-MM-DD'.
import { shortDate } from '#domain/day-words.ts';
import { addDays } from '#domain/days.ts';
import { money } from '../words/money.ts';

export const statementWeeks = [13, 26, 52] as const;
export type StatementWeeks = (typeof statementWeeks)[number];

/** The last so many weeks up to and with today. */
export const statementDays = (today: string, weeks: StatementWeeks): { from: string; to: string } => ({
  from: addDays(today, 1 - weeks * 7),
  to: today,
});

/** 'You owe £412.00.', 'You are £5.00 in credit.', 'You owe nothing.' */
export const owes = (pence: number): string =>
  pence > 0
    ? `You owe ${money(pence)}.`
    : pence < 0
      ? `You are ${money(-pence)} in credit.`
      : 'You owe nothing.';

/** A balance as a statement shows it: what is owed plain, credit named. */
export const balanceWords = (pence: number): string => (pence < 0 ? `${money(-pence)} credit` : money(pence));

/** '09 Nov 2026': two digits for the day, so that the lines of a column are aligned. */
export const shortDay = (day: string): string => shortDate(day, true).padStart(11, '0');
