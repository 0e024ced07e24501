// Which part of a case must be read again after a change: a payment leaves the
// address as it was. Payments come all day and in bulk; everything else is read whole.
import type { Change } from '../feed/feed.ts';

/** Kinds of which no list knows anything: who has the case open is told, and nothing is read again. */
const onNoList = new Set(['message', 'thread', 'read', 'repair_note']);

export const changesAList = (changes: readonly Change[]): boolean =>
  changes.some(({ kind }) => !onNoList.has(kind));

export type Groups = 'money' | 'all';

export function groupsOf(changes: readonly Change[]): Groups {
  return changes.length > 0 && changes.every(({ kind }) => kind === 'payment') ? 'money' : 'all';
}

/** The ids of the payments that came, where nothing else happened; null where the money must be read as a whole. */
export function newPayments(changes: readonly Change[]): number[] | null {
  const ids: number[] = [];
  for (const { kind, ref } of changes) {
    if (kind !== 'payment' || ref === null) return null;
    ids.push(ref);
  }
  return ids;
}
