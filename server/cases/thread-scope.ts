// Whose conversations a person may read: the repairs team and managers all of them, officers those of their patches,
// nobody else any.
import type { Actor } from '../access/actors.ts';
import type postgres from 'postgres';
import type { Sql } from '../../db/connect.ts';
import type { Team } from '../domain/thread-state.ts';

export type Scope = readonly number[] | 'all' | null;
export type Fragment = postgres.PendingQuery<postgres.Row[]>;

export function scopeOf({ role, patchIds }: Pick<Actor, 'role' | 'patchIds'>): Scope {
  if (role === 'repairs' || role === 'manager') return 'all';
  return role === 'officer' ? patchIds : null;
}

export const inScope = (scope: Scope, patchId: number): boolean =>
  scope === 'all' || (scope !== null && scope.includes(patchId));

export const teamOfRole = (role: string): Team | 'other' =>
  role === 'repairs' ? 'repairs' : role === 'officer' || role === 'manager' ? 'income' : 'other';

/** For a query that has the property as p. */
export function within(sql: Sql, scope: Scope): Fragment {
  if (scope === 'all') return sql`true`;
  return sql`p.patch_id = any(${[...(scope ?? [])]}::int[])`;
}
