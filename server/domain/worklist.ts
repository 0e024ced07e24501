// What belongs on a worklist, and the one line that says why it is there.
import { actionLabels, type Action } from './action.ts';

/** Owed money, something to do, or somebody who means to go there. */
export function onWorklist(one: { balancePence: number; action: Action; visit: unknown }): boolean {
  return one.balancePence > 0 || one.action !== 'none' || (one.visit !== null && one.visit !== undefined);
}

/**
 * Why, in one line: what blocks the case, else the reason that decided its action. Every list, page and stop that gives one reason
 * gives this one.
 */
export const firstReason = (c: {
  action: Action;
  blockers: readonly { text: string }[];
  reasons: readonly { text: string }[];
}): string => c.blockers[0]?.text ?? c.reasons[0]?.text ?? actionLabels[c.action];
