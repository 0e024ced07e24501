// Reading a person's case leaves a line, though not at each glance: once a person and case in ten minutes.
import type { Actor } from '../access/rights.ts';
import type { Sql } from '../../db/connect.ts';

const again = 10 * 60_000;
const rememberedAtMost = 50_000;

/** A function that writes the audit line of reading a case: once for each person and case in ten minutes. */
export function readingAudit(sql: Sql, clock: () => number): (actor: Actor, caseId: number) => Promise<void> {
  const noted = new Map<string, number>();
  return async (actor, caseId) => {
    const key = `${actor.staffId}:${caseId}`;
    const now = clock();
    const last = noted.get(key);
    if (last !== undefined && now - last < again) return;
    if (noted.size >= rememberedAtMost) noted.clear();
    await sql`insert into audit_line (staff_id, what, case_id) values (${actor.staffId}, 'case.read', ${caseId})`;
    noted.set(key, now);
  };
}
