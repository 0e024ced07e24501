// A promise to pay, made at a visit or in another contact.
import type { Blocker } from '../../domain/answer.ts';
import { forbids, type VisitPurpose } from '../../domain/law/holds.ts';
import { agreedLimits, formatPence } from '../../domain/money.ts';
import { Refusal } from '../../commands/outcome.ts';

/** Throws a Refusal for a promise that is too small to act on. */
export function refuseSmallPromise(promise: { amountPence: number } | undefined): void {
  if (promise && promise.amountPence < agreedLimits.least)
    throw new Refusal(
      `Enter a promise of at least ${formatPence(agreedLimits.least)}. Put a smaller amount in the note.`,
    );
}

/**
 * Throws a Refusal for a promise that one of these holds freezes. A contact with a promise to pay counts as collecting,
 * whatever purpose was recorded. Only rent since the hold began may be asked for, where the hold allows that.
 */
export function refuseFrozenPromise(
  promise: object | undefined,
  holds: readonly Blocker[],
  purpose: VisitPurpose,
): void {
  const frozen = promise && forbids(holds, purpose === 'rent_since' ? purpose : 'arrears');
  if (frozen) throw new Refusal(`${frozen.text}: you can’t ask for a promise to pay. Remove the promise.`);
}
