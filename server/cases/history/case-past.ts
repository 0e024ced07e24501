// What was known of one case at any instant of the past: everything that an assessment looks at, read once, and cut to
// what had been posted, received or begun by then. So an assessment of that instant can be replayed: the domain's rules
// are pure and dated.
// Limits: where the database keeps no history, the present value is used: the rent, the payment calendar, a repair's target and
// status (open from its report to its completion), a hold that was entered or changed after the fact, the rent-free weeks.
import type { Queries } from '../../../db/connect.ts';
import { isBreathingSpace } from '../../domain/law/holds.ts';
import { clockAt, type AssessmentClock, type ClockSettings } from '../../domain/clock.ts';
import { addDays } from '../../domain/days.ts';
import type {
  Alert,
  CaseFacts,
  Charged,
  Contact,
  CourtFacts,
  CourtStep,
  Day,
  ExpectedIncome,
  Hold,
  Instant,
  OpenRepair,
  Plan,
  PromiseToPay,
  Receipt,
} from '../../domain/facts.ts';
import { defaultRules, readableRules, rulesFor, type Rules } from '../../domain/rules.ts';

/** Rent-free weeks are handed over from a rent year back to a rent year ahead, as the list hands them over. */
const freeWeekDays = 378;

type KnownFrom<T> = T & { from: Instant };
type PlanRow = Plan & { endedOn: Day | null };

export type CasePast = {
  settings: ClockSettings;
  rules: { version: number; effectiveFrom: Day; rules: Rules }[];
  weeklyRentPence: number;
  tenancyStartedOn: Day;
  tenancyEndedOn: Day | null;
  receipts: Receipt[];
  charges: KnownFrom<Charged>[];
  calendar: ExpectedIncome[];
  plans: PlanRow[];
  holds: Hold[];
  alerts: Alert[];
  repairs: (OpenRepair & { until: Instant | null })[];
  contacts: KnownFrom<Contact>[];
  promises: KnownFrom<PromiseToPay>[];
  rentFreeWeeks: Day[];
  courtSteps: KnownFrom<CourtStep>[];
  /** Those for this kind of tenancy first, newer ones before older. */
  noticeRules: (NonNullable<CourtFacts['notice']> & { fromOn: Day; untilOn: Day | null })[];
};

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;
const list = (rows: string) => `(select coalesce(json_agg(r), '[]') from (${rows}) r)`;
const facts = `
  select a.weekly_rent_pence as "weeklyRentPence", t.start_date as "tenancyStartedOn", t.end_date as "tenancyEndedOn",
    l.time_zone as "timeZone", l.rent_week_starts_on as "rentWeekStartsOn",
    ${list('select on_date as day from bank_holiday where nation = l.nation')} as holidays,
    ${list('select version, effective_from as "effectiveFrom", rules from assessment_rules')} as rules,
    ${list(`select amount_pence as "amountPence", method, value_date as "on", ${ms('posted_at')} as "postedAt"
      from payment where rent_account_id = a.id`)} as receipts,
    ${list(`select amount_pence as "amountPence", due_on as "on", ${ms('posted_at')} as "from" from charge where rent_account_id = a.id
      union all select amount_pence, effective_on, ${ms('posted_at')} from adjustment where rent_account_id = a.id`)} as charges,
    ${list(`select method, amount_pence as "amountPence", rhythm, anchor_on as "anchorOn", tolerance_days as "toleranceDays",
      confidence, declared from expected_income where rent_account_id = a.id order by id`)} as calendar,
    ${list(`select instalment_pence as "instalmentPence", rhythm, first_due_on as "firstDueOn", agreed_on as "agreedOn",
      tolerance_days as "toleranceDays", total_pence as "totalPence", arrears_pence as "arrearsPence", basis, ended_on as "endedOn"
      from repayment_plan where rent_account_id = a.id order by agreed_on, id`)} as plans,
    ${list(`select kind, starts_on as "startsOn", review_on as "reviewOn", ends_on as "endsOn"
      from hold where rent_account_id = a.id order by id`)} as holds,
    ${list(`select kind, starts_on as "startsOn", review_on as "reviewOn", expires_on as "expiresOn"
      from cautionary_alert where property_id = t.property_id order by id`)} as alerts,
    ${list(`select category, priority, status, ${ms('reported_at')} as "reportedAt", ${ms('target_at')} as "targetAt",
      ${ms('completed_at')} as until from repair where property_id = t.property_id
      and (status not in ('completed', 'cancelled') or completed_at is not null) order by id`)} as repairs,
    ${list(`select kind, reached, ${ms('happened_at')} as at, ${ms('received_at')} as "from",
      case when coalesce(purpose, 'arrears') in ('arrears', 'rent_since') then 'debt' else 'other' end as about
      from contact where rent_account_id = a.id order by happened_at`)} as contacts,
    ${list(`select pence as "amountPence", on_day as "on", (at at time zone l.time_zone)::date as "madeOn", ${ms('at')} as "from" from (
        select promise_pence as pence, promise_on as on_day, ended_at as at, id, true as at_visit
        from visit where rent_account_id = a.id and promise_pence is not null and promise_on is not null and ended_at is not null
        union all select promise_pence, promise_on, happened_at, id, false
        from contact where rent_account_id = a.id and promise_pence is not null) promised
      order by at, at_visit desc, id`)} as promises,
    (select coalesce(json_agg(starts_on order by starts_on), '[]') from rent_free_week
      where rent_account_id is null or rent_account_id = a.id) as "rentFreeWeeks",
    ${list(`select kind, on_day as "on", hearing_on as "hearingOn", ${ms('received_at')} as "from"
      from court_step where rent_account_id = a.id order by received_at, happened_at, id`)} as "courtSteps",
    ${list(`select notice_days as "noticeDays", valid_weeks as "validWeeks", from_on as "fromOn", until_on as "untilOn"
      from notice_rule where nation = l.nation and tenancy in (t.kind, 'any')
      order by tenancy = 'any', from_on desc`)} as "noticeRules"
  from rent_account a join tenancy t on t.id = a.tenancy_id
  cross join landlord l
  where a.id = $1`;

type Row = Omit<CasePast, 'settings' | 'rules'> & {
  timeZone: string;
  rentWeekStartsOn: number;
  holidays: { day: Day }[];
  rules: { version: number; effectiveFrom: Day; rules: unknown }[];
};

/** Null where there is no such account. */
export async function readPast(sql: Queries, caseId: number): Promise<CasePast | null> {
  const [row] = await sql.unsafe<Row[]>(facts, [caseId], { prepare: true });
  if (!row) return null;
  const { timeZone, rentWeekStartsOn, holidays, rules, ...rest } = row;
  const bankHolidays = new Set(holidays.map(({ day }) => day));
  return {
    ...rest,
    settings: { timeZone, rentWeekStartsOn, bankHolidays },
    rules: readableRules(rules),
  };
}

export type Then = { facts: CaseFacts; clock: AssessmentClock; rules: Rules; rulesVersion: number | null };

/** What was known at that instant, with the day and the rules of then. */
export function factsAt(past: CasePast, at: Instant): Then {
  const clock = clockAt(at, past.settings);
  const { today } = clock;
  const begun = past.rules.filter((row) => row.effectiveFrom <= today);
  const chosen = begun.length > 0 ? rulesFor(today, begun) : null;
  const rules = chosen?.rules ?? defaultRules;
  const recentFrom = addDays(today, -rules.recentDays);

  let balancePence = 0;
  const plan = past.plans.findLast(
    (one) => one.agreedOn <= today && (one.endedOn === null || one.endedOn > today),
  );
  const from = plan && plan.agreedOn < recentFrom ? plan.agreedOn : recentFrom;
  const receipts: Receipt[] = [];
  for (const receipt of past.receipts) {
    if (receipt.postedAt > at) continue;
    balancePence -= receipt.amountPence;
    if (receipt.on >= from) receipts.push(receipt);
  }
  const charges: Charged[] = [];
  for (const { from: knownFrom, ...charge } of past.charges) {
    if (knownFrom > at) continue;
    balancePence += charge.amountPence;
    if (charge.on >= from) charges.push(charge);
  }
  const facts: CaseFacts = {
    weeklyRentPence: past.weeklyRentPence,
    balancePence,
    tenancyEndedOn: past.tenancyEndedOn,
    tenancyStartedOn: past.tenancyStartedOn,
    receipts,
    charges,
    calendar: past.calendar,
    plan: plan ?? null,
    holds: past.holds,
    alerts: past.alerts,
    repairs: past.repairs.filter((one) => one.reportedAt <= at && (one.until === null || one.until > at)),
    contacts: past.contacts.filter((one) => one.from <= at && one.at <= at),
    promise: past.promises.findLast((one) => one.from <= at) ?? null,
    rentFreeWeeks: past.rentFreeWeeks.filter(
      (on) => on >= addDays(today, -freeWeekDays) && on <= addDays(today, freeWeekDays),
    ),
    court: courtAt(past, at, today),
  };
  return { facts, clock, rules, rulesVersion: chosen?.version ?? null };
}

function courtAt({ courtSteps, holds, noticeRules }: CasePast, at: Instant, today: Day): CourtFacts | null {
  const steps = courtSteps.filter((one) => one.from <= at);
  if (steps.length === 0) return null;
  const rule = noticeRules.find(
    (one) => one.fromOn <= today && (one.untilOn === null || one.untilOn > today),
  );
  return { steps, notice: rule ?? null, frozen: holds.filter((hold) => isBreathingSpace(hold.kind)) };
}

/** Every instant of that span at which something became known, with what it was; the newest last. */
export function happenings(past: CasePast, from: Instant, to: Instant): { at: Instant; because: string }[] {
  const all = [
    ...past.receipts.map((one) => ({
      at: one.postedAt,
      because: one.amountPence > 0 ? 'payment' : 'came_back',
    })),
    ...past.charges.map((one) => ({ at: one.from, because: 'charge' })),
    ...past.contacts.map((one) => ({ at: Math.max(one.from, one.at), because: 'contact' })),
    ...past.promises.map((one) => ({ at: one.from, because: 'promise' })),
    ...past.courtSteps.map((one) => ({ at: one.from, because: 'court' })),
    ...past.repairs.flatMap((one) => [
      { at: one.reportedAt, because: 'repair' },
      ...(one.until === null ? [] : [{ at: one.until, because: 'repair' }]),
    ]),
  ].filter(({ at }) => at >= from && at <= to);
  for (let clock = clockAt(from, past.settings); clock.nextMidnight <= to;) {
    const at = clock.nextMidnight;
    clock = clockAt(at, past.settings);
    all.push({ at, because: clock.weekStartsOn === clock.today ? 'week' : 'day' });
  }
  return all.sort((a, b) => a.at - b.at);
}
