// What every count of the trend is asked with and answers in: whose figures, over which frozen weeks, and a week's figure.
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import type { Whose } from '../weeks/bridge.ts';

/** whole null: a count, not a share. */
export type Made = { on: Day; part: number; whole: number | null };
/** First and last rent week, by their first days. */
export type Span = { whose: Whose; from: Day; to: Day; zone: string };

/** Current tenants' positions, those before the court among them. */
export function positionsOf(sql: Sql, whose: Whose) {
  const current = sql`select id from position where state <> 'former'`;
  if (whose.of === 'landlord') return current;
  if (whose.of === 'patch') return sql`${current} and patch_id = ${whose.id}`;
  return sql`${current} and staff_id is not distinct from ${whose.id}::int`;
}
