// From a check to the repair that follows from it, with its priority, its target and, where the law sets a clock, its
// hazard. Seen again in the same room while its repair is open, it is the same repair: more urgent if need be, never later.
import type { CheckFound, Follows, RepairPriority, Severity } from '../../domain/checks.ts';
import { checkName, moreUrgent, sentence } from '../../domain/checks.ts';
import type { Instant } from '../../domain/facts.ts';
import { clockFor, clockRuns, hazardClock, nextDeadline, ownTarget } from '../../domain/law/hazards.ts';
import { dayIn } from '../../domain/zone.ts';
import { readClocks, type Clocks } from './read-clocks.ts';
import type { Step } from '../step.ts';

export type Found = CheckFound & { checkId: string; replaces?: string | undefined; seenAt: Instant };

/** The repair's id. `follows.repair` is there. `atVisit`: an officer's visit, which its description names. */
export async function raiseRepair(
  step: Step,
  found: Found,
  follows: Follows,
  atVisit: boolean,
): Promise<number> {
  const { tx, row } = step;
  const { category, priority } = follows.repair!;
  const targetAt = await targetOf(step, found, follows);
  const open = await openRepair(step, found, category);
  let id: number;
  if (open) {
    id = open.id;
    // A correction of its own check, before work began, replaces the priority. Otherwise it can only become more urgent.
    const corrects = open.corrected && open.status === 'reported';
    await tx`update repair set
        priority = ${corrects ? priority : moreUrgent(open.priority, priority)},
        target_at = ${corrects ? new Date(targetAt) : tx`least(target_at, ${new Date(targetAt)})`},
        description = ${corrects ? descriptionOf(step, found, atVisit) : tx`description`}
      where id = ${id}`;
  } else {
    const [made] = await tx<{ id: number }[]>`
      insert into repair (property_id, category, priority, description, reported_at, target_at)
      select t.property_id, ${category}, ${priority}, ${descriptionOf(step, found, atVisit)}, ${new Date(found.seenAt)},
        ${new Date(targetAt)}
      from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${row.id} returning id`;
    id = made!.id;
  }
  await keepHazard(step, found, follows, id, open?.corrected ?? false);
  return id;
}

async function keepHazard(
  step: Step,
  { seenAt }: Found,
  { hazard }: Follows,
  repairId: number,
  corrected: boolean,
) {
  const { tx, nation } = step;
  if (hazard) {
    await tx`insert into hazard (repair_id, severity, aware_at, nation)
      values (${repairId}, ${hazard}, ${new Date(seenAt)}, ${nation})
      on conflict (repair_id) do update set aware_at = least(hazard.aware_at, excluded.aware_at),
        severity = case when ${corrected} or excluded.severity = 'emergency' then excluded.severity else hazard.severity end`;
  } else if (corrected) {
    await tx`delete from hazard where repair_id = ${repairId} and investigated_on is null and made_safe_at is null`;
  }
}

/** A check corrected to need no repair cancels the repair that it raised, unless work on it has begun. */
export async function takeBack({ tx, row }: Step, replaced: string): Promise<void> {
  const taken = await tx<{ id: number }[]>`
    update repair r set status = 'cancelled', completed_at = null
    from home_check c where c.id = ${replaced} and c.rent_account_id = ${row.id} and c.repair_id = r.id
      and r.status = 'reported' and not exists (
        select from home_check o where o.repair_id = r.id and o.id <> c.id
          and not exists (select from home_check later where later.replaces = o.id and later.rent_account_id = o.rent_account_id))
    returning r.id`;
  for (const { id } of taken) await tx`delete from hazard where repair_id = ${id}`;
}

type Open = { id: number; status: string; priority: RepairPriority; corrected: boolean };

async function openRepair({ tx, row }: Step, found: Found, category: string): Promise<Open | null> {
  const [open] = await tx<Open[]>`
    select r.id, r.status, r.priority, coalesce(c.id = ${found.replaces ?? null}::uuid, false) as corrected
    from home_check c join repair r on r.id = c.repair_id
    where c.rent_account_id = ${row.id} and r.category = ${category} and r.status not in ('completed', 'cancelled')
      and (c.id = ${found.replaces ?? null}::uuid or (c.kind = ${found.kind} and lower(c.room) = lower(${found.room})))
    order by corrected desc, r.reported_at, r.id limit 1`;
  return open ?? null;
}

async function targetOf(step: Step, { seenAt }: Found, { repair, hazard }: Follows): Promise<Instant> {
  const { timeZone, nation } = step;
  const on = dayIn(timeZone, seenAt);
  const clocks: Clocks = await readClocks(step.tx, nation);
  const covered =
    hazard && clockRuns({ kind: repair!.category, severity: hazard, nation }, on, clocks.hazards);
  const law = covered ? clockFor(nation, on, clocks.awaab) : null;
  if (hazard && law) {
    const facts = {
      severity: hazard as Exclude<Severity, 'slight'>,
      awareAt: seenAt,
      madeSafeAt: null,
      investigatedOn: null,
      investigatedAt: null,
      summaryOn: null,
      safetyWorksOn: null,
      furtherWorksOn: null,
    };
    const settings = { timeZone, bankHolidays: clocks.bankHolidays, now: seenAt };
    const due = nextDeadline(hazardClock(facts, law.figures, settings));
    if (due) return due.dueAt;
  }
  const own = clockFor(nation, on, clocks.landlord);
  return ownTarget(repair!.priority, seenAt, own?.figures ?? fallback, timeZone);
}

/** Where a landlord has deleted its own row of times. */
const fallback = { emergencyHours: 24, urgentDays: 7, routineDays: 28 };

const howBad: Record<Severity, string> = {
  slight: 'slight',
  significant: 'significant',
  emergency: 'an emergency',
};

/** Read by the repairs team: what was seen and where, never why the officer was there. */
function descriptionOf(
  { actor }: Step,
  { kind, room, finding, severity, note }: Found,
  atVisit: boolean,
): string {
  const seen = atVisit ? 'Seen at a visit by' : 'Seen by';
  const missing = finding === 'missing' ? ' missing' : finding === 'not_working' ? ' does not work' : '';
  const head = `${kind === 'condition' ? 'Disrepair' : checkName(kind)}${missing}${room ? `, ${room}` : ''}${severity ? `: ${howBad[severity]}` : ''}.`;
  return `${head}${note ? ` ${sentence(note)}` : ''} ${seen} ${actor.name}.`.slice(0, 4000);
}
