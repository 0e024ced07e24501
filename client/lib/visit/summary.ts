// A visit's draft in a few sentences, for the check before it is finished, and after. Pure.
import { dayNumber, dayNumbers, dayOf, formatDay, toWorkingDay } from '#domain/days.ts';
import { checkNameWithin, checkSentence } from '#domain/checks.ts';
import { endsOn, firstInstalmentBy, termsWrong } from '#domain/money/plan-terms.ts';
import { rhythmWords } from '#domain/money/recurring.ts';
import { budget as budgetWords } from '../help/budget-words.ts';
import { leftOver, missingWords, type Ground } from '../help/plan-form.ts';
import { money } from '../words/money.ts';
import { found, promiseOf, type Draft } from './draft.ts';
import type { Step } from './progress.ts';
import { detailsStep, moneyStep, nextStep, nextWords, reasonWords, summary as words } from './step-words.ts';

export type Line = { says: string; nothing?: boolean };
type Who = {
  tenant: string;
  names: ReadonlyMap<number, string>;
  /** Absent where the budget is not shown. */
  budget?: Pick<Ground, 'budget' | 'availableYearPence'>;
};

/** At least one line for each step; an empty step has a line for that (`nothing`). */
export function linesOf(draft: Draft, step: Step, who: Who): Line[] {
  if (step === 'who') return whoLines(draft, who);
  if (step === 'checks') return checkLines(draft);
  if (step === 'details') return detailsLines(draft, who);
  if (step === 'budget') return who.budget ? budgetLines(who.budget) : [];
  if (step === 'money') return moneyLines(draft);
  if (step === 'next') return nextLines(draft);
  return [];
}

function whoLines(draft: Draft, { tenant, names }: Who): Line[] {
  const note = draft.metNote.trim() ? [{ says: draft.metNote.trim() }] : [];
  if (draft.met === '') return [{ says: words.notAnswered, nothing: true }];
  if (draft.met === 'nobody') {
    const card = draft.cardLeft ? words.cardLeft : words.noCard;
    const time = draft.triedAt ? `, ${draft.triedAt}` : '';
    return [{ says: `${draft.reason ? reasonWords[draft.reason] : words.noContact}${card}${time}` }, ...note];
  }
  const people = draft.people.flatMap((id) => names.get(id) ?? []);
  const other = draft.met === 'other' && draft.other.trim() ? [draft.other.trim()] : [];
  const all = [...people, ...other];
  return [
    { says: all.length > 0 ? all.join(', ') : draft.met === 'tenant' ? tenant : words.someoneElse },
    ...note,
  ];
}

function checkLines(draft: Draft): Line[] {
  const answered = draft.checks.filter((one) => one.finding !== '');
  const wrong = answered.filter((one) => one.finding !== 'fine' && one.finding !== 'not_needed');
  const fine = answered.filter((one) => !wrong.includes(one) && one.room === '');
  const photos = (count: number) => (count === 0 ? '' : words.photos(count));
  const lines: Line[] = wrong.map((one) => ({
    says: `${checkSentence(found(one))}${photos(one.photos.length)}`,
  }));
  if (fine.length > 0)
    lines.push({ says: words.fine(fine.map((one) => checkNameWithin(one.kind)).join(', ')) });
  return lines.length > 0 ? lines : [{ says: words.nothingChecked, nothing: true }];
}

function detailsLines(draft: Draft, { names }: Who): Line[] {
  const confirmed = (draft.confirmed ?? []).flatMap((id) => names.get(id) ?? []);
  return confirmed.length > 0
    ? [{ says: detailsStep.confirmed(confirmed.join(', ')) }]
    : [{ says: words.notConfirmed, nothing: true }];
}

function moneyLines(draft: Draft): Line[] {
  const promise = promiseOf(draft);
  if (promise) return [{ says: words.promised(money(promise.amountPence), formatDay(promise.on)) }];
  if (draft.pay === 'paid') return [{ says: words.paid }];
  if (draft.pay === 'plan' && draft.planId) return [{ says: planLine(draft) }, ...planTotal(draft)];
  return [{ says: words.nothingAgreed, nothing: true }];
}

/** 'Plan agreed: £20.00 a week from Thu 10 Dec' */
export function planLine({ plan }: Pick<Draft, 'plan'>): string {
  if (!plan) return moneyStep.agreed;
  const { instalmentPence, rhythm, firstDueOn } = plan;
  const [each, from] = [money(instalmentPence), formatDay(firstDueOn)];
  return rhythm === 'lump_sum'
    ? moneyStep.agreedOnce(each, from)
    : moneyStep.agreedTerms(each, rhythmWords[rhythm], from);
}

function planTotal({ plan }: Pick<Draft, 'plan'>): Line[] {
  if (!plan || plan.rhythm === 'lump_sum' || termsWrong(plan)) return [];
  return [{ says: words.planTotal(money(plan.totalPence), formatDay(endsOn(plan), true)) }];
}

function budgetLines({ budget, availableYearPence }: NonNullable<Who['budget']>): Line[] {
  if (budget.state === 'none') return [{ says: words.noBudget, nothing: true }];
  const left = availableYearPence === null ? [] : [{ says: leftOver(availableYearPence) }];
  if (budget.state === 'complete') return left;
  return [...left, { says: budgetWords.incomplete(missingWords(budget)) }];
}

/** Until when to wait for what was promised or agreed, a working day; '' where nothing is to come. */
export function waitUntil(draft: Draft, bankHolidays: ReadonlySet<string>): string {
  const promise = promiseOf(draft);
  if (promise) return dayOf(toWorkingDay(dayNumber(promise.on), 1, dayNumbers(bankHolidays)));
  return draft.pay === 'plan' && draft.plan ? firstInstalmentBy(draft.plan, bankHolidays) : '';
}

/** When the first payment of a plan is due, and until when (`by`) it may be on its way. */
export const firstPayment = ({ firstDueOn }: { firstDueOn: string }, by: string): string =>
  nextStep.firstPayment(formatDay(firstDueOn), formatDay(by));

function nextLines(draft: Draft): Line[] {
  if (draft.next === '') return [{ says: words.notAnswered, nothing: true }];
  const note = draft.nextNote.trim() ? [{ says: draft.nextNote.trim() }] : [];
  const step = nextWords[draft.next];
  if (draft.next === 'nothing' || !draft.nextOn) return [{ says: step }, ...note];
  const says = (draft.next === 'wait' ? words.nextUntil : words.next)(step, formatDay(draft.nextOn));
  return [{ says }, ...note];
}
