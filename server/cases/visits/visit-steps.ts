// The steps of a visit that say what happened at the door and what comes next. Each may be sent again, late or out
// of order: the latest by the device's clock counts.
import type { ArgsOf } from '../../contract/up.ts';
import type { Day } from '../../domain/facts.ts';
import { alertsForbid } from '../../domain/law/alerts.ts';
import { forbids, type VisitPurpose } from '../../domain/law/holds.ts';
import { Refusal } from '../../commands/outcome.ts';
import { notedAt, type Step } from '../step.ts';
import { visitOf } from './visit-ref.ts';

type Answer = Promise<{ visitId: number }>;

/** An officer who was at the door did not turn back before it, in whichever order the two changes arrive. */
const tookPlace = (tx: Step['tx']) =>
  tx`case when state in ('stood_down', 'cancelled') then 'done' else state end`;

/** Records who was met. Throws a Refusal for a person of another tenancy. */
export async function met(step: Step, sent: ArgsOf<'visit.met'>): Answer {
  const { tx, row, at } = step;
  const named = [...new Set([...sent.people, ...(sent.confirmed ?? [])])];
  if (named.length > 0) {
    const known = await tx`
      select 1 from rent_account a join tenancy_person p on p.tenancy_id = a.tenancy_id
      where a.id = ${row.id} and p.person_id = any(${named}::int[])`;
    if (known.length < named.length) throw new Refusal('One of these people is not in this tenancy.');
  }
  const id = await visitOf(step, sent.visitId);
  await tx`update visit set met = ${sent.met}, met_people = ${sent.people}::int[], met_other = ${sent.other},
      met_note = ${sent.note}, 
      details_confirmed = ${sent.confirmed ? tx`${sent.confirmed}::int[]` : tx`details_confirmed`}, no_access_reason = null, card_left = null, tried_at = null, met_at = ${new Date(at)},
      state = ${tookPlace(tx)}, version = version + 1
    where id = ${id} and (met_at is null or met_at <= ${new Date(at)})`;
  return { visitId: id };
}

/** Records that nobody opened, with the instant of the attempt, at the latest now. */
export async function noAccess(step: Step, sent: ArgsOf<'visit.no-access'>): Answer {
  const { tx, at } = step;
  const id = await visitOf(step, sent.visitId);
  const triedAt = new Date(notedAt(step, sent.triedAt));
  await tx`update visit set met = 'nobody', met_people = '{}', details_confirmed = '{}', met_other = '', met_note = ${sent.note},
      no_access_reason = ${sent.reason}, card_left = ${sent.cardLeft}, tried_at = ${triedAt}, met_at = ${new Date(at)},
      state = ${tookPlace(tx)}, version = version + 1
    where id = ${id} and (met_at is null or met_at <= ${new Date(at)})`;
  return { visitId: id };
}

/** Records what comes next after the visit. Throws a Refusal for another visit without a day. */
export async function next(step: Step, sent: ArgsOf<'visit.next'>): Answer {
  const { tx, at } = step;
  if (sent.step === 'visit' && sent.on === undefined) throw new Refusal('Enter the day of the next visit.');
  const id = await visitOf(step, sent.visitId);
  await tx`update visit set next_step = ${sent.step}, next_on = ${sent.on ?? null}, next_note = ${sent.note},
      next_at = ${new Date(at)}, version = version + 1
    where id = ${id} and (next_at is null or next_at <= ${new Date(at)})`;
  await planNext(step, id);
  return { visitId: id };
}

/**
 * Plans the next visit that the ended one requests, unless a visit is planned already or is forbidden; the request itself
 * is kept with the ended visit.
 */
export async function planNext(step: Step, visitId: number): Promise<void> {
  const [ended] = await step.tx<{ next_on: Day; purpose: VisitPurpose }[]>`
    select next_on, purpose from visit
    where id = ${visitId} and state = 'done' and outcome is not null and next_step = 'visit' and next_on >= ${step.today}`;
  if (ended) await planVisitOn(step, ended.next_on, ended.purpose);
}

/** Plans a visit for that day, unless a colleague has one planned already or it is forbidden; moves one's own. */
export async function planVisitOn(
  { tx, actor, row, today }: Step,
  on: Day,
  purpose: VisitPurpose,
): Promise<void> {
  if (forbids(row.blockers, purpose) || alertsForbid(row.alerts, 'plan')) return;
  const [open] = await tx<{ id: number; staff_id: number; state: string }[]>`
    select id, staff_id, state from visit
    where rent_account_id = ${row.id} and state in ('planned', 'on_the_way') and planned_for >= ${today} limit 1`;
  if (!open)
    await tx`insert into visit (rent_account_id, staff_id, planned_for, purpose)
      values (${row.id}, ${actor.staffId}, ${on}, ${purpose})`;
  else if (open.staff_id === actor.staffId && open.state === 'planned')
    await tx`update visit set planned_for = ${on}, version = version + 1 where id = ${open.id}`;
}
