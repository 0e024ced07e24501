// Which part of a case must be read again after a change: a payment does not change the address, for example. Payments come
// all day and in bulk; everything else is read completely.
import type { Change } from '../feed/feed.ts';

/** Kinds that no list shows: clients with the case open are notified, and nothing is read again. */
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
