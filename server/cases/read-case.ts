// Reads one case for its panel, straight from the database, and leaves a line in the audit that it was read. For people
// who may see money; the repairs team has a path of its own (read-home-case.ts).
import { readBankHolidays, readLandlord } from '../commands/landlord.ts';
import { mayIn, type Actor } from '../access/rights.ts';
import type { CaseDetail, CasePerson } from '../contract/case-detail.ts';
import type { Sql } from '../../db/connect.ts';
import { addDays, dayNumbers } from '../domain/days.ts';
import { occurrences } from '../domain/money/calendar.ts';
import type { Day, ExpectedIncome, Hold } from '../domain/facts.ts';
import { readHelp } from './help/read-help.ts';
import { readHistory } from './history/history.ts';
import { readFound } from './visits/read-checks.ts';
import { readFirstLedger } from './history/ledger.ts';
import { readLaw } from './law/read-law.ts';
import type { Fresh } from './step.ts';
import { readPromises } from './threads/read-promises.ts';
import { readAlerts, readHome, readHouseholdConfirmed, readRepairs } from './read-home.ts';

export type ReadOptions = {
  sql: Sql;
  fresh: Fresh;
  clock: () => number;
  audit: (actor: Actor, caseId: number) => Promise<void>;
};

/** Null where there is no such case, or not for this person. */
export async function readCase(
  { sql, fresh, clock, audit }: ReadOptions,
  actor: Actor,
  id: number,
): Promise<CaseDetail | null> {
  const [found, { timeZone, today }] = await Promise.all([readHome(sql, id), readLandlord(sql, clock())]);
  if (!found || !mayIn(actor, 'cases', found.patchId)) return null;
  const { propertyId: _, ...home } = found;
  const [
    now,
    repairs,
    alerts,
    tenancy,
    people,
    ledger,
    expected,
    supportNeeds,
    holds,
    plan,
    history,
    help,
    law,
    seen,
    promises,
    householdConfirmedAt,
  ] = await Promise.all([
    fresh(id),
    readRepairs(sql, id),
    readAlerts(sql, id, today),
    readTenancy(sql, id),
    readPeople(sql, id),
    readFirstLedger(sql, id, today),
    readExpected(sql, id, today),
    readSupportNeeds(sql, id, today),
    readHolds(sql, id),
    readPlan(sql, id),
    readHistory(sql, id, { timeZone, before: null, kinds: null }),
    readHelp(sql, id, today),
    readLaw(sql, actor, id, today, clock()),
    readFound(sql, id, { now: clock(), timeZone }),
    readPromises(sql, id, today),
    readHouseholdConfirmed(sql, id),
    // No answer without it; but what is read need not wait for it to be written down.
    audit(actor, id),
  ]);
  if (!now || !tenancy || !law || !help) return null;
  return {
    summary: now.case,
    asOf: now.asOf.toISOString(),
    home,
    tenancy,
    people,
    ledger,
    expected,
    repairs,
    alerts,
    supportNeeds,
    holds,
    plan: plan && { ...plan, state: now.case.planState },
    history,
    help: help.say(now.case.weeksOwed),
    law,
    found: seen,
    householdConfirmedAt,
    promises,
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
    select p.id, p.name, tp.role, p.phone, p.email, p.preferred_contact as "preferredContact", p.language, p.version,
      p.date_of_birth as "dateOfBirth"
    from rent_account a join tenancy_person tp on tp.tenancy_id = a.tenancy_id join person p on p.id = tp.person_id
    where a.id = ${id}
    order by array_position(array['tenant', 'joint_tenant', 'household'], tp.role), p.id`;
}

async function readExpected(sql: Sql, id: number, today: Day): Promise<CaseDetail['expected']> {
  const [lines, holidays] = await Promise.all([
    sql<ExpectedIncome[]>`
      select method, amount_pence as "amountPence", rhythm, anchor_on as "anchorOn", tolerance_days as "toleranceDays",
        confidence, declared
      from expected_income where rent_account_id = ${id} order by declared desc, confidence desc, id`,
    readBankHolidays(sql),
  ]);
  const days = dayNumbers(holidays);
  return lines.map((line) => {
    const { method, amountPence, rhythm, confidence, declared } = line;
    const dates = occurrences(line, today, addDays(today, 62), days).slice(0, 4);
    return { method, amountPence, rhythm, nextOn: dates[0] ?? null, dates, confidence, declared };
  });
}

async function readSupportNeeds(sql: Sql, id: number, today: Day): Promise<CaseDetail['supportNeeds']> {
  return sql<CaseDetail['supportNeeds']>`
    select s.id, s.kind, s.note, s.since from rent_account a join support_need s on s.tenancy_id = a.tenancy_id
    where a.id = ${id} and (s.ended_on is null or s.ended_on > ${today}::date) order by s.id`;
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
