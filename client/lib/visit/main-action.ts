// Which main button a case has: its action, where it asks for one. Pure.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Stage } from './stage.ts';
import { toDo } from '../words/actions.ts';

export type MainAction = 'visit' | 'call' | 'message' | 'plan_review' | 'court_review';

/**
 * The main button of a case for this person; null where nothing is to be done about the arrears: none are overdue, it waits or
 * is on hold, or the officer has just turned back. A visit that they planned for today, or an earlier day, goes before a
 * call. `turnedBack`: they turned back from this door, and nothing has changed since.
 */
export function mainAction(
  { action, realArrearsPence }: Pick<CaseSummary, 'action' | 'realArrearsPence'>,
  stage: Pick<Stage, 'at' | 'plannedFor'>,
  turnedBack: boolean,
  today: string,
): MainAction | null {
  if (turnedBack || realArrearsPence <= 0 || !toDo.has(action)) return null;
  const planned = stage.at === 'planned' && stage.plannedFor !== null && stage.plannedFor <= today;
  return planned ? 'visit' : (action as MainAction);
}
