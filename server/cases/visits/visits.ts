// The steps of a visit: planned, on the way, and then done, stood down or cancelled. Steps may arrive late and out of
// order from a phone's queue: what happened is kept, what was only planned may be refused. The caller holds the
// case's lock, so that no two of these run at once for one case.
import type { VisitOutcome } from '../../contract/mutations/visit.ts';
import type { ArgsOf, KnockVerdict } from '../../contract/up.ts';
import { formatDay } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';
import { alertsForbid } from '../../domain/law/alerts.ts';
import { forbids, type VisitPurpose } from '../../domain/law/holds.ts';
import { holdsKnownAt } from '../law/binding.ts';
import { knockVerdict } from './knock.ts';
import { keepSuperseded } from '../superseded-text.ts';
import type { Handlers, Step } from '../step.ts';
import { Refusal } from '../../commands/outcome.ts';
import { refuseFrozenPromise, refuseSmallPromise } from './promise.ts';
import { longestVisit, visitOf } from './visit-ref.ts';
import { planNext } from './visit-steps.ts';

type Open = {
  id: number;
  staff_id: number;
  staff_name: string;
  state: 'planned' | 'on_the_way';
  planned_for: Day;
  purpose: VisitPurpose;
};

async function openVisits({ tx, row, today }: Step): Promise<Open[]> {
  // A visit of an earlier day that was never ended is closed: done where something was recorded at the door, else cancelled.
  await tx`update visit v set ended_at = now(), version = version + 1,
      state = case when met is not null or exists (select from home_check c where c.visit_id = v.id) then 'done' else 'cancelled' end
    where rent_account_id = ${row.id} and state = 'on_the_way' and planned_for < ${today}`;
  return tx<Open[]>`
    select v.id, v.staff_id, s.name as staff_name, v.state, v.planned_for, v.purpose
    from visit v join staff s on s.id = v.staff_id
    where v.rent_account_id = ${row.id} and v.state in ('planned', 'on_the_way') and v.planned_for >= ${today}
    order by v.state <> 'on_the_way', v.planned_for, v.id`;
}

const mine = (visits: Open[], { actor }: Step) => visits.find((v) => v.staff_id === actor.staffId);
const others = (visits: Open[], { actor }: Step, state: Open['state']) =>
  visits.find((v) => v.state === state && v.staff_id !== actor.staffId);

function refuseWhereForbidden({ row }: Step, purpose: VisitPurpose): void {
  const blocker = forbids(row.blockers, purpose);
  if (blocker) throw new Refusal(`${blocker.text}: you can’t visit about arrears.`);
  const barred = alertsForbid(row.alerts, 'plan');
  if (barred) throw new Refusal(barred);
}

function refuseWhereAnotherGoes(visits: Open[], step: Step): void {
  const going = others(visits, step, 'on_the_way');
  if (going) throw new Refusal(`${going.staff_name} is already on the way to this visit.`);
}

async function plan(
  step: Step,
  { plannedFor, purpose = 'arrears' }: ArgsOf<'visit.plan'>,
): Promise<{ visitId: number }> {
  const { tx, actor, row, at } = step;
  refuseWhereForbidden(step, purpose);
  const visits = await openVisits(step);
  refuseWhereAnotherGoes(visits, step);
  const theirs = others(visits, step, 'planned');
  if (theirs) {
    throw new Refusal(`${theirs.staff_name} already plans to visit on ${formatDay(theirs.planned_for)}.`);
  }
  const own = mine(visits, step);
  if (own?.state === 'on_the_way') throw new Refusal('You are already on the way to this visit.');
  if (own) {
    await tx`update visit set planned_for = ${plannedFor}, purpose = ${purpose}, version = version + 1 where id = ${own.id}`;
    return { visitId: own.id };
  }
  const [made] = await tx<{ id: number }[]>`
    insert into visit (rent_account_id, staff_id, planned_for, purpose, created_at)
    values (${row.id}, ${actor.staffId}, ${plannedFor}, ${purpose}, ${new Date(at)}) returning id`;
  return { visitId: made!.id };
}

async function setOut(
  step: Step,
  { accompanied, purpose: chosen, read }: ArgsOf<'visit.set-out'>,
): Promise<{ visitId: number }> {
  const { tx, actor, row, at, now, today } = step;
  const ended = await endedSince(step);
  if (ended !== null) {
    await tx`update visit set set_out_at = ${new Date(at)}, version = version + 1 where id = ${ended} and set_out_at is null`;
    return { visitId: ended };
  }
  const visits = await openVisits(step);
  const own = mine(visits, step);
  const purpose = chosen ?? own?.purpose ?? 'arrears';
  // Also for an officer who is on the way: they get a hold that began meanwhile.
  refuseWhereForbidden(step, purpose);
  if (own?.state === 'on_the_way') return { visitId: own.id };
  const barred = alertsForbid(row.alerts, { accompanied: accompanied ?? false, read: read ?? [] });
  if (barred) throw new Refusal(barred);
  refuseWhereAnotherGoes(visits, step);
  // Only now is it known what was owed: a setting out that arrives late was before what came meanwhile.
  const owed =
    now - at < 60_000 ? tx`(select balance_pence from rent_account where id = ${row.id})` : tx`null`;
  if (own) {
    await tx`update visit set state = 'on_the_way', purpose = ${purpose}, planned_for = ${today}, set_out_at = ${new Date(at)},
      set_out_balance_pence = ${owed}, version = version + 1 where id = ${own.id}`;
    return { visitId: own.id };
  }
  const [made] = await tx<{ id: number }[]>`
    insert into visit (rent_account_id, staff_id, state, planned_for, purpose, set_out_at, set_out_balance_pence)
    values (${row.id}, ${actor.staffId}, 'on_the_way', ${today}, ${purpose}, ${new Date(at)}, ${owed}) returning id`;
  return { visitId: made!.id };
}

/** This officer's visit here that ended soon after `at`: a step that arrives late belongs to it. */
async function endedSince({ tx, actor, row, at }: Step): Promise<number | null> {
  const [found] = await tx<{ id: number }[]>`
    select id from visit where rent_account_id = ${row.id} and staff_id = ${actor.staffId}
      and state in ('done', 'stood_down', 'cancelled')
      and ended_at >= ${new Date(at)} and ended_at < ${new Date(at + longestVisit)}
    order by ended_at limit 1`;
  return found?.id ?? null;
}

/** Answers from the case as the database has it, weighing what was paid since the officer set out. */
async function knockCheck(step: Step): Promise<KnockVerdict> {
  // All from one read: money read later than the case would be shown with the debt that it has paid.
  const visit = step.fresh?.case.visit;
  const own = visit?.staffId === step.actor.staffId ? (visit.underWay ?? null) : null;
  const purpose = own?.purpose ?? 'arrears';
  const verdict = knockVerdict(step.fresh, own, purpose, step.timeZone, new Date(step.now));
  await keepVerdict(step, verdict);
  return verdict;
}

async function keepVerdict({ tx, actor, row }: Step, verdict: KnockVerdict): Promise<void> {
  await tx`update visit set knock_checked_at = ${verdict.asOf}, knock_verdict = ${verdict.verdict}, version = version + 1
    where rent_account_id = ${row.id} and staff_id = ${actor.staffId} and state = 'on_the_way'`;
}

async function goAnyway(step: Step, { reason }: ArgsOf<'visit.go-anyway'>): Promise<{ visitId: number }> {
  const { tx } = step;
  const own = mine(await openVisits(step), step);
  const id = own?.state === 'on_the_way' ? own.id : await endedSince(step);
  if (id === null) throw new Refusal('You are not on the way to this visit.');
  const text = reason.slice(0, 1000);
  const [before] = await tx<
    { reason: string | null }[]
  >`select go_anyway_reason as reason from visit where id = ${id}`;
  await keepSuperseded(step, 'visit.go-anyway', before?.reason ?? null, text);
  await tx`update visit set go_anyway_reason = ${text}, version = version + 1 where id = ${id}`;
  return { visitId: id };
}

async function turnBack(step: Step, { because }: ArgsOf<'visit.turn-back'>): Promise<{ visitId: number }> {
  const own = mine(await openVisits(step), step);
  if (!own) {
    const ended = await endedSince(step);
    if (ended !== null) return { visitId: ended };
    throw new Refusal('You have no visit here to turn back from.');
  }
  // After an officer has met somebody or looked at the home, the visit took place: it is recorded as done.
  await step.tx`update visit v set ended_at = ${new Date(step.at)}, version = version + 1,
      state = case when met is null and not exists (select from home_check c where c.visit_id = v.id) then ${because} else 'done' end
    where id = ${own.id}`;
  return { visitId: own.id };
}

const reachedBy: Record<VisitOutcome, boolean> = {
  seen_tenant: true,
  promise: true,
  paid_at_door: true,
  refused: true,
  seen_other: false,
  no_access: false,
  card_left: false,
  unsafe: false,
};

/** Ends the visit, or records an unannounced one. Idempotent: a visit has one contact, however often this is sent. */
async function finish(
  step: Step,
  { outcome, note, purpose: chosen, promise, visitId: ref }: ArgsOf<'visit.finish'>,
): Promise<{ visitId: number; contactId: number }> {
  const { tx, actor, row, at, day } = step;
  // Unannounced: where a hold binds, it was not about the debt.
  const purpose = chosen ?? (forbids(row.blockers, 'arrears') ? 'welfare' : 'arrears');
  refuseSmallPromise(promise);
  const named = ref === undefined ? null : await visitOf(step, ref);
  const [own] = await tx<
    { id: number; purpose: VisitPurpose; outcome: string | null; ended_at: Date | null }[]
  >`
    select id, purpose, outcome, ended_at from visit where rent_account_id = ${row.id} and staff_id = ${actor.staffId}
      and (id = ${named} or (${named}::bigint is null
        and (state = 'on_the_way' or (state = 'planned' and planned_for <= ${day}))))
    order by state <> 'on_the_way', planned_for desc, id limit 1`;
  if (promise) refuseFrozenPromise(promise, await holdsKnownAt(step), own?.purpose ?? purpose);
  const ended = new Date(at);
  let visitId = own?.id;
  if (visitId === undefined) {
    const [made] = await tx<{ id: number }[]>`
      insert into visit (rent_account_id, staff_id, state, planned_for, outcome, note, purpose, promise_pence, promise_on, ended_at)
      values (${row.id}, ${actor.staffId}, 'done', ${day}, ${outcome}, ${note}, ${purpose},
        ${promise?.amountPence ?? null}, ${promise?.on ?? null}, ${ended}) returning id`;
    visitId = made!.id;
  } else {
    await tx`update visit set state = 'done', planned_for = ${day}, outcome = ${outcome}, note = ${note},
      promise_pence = ${promise?.amountPence ?? null}, promise_on = ${promise?.on ?? null}, ended_at = ${ended},
      version = version + 1 where id = ${visitId}`;
  }
  const contactId = await contactOf(
    step,
    outcome,
    own?.purpose ?? purpose,
    own?.outcome ? own.ended_at : null,
  );
  await planNext(step, visitId);
  return { visitId, contactId };
}

/** earlier: the end of this visit in an earlier version, whose contact this corrects. */
async function contactOf(
  { tx, actor, row, at }: Step,
  outcome: VisitOutcome,
  purpose: VisitPurpose,
  earlier: Date | null,
): Promise<number> {
  const reached = reachedBy[outcome];
  const [known] = await tx<{ id: number }[]>`
    update contact set reached = ${reached}, happened_at = ${new Date(at)}
    where rent_account_id = ${row.id} and staff_id = ${actor.staffId} and kind = 'visit' and happened_at = ${earlier}
    returning id`;
  if (known) return known.id;
  const [made] = await tx<{ id: number }[]>`
    insert into contact (rent_account_id, staff_id, kind, reached, purpose, happened_at)
    values (${row.id}, ${actor.staffId}, 'visit', ${reached}, ${purpose}, ${new Date(at)}) returning id`;
  return made!.id;
}

export const visitHandlers = {
  'visit.plan': { do: plan },
  'visit.set-out': { do: setOut },
  'visit.knock-check': { needsFresh: true, do: knockCheck },
  'visit.go-anyway': { do: goAnyway },
  'visit.turn-back': { do: turnBack },
  'visit.finish': { do: finish },
} satisfies Partial<Handlers>;
