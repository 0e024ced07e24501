// A cursor as clients hold it: the worklist's, bound to the patches that it was given for. Whoever's patches changed
// while they were away stands nowhere that a list of changes could start from, and gets a reset.

type Patches = readonly number[] | 'all';

export const viewKey = (patchIds: Patches): string => (patchIds === 'all' ? 'all' : patchIds.join(','));

export const bindCursor = (patchIds: Patches, cursor: string): string => `${viewKey(patchIds)}~${cursor}`;

/** null: it was given for other patches, or is none of ours. */
export function unbindCursor(patchIds: Patches, bound: string): string | null {
  const prefix = `${viewKey(patchIds)}~`;
  return bound.startsWith(prefix) ? bound.slice(prefix.length) : null;
}
