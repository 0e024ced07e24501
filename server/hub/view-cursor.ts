// A cursor as clients hold it: the worklist's, bound to the patches that it was given for. A client whose
// patches changed while it was away cannot be brought up to date by a list of changes, and gets a reset.

type Patches = readonly number[] | 'all';

export const viewKey = (patchIds: Patches): string => (patchIds === 'all' ? 'all' : patchIds.join(','));

export const bindCursor = (patchIds: Patches, cursor: string): string => `${viewKey(patchIds)}~${cursor}`;

/** null: it was given for other patches, or is invalid. */
export function unbindCursor(patchIds: Patches, bound: string): string | null {
  const prefix = `${viewKey(patchIds)}~`;
  return bound.startsWith(prefix) ? bound.slice(prefix.length) : null;
}
