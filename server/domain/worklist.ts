// What belongs on a worklist at all.
import type { Action } from './action.ts';

/** Owed money, something to do, or somebody who means to go there. */
export function onWorklist(one: { balancePence: number; action: Action; visit: unknown }): boolean {
  return one.balancePence > 0 || one.action !== 'none' || (one.visit !== null && one.visit !== undefined);
}
