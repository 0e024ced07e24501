// A promise to pay this much by that day: until its day the case waits, also if it was kept early; broken,
// it weighs for a few weeks.
import { dayNumber } from '../days.ts';
import type { Day, PromiseToPay, Receipt } from '../facts.ts';
import type { Rules } from '../rules.ts';

/** `paidPence`: what was received since the promise was made. */
export type PromiseView =
  { state: 'none' } | { state: 'pending' | 'broken' | 'kept'; pence: number; on: Day; paidPence: number };

/**
 * How a promise is doing on that day: pending until its day, also if it was paid; then kept or broken by what was
 * received since it was made; `none` after `rules.promise.rememberDays`, and while its day is further ahead than
 * `longestDays` allow. Pence.
 */
export function promiseView(
  promise: PromiseToPay | null,
  receipts: readonly Receipt[],
  today: Day,
  rules: Rules,
): PromiseView {
  if (!promise) return { state: 'none' };
  const { amountPence: pence, on, madeOn } = promise;
  const day = dayNumber(today);
  let paidPence = 0;
  for (const receipt of receipts) if (receipt.on >= madeOn) paidPence += receipt.amountPence;
  paidPence = Math.max(0, paidPence);
  if (today <= on && day <= dayNumber(madeOn) + rules.promise.longestDays) {
    return { state: 'pending', pence, on, paidPence };
  }
  if (today <= on || day > dayNumber(on) + rules.promise.rememberDays) return { state: 'none' };
  return { state: paidPence < pence ? 'broken' : 'kept', pence, on, paidPence };
}
