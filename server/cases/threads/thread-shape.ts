// A thread and a message as they are read: the columns of a query, and the shape that goes over the wire. No column here
// knows money: reading them needs no right to any.
import type { Thread, ThreadMessage, ThreadPerson } from '../../contract/thread.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Fragment } from '../sql-parts.ts';
import { teamOfRole } from '../../domain/thread-state.ts';

type Name = { staffId: number; name: string };

export type ThreadColumns = Omit<
  Thread,
  | 'home'
  | 'needsAnswerBy'
  | 'waitingSince'
  | 'snoozedUntil'
  | 'openedAt'
  | 'lastAt'
  | 'openedBy'
  | 'lastFrom'
  | 'takenBy'
  | 'readBy'
> &
  Thread['home'] & {
    patchId: number;
    needsAnswerBy: Date | null;
    waitingSince: Date | null;
    snoozedUntil: Date | null;
    openedAt: Date;
    lastAt: Date;
    openedBy: Name & { role: string };
    lastFrom: Name & { role: string };
    takenBy: Name | null;
    readBy: Thread['readBy'] | null;
  };

/** The columns of a thread, in a query where the thread is `th` and its property is `p`. */
export const threadColumns = (sql: Sql): Fragment => sql`
  th.id, th.rent_account_id as "caseId", th.subject, p.patch_id as "patchId", p.address, p.postcode,
  (select name from patch where id = p.patch_id) as patch, th.state, th.needs_answer_by as "needsAnswerBy",
  th.waiting_since as "waitingSince", th.snoozed_until as "snoozedUntil", th.promised_on as "promisedOn", th.happened_at as "openedAt", th.last_at as "lastAt",
  th.last_words as "lastWords", th.last_message as "lastMessageId", th.messages,
  (select json_build_object('id', r.id, 'category', r.category, 'priority', r.priority, 'status', r.status,
    'description', r.description) from repair r where r.id = th.repair_id) as repair,
  (select json_build_object('staffId', id, 'name', name) from staff where id = th.taken_by) as "takenBy",
  (select json_build_object('staffId', id, 'name', name, 'role', role) from staff where id = th.opened_by) as "openedBy",
  (select json_build_object('staffId', id, 'name', name, 'role', role) from staff where id = th.last_by) as "lastFrom",
  (select json_agg(json_build_object('staffId', s.id, 'name', s.name, 'upTo', tr.up_to_message) order by s.id)
    from thread_read tr join staff s on s.id = tr.staff_id where tr.thread_id = th.id) as "readBy"`;

/** From where threadColumns are read. */
export const threadTables = (sql: Sql): Fragment => sql`
  thread th join rent_account a on a.id = th.rent_account_id join tenancy t on t.id = a.tenancy_id
  join property p on p.id = t.property_id`;

export function threadOf(row: ThreadColumns): Thread {
  const { id, caseId, subject, address, postcode, patch, state, takenBy, promisedOn, lastWords } = row;
  return {
    id,
    caseId,
    subject,
    repair: row.repair,
    home: { address, postcode, patch },
    state,
    takenBy,
    needsAnswerBy: row.needsAnswerBy?.toISOString() ?? null,
    waitingSince: row.waitingSince?.toISOString() ?? null,
    promisedOn,
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
    openedBy: personOf(row.openedBy),
    openedAt: row.openedAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    lastWords,
    lastFrom: personOf(row.lastFrom),
    lastMessageId: row.lastMessageId,
    messages: row.messages,
    readBy: row.readBy ?? [],
  };
}

const personOf = ({ staffId, name, role }: Name & { role: string }): ThreadPerson => ({
  staffId,
  name,
  team: teamOfRole(role),
});

/** One message m as json; photographs that have not arrived yet are left out. */
export const messageJson = (sql: Sql): Fragment => sql`
  json_build_object('id', m.id, 'threadId', m.thread_id,
    'from', (select json_build_object('staffId', id, 'name', name, 'team', m.team) from staff where id = m.staff_id),
    'body', m.body, 'promisedOn', m.promised_on, 'needsAnswerBy', m.needs_answer_by, 'at', m.happened_at,
    'receivedAt', m.received_at,
    'mentions', (select json_agg(json_build_object('staffId', s.id, 'name', s.name) order by s.id)
      from mention n join staff s on s.id = n.staff_id where n.message_id = m.id),
    'photos', (select json_agg(json_build_object('id', ph.id, 'width', ph.width, 'height', ph.height) order by mp.position)
      from message_photo mp join photo ph on ph.id = mp.photo_id and ph.rent_account_id = m.rent_account_id
      where mp.message_id = m.id),
    'repairNoteId', (select id from repair_note where message_id = m.id))`;

export type MessageJson = Omit<ThreadMessage, 'mentions' | 'photos'> & {
  mentions: ThreadMessage['mentions'] | null;
  photos: ThreadMessage['photos'] | null;
};

export const messageOf = (json: MessageJson): ThreadMessage => ({
  ...json,
  mentions: json.mentions ?? [],
  photos: json.photos ?? [],
  needsAnswerBy: json.needsAnswerBy === null ? null : new Date(json.needsAnswerBy).toISOString(),
  at: new Date(json.at).toISOString(),
  receivedAt: new Date(json.receivedAt).toISOString(),
});
