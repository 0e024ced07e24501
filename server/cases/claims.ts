// "I'll take this": one colleague at a time has a case, until the end of the working day unless they say otherwise. It
// is not a lock: a colleague who goes there sees whose it is. Requests, hand-overs and take-overs are recorded.
import { mayAll } from '../access/rights.ts';
import { readBankHolidays } from '../commands/landlord.ts';
import type { ArgsOf } from '../contract/up.ts';
import { claimUntil } from '../domain/claim.ts';
import { formatDay } from '../domain/days.ts';
import { dayIn, timeIn } from '../domain/zone.ts';
import { Conflict, Refusal } from '../commands/outcome.ts';
import type { Handlers, Step } from './step.ts';
import { hasRightIn } from './sql-parts.ts';

type Claim = { id: number; staffId: number; name: string; taken: Date; until: Date; askedBy: number | null };
type Taken = { staffId: number; until: string };

/** The present claim; ends one that has expired. */
async function standing({ tx, row, now }: Step): Promise<Claim | null> {
  await tx`update case_claim set ended_at = until_at, why_ended = 'expired'
    where rent_account_id = ${row.id} and ended_at is null and until_at <= ${new Date(now)}`;
  const [claim] = await tx<Claim[]>`
    select c.id, c.staff_id as "staffId", s.name, c.taken_at as taken, c.until_at as until, c.asked_by as "askedBy"
    from case_claim c join staff s on s.id = c.staff_id
    where c.rent_account_id = ${row.id} and c.ended_at is null`;
  return claim ?? null;
}

async function end({ tx, actor, at }: Step, claim: Claim, why: 'released' | 'handed_over' | 'taken_over') {
  // A device's clock may be behind another's: nothing ends before it began.
  const ended = new Date(Math.max(at, claim.taken.getTime()));
  await tx`update case_claim set ended_at = ${ended}, ended_by = ${actor.staffId}, why_ended = ${why}
    where id = ${claim.id}`;
}

async function begin({ tx, row, at }: Step, staffId: number, until: number): Promise<Taken> {
  await tx`insert into case_claim (rent_account_id, staff_id, taken_at, until_at)
    values (${row.id}, ${staffId}, ${new Date(at)}, ${new Date(until)})`;
  return { staffId, until: new Date(until).toISOString() };
}

async function take(step: Step, { hours, over }: ArgsOf<'case.take'>): Promise<Taken> {
  const { tx, actor, at, now, timeZone } = step;
  const bankHolidays = await readBankHolidays(tx);
  const until = claimUntil(at, hours ?? null, { timeZone, bankHolidays });
  if (until <= now) throw new Refusal('Your time with this case has ended. Take it again.');
  const claim = await standing(step);
  if (claim && claim.staffId === actor.staffId) {
    await tx`update case_claim set until_at = ${new Date(until)} where id = ${claim.id} and until_at <> ${new Date(until)}`;
    return { staffId: actor.staffId, until: new Date(until).toISOString() };
  }
  if (claim && !over)
    throw new Conflict(
      `${claim.name} has this case until ${untilWords(claim.until, step)}. Ask for it or take it over.`,
      { staffId: claim.staffId, name: claim.name, until: claim.until.toISOString() },
    );
  if (claim) await end(step, claim, 'taken_over');
  return begin(step, actor.staffId, until);
}

async function release(step: Step, { to }: ArgsOf<'case.release'>): Promise<Taken | null> {
  const { actor } = step;
  const claim = await standing(step);
  // Released already, or run out: that is what was wanted.
  if (!claim) return null;
  const mine = claim.staffId === actor.staffId;
  if (!mine && !mayAll(actor, 'colleaguesWork'))
    throw new Refusal(`${claim.name} has this case. Ask for it or take it over.`);
  if (to === undefined) {
    await end(step, claim, 'released');
    return null;
  }
  await mayHave(step, to);
  await end(step, claim, 'handed_over');
  return begin(step, to, claim.until.getTime());
}

/** Refuses a colleague who may not have cases of that patch. */
async function mayHave({ tx, row, day }: Step, staffId: number): Promise<void> {
  const [found] = await tx`
    select from staff s where s.id = ${staffId} and s.active and ${hasRightIn(tx, 'claims', row.patchId, day)}`;
  if (!found) throw new Refusal('This colleague does not work in this patch. Choose another colleague.');
}

async function ask(step: Step): Promise<{ asked: string | null }> {
  const { tx, actor, at } = step;
  const claim = await standing(step);
  if (!claim || claim.staffId === actor.staffId) return { asked: null };
  if (claim.askedBy !== actor.staffId)
    await tx`update case_claim set asked_by = ${actor.staffId}, asked_at = ${new Date(at)} where id = ${claim.id}`;
  return { asked: claim.name };
}

async function keep(step: Step): Promise<null> {
  const claim = await standing(step);
  if (claim && claim.staffId !== step.actor.staffId) throw new Refusal(`${claim.name} now has this case.`);
  if (claim && claim.askedBy !== null)
    await step.tx`update case_claim set asked_by = null, asked_at = null where id = ${claim.id}`;
  return null;
}

/** '18:00', or 'Tue 10 Nov 18:00' where that is another day. */
function untilWords(until: Date, { timeZone, today }: Step): string {
  const day = dayIn(timeZone, until.getTime());
  return `${day === today ? '' : `${formatDay(day)} `}${timeIn(timeZone, until.getTime())}`;
}

export const claimHandlers = {
  'case.take': { do: take },
  'case.release': { do: release },
  'case.ask': { do: ask },
  'case.keep': { do: keep },
} satisfies Partial<Handlers>;
