// Whose conversations a person may read (access/rights.ts), as a part of a query.
import { patchesOf, type Actor } from '../../access/rights.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Team } from '../../domain/thread-state.ts';
import { inPatches, type Fragment } from '../sql-parts.ts';

export const teamOfRole = (role: string): Team | 'other' =>
  role === 'repairs' ? 'repairs' : role === 'officer' || role === 'manager' ? 'income' : 'other';

/** The homes whose conversations this person may read; for a query that has the property as p. */
export const within = (sql: Sql, actor: Actor): Fragment => inPatches(sql, patchesOf(actor, 'conversations'));
