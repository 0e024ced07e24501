// What is found in a home, at a visit or by a member of staff who is there for another reason, and what follows from it at
// once: a repair with its priority and target, the clock of a hazard, a task for the manager. Checks are facts: a
// correction is another check, which says what it replaces.
import type { ArgsOf } from '../../contract/up.ts';
import { checkName, checkRefusal, followsFrom, isHazardKind } from '../../domain/checks.ts';
import { dayNumber, dayNumbers, dayOf, formatDay, toWorkingDay } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';
import { hazardInLaw } from '../../domain/law/hazards.ts';
import { may, mayNot } from '../../access/rights.ts';
import { dayIn } from '../../domain/zone.ts';
import { stepHazard } from './hazards.ts';
import { tenancyEnded } from '../tenancy-ended.ts';
import { refuseNamedElsewhere } from '../named-here.ts';
import { sharePhotos } from './photos.ts';
import { raiseRepair, takeBack, type Found } from './raise-repair.ts';
import { readClocks, readHazardsInLaw } from './read-clocks.ts';
import { Refusal } from '../../commands/outcome.ts';
import { notedAt, type Handlers, type Step } from '../step.ts';
import { visitOf } from './visit-ref.ts';
import { met, next, noAccess } from './visit-steps.ts';

/** raised: the repairs that were raised or found open, by the checks that they follow from. */
async function record(
  step: Step,
  { visitId, checks }: ArgsOf<'check.record'>,
): Promise<{ raised: { checkId: string; repairId: number }[] }> {
  const { actor, row } = step;
  const noVisit = visitId === undefined ? null : mayNot(actor, 'visit.met', row.patchId);
  if (noVisit) throw new Refusal(noVisit);
  if (!may(actor, 'everyCheck') && checks.some(({ kind }) => kind !== 'access'))
    throw new Refusal('Your team records access only. Ask the officer to check the rest of the home.');
  for (const check of checks) {
    const why = checkRefusal(check) ?? (await notYetInLaw(step, check));
    if (why) throw new Refusal(why);
  }
  if (visitId === undefined) await refuseOfPeopleWhoLeft(step, checks);
  const visit = visitId === undefined ? null : await visitOf(step, visitId);
  const raised: { checkId: string; repairId: number }[] = [];
  for (const { photos, seenAt, ...check } of checks) {
    const found: Found = { ...check, seenAt: notedAt(step, seenAt) };
    if (!(await keep(step, found, visit))) continue;
    await step.tx`insert into check_photo (check_id, photo_id)
      select ${found.checkId}::uuid, id from unnest(${photos}::uuid[]) id on conflict do nothing`;
    const follows = followsFrom(found);
    if (follows.repair) {
      const repairId = await raiseRepair(step, found, follows, visit !== null);
      await step.tx`update home_check set repair_id = ${repairId} where id = ${found.checkId}`;
      await sharePhotos(step.tx, step.row.id, photos);
      raised.push({ checkId: found.checkId, repairId });
    } else if (found.replaces) await takeBack(step, found.replaces);
    if (follows.escalation) await escalate(step, found, follows.escalation, visit !== null);
    else if (found.replaces) await settle(step, found.replaces);
  }
  return { raised };
}

/**
 * Outside a visit nothing is recorded of a home whose tenancy was over when it was seen, but what needs a repair: that
 * follows the home. A visit is a fact, with all that was seen at it.
 */
async function refuseOfPeopleWhoLeft(step: Step, checks: ArgsOf<'check.record'>['checks']): Promise<void> {
  for (const check of checks) {
    if (followsFrom(check).repair) continue;
    const seenOn = dayIn(step.timeZone, notedAt(step, check.seenAt));
    if (await tenancyEnded(step.tx, step.row.id, seenOn))
      throw new Refusal('This tenancy has ended. Record the check in the case of the new one.');
  }
}

/** A hazard that no law of this nation names on the day on which it was seen is recorded as the condition of the home. */
async function notYetInLaw(
  step: Step,
  { kind, finding, seenAt }: ArgsOf<'check.record'>['checks'][number],
): Promise<string | null> {
  if (!isHazardKind(kind) || finding !== 'problem') return null;
  const { tx, nation, timeZone } = step;
  const on = dayIn(timeZone, notedAt(step, seenAt));
  if (hazardInLaw(kind, nation, on, await readHazardsInLaw(tx, nation))) return null;
  return `${checkName(kind)} was not a separate hazard in law on ${formatDay(on, true)}. Record it under condition of the home.`;
}

/** False where this check is known already. */
async function keep({ tx, row, actor }: Step, found: Found, visit: number | null): Promise<boolean> {
  if (found.replaces) await refuseNamedElsewhere(tx, 'home_check', row.id, found.replaces);
  const rows = await tx`
    insert into home_check (id, rent_account_id, visit_id, staff_id, kind, room, finding, severity, note, replaces, happened_at)
    values (${found.checkId}, ${row.id}, ${visit}, ${actor.staffId}, ${found.kind}, ${found.room}, ${found.finding},
      ${found.severity}, ${found.note}, ${found.replaces ?? null}, ${new Date(found.seenAt)})
    on conflict do nothing returning 1`;
  if (rows.length === 0) await refuseNamedElsewhere(tx, 'home_check', row.id, found.checkId);
  return rows.length > 0;
}

async function escalate(
  step: Step,
  found: Found,
  when: 'today' | 'next_working_day',
  atVisit: boolean,
): Promise<void> {
  const { tx, row, actor } = step;
  const from = atVisit ? 'a visit' : actor.name;
  const what = `${when === 'today' ? 'Urgent welfare concern' : 'Welfare concern'} from ${from}. ${found.note}`;
  // A corrected worry is one task still.
  const [known] = found.replaces
    ? await tx`update task set what = ${what.trim().slice(0, 500)}, due_on = ${await dueOn(step, when)}
        where id = ${found.replaces} and rent_account_id = ${row.id} and done_at is null returning 1`
    : [];
  if (known) return;
  await tx`insert into task (id, rent_account_id, what, due_on, for_role, made_by, made_at)
    values (${found.checkId}, ${row.id}, ${what.trim().slice(0, 500)}, ${await dueOn(step, when)}, 'manager',
      ${actor.staffId}, ${new Date(found.seenAt)}) on conflict do nothing`;
}

/** Closes the task of a worry that was withdrawn, with that reason. */
async function settle({ tx, row, actor, at }: Step, replaced: string): Promise<void> {
  await tx`update task set done_at = ${new Date(at)}, done_by = ${actor.staffId}, done_note = 'Corrected at the visit: no worry.'
    where id = ${replaced} and rent_account_id = ${row.id} and done_at is null`;
}

async function dueOn({ tx, nation, today }: Step, when: 'today' | 'next_working_day'): Promise<Day> {
  if (when === 'today') return today;
  const { bankHolidays } = await readClocks(tx, nation);
  return dayOf(toWorkingDay(dayNumber(today) + 1, 1, dayNumbers(bankHolidays)));
}

export const checkHandlers = {
  'visit.met': { do: met },
  'visit.no-access': { do: noAccess },
  'visit.next': { do: next },
  'check.record': { do: record },
  'hazard.step': { reads: 'home', do: stepHazard },
} satisfies Partial<Handlers>;
