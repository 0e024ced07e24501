// May I knock? The answer at the door: what the database says at this instant, set against when the officer set out.
import { standDown } from '../domain/stand-down.ts';
import { timeIn, dayIn } from '../domain/zone.ts';
import { formatDay } from '../domain/days.ts';
import type { Method } from '../domain/facts.ts';
import { forbids, purposeWords, type VisitPurpose } from '../domain/holds.ts';
import type { CaseNow } from './step.ts';

export type KnockVerdict = {
  verdict: 'clear' | 'changed' | 'stand-down';
  message: string;
  realArrearsPence: number;
  knownUpTo: string;
  asOf: string;
};
export type PaidSince = { amountPence: number; method: Method; postedAt: number };

/**
 * paid: the newest payment that was posted since the officer set out, or null. now null: no case any more. A visit that
 * is not about the arrears is not stood down by money or by a hold: it is told what not to ask for.
 */
export function knockVerdict(
  now: CaseNow | null,
  paid: PaidSince | null,
  purpose: VisitPurpose,
  timeZone: string,
  asOf: Date,
): KnockVerdict {
  if (!now) {
    const at = asOf.toISOString();
    return {
      verdict: 'stand-down',
      message: 'This is no longer a case. Nothing to visit for.',
      realArrearsPence: 0,
      knownUpTo: at,
      asOf: at,
    };
  }
  const { action, realArrearsPence, blockers, reasons, knownUpTo } = now.case;
  const rest = { realArrearsPence, knownUpTo, asOf: now.asOf.toISOString() };
  if (purpose !== 'arrears' && !forbids(blockers, purpose)) {
    const hold = forbids(blockers, 'arrears');
    const quiet = hold
      ? `${hold.text}: ${purpose === 'rent_since' ? 'do not ask for what was owed before' : 'no word of arrears'}.`
      : '';
    const message = `Clear to knock: ${purposeWords[purpose]}. ${quiet}`.trim();
    return { verdict: 'clear', message, ...rest };
  }
  const said = paid && standDown(undefined, now.case, paid, timeZone);
  if (said) return { ...said, ...rest };
  if (action === 'hold' || action === 'none' || action === 'wait') {
    const why = blockers[0]?.text ?? reasons[0]?.text;
    return { verdict: 'stand-down', message: `${why ? `${why}. ` : ''}Nothing to visit for.`, ...rest };
  }
  return {
    verdict: 'clear',
    message: `Clear to knock. Money is known up to ${when(knownUpTo, now.asOf, timeZone)}.`,
    ...rest,
  };
}

/** '10:42' of the same day, else with the day. */
function when(instant: string, asOf: Date, timeZone: string): string {
  const at = Date.parse(instant);
  const day = dayIn(timeZone, at);
  const time = timeIn(timeZone, at);
  return day === dayIn(timeZone, asOf.getTime()) ? time : `${formatDay(day)} ${time}`;
}
