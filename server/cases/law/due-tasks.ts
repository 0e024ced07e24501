// The tasks that are due, over all the cases that a person sees: written ones, and those that follow from holds, alerts and
// hearings. An officer sees their own, those for officers and unassigned ones; a manager sees all; the money-advice team its
// own.
import { readBankHolidays } from '../../commands/landlord.ts';
import { may, mayAll, mayOwnOnly, patchesOf, type Actor } from '../../access/rights.ts';
import type { DueTask } from '../../contract/case-law.ts';
import type { Sql } from '../../../db/connect.ts';
import { addDays } from '../../domain/days.ts';
import type { Alert, CourtStep, Day, Hold } from '../../domain/facts.ts';
import { aheadDays, taskOfAlert, tasksOfCourt, tasksOfHold } from '../../domain/law/tasks.ts';
import { asTask } from './tasks.ts';
import { inPatches, tenantNames } from '../sql-parts.ts';

type Patches = readonly number[] | 'all';
type Where = { caseId: number; tenant: string; address: string; officers: string[] };

/** The earliest ones; more than a person works through. */
const most = 500;

/** Empty for people without the right to tasks. */
export async function readDueTasks(sql: Sql, actor: Actor, today: Day): Promise<DueTask[]> {
  if (!may(actor, 'tasks')) return [];
  // Empty for people who see their own tasks only: these are not in patches, and none follows from a hold or an alert.
  const patches = patchesOf(actor, 'tasks');
  const [written, holds, alerts, hearings, bankHolidays] = await Promise.all([
    readWritten(sql, actor, today),
    readHolds(sql, patches, today),
    readAlerts(sql, patches, today),
    readHearings(sql, patches, today),
    readBankHolidays(sql),
  ]);
  const place = ({ caseId, tenant, address, officers }: Where) => ({ caseId, tenant, address, officers });
  const derived = [
    ...holds.flatMap((hold) =>
      tasksOfHold({ ...hold, endedByHand: false }, today, bankHolidays, new Set()).map((task) => ({
        ...place(hold),
        ...asTask(task),
      })),
    ),
    ...alerts.flatMap((alert) => {
      const task = taskOfAlert(alert, today);
      return task ? [{ ...place(alert), ...asTask(task) }] : [];
    }),
    ...hearings.flatMap((one) =>
      tasksOfCourt(one.steps, today, bankHolidays).map((task) => ({ ...place(one), ...asTask(task) })),
    ),
  ].filter((task) => mayAll(actor, 'tasks') || task.for === actor.role);
  return [...written, ...derived]
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.caseId - b.caseId))
    .slice(0, most);
}

/** Address, tenant and officer of a case; the joined table with the rent_account_id is `a`. */
const place = (sql: Sql) =>
  sql`join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id`;
const placed = (
  sql: Sql,
  today: Day,
) => sql`a.id as "caseId", ${tenantNames(sql, sql`t.id`)} as tenant, p.address,
  array(select who.name from stint held join staff who on who.id = held.staff_id where held.patch_id = p.patch_id
    and held.start_date <= ${today} and (held.end_date is null or held.end_date > ${today})
    order by who.name) as officers`;

async function readWritten(sql: Sql, actor: Actor, today: Day): Promise<DueTask[]> {
  const forMe = mayAll(actor, 'tasks')
    ? sql`true`
    : sql`(k.for_staff = ${actor.staffId} or (k.for_staff is null and (k.for_role is null or k.for_role = ${actor.role})))`;
  // The money-advice team works for the whole landlord, by what is referred to it.
  const patches = patchesOf(actor, 'tasks');
  const where = mayOwnOnly(actor, 'tasks') ? sql`k.for_role = ${actor.role}` : inPatches(sql, patches);
  const rows = await sql<DueTask[]>`
    select ${placed(sql, today)}, k.id, k.because, 'written' as kind, k.what, k.due_on as "dueOn",
      coalesce(f.name, k.for_role) as "for", m.name as by
    from task k join rent_account a on a.id = k.rent_account_id ${place(sql)}
    left join staff f on f.id = k.for_staff left join staff m on m.id = k.made_by
    where k.done_at is null and k.due_on <= ${addDays(today, aheadDays)} and ${forMe} and ${where}
    order by k.due_on, a.id limit ${most}`;
  return [...rows];
}

async function readHolds(sql: Sql, patches: Patches, today: Day): Promise<(Where & Hold & { id: number })[]> {
  return sql<(Where & Hold & { id: number })[]>`
    select ${placed(sql, today)}, h.id, h.kind, h.starts_on as "startsOn", h.review_on as "reviewOn", h.ends_on as "endsOn"
    from hold h join rent_account a on a.id = h.rent_account_id ${place(sql)}
    where h.ended_at is null and ${inPatches(sql, patches)} and case when h.ends_on <= ${today}
      then a.balance_pence > 0 and not exists (select from task k
        where k.rent_account_id = a.id and k.because = 'hold-ended:' || h.id)
      else h.review_on <= ${addDays(today, aheadDays)} end
    order by coalesce(least(h.ends_on, h.review_on), h.review_on), h.id limit ${most}`;
}

/** At each address once: at the newest tenancy there. */
async function readAlerts(
  sql: Sql,
  patches: Patches,
  today: Day,
): Promise<(Where & Alert & { id: number })[]> {
  return sql<(Where & Alert & { id: number })[]>`
    select distinct on (c.id) ${placed(sql, today)}, c.id, c.kind, c.starts_on as "startsOn", c.review_on as "reviewOn",
      c.expires_on as "expiresOn"
    from cautionary_alert c join tenancy n on n.property_id = c.property_id
    join rent_account a on a.tenancy_id = n.id ${place(sql)}
    where c.expires_on >= ${today} and c.review_on <= ${addDays(today, aheadDays)} and ${inPatches(sql, patches)}
    order by c.id, n.start_date desc limit ${most}`;
}

/** The court steps of the cases where a hearing's day is over: whether its outcome is recorded is the domain's to say. */
async function readHearings(
  sql: Sql,
  patches: Patches,
  today: Day,
): Promise<(Where & { steps: CourtStep[] })[]> {
  return sql<(Where & { steps: CourtStep[] })[]>`
    select ${placed(sql, today)}, (select json_agg(json_build_object('kind', c.kind, 'on', c.on_day, 'hearingOn', c.hearing_on)
        order by c.received_at, c.happened_at, c.id) from court_step c where c.rent_account_id = a.id) as steps
    from rent_account a ${place(sql)}
    where ${inPatches(sql, patches)} and a.id in (select rent_account_id from court_step where hearing_on < ${today})
    order by a.id`;
}
