// What a change means for whoever has the case open or is on the way there: go back, look again, or nothing.
import type { Assessment } from './answer.ts';
import type { Instant, Method } from './facts.ts';
import { formatPence } from './money.ts';
import { paidBy } from './reasons.ts';
import { timeIn } from './zone.ts';

export type StandDown = { verdict: 'stand-down' | 'changed'; message: string };
type Seen = Pick<Assessment, 'action' | 'realArrearsPence'>;

/**
 * 'stand-down': money came, and what is left asks for no visit. 'changed': a visit is still right, but the figures
 * have moved (or money came back). null: nothing that a visitor would act on. before is undefined for a case that was
 * not known until now.
 */
export function standDown(
  before: Seen | undefined,
  after: Seen,
  payment: { amountPence: number; method: Method; postedAt: Instant },
  timeZone: string,
): StandDown | null {
  const time = timeIn(timeZone, payment.postedAt);
  const owed = `${formatPence(after.realArrearsPence)} is still owed`;
  if (payment.amountPence < 0) {
    const amount = formatPence(-payment.amountPence);
    return {
      verdict: 'changed',
      message: `${amount} ${paidBy[payment.method]} came back unpaid at ${time}. ${formatPence(after.realArrearsPence)} is owed now.`,
    };
  }
  const paid = `Paid ${formatPence(payment.amountPence)} ${paidBy[payment.method]} at ${time}.`;
  switch (after.action) {
    case 'none':
    case 'wait': {
      const left = after.action === 'wait' && after.realArrearsPence > 0 ? ` now: ${owed}.` : '.';
      return { verdict: 'stand-down', message: `${paid} Nothing to visit for${left}` };
    }
    case 'hold':
      return { verdict: 'stand-down', message: `${paid} The case is on hold: nothing to visit for.` };
    case 'message':
    case 'call':
      return {
        verdict: 'stand-down',
        message: `${paid} No visit needed: ${owed}, and a ${after.action} is enough.`,
      };
    default:
      if (before && before.action === after.action && before.realArrearsPence === after.realArrearsPence)
        return null;
      return { verdict: 'changed', message: `${paid} ${owed}.` };
  }
}
