// Holds: started, looked at again, ended. Each of those is also a line of the hold's story (law_event), which is only
// ever added to. What a hold forbids is the domain's; that it binds at once is the case's lock: a step that comes after
// it reads it.
import { may } from '../../access/rights.ts';
import { readBankHolidays } from '../../commands/landlord.ts';
import type { ArgsOf } from '../../contract/up.ts';
import { crisisTerms, standardTerms } from '../../domain/law/breathing-space.ts';
import { addDays, formatDay } from '../../domain/days.ts';
import { isBreathingSpace, onlyManagerEndsHold } from '../../domain/law/holds.ts';
import type { Day, HoldKind } from '../../domain/facts.ts';
import { Conflict, Refusal } from '../../commands/outcome.ts';
import type { Handlers, Step } from '../step.ts';

type HoldRow = {
  id: number;
  kind: HoldKind;
  starts_on: Day;
  review_on: Day | null;
  ends_on: Day | null;
  treatment_ended_on: Day | null;
  ended_at: Date | null;
  version: number;
};

async function start(step: Step, args: ArgsOf<'hold.start'>): Promise<{ holdId: number }> {
  const { tx, row, today, actor, nation } = step;
  const { kind, startsOn, reason, reference } = args;
  if (isBreathingSpace(kind) && nation !== 'england' && nation !== 'wales')
    throw new Refusal('Breathing space applies in England and Wales only. Add an agreed hold instead.');
  const [same] = await tx<{ starts_on: Day }[]>`
    select starts_on from hold where rent_account_id = ${row.id} and kind = ${kind} and ended_at is null
      and (ends_on is null or (ends_on > ${today} and ends_on > ${startsOn}))`;
  if (same)
    throw new Refusal(
      `There is already a hold like this, since ${formatDay(same.starts_on, true)}. Review that one.`,
    );
  const terms = await termsOf(step, args);
  const [made] = await tx<{ id: number }[]>`
    insert into hold (rent_account_id, kind, reason, reference, starts_on, review_on, ends_on, created_by)
    values (${row.id}, ${kind}, ${reason}, ${reference}, ${startsOn}, ${terms.reviewOn}, ${terms.endsOn}, ${actor.staffId})
    returning id`;
  await recordEvent(step, made!.id, 'started', reason, terms);
  return { holdId: made!.id };
}

type Terms = { reviewOn: Day | null; endsOn: Day | null };

async function termsOf(step: Step, args: ArgsOf<'hold.start'>): Promise<Terms> {
  const { kind, startsOn, reviewOn, endsOn } = args;
  const holidays = await readBankHolidays(step.tx);
  if (kind === 'breathing_space') return standardTerms(startsOn, holidays);
  if (kind === 'mental_health_crisis') return crisisTerms(startsOn, null, step.today, holidays);
  if (endsOn !== undefined && endsOn <= startsOn)
    throw new Refusal('Enter an end day after the start of the hold.');
  if (reviewOn !== undefined && reviewOn < startsOn)
    throw new Refusal('Enter a review day that is not before the start of the hold.');
  if (endsOn === undefined && reviewOn === undefined) throw new Refusal('Enter an end day or a review day.');
  return { reviewOn: reviewOn ?? null, endsOn: endsOn ?? null };
}

/** Returns the hold; refuses one that is over, and throws Conflict where a colleague has changed it meanwhile. */
async function requireOpenHold(step: Step, holdId: number): Promise<HoldRow> {
  const [hold] = await step.tx<HoldRow[]>`
    select id, kind, starts_on, review_on, ends_on, treatment_ended_on, ended_at, version from hold
    where id = ${holdId} and rent_account_id = ${step.row.id}`;
  if (!hold) throw new Refusal('This hold is not in this case.');
  if (hold.ended_at) throw new Refusal('This hold has already ended.');
  if (hold.ends_on !== null && hold.ends_on <= step.today)
    throw new Refusal(`This hold ended on ${formatDay(addDays(hold.ends_on, -1), true)}.`);
  if (step.baseVersion !== undefined && step.baseVersion !== hold.version)
    throw new Conflict('A colleague has just changed this hold. Check it again.', hold);
  return hold;
}

async function review(step: Step, args: ArgsOf<'hold.review'>): Promise<{ holdId: number }> {
  const hold = await requireOpenHold(step, args.holdId);
  const terms = await reviewed(step, hold, args);
  const treatment = args.treatmentEndedOn ?? hold.treatment_ended_on;
  await step.tx`update hold set review_on = ${terms.reviewOn}, ends_on = ${terms.endsOn},
    treatment_ended_on = ${treatment}, version = version + 1 where id = ${hold.id}`;
  await recordEvent(step, hold.id, 'reviewed', args.note, terms);
  return { holdId: hold.id };
}

async function reviewed(step: Step, hold: HoldRow, args: ArgsOf<'hold.review'>): Promise<Terms> {
  const { today } = step;
  // A standard breathing space ends on the day that the law sets: a review does not change it.
  if (hold.kind === 'breathing_space') return { reviewOn: null, endsOn: hold.ends_on };
  if (hold.kind === 'mental_health_crisis') {
    const ended = args.treatmentEndedOn ?? hold.treatment_ended_on;
    if (ended !== null && (ended < hold.starts_on || ended > today))
      throw new Refusal(
        'Enter a day for the end of treatment between the start of the breathing space and today.',
      );
    return crisisTerms(hold.starts_on, ended, today, await readBankHolidays(step.tx));
  }
  const endsOn = args.endsOn ?? hold.ends_on;
  // Moving the end nearer counts as ending it early.
  if (endsOn !== null && (hold.ends_on === null || endsOn < hold.ends_on)) refuseEarlyEnd(step, hold);
  const reviewOn = args.reviewOn ?? null;
  if (endsOn !== null && endsOn <= today)
    throw new Refusal('Enter an end day after today, or end the hold now.');
  if (reviewOn !== null && reviewOn <= today) throw new Refusal('Enter a review day after today.');
  if (endsOn === null && reviewOn === null) throw new Refusal('Enter an end day or a review day.');
  return { reviewOn, endsOn };
}

function refuseEarlyEnd({ actor }: Step, hold: HoldRow): void {
  if (!may(actor, 'endHoldsEarly')) throw new Refusal('Only officers and managers can end a hold early.');
  if (onlyManagerEndsHold(hold.kind) && !may(actor, 'endProtection'))
    throw new Refusal('Only a manager can end this kind of hold early.');
}

async function end(step: Step, { holdId, reason }: ArgsOf<'hold.end'>): Promise<{ holdId: number }> {
  const { tx, actor, at, today } = step;
  const hold = await requireOpenHold(step, holdId);
  refuseEarlyEnd(step, hold);
  // From today on; one that had not begun, or began today, never held.
  const endsOn = hold.starts_on > today ? hold.starts_on : today;
  await tx`update hold set ends_on = ${endsOn}, ended_at = ${new Date(at)}, ended_by = ${actor.staffId},
    end_reason = ${reason}, version = version + 1 where id = ${hold.id}`;
  await recordEvent(step, hold.id, 'ended', reason, { reviewOn: null, endsOn });
  return { holdId: hold.id };
}

async function recordEvent(
  { tx, row, actor, at }: Step,
  holdId: number,
  did: 'started' | 'reviewed' | 'ended',
  note: string,
  { reviewOn, endsOn }: Terms,
): Promise<void> {
  await tx`insert into law_event (rent_account_id, hold_id, did, note, review_on, until_on, staff_id, happened_at)
    values (${row.id}, ${holdId}, ${did}, ${note}, ${reviewOn}, ${endsOn}, ${actor.staffId}, ${new Date(at)})`;
}

export const holdHandlers = {
  'hold.start': { do: start },
  'hold.review': { do: review },
  'hold.end': { do: end },
} satisfies Partial<Handlers>;
