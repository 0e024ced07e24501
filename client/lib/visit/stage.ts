// The stage of a case's visit for this person: the server's state with this device's unsent changes applied. Pure.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Waiting } from '../live/waiting.ts';

export type Stage = {
  at: 'none' | 'planned' | 'on_the_way' | 'theirs';
  /** Whose visit it is, when it is a colleague's. */
  theirName: string | null;
  theirOnTheWay: boolean;
  plannedFor: string | null;
  /** A change of it is saved here and not yet sent. */
  waits: boolean;
};

export function stageOf(
  visit: CaseSummary['visit'],
  waiting: readonly Waiting[],
  staffId: number | undefined,
): Stage {
  const mine = visit !== null && visit.staffId === staffId;
  const stage: Stage = {
    at: visit === null ? 'none' : mine ? visit.state : 'theirs',
    theirName: visit !== null && !mine ? visit.staffName : null,
    theirOnTheWay: visit !== null && !mine && visit.state === 'on_the_way',
    plannedFor: visit?.plannedFor ?? null,
    waits: false,
  };
  for (const item of waiting) {
    const next = after(item);
    if (!next) continue;
    stage.at = next;
    // An answered change has arrived; only the list does not show it yet.
    stage.waits ||= item.answer === undefined;
    if (item.kind === 'visit.plan') stage.plannedFor = String(item.args['plannedFor']);
  }
  return stage;
}

function after(item: Waiting): 'none' | 'planned' | 'on_the_way' | null {
  switch (item.kind) {
    case 'visit.plan':
      return 'planned';
    case 'visit.set-out':
    case 'visit.go-anyway':
      return 'on_the_way';
    case 'visit.turn-back':
    case 'visit.finish':
      return 'none';
    default:
      return null;
  }
}
