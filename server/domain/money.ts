// Money is integer pence everywhere; this is the only place that turns it into words.
import { groups } from './number-words.ts';

/** '£1,234.56'; less than nothing as '−£5.00'. Refuses nothing: fractions of a penny are rounded. */
export function formatPence(pence: number): string {
  const whole = Math.round(Math.abs(pence));
  const pounds = String(Math.floor(whole / 100));
  const rest = whole % 100;
  return (pence < 0 && whole > 0 ? '−£' : '£') + groups(pounds) + (rest < 10 ? '.0' : '.') + rest;
}

/** What may be entered, in pence; both ends count. */
export type MoneyLimits = { least: number; most: number };
/** A sum in pence, or what to write instead, for the person who wrote it. */
export type MoneyRead = { pence: number; says: null } | { pence: null; says: string };

/** More than nothing, at most a million pounds. */
export const sumLimits: MoneyLimits = { least: 1, most: 100_000_000 };
/**
 * A promise or an instalment: at least a pound. An agreement for a penny is worthless, and would hide the case while it
 * waits.
 */
export const agreedLimits: MoneyLimits = { least: 100, most: 100_000_000 };
/** As sumLimits, but nothing is a sum too: a line of a budget. */
export const lineLimits: MoneyLimits = { least: 0, most: 100_000_000 };
/** A million pounds either way, as payments and reversals in files are. */
export const paymentLimits: MoneyLimits = { least: -100_000_000, most: 100_000_000 };
/** A ledger's total: a million million pounds either way. */
export const ledgerLimits: MoneyLimits = { least: -100_000_000_000_000, most: 100_000_000_000_000 };

/**
 * The one reader of money, for every field, file and message. Takes pounds with a full stop before two figures of pence
 * and commas between thousands only: '25', '25.50', '£1,250', '1,250.00', '.50'. Everything else is refused and never
 * guessed at: '12,50' could be £12.50 or £1,250, and '12.5' could be a figure that was cut short.
 *
 * @param text what a person or another system wrote
 * @param limits the least and the most, in pence; a minus is read only where the least is below nothing
 * @param style 'ledger' also reads a credit as finance systems write it: '(5.00)', '5.00 CR', '5.00 DR'
 * @returns pence, or a sentence that says what to write instead; never throws
 */
export function readMoney(
  text: string,
  limits: MoneyLimits = sumLimits,
  style: 'plain' | 'ledger' = 'plain',
): MoneyRead {
  const no = (says: string): MoneyRead => ({ pence: null, says });
  let rest = text.trim();
  if (rest === '') return no('Enter an amount in pounds, like 25 or 25.50.');
  let credits = 0;
  if (style === 'ledger') {
    const side = /\s?(CR|DR)$/i.exec(rest);
    if (side) rest = rest.slice(0, side.index).trimEnd();
    if (side?.[1]?.toUpperCase() === 'CR') credits++;
    if (rest.startsWith('(') && rest.endsWith(')')) {
      rest = rest.slice(1, -1).trim();
      credits++;
    }
  }
  // A minus may stand before the pound sign or after it.
  const front = /^(?:([-−])\s?)?(?:£\s?)?([-−])?/.exec(rest)!;
  rest = rest.slice(front[0].length);
  credits += (front[1] ? 1 : 0) + (front[2] ? 1 : 0);
  const wrong = figuresWrong(rest);
  if (wrong !== null) return no(wrong);
  if (credits > 1) return no('Enter one minus only, like -5.00.');
  if (credits === 1 && limits.least >= 0) return no('Enter the amount without a minus.');
  const [pounds = '', part = ''] = rest.replaceAll(',', '').split('.');
  const tooMuch = no(`Enter an amount of at most ${formatPence(limits.most)}.`);
  // By digits: beyond these a number is no longer exact.
  if (pounds.replace(/^0+/, '').length > 13) return tooMuch;
  const size = Number(pounds || '0') * 100 + Number(part || '0');
  const pence = credits === 1 && size !== 0 ? -size : size;
  if (pence > limits.most) return tooMuch;
  if (pence < limits.least)
    return no(
      limits.least === 1
        ? 'Enter an amount of more than £0.00.'
        : `Enter an amount of at least ${formatPence(limits.least)}.`,
    );
  return { pence, says: null };
}

/** What is wrong with the figures themselves, without sign and pound sign; null where they can be read. */
function figuresWrong(figures: string): string | null {
  if (/^(?:(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d{2})?|\.\d{2})$/.test(figures)) return null;
  const comma = /^(\d+),(\d{1,2})$/.exec(figures);
  if (comma)
    return `Enter a full stop before the pence: ${comma[1]}.${comma[2]!.padEnd(2, '0')}. Use a comma only for thousands, like 1,250.`;
  if (/^[\d,]+(?:\.\d*)?$/.test(figures) && figures.includes(','))
    return 'Enter commas only for thousands, like 1,250.50, or leave them out.';
  if (/^\d*\.\d*$/.test(figures) && /\d/.test(figures))
    return 'Enter two figures after the full stop, like 12.50, or whole pounds.';
  return 'Enter the amount in figures, like 25 or 1,250.50.';
}

/** 1250 → '12.50', 1200 → '12', -500 → '-5': as one would type it, so that readMoney gives the same pence. */
export function typedMoney(pence: number): string {
  const size = Math.abs(pence);
  const part = size % 100;
  const whole = String(Math.floor(size / 100));
  return (pence < 0 ? '-' : '') + (part === 0 ? whole : `${whole}.${part < 10 ? '0' : ''}${part}`);
}
