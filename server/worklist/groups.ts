// Which part of a case a kind of change touches: a payment leaves the address as it was. An unknown kind touches all.
import type { Change } from '../feed/feed.ts';

export type Groups = 'money' | 'about' | 'all';

const groupOf: Record<string, Groups> = {
  payment: 'money',
  charge: 'money',
  adjustment: 'money',
  hold: 'about',
  calendar: 'about',
  contact: 'about',
  visit: 'about',
  repair: 'about',
  alert: 'about',
  support: 'about',
  person: 'about',
  property: 'about',
  tenancy: 'about',
  account: 'about',
  // A plan comes with the sums charged and paid since it was agreed.
  plan: 'all',
};

export function groupsOf(changes: readonly Change[]): Groups {
  let found: Groups | undefined;
  for (const { kind } of changes) {
    const group = groupOf[kind] ?? 'all';
    if (found !== undefined && found !== group) return 'all';
    found = group;
  }
  return found ?? 'all';
}
