// What a step of a visit still needs before it can be left. Pure. Apart from the draft, which every page loads.
import { checkRefusal } from '#domain/checks.ts';
import { dateWrong, rangeOf } from '#domain/date-ranges.ts';
import { agreedLimits, readMoney } from '#domain/money.ts';
import { found, type Draft } from './draft.ts';
import { stepsOf, type Step } from './progress.ts';
import { missing } from './step-words.ts';

/** A field of a step and what is wrong with it, in words. */
export type Wrong = { field: string; says: string };
/** Why a step cannot be left for the next one; null where it can. */
export function unfinished(draft: Draft, step: Step, today: string): Wrong | null {
  if (step === 'who') {
    if (draft.met === '') return { field: 'met', says: missing.met };
    if (draft.met === 'nobody' && draft.reason === '') return { field: 'reason', says: missing.reason };
    if (draft.met === 'nobody' && draft.cardLeft === null) return { field: 'card', says: missing.card };
    if (draft.met === 'other' && draft.other.trim() === '' && draft.people.length === 0)
      return { field: 'other', says: missing.other };
  }
  if (step === 'checks') {
    for (const check of draft.checks) {
      if (check.finding === '') continue;
      const says = checkRefusal({ ...found(check) });
      if (says) return { field: check.key, says };
    }
  }
  if (step === 'money' && draft.pay === 'promise') {
    const { says } = readMoney(draft.amount, agreedLimits);
    if (says !== null) return { field: 'amount', says };
    const day = dayMissing(draft.on) ?? dateWrong(rangeOf('visit.finish', 'promise.on'), draft.on, today);
    if (day) return { field: 'on', says: day };
  }
  if (step === 'money' && draft.pay === 'plan' && draft.planId === '')
    return { field: 'pay', says: missing.plan };
  if (step === 'next') {
    if (draft.next === '') return { field: 'next', says: missing.next };
    if (draft.next === 'visit' && draft.nextOn === '') return { field: 'nextOn', says: missing.nextVisit };
    const day = dateWrong(rangeOf('visit.next', 'on'), draft.nextOn, today);
    if (day) return { field: 'nextOn', says: day };
  }
  return null;
}

const dayMissing = (day: string): string | null => (day === '' ? missing.day : null);

/** The first step that still needs something before the visit can be finished. */
export function firstUnfinished(draft: Draft, held: boolean, today: string): Step | null {
  return stepsOf(draft, held).find((step) => unfinished(draft, step, today)) ?? null;
}
