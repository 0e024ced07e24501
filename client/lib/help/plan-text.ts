// A plan's summary as a short text, for a message to the tenant. It names no person, home or reason: others who see the
// message learn a sum and a day only. Pure.
import { longDay } from '#domain/day-words.ts';
import { schedule, termsWrong, type PlanTerms } from '#domain/money/plan-terms.ts';
import { money } from '../words/money.ts';
import type { PlanBasis } from '#domain/facts.ts';
import { rhythmWords } from '#domain/money/recurring.ts';
import { planMessage as words } from './tenant-words.ts';

/**
 * Empty when the terms are not valid. reference: their payment reference, '' when not known. Under a court's terms it offers
 * no change and does not mention the court, because others may read a message.
 */
export function planText(
  terms: PlanTerms,
  landlord: string,
  reference = '',
  basis: PlanBasis = 'informal',
): string {
  const all = termsWrong(terms) ? [] : schedule(terms);
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last) return '';
  const each = money(first.pence);
  return [
    words.title(landlord),
    ...(all.length === 1
      ? [words.once(each, longDay(first.on))]
      : [
          words.several(each, rhythmWords[terms.rhythm], longDay(first.on)),
          words.payments(all.length, last.pence === first.pence ? '' : money(last.pence), longDay(last.on)),
        ]),
    words.total(money(terms.totalPence)),
    ...(reference ? [words.reference(reference)] : []),
    words.cannotPay[basis],
  ].join('\n');
}
