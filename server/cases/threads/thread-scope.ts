// Whose conversations a person may read (access/rights.ts), as a part of a query.
import { patchesOf, type Actor } from '../../access/rights.ts';
import type postgres from 'postgres';
import type { Sql } from '../../../db/connect.ts';
import type { Team } from '../../domain/thread-state.ts';

export type Fragment = postgres.PendingQuery<postgres.Row[]>;

export const teamOfRole = (role: string): Team | 'other' =>
  role === 'repairs' ? 'repairs' : role === 'officer' || role === 'manager' ? 'income' : 'other';

/** The homes whose conversations this person may read; for a query that has the property as p. */
export function within(sql: Sql, actor: Actor): Fragment {
  const patches = patchesOf(actor, 'conversations');
  if (patches === 'all') return sql`true`;
  return sql`p.patch_id = any(${[...patches]}::int[])`;
}
