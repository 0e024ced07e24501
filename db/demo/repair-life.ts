// Repairs as they come and go while the simulator runs.
import type { Sql } from '../connect.ts';
import type { Random } from './random.ts';
import { drawRepair } from './repairs.ts';

/** A new repair at a home that somebody lives in. Returns how many rows changed. */
export async function reportRepair(sql: Sql, random: Random, now: number): Promise<number> {
  const repair = drawRepair(random);
  const inserted = await sql`
    insert into repair (property_id, category, priority, description, reported_at, target_at)
    select t.property_id, ${repair.category}, ${repair.priority}, ${repair.description},
      ${new Date(now)}, ${new Date(now + repair.targetDays * 86_400_000)}
    from tenancy t where t.end_date is null and t.id >= ${random.next()}::float8 * (select max(id) from tenancy)
    order by t.id limit 1`;
  return inserted.count;
}

/** The open repair with the earliest target moves a step, and in the end is completed. */
export async function completeRepair(sql: Sql, now: number): Promise<number> {
  const updated = await sql`
    update repair set
      status = case when status in ('appointed', 'in_progress') then 'completed' else 'appointed' end,
      completed_at = case when status in ('appointed', 'in_progress') then ${new Date(now)}::timestamptz end
    where id = (
      select id from repair where status not in ('completed', 'cancelled') and reported_at < ${new Date(now)}
      order by target_at limit 1 for update skip locked)`;
  return updated.count;
}
