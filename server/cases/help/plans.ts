// Repayment plans: agreed and ended by people, judged by payments (server/domain/money/plan.ts), never by what is stored here.
// One plan at a time is in force. Of two that were agreed at once both are kept, and the second person decides.
import type { Tx } from '../../commands/outcome.ts';
import type { ArgsOf } from '../../contract/up.ts';
import { budgetView, type Budget } from '../../domain/help/budget.ts';
import { budgetState } from '../../domain/help/budget-state.ts';
import { formatDay } from '../../domain/days.ts';
import type { Day, PlanBasis, PlanRhythm } from '../../domain/facts.ts';
import { forbids } from '../../domain/law/holds.ts';
import { agreedLimits, formatPence } from '../../domain/money.ts';
import { overSurplus } from '../../domain/help/plan-offer.ts';
import { endsOn, planToleranceDays, termsWrong, type PlanTerms } from '../../domain/money/plan-terms.ts';
import { Conflict, Refusal } from '../../commands/outcome.ts';
import { keepSuperseded } from '../superseded-text.ts';
import type { Handlers, Step } from '../step.ts';
import { rhythmWords } from '../../domain/money/recurring.ts';

type Agreed = ArgsOf<'plan.agree'>;

type InForce = {
  id: number;
  ref: string | null;
  by: string | null;
  staffId: number | null;
  at: Date | null;
  instalmentPence: number;
  rhythm: PlanRhythm;
  firstDueOn: Day;
  basis: PlanBasis;
};

async function agree(step: Step, terms: Agreed): Promise<{ planId: number; endsOn: Day }> {
  const { tx, row, actor, baseVersion } = step;
  const again = await readKept(tx, row.id, terms.planId);
  if (again?.inForce) return { planId: again.id, endsOn: again.endsOn };
  await refuseWhereWrong(step, terms);
  const ends = endsOn(terms);
  const inForce = await readInForce(tx, row.id);
  // One's own earlier plan, agreed a moment ago and perhaps not answered yet, is replaced without a question.
  if (inForce && inForce.id !== baseVersion && inForce.staffId !== actor.staffId) {
    const by = inForce.by ?? '';
    throw new Conflict(
      `${by || 'A colleague'} has just agreed another plan. Choose which one to keep.`,
      {
        what: 'repayment plan',
        theirs: inWords(inForce),
        mine: inWords(terms),
        by,
        at: inForce.at?.toISOString() ?? null,
        version: inForce.id,
      },
      (outside) => insert(outside, step, terms, ends, 'not_in_force').then(() => {}),
    );
  }
  if (inForce) await end(step, inForce.id, 'replaced', '');
  return { planId: await insert(tx, step, terms, ends, null), endsOn: ends };
}

async function refuseWhereWrong({ tx, row, day, at }: Step, terms: Agreed): Promise<void> {
  // A former tenant may still pay off the debt.
  const blocker = forbids(
    row.blockers.filter(({ kind }) => kind !== 'former_tenant'),
    'arrears',
  );
  if (blocker) throw new Refusal(`${blocker.text}: you can’t agree a plan.`);
  const wrong = termsWrong(terms);
  if (wrong) throw new Refusal(wrong);
  if (terms.instalmentPence < agreedLimits.least)
    throw new Refusal(`Enter an instalment of at least ${formatPence(agreedLimits.least)}.`);
  if (terms.totalPence > terms.arrearsPence) throw new Refusal('A plan can’t be for more than is overdue.');
  // What was paid since the agreement was still owed then.
  const [owed] = await tx<{ pence: number }[]>`
    select a.balance_pence + greatest(0, coalesce((select sum(amount_pence) from payment
      where rent_account_id = a.id and posted_at >= ${new Date(at)}), 0))::bigint as pence
    from rent_account a where a.id = ${row.id}`;
  if (terms.arrearsPence > owed!.pence)
    throw new Refusal(`Only ${formatPence(owed!.pence)} is owed. Change the plan.`);
  const budget = await readBudget(tx, row.id, terms.budgetId);
  const { state, missing } = budgetState(budget?.lines ?? []);
  if (state !== 'complete' && terms.basis !== 'court_ordered' && terms.noBudgetReason === '')
    throw new Refusal('Enter why there is no complete budget.');
  // Without an income a budget says nothing about what they can pay.
  const known = budget && !missing.includes('income') ? budgetView(budget, [], day).availableYearPence : null;
  const over = overSurplus(terms, known);
  if (over && terms.overReason === '') throw new Refusal(over);
}

/** Null if no budget is attached, or the attached one has not reached the server yet. */
async function readBudget(tx: Tx, caseId: number, ref: string | undefined): Promise<Budget | null> {
  if (ref === undefined) return null;
  const [budget] = await tx<Budget[]>`
    select household, lines from budget where ref = ${ref} and rent_account_id = ${caseId}`;
  return budget ?? null;
}

async function readInForce(tx: Tx, caseId: number): Promise<InForce | null> {
  const [plan] = await tx<InForce[]>`
    select p.id, p.ref, s.name as by, p.agreed_by as "staffId", p.happened_at as at,
      p.instalment_pence as "instalmentPence", p.rhythm, p.first_due_on as "firstDueOn", p.basis
    from repayment_plan p left join staff s on s.id = p.agreed_by
    where p.rent_account_id = ${caseId} and p.ended_on is null`;
  return plan ?? null;
}

async function readKept(
  tx: Tx,
  caseId: number,
  ref: string,
): Promise<{ id: number; inForce: boolean; endsOn: Day } | null> {
  const [known] = await tx<{ id: number; account: number; reason: string | null; endsOn: Day }[]>`
    select id, rent_account_id as account, end_reason as reason, ends_on as "endsOn" from repayment_plan where ref = ${ref}`;
  if (known && known.account !== caseId) throw new Refusal('This plan is already in another case.');
  // A plan that lost to another may be put into force; one that was in force cannot be agreed again.
  return known ? { id: known.id, inForce: known.reason !== 'not_in_force', endsOn: known.endsOn } : null;
}

async function insert(
  tx: Tx,
  { row, actor, day, at }: Step,
  terms: Agreed,
  ends: Day,
  kept: 'not_in_force' | null,
): Promise<number> {
  const { totalPence, arrearsPence, instalmentPence, rhythm, firstDueOn, basis = 'informal' } = terms;
  const [made] = await tx<{ id: number }[]>`
    insert into repayment_plan (rent_account_id, ref, instalment_pence, rhythm, first_due_on, agreed_on, agreed_by,
      tolerance_days, total_pence, arrears_pence, basis, ends_on, budget_id, over_reason, no_budget_reason, agreed_with, agreed_how, consent, note,
      happened_at, ended_on, end_reason)
    values (${row.id}, ${terms.planId}, ${instalmentPence}, ${rhythm}, ${firstDueOn}, ${day}, ${actor.staffId},
      ${planToleranceDays[rhythm]}, ${totalPence}, ${arrearsPence}, ${basis}, ${ends},
      (select id from budget where ref = ${terms.budgetId ?? null} and rent_account_id = ${row.id}),
      ${terms.overReason}, ${terms.noBudgetReason ?? ''}, ${terms.agreedWith}, ${terms.agreedHow}, ${terms.consent}, ${terms.note}, ${new Date(at)},
      ${kept ? day : null}, ${kept})
    on conflict (ref) do update set ended_on = excluded.ended_on, end_reason = excluded.end_reason,
      version = repayment_plan.version + 1
    returning id`;
  return made!.id;
}

async function end(
  { tx, actor, day, at }: Step,
  id: number,
  reason: ArgsOf<'plan.end'>['reason'] | 'replaced',
  note: string,
): Promise<void> {
  await tx`update repayment_plan set ended_on = greatest(agreed_on, ${day}), end_reason = ${reason}, end_note = ${note},
    ended_by = ${actor.staffId}, ended_at = ${new Date(at)}, version = version + 1 where id = ${id} and ended_on is null`;
}

/** Idempotent: when two people end the same plan, the first reason is kept. */
async function endPlan(step: Step, { plan, reason, note }: ArgsOf<'plan.end'>): Promise<{ planId: number }> {
  const { tx, row } = step;
  const [found] = await tx<{ id: number; ended: boolean; endNote: string | null }[]>`
    select id, ended_on is not null as ended, end_note as "endNote" from repayment_plan where rent_account_id = ${row.id}
      and ${typeof plan === 'number' ? tx`id = ${plan}` : tx`ref = ${plan}`}`;
  if (!found) throw new Refusal('This plan is not in this case.');
  if (found.ended) await keepSuperseded(step, 'plan.end', note, found.endNote);
  await end(step, found.id, reason, note);
  return { planId: found.id };
}

type Terms = Omit<PlanTerms, 'totalPence'> & { basis?: PlanBasis | undefined };
const inWords = ({ instalmentPence, rhythm, firstDueOn, basis }: Terms): string =>
  `${formatPence(instalmentPence)} ${rhythmWords[rhythm]} from ${formatDay(firstDueOn, true)}${basis === 'court_ordered' ? ', ordered by the court' : ''}`;

export const planHandlers = {
  'plan.agree': { do: agree },
  'plan.end': { do: endPlan },
} satisfies Partial<Handlers>;
