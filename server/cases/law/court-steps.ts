// Court steps: facts that a person decided or a court made; the program sends none of them. The landlord's own steps are
// refused, with every reason, while a hold binds on their day, the checklist has a gap, or the notice's days run.
import { may } from '../../access/rights.ts';
import type { ArgsOf } from '../../contract/up.ts';
import { isBreathingSpace } from '../../domain/law/holds.ts';
import { courtState, courtStepWords, inTheWayOf, isLandlordStep } from '../../domain/law/court.ts';
import type { Day, Instant } from '../../domain/facts.ts';
import { holdsOn } from '../../domain/law/holds.ts';
import { checklist } from '../../domain/law/pre-action.ts';
import { nextMidnight, startOfDay } from '../../domain/zone.ts';
import { heldUpAt, holdsBindingOn, readHolds } from './binding.ts';
import { readEvidence, readItems, readNoticeRule, readSteps, readTenants } from './checklist.ts';
import { refuseNamedElsewhere } from '../named-here.ts';
import { Refusal } from '../../commands/outcome.ts';
import type { Handlers, Step } from '../step.ts';

async function record(step: Step, args: ArgsOf<'court.step'>): Promise<{ stepId: string }> {
  const { tx, row, actor, at, day } = step;
  const { stepId, kind, on, hearingOn, reference, note } = args;
  if (on > day) throw new Refusal('Enter the date it happened: today or earlier.');
  if (hearingOn !== undefined && hearingOn < on)
    throw new Refusal('Enter a hearing date that is not before the date of this step.');
  if (isLandlordStep(kind)) {
    if (kind !== 'notice_served' && !may(actor, 'court'))
      throw new Refusal('A manager decides whether to go to court.');
    const reasons = await standsInTheWay(step, args);
    if (reasons.length > 0) throw new Refusal(`${courtStepWords[kind]}: not yet. ${reasons.join('. ')}.`);
  }
  await refuseNamedElsewhere(tx, 'court_step', row.id, stepId);
  await tx`insert into court_step (id, rent_account_id, kind, on_day, hearing_on, reference, note, staff_id, happened_at)
    values (${stepId}, ${row.id}, ${kind}, ${on}, ${hearingOn ?? null}, ${reference}, ${note}, ${actor.staffId},
      ${new Date(at)}) on conflict do nothing`;
  return { stepId };
}

async function standsInTheWay(
  step: Step,
  { kind, on: day }: Pick<ArgsOf<'court.step'>, 'kind' | 'on'>,
): Promise<string[]> {
  if (!isLandlordStep(kind)) return [];
  const { tx, row, nation, fresh, today, now, timeZone } = step;
  const [tenancy] = await tx<{ kind: string }[]>`
    select t.kind from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${row.id}`;
  const rule = await readNoticeRule(tx, nation, tenancy?.kind ?? 'any', day);
  const spaces = await readHolds(step);
  const frozenOn = (when: Day) => spaces.some((hold) => isBreathingSpace(hold.kind) && holdsOn(hold, when));
  const state = courtState(await readSteps(tx, row.id), rule, frozenOn, day);
  const noticeOn = state.notice?.on ?? null;
  const states = checklist(await readItems(tx, nation), await readEvidence(tx, row.id), {
    day,
    tenants: await readTenants(tx, row.id),
    noticeOn,
  });
  // A past day is judged by the holds of that day; today also by whether anything is owed.
  const blockers = day === today ? row.blockers : await holdsBindingOn(step, day);
  const weeksOwed = fresh ? fresh.case.weeksOwed : null;
  const heldUp = await heldUpAt(tx, row.id, day === today ? now : endOfDay(timeZone, day));
  return inTheWayOf(kind, { day, blockers, states, state, rule, weeksOwed, heldUp });
}

/** A past day is judged by the facts at its end. */
const endOfDay = (timeZone: string, day: Day): Instant =>
  nextMidnight(timeZone, startOfDay(timeZone, day)) - 1;

export const courtHandlers = {
  'court.step': { needsFresh: true, do: record },
} satisfies Partial<Handlers>;
