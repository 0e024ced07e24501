// What people may do to a case, and which cases they see: by their role, and an officer by today's patches.
import type { Actor } from './actors.ts';

/** May this person see a case of that patch? */
export function sees(actor: Actor, patchId: number): boolean {
  return actor.patchIds === 'all' || actor.patchIds.includes(patchId);
}

/** Whether this role works from a worklist at all; an officer's may be empty. */
export function hasWorklist(actor: Actor): boolean {
  return actor.role === 'officer' || actor.role === 'manager' || actor.role === 'admin';
}

/** Figures of the whole team, with nobody's name in them: for whoever works on rent. */
export function maySeeTeamTiles(actor: Actor): boolean {
  return actor.role === 'officer' || actor.role === 'manager' || actor.role === 'admin';
}

/** Null where the person may; else why not, in words for them. `by`: whose work that kind of thing is. */
export function mayNot(
  actor: Actor,
  kind: string,
  by: readonly Actor['role'][],
  patchId: number,
): string | null {
  if (!by.includes(actor.role)) return refusals[actor.role](kind);
  // Repairs and money advice work for the whole landlord; an officer's rights are their patches.
  if (actor.role === 'officer' && !sees(actor, patchId))
    return 'This home is not in one of your patches any more.';
  return null;
}

/** Rights that were taken a moment ago, which whoever vouched for them has not heard yet. role: null where they left. */
export function mayNoMore(actor: Actor, role: string | null, held: boolean): string | null {
  if (role !== actor.role) return 'Your work here has changed. Sign in again.';
  if (role === 'officer' && !held) return 'This home is not in one of your patches any more.';
  return null;
}

const refusals: Record<Actor['role'], (kind: string) => string> = {
  officer: () => 'Only another team can do this.',
  manager: () => 'Only another team can do this.',
  money_advice: (kind) =>
    kind.startsWith('visit.')
      ? 'The money-advice team makes no visits about arrears.'
      : 'This is not the money-advice team’s work.',
  repairs: () => 'The repairs team does not work on rent accounts.',
  admin: () => 'Administrators do not work on rent accounts.',
};
