// What the checklist and the court's gates are judged by, as the database has it: the rows of law by nation, and a
// case's evidence, tenants and steps. Read in a mutation's transaction or for a page alike.
import type { Queries } from '../../../db/connect.ts';
import type { CourtStep, NoticeRule } from '../../domain/law/court.ts';
import type { Day } from '../../domain/facts.ts';
import type { Evidence, PreActionItem, Tenant } from '../../domain/law/pre-action.ts';

/** Every row of that nation, also those of other days: the domain picks. */
export async function readItems(db: Queries, nation: string): Promise<PreActionItem[]> {
  return db<PreActionItem[]>`
    select code, place, gates, says, counts, source, confirmed, valid_days as "validDays", each_tenant as "eachTenant",
      after_notice as "afterNotice", from_on as "fromOn", until_on as "untilOn"
    from pre_action_item where nation = ${nation} order by place, code, from_on`;
}

/** The row for that kind of tenancy on that day, else the nation's general one; null where there is neither. */
export async function readNoticeRule(
  db: Queries,
  nation: string,
  tenancy: string,
  day: Day,
): Promise<NoticeRule | null> {
  const [row] = await db<NoticeRule[]>`
    select name, notice_days as "noticeDays", valid_weeks as "validWeeks", threshold_weeks::float8 as "thresholdWeeks",
      source, confirmed, from_on as "fromOn", until_on as "untilOn"
    from notice_rule where nation = ${nation} and tenancy in (${tenancy}, 'any')
      and from_on <= ${day} and (until_on is null or until_on > ${day})
    order by tenancy = 'any', from_on desc limit 1`;
  return row ?? null;
}

/** Those who are named in the tenancy. */
export async function readTenants(db: Queries, caseId: number): Promise<Tenant[]> {
  return db<Tenant[]>`
    select p.id, p.name from rent_account a join tenancy_person tp on tp.tenancy_id = a.tenancy_id
    join person p on p.id = tp.person_id
    where a.id = ${caseId} and tp.role in ('tenant', 'joint_tenant') order by p.id`;
}

/** What counts: without what was withdrawn. */
export async function readEvidence(db: Queries, caseId: number): Promise<Evidence[]> {
  return db<Evidence[]>`
    select item, on_day as "on", person_id as "personId" from pre_action_evidence
    where rent_account_id = ${caseId} and withdrawn_at is null`;
}

/** In the order in which they were recorded. */
export async function readSteps(db: Queries, caseId: number): Promise<CourtStep[]> {
  return db<CourtStep[]>`
    select kind, on_day as "on" from court_step where rent_account_id = ${caseId} order by received_at, happened_at, id`;
}
