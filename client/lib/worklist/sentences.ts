// The line under a row's name that gives the reason, and the sentence for a case that has left the set. Pure.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Cause } from '#contract/down.ts';
import { actionWords, methodWords, toDo } from '../words/actions.ts';
import { money } from '../words/money.ts';
import { when } from '../words/time.ts';

/** Reasons that only repeat the sum next to them: the least useful ones for a row's one line. */
const ofTheSum = ['expected', 'owes'];

/** The first blocker; else the first reason that says more than the figures next to it; else the action itself. */
export function why(c: CaseSummary): string {
  const deciding =
    c.reasons.find(({ code }) => !ofTheSum.includes(code)) ??
    c.reasons.find(({ code }) => code === 'owes') ??
    c.reasons[0];
  return c.blockers[0]?.text ?? deciding?.text ?? actionWords[c.action].label;
}

// The slowest sources come once a week: what is older than that has not come when it should have.
const usualMs = 8 * 86_400_000;

/** 'Known to Fri 30 Oct' where that is longer ago than usual; else ''. Both are epoch ms. */
export function knownWords(knownUpTo: number, now: number): string {
  return now - knownUpTo < usualMs ? '' : `Known to ${when(knownUpTo, now)}`;
}

/** 'Paid £85.20 by card at 10:42.' */
export function paidSentence(cause: Pick<Cause, 'amountPence' | 'method' | 'at'>, now: number): string {
  const time = when(cause.at, now);
  const at = /^\d/.test(time) && time.includes(':') ? `at ${time}` : time;
  const by = cause.method && cause.method !== 'other' ? ` by ${methodWords[cause.method]}` : '';
  return `Paid ${money(cause.amountPence ?? 0)}${by} ${at}.`;
}

/** Why a row that is still shown is crossed out. */
export function leftSentence(
  c: CaseSummary,
  parts: { cause?: Cause; standDown?: string; stillListed: boolean },
  now: number,
): string {
  if (parts.standDown) return parts.standDown;
  const next =
    parts.stillListed && toDo.has(c.action)
      ? `Now: ${actionWords[c.action].label.toLowerCase()}.`
      : 'Nothing to visit for.';
  if (parts.cause) return `${paidSentence(parts.cause, now)} ${next}`;
  return parts.stillListed ? next : 'No longer on your list.';
}

/** In the place of the list, where there is no patch to see cases of: what is missing, then who can mend it. */
export const noPatchWords = (role: string): { what: string; how: string } =>
  role === 'officer'
    ? {
        what: 'You have no patch yet.',
        how: 'Ask a manager to give you one in Settings. Your list then appears here by itself.',
      }
    : {
        what: 'There are no patches yet.',
        how: 'The list appears here by itself when the first homes and patches come in.',
      };
