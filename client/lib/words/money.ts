// Money in words and figures. Input is integer pence; output is for people in the UK.
import { formatPence } from '#domain/money.ts';
import { formatCount } from '#domain/number-words.ts';

/** £1,234.56, always with pence: for ledgers and sentences. */
export const money = formatPence;

/** £1,235: for rows and markers, where the pence only make it harder to read. Under £1 the pence are the point. */
export const roundMoney = (pence: number): string =>
  Math.abs(pence) < 100 && pence !== 0
    ? money(pence)
    : `${pence < 0 ? '−' : ''}£${formatCount(Math.abs(pence) / 100)}`;

/** '3.2 weeks', '1 week'; an empty string where the rent is nothing. */
export function weeks(owed: number | null): string {
  if (owed === null) return '';
  const text = (Math.round(owed * 10) / 10).toString();
  return `${text} ${text === '1' ? 'week' : 'weeks'}`;
}
