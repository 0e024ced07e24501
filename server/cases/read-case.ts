// Reads one case for its panel, straight from the database, and leaves a line in the audit that it was read. For whoever
// sees money; the repairs team has a path of its own (read-for-repairs.ts).
import type { Sql } from '../../db/connect.ts';
import { addDays, dayNumbers } from '../domain/days.ts';
import { occurrences } from '../domain/calendar.ts';
import type { Day, ExpectedIncome, Hold, Method } from '../domain/facts.ts';
import { dayIn } from '../domain/zone.ts';
import { sees, type Actor } from './actor.ts';
import type { CaseDetail, CasePerson, HistoryItem } from './case-detail.ts';
import { readLedger } from './ledger.ts';
import type { CaseNow } from './step.ts';
import { readAlerts, readHome, readRepairs, readTimeZone } from './read-home.ts';

/** A visit's state of the plan is the assessment's. */
export type Summary = CaseNow['case'] & { planState: string };

export type ReadOptions<S extends Summary> = {
  sql: Sql;
  fresh: (id: number) => Promise<{ case: S; asOf: Date } | null>;
  clock: () => number;
  audit: (actor: Actor, caseId: number) => Promise<void>;
};

const historyKept = 100;

/** Null where there is no such case, or not for this person. */
export async function readCase<S extends Summary>(
  { sql, fresh, clock, audit }: ReadOptions<S>,
  actor: Actor,
  id: number,
): Promise<CaseDetail<S> | null> {
  const [found, timeZone] = await Promise.all([readHome(sql, id), readTimeZone(sql)]);
  if (!found || !sees(actor, found.patchId)) return null;
  await audit(actor, id);
  const { propertyId: _, ...home } = found;
  const today = dayIn(timeZone, clock());
  const [
    now,
    repairs,
    alerts,
    tenancy,
    people,
    ledger,
    lastPayments,
    expected,
    supportNeeds,
    holds,
    plan,
    visits,
    contacts,
  ] = await Promise.all([
    fresh(id),
    readRepairs(sql, id),
    readAlerts(sql, id, today),
    readTenancy(sql, id),
    readPeople(sql, id),
    readLedger(sql, id, null),
    readLastPayments(sql, id),
    readExpected(sql, id, today),
    readSupportNeeds(sql, id),
    readHolds(sql, id),
    readPlan(sql, id),
    readVisits(sql, id),
    readContacts(sql, id),
  ]);
  if (!now || !tenancy) return null;
  return {
    summary: now.case,
    asOf: now.asOf.toISOString(),
    home,
    tenancy,
    people,
    ledger,
    lastPayments,
    expected,
    repairs,
    alerts,
    supportNeeds,
    holds,
    plan: plan && { ...plan, state: now.case.planState },
    history: [...visits, ...contacts]
      .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : b.id - a.id))
      .slice(0, historyKept),
  };
}

async function readTenancy(sql: Sql, id: number): Promise<CaseDetail['tenancy'] | null> {
  const [row] = await sql<CaseDetail['tenancy'][]>`
    select t.start_date as "startDate", t.end_date as "endDate", t.kind
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${id}`;
  return row ?? null;
}

async function readPeople(sql: Sql, id: number): Promise<CasePerson[]> {
  return sql<CasePerson[]>`
    select p.id, p.name, tp.role, p.phone, p.email, p.preferred_contact as "preferredContact", p.language, p.version
    from rent_account a join tenancy_person tp on tp.tenancy_id = a.tenancy_id join person p on p.id = tp.person_id
    where a.id = ${id}
    order by array_position(array['tenant', 'joint_tenant', 'household'], tp.role), p.id`;
}

async function readLastPayments(sql: Sql, id: number): Promise<CaseDetail['lastPayments']> {
  const rows = await sql<
    { id: number; amountPence: number; method: Method; source: string; on: Day; postedAt: Date }[]
  >`
    select id, amount_pence as "amountPence", method, source, value_date as "on", posted_at as "postedAt"
    from payment where rent_account_id = ${id} order by value_date desc, id desc limit 6`;
  return rows.map((row) => ({ ...row, postedAt: row.postedAt.toISOString() }));
}

async function readExpected(sql: Sql, id: number, today: Day): Promise<CaseDetail['expected']> {
  const [lines, holidays] = await Promise.all([
    sql<ExpectedIncome[]>`
      select method, amount_pence as "amountPence", rhythm, anchor_on as "anchorOn", tolerance_days as "toleranceDays",
        confidence, declared
      from expected_income where rent_account_id = ${id} order by declared desc, confidence desc, id`,
    sql<{ on_date: Day }[]>`
      select on_date from bank_holiday where nation = (select nation from landlord) and on_date between ${today}::date and ${today}::date + 90`,
  ]);
  const days = dayNumbers(new Set(holidays.map((h) => h.on_date)));
  return lines.map((line) => {
    const { method, amountPence, rhythm, confidence, declared } = line;
    const nextOn = occurrences(line, today, addDays(today, 62), days)[0] ?? null;
    return { method, amountPence, rhythm, nextOn, confidence, declared };
  });
}

async function readSupportNeeds(sql: Sql, id: number): Promise<CaseDetail['supportNeeds']> {
  return sql<CaseDetail['supportNeeds']>`
    select s.id, s.kind, s.note, s.since from rent_account a join support_need s on s.tenancy_id = a.tenancy_id
    where a.id = ${id} order by s.id`;
}

/** Newest first, ended ones too: they are part of the story. */
async function readHolds(sql: Sql, id: number): Promise<CaseDetail['holds']> {
  return sql<(Hold & { id: number; reason: string })[]>`
    select id, kind, reason, starts_on as "startsOn", review_on as "reviewOn", ends_on as "endsOn"
    from hold where rent_account_id = ${id} order by starts_on desc, id desc`;
}

async function readPlan(
  sql: Sql,
  id: number,
): Promise<Omit<NonNullable<CaseDetail['plan']>, 'state'> | null> {
  const [row] = await sql<Omit<NonNullable<CaseDetail['plan']>, 'state'>[]>`
    select id, instalment_pence as "instalmentPence", rhythm, first_due_on as "firstDueOn", agreed_on as "agreedOn"
    from repayment_plan where rent_account_id = ${id} and ended_on is null`;
  return row ?? null;
}

async function readVisits(sql: Sql, id: number): Promise<HistoryItem[]> {
  const rows = await sql<
    {
      id: number;
      staffName: string;
      state: string;
      plannedFor: Day;
      setOutAt: Date | null;
      knockVerdict: string | null;
      goAnywayReason: string | null;
      outcome: string | null;
      note: string;
      promisePence: number | null;
      promiseOn: Day | null;
      at: Date;
    }[]
  >`
    select v.id, s.name as "staffName", v.state, v.planned_for as "plannedFor", v.set_out_at as "setOutAt",
      v.knock_verdict as "knockVerdict", v.go_anyway_reason as "goAnywayReason", v.outcome, v.note,
      v.promise_pence as "promisePence", v.promise_on as "promiseOn", coalesce(v.ended_at, v.set_out_at, v.created_at) as at
    from visit v join staff s on s.id = v.staff_id
    where v.rent_account_id = ${id} order by at desc, v.id desc limit ${historyKept}`;
  return rows.map(({ promisePence, promiseOn, setOutAt, at, ...visit }) => ({
    kind: 'visit',
    ...visit,
    setOutAt: setOutAt?.toISOString() ?? null,
    promise:
      promisePence !== null && promiseOn !== null ? { amountPence: promisePence, on: promiseOn } : null,
    at: at.toISOString(),
  }));
}

/** But for the contacts that stand beside a visit: the visit itself says more. */
async function readContacts(sql: Sql, id: number): Promise<HistoryItem[]> {
  const rows = await sql<
    { id: number; staffName: string; by: string; reached: boolean; note: string; at: Date }[]
  >`
    select c.id, coalesce(s.name, '') as "staffName", c.kind as by, c.reached, c.note, c.happened_at as at
    from contact c left join staff s on s.id = c.staff_id
    where c.rent_account_id = ${id} and not (c.kind = 'visit' and c.note = '' and exists (
      select from visit v where v.rent_account_id = c.rent_account_id and v.ended_at = c.happened_at))
    order by c.happened_at desc, c.id desc limit ${historyKept}`;
  return rows.map((row) => ({ kind: 'contact', ...row, at: row.at.toISOString() }));
}
