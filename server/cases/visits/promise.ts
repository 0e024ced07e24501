// A promise to pay, made at a visit or in another contact.
import { agreedLimits, formatPence } from '../../domain/money.ts';
import { Refusal } from '../../commands/outcome.ts';

/** Throws a Refusal for a promise that is too small to act on. */
export function refuseSmallPromise(promise: { amountPence: number } | undefined): void {
  if (promise && promise.amountPence < agreedLimits.least)
    throw new Refusal(
      `Enter a promise of at least ${formatPence(agreedLimits.least)}. Put a smaller amount in the note.`,
    );
}
