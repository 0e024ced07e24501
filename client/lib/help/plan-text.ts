// A plan's summary as a short text, for a message to the tenant. It names no person, home or reason: others who see the
// message learn a sum and a day only. Pure.
import { longDay } from '#domain/day-words.ts';
import { schedule, termsWrong, type PlanTerms } from '#domain/money/plan-terms.ts';
import { money } from '../words/money.ts';
import type { PlanBasis } from '#domain/facts.ts';
import { eachTime } from './words.ts';

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
  const how =
    all.length === 1
      ? `You pay ${money(first.pence)} once, on ${longDay(first.on)}.`
      : `You pay ${money(first.pence)} ${eachTime[terms.rhythm]}, from ${longDay(first.on)}. ${all.length} payments; the last${last.pence === first.pence ? '' : `, ${money(last.pence)},`} is on ${longDay(last.on)}.`;
  return [
    `Your repayment plan with ${landlord}.`,
    how,
    `In all ${money(terms.totalPence)}, besides the rent as it falls due.`,
    ...(reference ? [`Payment reference: ${reference}.`] : []),
    `If something changes and you cannot pay, tell us first.${basis === 'informal' ? ' We can change the plan together.' : ''}`,
  ].join('\n');
}
