// A plan's summary as a short text, for a message to the tenant. It names nobody, no home and no reason: whoever reads
// it over a shoulder learns a sum and a day, no more. Pure.
import { schedule, termsWrong, type PlanTerms } from '#domain/plan-terms.ts';
import { money } from '../words/money.ts';
import { eachTime } from './words.ts';

const format = new Intl.DateTimeFormat('en-GB', {
  ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
});
// Some browsers put a comma after the weekday, some do not.
const long = (day: string) => format.format(Date.parse(`${day}T12:00:00Z`)).replace(',', '');

/** Empty where the terms make no sense. reference: what they pay by; left out where it is not known. */
export function planText(terms: PlanTerms, landlord: string, reference = ''): string {
  const all = termsWrong(terms) ? [] : schedule(terms);
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last) return '';
  const how =
    all.length === 1
      ? `You pay ${money(first.pence)} once, on ${long(first.on)}.`
      : `You pay ${money(first.pence)} ${eachTime[terms.rhythm]}, from ${long(first.on)}. ${all.length} payments; the last${last.pence === first.pence ? '' : `, ${money(last.pence)},`} is on ${long(last.on)}.`;
  return [
    `Your repayment plan with ${landlord}.`,
    how,
    `In all ${money(terms.totalPence)}, besides the rent as it falls due.`,
    ...(reference ? [`Payment reference: ${reference}.`] : []),
    'If something changes and you cannot pay, tell us first. We can change the plan together.',
  ].join('\n');
}
