// Which part of a case must be read again after a change: a payment leaves the
// address as it was. Payments come all day and in bulk; everything else is read whole.
import type { Change } from '../feed/feed.ts';

export type Groups = 'money' | 'all';

export function groupsOf(changes: readonly Change[]): Groups {
  return changes.length > 0 && changes.every(({ kind }) => kind === 'payment') ? 'money' : 'all';
}
