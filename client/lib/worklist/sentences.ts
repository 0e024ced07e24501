// Sentences of a row: how old its payments are, what was paid, and why a case has left the set. Pure.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Cause } from '#contract/down.ts';
import { actionWords, methodWords, toDo } from '../words/actions.ts';
import { money } from '../words/money.ts';
import { when } from '../words/time.ts';
import { row as words } from './words.ts';

// The slowest sources come once a week: what is older than that has not come when it should have.
const usualMs = 8 * 86_400_000;

/** 'Payments to Fri 30 Oct' where that is longer ago than usual; else ''. Both are epoch ms. */
export function knownWords(knownUpTo: number, now: number): string {
  return now - knownUpTo < usualMs ? '' : words.paymentsTo(when(knownUpTo, now));
}

/** 'Paid £85.20 by card at 10:42.' */
export function paidSentence(cause: Pick<Cause, 'amountPence' | 'method' | 'at'>, now: number): string {
  const time = when(cause.at, now);
  const at = !time.includes(':') ? words.on(time) : /^\d/.test(time) ? words.at(time) : time;
  const by = cause.method && cause.method !== 'other' ? methodWords[cause.method] : '';
  return words.paid(money(cause.amountPence ?? 0), by, at);
}

/** Why a row that is still shown is crossed out. */
export function leftSentence(
  c: CaseSummary,
  parts: { cause?: Cause; standDown?: string; stillListed: boolean },
  now: number,
): string {
  if (parts.standDown) return parts.standDown;
  const next =
    parts.stillListed && toDo.has(c.action) ? words.now(actionWords[c.action].label) : words.nothing;
  if (parts.cause) return `${paidSentence(parts.cause, now)} ${next}`;
  return parts.stillListed ? next : words.gone;
}
