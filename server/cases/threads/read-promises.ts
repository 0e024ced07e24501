// What the repairs team has promised for a home, and the notes on its repairs. For every team: nothing here knows money.
import type { RepairNote, RepairsPromise } from '../../contract/thread.ts';
import type { Sql } from '../../../db/connect.ts';
import { addDays } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';

/** A promise whose repair is done, or that is past by this many days without one, says nothing any more. */
const pastDays = 28;
const notesAtMost = 200;

/** The newest promise of each thread, the earliest day first. `today` is the landlord's day. */
export async function readPromises(sql: Sql, caseId: number, today: Day): Promise<RepairsPromise[]> {
  const rows = await sql<(Omit<RepairsPromise, 'at'> & { at: Date })[]>`
    select th.id as "threadId", m.id as "messageId", th.subject, r.id as "repairId", r.description as repair,
      th.promised_on as "promisedOn", json_build_object('staffId', s.id, 'name', s.name, 'team', m.team) as by,
      m.happened_at as at
    from thread th join message m on m.id = th.promised_in join staff s on s.id = m.staff_id
    left join repair r on r.id = th.repair_id
    where th.rent_account_id = ${caseId} and coalesce(r.status not in ('completed', 'cancelled'),
      th.promised_on >= ${addDays(today, -pastDays)})
    order by th.promised_on, th.n`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** The newest first. */
export async function readNotes(sql: Sql, caseId: number): Promise<RepairNote[]> {
  const rows = await sql<(Omit<RepairNote, 'at'> & { at: Date })[]>`
    select n.id, n.repair_id as "repairId", n.note, json_build_object('staffId', s.id, 'name', s.name, 'team', n.team) as "from",
      n.message_id as "messageId", m.thread_id as "threadId", n.happened_at as at
    from repair_note n join staff s on s.id = n.staff_id left join message m on m.id = n.message_id
    where n.rent_account_id = ${caseId} order by n.n desc limit ${notesAtMost}`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
