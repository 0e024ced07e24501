// Tasks with a day: written by a person, or left by a hold that ended (domain/law/tasks.ts works those out; what is kept here
// of one is only that somebody ended it, once).
import { mayIn } from '../../access/rights.ts';
import type { ArgsOf } from '../../contract/up.ts';
import type { Day } from '../../domain/facts.ts';
import { refuseNamedElsewhere } from '../named-here.ts';
import { Refusal } from '../../commands/outcome.ts';
import { keepSuperseded } from '../superseded-text.ts';
import type { Handlers, Step } from '../step.ts';
import type { LawTask } from '../../domain/law/tasks.ts';

/** A task that follows from the law, in the shape of a written one. */
export const asTask = ({ because, kind, what, dueOn, forRole }: LawTask) => ({
  id: null,
  because,
  kind,
  what,
  dueOn,
  for: forRole,
  by: null,
});

async function add(step: Step, args: ArgsOf<'task.add'>): Promise<{ taskId: string }> {
  const { tx, row, actor, at } = step;
  const { taskId, what, dueOn, forRole, forStaff } = args;
  if (forStaff !== undefined) {
    const [someone] = await tx`select 1 from staff where id = ${forStaff} and active`;
    if (!someone) throw new Refusal('This person no longer works here. Choose another colleague.');
  }
  await refuseNamedElsewhere(tx, 'task', row.id, taskId);
  await tx`insert into task (id, rent_account_id, what, due_on, for_role, for_staff, made_by, made_at)
    values (${taskId}, ${row.id}, ${what}, ${dueOn}, ${forRole ?? null}, ${forStaff ?? null}, ${actor.staffId}, ${new Date(at)})
    on conflict do nothing`;
  return { taskId };
}

/** Idempotent: a second call changes nothing. */
async function done(step: Step, args: ArgsOf<'task.done'>): Promise<{ taskId: string }> {
  const { tx, row, actor, at } = step;
  const { taskId, because, note } = args;
  // Others are shown their own tasks alone (due-tasks.ts).
  const all = mayIn(actor, 'tasks', row.patchId);
  if (because !== undefined && !all)
    throw new Refusal('Only officers and managers can decide what to do after a hold.');
  if (because !== undefined) return doneOfHold(step, { taskId, because, note });
  const [found] = await tx<{ note: string }[]>`
    update task set done_at = coalesce(done_at, ${new Date(at)}), done_by = coalesce(done_by, ${actor.staffId}),
      done_note = case when done_at is null then ${note} else done_note end
    where id = ${taskId} and rent_account_id = ${row.id}
      and (${all} or for_role = ${actor.role} or for_staff = ${actor.staffId} or made_by = ${actor.staffId})
    returning done_note as note`;
  if (!found) throw new Refusal('This task is not in this case.');
  await keepSuperseded(step, 'task.done', note, found.note);
  return { taskId };
}

async function doneOfHold(
  { tx, row, actor, at, today }: Step,
  { taskId, because, note }: { taskId: string; because: string; note: string },
): Promise<{ taskId: string }> {
  const [hold] = await tx<{ ends_on: Day | null }[]>`
    select ends_on from hold where id = ${Number(because.slice('hold-ended:'.length))} and rent_account_id = ${row.id}`;
  if (!hold || hold.ends_on === null || hold.ends_on > today) throw new Refusal('This hold has not ended.');
  await refuseNamedElsewhere(tx, 'task', row.id, taskId);
  await tx`
    insert into task (id, rent_account_id, what, due_on, because, made_at, done_at, done_by, done_note)
    values (${taskId}, ${row.id}, 'Decided what comes after the hold', ${hold.ends_on}, ${because}, ${new Date(at)}, ${new Date(at)},
      ${actor.staffId}, ${note}) on conflict do nothing`;
  return { taskId };
}

export const taskHandlers = {
  'task.add': { do: add },
  'task.done': { do: done },
} satisfies Partial<Handlers>;
