// Records whose time is doubted, because the clock of the device that recorded them was wrong: the record is kept, the time
// that it counts from is kept beside the one that the device sent, and the person who recorded it gets a task to check it.
import { may } from '../access/rights.ts';
import { longDay } from '../domain/day-words.ts';
import { aboutHowLong, type Happened, type TimeDoubt } from '../domain/device-clock.ts';
import type { Instant } from '../domain/facts.ts';
import { dayIn, timeIn } from '../domain/zone.ts';
import type { Mutation, MutationKind } from '../contract/up.ts';
import type { Step } from './step.ts';

/** What was recorded, within a sentence; null where no rule and no reader uses its time. */
const subjects: Record<MutationKind, string | null> = {
  'visit.plan': null,
  'visit.set-out': 'setting out on a visit',
  'visit.knock-check': null,
  'visit.go-anyway': 'a visit',
  'visit.turn-back': 'a visit',
  'visit.finish': 'a visit',
  'visit.met': 'a visit',
  'visit.no-access': 'a visit',
  'visit.next': 'a visit',
  'check.record': 'a check of the home',
  'hazard.step': 'a step for a hazard',
  'contact.record': 'a contact',
  'budget.record': 'a budget',
  'plan.agree': 'a payment plan',
  'plan.end': 'the end of a payment plan',
  'prompt.answer': 'a check for help',
  'support.add': 'a support need',
  'support.end': 'a support need',
  'referral.make': 'a referral',
  'referral.take': null,
  'referral.outcome': 'the outcome of a referral',
  'hold.start': 'a hold',
  'hold.review': 'the review of a hold',
  'hold.end': 'the end of a hold',
  'alert.add': 'an alert',
  'alert.review': 'the review of an alert',
  'alert.end': 'the end of an alert',
  'evidence.add': 'evidence',
  'evidence.withdraw': 'evidence',
  'court.step': 'a court step',
  'task.add': null,
  'task.done': 'a completed task',
  'thread.start': 'a message',
  'message.send': 'a message',
  'thread.read': null,
  'thread.take': null,
  'thread.assign': null,
  'thread.snooze': null,
  'thread.settle': null,
  'thread.reopen': null,
  'message.to-repair': null,
  'repair.status': 'the status of a repair',
  'repair.note': 'a note on a repair',
  'repair-note.to-thread': null,
  'case.take': null,
  'case.release': null,
  'case.ask': null,
  'case.keep': null,
  'person.correct': 'a correction',
  'household.confirm': 'who lives here',
};

export const subjectOf = (kind: string): string =>
  (Object.hasOwn(subjects, kind) && subjects[kind as MutationKind]) || 'a record';

/** 'Monday 30 November 2026, 14:02' on the landlord's clocks. */
export const longTime = (timeZone: string, at: Instant): string =>
  `${longDay(dayIn(timeZone, at))}, ${timeIn(timeZone, at)}`;

/** Why, as a sentence. */
export function doubtSentence(why: TimeDoubt, byMs: number): string {
  const by = aboutHowLong(byMs);
  if (why === 'changed') return `The clock of the device was changed by ${by}.`;
  if (why === 'unknown') return `The clock of the device was off by ${by}.`;
  if (why === 'future') return `The clock of the device was ahead by ${by}.`;
  return `The clock of the device was behind by ${by}.`;
}

/** What Postgres can store of any instant that the contract accepts. */
export const storable = (at: Instant): Date => new Date(Math.max(at, Date.UTC(1000, 0, 1)));

/**
 * Keeps that the time of this record is doubted, with a task for the person who made it: one for each case, until it is
 * closed, for a day's work with a wrong clock is one thing to look at.
 */
export async function flagTime(step: Step, mutation: Mutation, doubt: Happened['doubt']): Promise<void> {
  const { tx, row, actor, at, now, today, timeZone } = step;
  if (!doubt || subjects[mutation.kind] === null) return;
  const [open] = await tx<{ id: string }[]>`
    select k.id from doubtful_time d join task k on k.id = d.task_id
    where d.rent_account_id = ${row.id} and d.staff_id = ${actor.staffId} and k.done_at is null limit 1`;
  if (!open) {
    const what = `Check the time of ${subjectOf(mutation.kind)}: the device’s clock was off by ${aboutHowLong(doubt.by)}. It counts from ${longTime(timeZone, at)}.`;
    // The repairs team has no list of tasks: the officer asks them.
    const forStaff = may(actor, 'tasks') ? actor.staffId : null;
    await tx`insert into task (id, rent_account_id, what, due_on, for_staff, for_role, made_at)
      values (${mutation.id}, ${row.id}, ${what}, ${today}, ${forStaff}, ${forStaff === null ? 'officer' : null}, ${new Date(now)})`;
  }
  await tx`insert into doubtful_time (mutation_id, rent_account_id, staff_id, kind, why, off_by_ms, device_at, counted_at, task_id)
    values (${mutation.id}, ${row.id}, ${actor.staffId}, ${mutation.kind}, ${doubt.why}, ${Math.round(doubt.by)},
      ${storable(Date.parse(mutation.madeAt))}, ${new Date(at)}, ${open?.id ?? mutation.id})`;
}
