// Reads the Help part of a case: budget, plans, prompts, needs, referrals, and the landlord's own rows that they need. One
// statement; the prompts are worked out from what it found (server/domain/help/prompts.ts).
import type { CaseHelp, HelpAgency, HelpBudget, HelpPlan, HelpReferral } from '../../contract/case-help.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Guideline } from '../../domain/help/budget.ts';
import type { Day, Method } from '../../domain/facts.ts';
import { knownIncome, type IncomeFacts } from '../../domain/help/known-income.ts';
import {
  pensionFact,
  promptsFor,
  receivedDays,
  type PromptFacts,
  type PromptRule,
} from '../../domain/help/prompts.ts';
import { dayNumber, rentWeekStart } from '../../domain/days.ts';
import { rentWeeksOf, weeksPaidFor } from '../../domain/money/rent-weeks.ts';
import { guidelinesOn } from '../sql-parts.ts';

type Answered = { code: string; answer: string; note: string; by: string; at: string };
type Row = {
  budgets: BudgetVersion[] | null;
  plans: HelpPlan[] | null;
  referrals: HelpReferral[] | null;
  needs: CaseHelp['supportNeeds'] | null;
  answers: Answered[] | null;
  calendar: (CaseHelp['calendar'][number] & { confidence: number })[] | null;
  received: { method: Method; amountPence: number; on: Day }[] | null;
  people: PromptFacts['people'] | null;
  guidelines: Guideline[] | null;
  agencies: HelpAgency[] | null;
  rules: PromptRule[] | null;
  bedrooms: number;
  weeklyRentPence: number;
  tenancyStartedOn: Day;
  nation: string;
  freeWeeks: Day[] | null;
  rentWeekStartsOn: number;
};

/** The rows; `say` makes the answer from them and the real arrears. Null where there is no such case. */
export async function readHelp(sql: Sql, id: number, today: Day): Promise<Read | null> {
  const [row] = await sql<Row[]>`
    select p.bedrooms, a.weekly_rent_pence as "weeklyRentPence", t.start_date as "tenancyStartedOn", (select nation from landlord) as nation,
      (select rent_week_starts_on from landlord) as "rentWeekStartsOn",
      (select json_agg(starts_on) from rent_free_week
        where (rent_account_id is null or rent_account_id = a.id) and starts_on between ${today}::date - 400 and ${today}::date + 400) as "freeWeeks",
      (select json_agg(json_build_object('id', b.id, 'ref', b.ref, 'sitting', b.sitting, 'basedOn', b.based_on,
          'household', b.household, 'lines', b.lines, 'note', b.note, 'by', coalesce(s.name, ''), 'at', b.happened_at)
          order by b.happened_at desc, b.id desc)
        from (select distinct on (sitting) * from budget where rent_account_id = a.id order by sitting, happened_at desc, id desc) b
        left join staff s on s.id = b.staff_id) as budgets,
      (select json_agg(json_build_object('id', r.id, 'ref', r.ref, 'instalmentPence', r.instalment_pence, 'rhythm', r.rhythm,
          'firstDueOn', r.first_due_on, 'agreedOn', r.agreed_on, 'basis', r.basis, 'totalPence', r.total_pence, 'arrearsPence', r.arrears_pence,
          'endsOn', r.ends_on, 'overReason', r.over_reason, 'noBudgetReason', r.no_budget_reason, 'agreedBy', coalesce(s.name, ''), 'agreedWith', r.agreed_with,
          'agreedHow', r.agreed_how, 'consent', r.consent, 'note', r.note, 'endedOn', r.ended_on, 'endReason', r.end_reason,
          'endNote', r.end_note, 'endedBy', coalesce(e.name, '')) order by r.ended_on is not null, r.ended_on desc, r.id desc)
        from (select * from repayment_plan where rent_account_id = a.id order by ended_on desc nulls first, id desc limit 11) r
        left join staff s on s.id = r.agreed_by left join staff e on e.id = r.ended_by) as plans,
      (select json_agg(json_build_object('id', r.id, 'ref', r.ref,
          'agency', case when g.id is null then null else json_build_object('id', g.id, 'name', g.name) end,
          'about', r.about, 'reason', r.reason, 'agreed', r.agreed, 'urgent', r.urgent, 'consent', r.consent,
          'budgetId', r.budget_id, 'sharedArrearsPence', r.shared_arrears_pence, 'by', m.name, 'at', r.happened_at,
          'state', r.state, 'takenBy', coalesce(t.name, ''), 'takenAt', r.taken_at, 'outcome', r.outcome,
          'outcomeNote', r.outcome_note, 'outcomeBy', coalesce(o.name, ''), 'outcomeAt', r.outcome_at, 'version', r.version)
          order by r.state = 'closed', r.happened_at desc, r.id desc)
        from (select * from referral where rent_account_id = a.id order by happened_at desc limit 50) r
        join staff m on m.id = r.made_by left join staff t on t.id = r.taken_by left join staff o on o.id = r.outcome_by
        left join agency g on g.id = r.agency_id) as referrals,
      (select json_agg(json_build_object('id', n.id, 'ref', n.ref, 'kind', n.kind, 'note', n.note, 'since', n.since,
          'by', coalesce(s.name, '')) order by n.id)
        from support_need n left join staff s on s.id = n.added_by
        where n.tenancy_id = t.id and (n.ended_on is null or n.ended_on > ${today}::date)) as needs,
      (select json_agg(json_build_object('code', w.code, 'answer', w.answer, 'note', w.note, 'by', coalesce(s.name, ''), 'at', w.happened_at))
        from (select distinct on (code) * from prompt_answer where rent_account_id = a.id order by code, happened_at desc, id desc) w
        left join staff s on s.id = w.staff_id) as answers,
      (select json_agg(json_build_object('method', method, 'rhythm', rhythm, 'anchorOn', anchor_on, 'amountPence', amount_pence,
          'declared', declared, 'confidence', confidence) order by declared desc, confidence desc, id)
        from expected_income where rent_account_id = a.id) as calendar,
      (select json_agg(json_build_object('method', method, 'amountPence', amount_pence, 'on', value_date))
        from (select distinct on (method) method, amount_pence, value_date from payment
          where rent_account_id = a.id and amount_pence > 0 and value_date > ${today}::date - ${receivedDays}::int
          order by method, value_date desc, id desc) newest) as received,
      (select json_agg(json_build_object('role', tp.role, 'dateOfBirth', pe.date_of_birth))
        from tenancy_person tp join person pe on pe.id = tp.person_id where tp.tenancy_id = t.id) as people,
      ${guidelinesOn(sql, today)} as guidelines,
      (select json_agg(json_build_object('id', id, 'name', name, 'kind', kind, 'helpsWith', helps_with, 'phone', phone,
          'email', email, 'web', web, 'opens', opens, 'madeUp', made_up) order by name, id)
        from agency where from_on <= ${today}::date and (until_on is null or until_on > ${today}::date)) as agencies,
      (select json_agg(json_build_object('code', code, 'nations', nations, 'title', title, 'says', says, 'figures', figures,
          'source', source, 'confirmed', confirmed, 'from', from_on, 'until', until_on))
        from prompt_rule where from_on <= ${today}::date and (until_on is null or until_on > ${today}::date)) as rules
    from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
    where a.id = ${id}`;
  return row ? new Read(row, today) : null;
}

/** Below this a learnt line of the payment calendar says too little to be a fact. */
const trusted = 0.6;

/** The rows of the help part of a case; `say` makes the answer, once the assessment is known. */
export class Read {
  readonly #row: Row;
  readonly #today: Day;
  constructor(row: Row, today: Day) {
    this.#row = row;
    this.#today = today;
  }

  /** weeksOwed: real arrears in weeks of rent, as assessed. */
  say(weeksOwed: number | null): CaseHelp {
    const row = this.#row;
    const versions = (row.budgets ?? []).map((one) => ({ ...one, at: instant(one.at) }));
    const { current, concurrent } = currentBudget(versions);
    const calendar = (row.calendar ?? []).filter((line) => line.declared || line.confidence >= trusted);
    const facts: PromptFacts = {
      nation: row.nation,
      people: row.people ?? [],
      bedrooms: row.bedrooms,
      weeklyRentPence: row.weeklyRentPence,
      tenancyStartedOn: row.tenancyStartedOn,
      weeksOwed,
      received: row.received ?? [],
      calendar,
      budget: current && {
        lines: current.lines,
        on: current.at.slice(0, 10),
        children: current.household.childrenUnder14 + current.household.children14to17,
      },
    };
    const known: IncomeFacts = {
      calendar,
      received: facts.received,
      pension: pensionFact(facts, row.rules ?? [], this.#today),
      answers: (row.answers ?? []).map(({ at, ...one }) => ({ ...one, on: instant(at).slice(0, 10) })),
    };
    const weekStart = dayNumber(rentWeekStart(this.#today, row.rentWeekStartsOn));
    const rentWeeks = rentWeeksOf(weekStart, row.freeWeeks ?? []);
    const answers = new Map(
      (row.answers ?? []).map(({ code, ...answer }) => [code, { ...answer, at: instant(answer.at) }]),
    );
    const plans = row.plans ?? [];
    return {
      budget: current,
      beside: concurrent,
      guidelines: row.guidelines ?? [],
      plan: plans.find((plan) => plan.endedOn === null) ?? null,
      pastPlans: plans.filter((plan) => plan.endedOn !== null),
      prompts: promptsFor(facts, row.rules ?? [], this.#today).map((prompt) => ({
        ...prompt,
        answer: answers.get(prompt.code) ?? null,
      })),
      supportNeeds: row.needs ?? [],
      referrals: (row.referrals ?? []).map((one) => ({
        ...one,
        at: instant(one.at),
        takenAt: one.takenAt && instant(one.takenAt),
        outcomeAt: one.outcomeAt && instant(one.outcomeAt),
      })),
      agencies: row.agencies ?? [],
      calendar: calendar.map(({ confidence: _, ...line }) => line),
      knownIncome: knownIncome(known),
      rentWeeksAYear: weeksPaidFor(rentWeeks, dayNumber(this.#today)),
    };
  }
}

/** Postgres writes instants into JSON with its own offset. */
const instant = (text: string): string => new Date(text).toISOString();

/** The newest version of a sitting. basedOn: the newest version of any sitting that its writer had seen; null for none. */
type BudgetVersion = HelpBudget & { basedOn: number | null };

/** The budget in force and those that its writer cannot have seen, of each sitting's `newest` version, latest first. */
function currentBudget(newest: readonly BudgetVersion[]): {
  current: HelpBudget | null;
  concurrent: HelpBudget[];
} {
  const [current, ...others] = newest;
  if (!current) return { current: null, concurrent: [] };
  const seen = current.basedOn ?? 0;
  return { current: plain(current), concurrent: others.filter((one) => one.id > seen).map(plain) };
}

const plain = ({ basedOn: _, ...budget }: BudgetVersion): HelpBudget => budget;
