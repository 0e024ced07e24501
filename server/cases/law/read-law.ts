// The law part of a case, in two statements: the case's own rows as one, and the nation's rows of law. What holds,
// alerts and the checklist mean on a day is the domain's.
import { mayAll, type Actor } from '../../access/rights.ts';
import type {
  CaseLaw,
  LawAlert,
  LawEvent,
  LawEvidence,
  LawHold,
  LawStep,
  LawTask,
  RefusedAttempt,
} from '../../contract/case-law.ts';
import type { Sql } from '../../../db/connect.ts';
import { addDays } from '../../domain/days.ts';
import type { Charged, Day, Instant, Receipt } from '../../domain/facts.ts';
import { splitAtBreathingSpace } from '../../domain/law/holds.ts';
import type { Tenant } from '../../domain/law/pre-action.ts';
import { taskOfAlert, tasksOfCourt, tasksOfHold } from '../../domain/law/tasks.ts';
import { readFoundEvidence } from './found-evidence.ts';
import { readItems, readNoticeRule } from './checklist.ts';
import { heldUpAt } from './binding.ts';
import { asTask } from './tasks.ts';

type Rows = {
  tenancy: string;
  nation: string;
  timeZone: string;
  balance: number;
  holds: LawHold[] | null;
  alerts: LawAlert[] | null;
  events: LawEvent[] | null;
  evidence: LawEvidence[] | null;
  tenants: Tenant[] | null;
  steps: LawStep[] | null;
  tasks: LawTask[] | null;
  refused:
    | (Omit<RefusedAttempt, 'said'> & { staffId: number | null; words: Record<string, unknown> | null })[]
    | null;
  holidays: Day[] | null;
};

/** Null where there is no such case. Does not check rights: the caller must have done so. */
export async function readLaw(
  sql: Sql,
  actor: Actor,
  id: number,
  today: Day,
  now: Instant,
): Promise<CaseLaw | null> {
  const rows = await readRows(sql, id, today);
  if (!rows) return null;
  const holds = rows.holds ?? [];
  const alerts = rows.alerts ?? [];
  const since = holds.reduce<Day | null>((a, h) => (a === null || h.startsOn < a ? h.startsOn : a), null);
  const [items, noticeRule, moved, found, heldUp] = await Promise.all([
    readItems(sql, rows.nation),
    readNoticeRule(sql, rows.nation, rows.tenancy, today),
    since === null ? { charges: [], receipts: [] } : readMoved(sql, id, since),
    readFoundEvidence(sql, id, rows.timeZone),
    heldUpAt(sql, id, now),
  ]);
  const bankHolidays = rows.holidays ?? [];
  return {
    holds,
    split: splitAtBreathingSpace({ holds, balancePence: rows.balance, ...moved }, today),
    alerts,
    events: rows.events ?? [],
    items,
    evidence: rows.evidence ?? [],
    found,
    tenants: rows.tenants ?? [],
    noticeRule,
    heldUp,
    steps: rows.steps ?? [],
    tasks: tasksOf(rows, today, new Set(bankHolidays)),
    refused: (rows.refused ?? []).map(({ staffId, words, ...one }) => ({
      ...one,
      said: mayAll(actor, 'refusedWords') || staffId === actor.staffId ? textIn(words) : null,
    })),
    bankHolidays,
  };
}

/** Written tasks and those that follow from holds, alerts and court steps, by day. */
function tasksOf(rows: Rows, today: Day, bankHolidays: ReadonlySet<Day>): LawTask[] {
  const written = rows.tasks ?? [];
  const settled = new Set(written.flatMap((task) => (task.because === null ? [] : [task.because])));
  const derived = [
    ...(rows.holds ?? []).flatMap((hold) =>
      rows.balance > 0 || hold.endsOn === null || hold.endsOn > today
        ? tasksOfHold({ ...hold, endedByHand: hold.endedAt !== null }, today, bankHolidays, settled)
        : [],
    ),
    ...(rows.alerts ?? []).flatMap((alert) => taskOfAlert(alert, today) ?? []),
    ...tasksOfCourt(rows.steps ?? [], today, bankHolidays),
  ].map((task) => ({ ...asTask(task), doneAt: null, doneBy: null, doneNote: '' }));
  return [...written, ...derived].sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
}

/** The text that the person had written in the refused attempt. */
function textIn(words: Record<string, unknown> | null): string | null {
  const texts = ['note', 'reason', 'body', 'what'].flatMap((key) => {
    const value = words?.[key];
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
  return texts.length > 0 ? texts.join(' ') : null;
}

/** Everything that moved the account since that day. */
async function readMoved(
  sql: Sql,
  id: number,
  since: Day,
): Promise<{ charges: Charged[]; receipts: Receipt[] }> {
  const [charges, receipts] = await Promise.all([
    sql<Charged[]>`
      select due_on as on, amount_pence as "amountPence" from charge where rent_account_id = ${id} and due_on >= ${since}
      union all
      select effective_on, amount_pence from adjustment where rent_account_id = ${id} and effective_on >= ${since}`,
    sql<(Omit<Receipt, 'postedAt'> & { postedAt: Date })[]>`
      select value_date as on, amount_pence as "amountPence", method, posted_at as "postedAt" from payment
      where rent_account_id = ${id} and value_date >= ${since}`,
  ]);
  return { charges, receipts: receipts.map((one) => ({ ...one, postedAt: one.postedAt.getTime() })) };
}

async function readRows(sql: Sql, id: number, today: Day): Promise<Rows | null> {
  const iso = (column: string) =>
    sql.unsafe(`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
  const [row] = await sql<Rows[]>`
    select t.kind as tenancy, l.nation, l.time_zone as "timeZone", a.balance_pence as balance,
      (select json_agg(json_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'reference', h.reference,
          'startsOn', h.starts_on, 'reviewOn', h.review_on, 'endsOn', h.ends_on, 'treatmentEndedOn', h.treatment_ended_on,
          'endedAt', ${iso('h.ended_at')}, 'endReason', h.end_reason, 'by', s.name, 'version', h.version) order by h.starts_on desc, h.id desc)
        from hold h left join staff s on s.id = h.created_by where h.rent_account_id = a.id) as holds,
      (select json_agg(json_build_object('id', c.id, 'kind', c.kind, 'detail', c.detail, 'source', c.source,
          'startsOn', c.starts_on, 'reviewOn', c.review_on, 'expiresOn', c.expires_on, 'version', c.version) order by c.id)
        from cautionary_alert c where c.property_id = t.property_id and c.expires_on >= ${today}) as alerts,
      (select json_agg(json_build_object('id', e.id, 'holdId', e.hold_id, 'alertId', e.alert_id, 'did', e.did, 'note', e.note,
          'reviewOn', e.review_on, 'untilOn', e.until_on, 'by', s.name, 'at', ${iso('e.happened_at')}) order by e.id desc)
        from law_event e left join staff s on s.id = e.staff_id where e.rent_account_id = a.id) as events,
      (select json_agg(json_build_object('id', e.id, 'item', e.item, 'on', e.on_day, 'note', e.note, 'personId', e.person_id,
          'by', s.name, 'at', ${iso('e.happened_at')},
          'withdrawnBecause', case when e.withdrawn_at is null then null else e.withdrawn_because end)
          order by e.on_day desc, e.received_at desc, e.id)
        from pre_action_evidence e left join staff s on s.id = e.staff_id where e.rent_account_id = a.id) as evidence,
      (select json_agg(json_build_object('id', p.id, 'name', p.name) order by p.id)
        from tenancy_person tp join person p on p.id = tp.person_id
        where tp.tenancy_id = t.id and tp.role in ('tenant', 'joint_tenant')) as tenants,
      (select json_agg(json_build_object('id', c.id, 'kind', c.kind, 'on', c.on_day, 'hearingOn', c.hearing_on,
          'reference', c.reference, 'note', c.note, 'by', s.name, 'at', ${iso('c.happened_at')}) order by c.received_at, c.happened_at, c.id)
        from court_step c left join staff s on s.id = c.staff_id where c.rent_account_id = a.id) as steps,
      (select json_agg(json_build_object('id', k.id, 'because', k.because,
          'kind', case when k.because is null then 'written' else 'hold_ended' end, 'what', k.what, 'dueOn', k.due_on,
          'for', coalesce(f.name, k.for_role), 'by', m.name, 'doneAt', ${iso('k.done_at')}, 'doneBy', d.name, 'doneNote', k.done_note))
        from task k left join staff f on f.id = k.for_staff left join staff m on m.id = k.made_by
        left join staff d on d.id = k.done_by
        where k.rent_account_id = a.id) as tasks,
      (select json_agg(json_build_object('id', r.id, 'kind', r.detail->>'kind', 'reason', r.detail->>'reason',
          'words', r.detail->'words', 'staffId', r.staff_id, 'by', s.name, 'at', ${iso('r.at')}) order by r.id desc)
        from (select * from audit_line where case_id = a.id and what = 'mutation.refused' order by id desc limit 30) r
        left join staff s on s.id = r.staff_id) as refused,
      (select json_agg(b.on_date order by b.on_date) from bank_holiday b
        where b.nation = l.nation and b.on_date between ${addDays(today, -120)} and ${addDays(today, 366)}) as holidays
    from rent_account a join tenancy t on t.id = a.tenancy_id cross join landlord l
    where a.id = ${id}`;
  return row ?? null;
}
