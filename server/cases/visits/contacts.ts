// Calls, messages, letters and talks at the office, with what was agreed. A visit leaves its own contact (visits.ts).
import type { ArgsOf } from '../../contract/up.ts';
import { mayNot } from '../../access/rights.ts';
import type { Day } from '../../domain/facts.ts';
import { forbids } from '../../domain/law/holds.ts';
import { holdsKnownAt } from '../law/binding.ts';
import { Refusal } from '../../commands/outcome.ts';
import type { Handlers, Step } from '../step.ts';
import { refuseFrozenPromise, refuseSmallPromise } from './promise.ts';
import { planVisitOn } from './visit-steps.ts';

/**
 * A contact to collect is refused where a hold that was known then bound on that day; its words stay in the audit. A
 * tenant who comes to the office does so on their own initiative, and is never refused. A visit is planned only by people
 * who make visits.
 */
async function record(
  step: Step,
  { kind, reached, note, purpose = 'arrears', promise, next }: ArgsOf<'contact.record'>,
): Promise<{ contactId: number }> {
  const { tx, actor, row, at, today } = step;
  if (kind !== 'office') {
    const holds = await holdsKnownAt(step);
    const hold = forbids(holds, purpose);
    if (hold)
      throw new Refusal(
        `${hold.text}: you can’t contact them about arrears. Choose what it was about if it was a repair or how they are.`,
      );
    refuseFrozenPromise(promise, holds, purpose);
  }
  const noVisits = next?.step === 'visit' ? mayNot(actor, 'visit.plan', row.patchId) : null;
  if (noVisits) throw new Refusal(noVisits);
  if (promise && !reached) throw new Refusal('Record a promise only if you reached someone.');
  refuseSmallPromise(promise);
  const [made] = await tx<{ id: number }[]>`
    insert into contact (rent_account_id, staff_id, kind, reached, note, purpose, happened_at,
      promise_pence, promise_on, next_step, next_on)
    values (${row.id}, ${actor.staffId}, ${kind}, ${reached}, ${note}, ${purpose}, ${new Date(at)},
      ${promise?.amountPence ?? null}, ${promise?.on ?? null}, ${next?.step ?? null}, ${next?.on ?? null})
    returning id`;
  // A phone without signal may send it after that day: the task is due all the same, a visit on a past day is not planned.
  if (next && next.step !== 'visit') await addTask(step, taskWords[next.step], next.on);
  else if (next && next.on >= today) await planVisitOn(step, next.on, purpose);
  return { contactId: made!.id };
}

const taskWords = { call: 'Call again', message: 'Send a message', review: 'Review the case' };

async function addTask({ tx, actor, row, at }: Step, what: string, dueOn: Day): Promise<void> {
  await tx`insert into task (id, rent_account_id, what, due_on, for_staff, made_by, made_at)
    values (gen_random_uuid(), ${row.id}, ${what}, ${dueOn}, ${actor.staffId}, ${actor.staffId}, ${new Date(at)})`;
}

export const contactHandlers = {
  'contact.record': { do: record },
} satisfies Partial<Handlers>;
