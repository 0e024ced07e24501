// How far a visit is: its steps in order, and whether it was begun. Pure; apart from the draft itself, which the list does not
// need.
export const steps = ['door', 'who', 'checks', 'details', 'budget', 'money', 'next', 'end'] as const;
export type Step = (typeof steps)[number];
/** Who was met; '' is not answered yet. */
export type Met = 'tenant' | 'other' | 'nobody' | '';

const withSomebody: ReadonlySet<Step> = new Set(['checks', 'details', 'budget', 'money']);
/**
 * The steps of this visit. When nobody was met there is nothing to inspect; with somebody else, the tenant's details and
 * budget are left out; under a hold, the debt is left out (a budget is help and stays).
 */
export function stepsOf({ met }: { met: Met }, held: boolean): Step[] {
  return steps.filter((step) => {
    if (met === 'nobody' && withSomebody.has(step)) return false;
    if (met === 'other' && (step === 'details' || step === 'budget')) return false;
    return !(held && step === 'money');
  });
}

/** Whether the visit was begun and is not finished; one whose first step was only opened is not begun. */
export const isBegun = ({ finishedAt, step }: { finishedAt: number | null; step: Step }): boolean =>
  finishedAt === null && step !== 'door';

/** A visit that was begun over twelve hours ago: the officer chooses whether to continue it. `now` in milliseconds. */
export const isOld = (
  { finishedAt, startedAt }: { finishedAt: number | null; startedAt: number },
  now: number,
): boolean => finishedAt === null && now - startedAt > 12 * 3_600_000;
