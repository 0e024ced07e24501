// Whose figures a request names, and whether a person may see them. Only people with the right `performance` get this far
// (rentTeamOnly): managers see everybody's, officers their own and the landlord's.
import { mayAll, type Actor } from '../../access/rights.ts';
import type { Scope } from '../../performance/weeks/bridge.ts';
import { refuse } from '../problem.ts';

/** As the query has it: `landlord`, `patch:3`, `officer:7` or `officer:none`. */
export const scopeText = (scope: Scope): string =>
  scope.of === 'landlord' ? 'landlord' : `${scope.of}:${scope.id ?? 'none'}`;

/** Reads what `scopeText` writes. */
export function scopeOf(text: string): Scope {
  const [of, id] = text.split(':');
  if (of === 'patch') return { of, id: Number(id) };
  return of === 'officer' ? { of, id: id === 'none' ? null : Number(id) } : { of: 'landlord' };
}

/** Whether a person with the right to performance may see this scope. */
export const maySee = (actor: Actor, scope: Scope): boolean =>
  mayAll(actor, 'performance') ||
  scope.of === 'landlord' ||
  (scope.of === 'officer' && scope.id === actor.staffId);

export const refuseColleague = (): never =>
  refuse(403, 'You can see your own figures and the team’s, and no colleague’s.');

/** The staff id whose figures are shown, null for all. Refuses an officer who requests a colleague's. */
export function officerShown(actor: Actor, officerId?: number): number | null {
  if (mayAll(actor, 'performance')) return officerId ?? null;
  if (officerId !== undefined && officerId !== actor.staffId) return refuseColleague();
  return actor.staffId;
}
