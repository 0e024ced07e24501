// Which part of a case must be read again after a change: a payment leaves the address as it was.
import type { Change } from '../feed/feed.ts';

export type Groups = 'money' | 'all';

const moneyOnly = new Set(['payment', 'charge', 'adjustment']);

export function groupsOf(changes: readonly Change[]): Groups {
  return changes.length > 0 && changes.every(({ kind }) => moneyOnly.has(kind)) ? 'money' : 'all';
}
