// Which visit a step belongs to. The device names the visit; the first of its steps to arrive gives the name to the
// officer's visit that is under way, or was when it happened; where there is none, what happened makes one.
import { Refusal } from '../../commands/outcome.ts';
import type { Step } from '../step.ts';

/** From setting out to its end, in milliseconds. */
export const longestVisit = 12 * 3_600_000;

/** The row's id. The caller holds the case's lock. */
export async function visitOf(step: Step, ref: string): Promise<number> {
  const { tx, actor, row, at, day } = step;
  let known = await namedVisit(step, ref);
  if (known === null) {
    // The name may be given in another case at this moment, under that case's lock: wait for it, and look again.
    await tx`select pg_advisory_xact_lock(hashtextextended(${ref}, 0))`;
    known = await namedVisit(step, ref);
  }
  if (known !== null) return known;
  const [adopted] = await tx<{ id: number }[]>`
    update visit set ref = ${ref}, version = version + 1 where id = (
      select id from visit where rent_account_id = ${row.id} and staff_id = ${actor.staffId} and ref is null
        and ((state = 'on_the_way' and planned_for = ${day}) or (state = 'planned' and planned_for <= ${day})
          or (state = 'cancelled' and planned_for = ${day} and set_out_at <= ${new Date(at)} and ended_at >= ${new Date(at)})
          or (state in ('done', 'stood_down', 'cancelled')
            and ended_at >= ${new Date(at)} and ended_at < ${new Date(at + longestVisit)}))
      order by state <> 'on_the_way', state <> 'planned', planned_for desc, ended_at, id limit 1)
    returning id`;
  if (adopted) return adopted.id;
  const [made] = await tx<{ id: number }[]>`
    insert into visit (rent_account_id, staff_id, state, planned_for, purpose, ended_at, ref)
    values (${row.id}, ${actor.staffId}, 'done', ${day}, ${row.blockers.length > 0 ? 'welfare' : 'arrears'},
      ${new Date(at)}, ${ref}) returning id`;
  return made!.id;
}

/** The visit that already has this name; null where none does. Refuses a colleague's, and another case's. */
async function namedVisit({ tx, actor, row }: Step, ref: string): Promise<number | null> {
  const [named] = await tx<{ id: number; staff_id: number; rent_account_id: number }[]>`
    select id, staff_id, rent_account_id from visit where ref = ${ref}`;
  if (!named) return null;
  if (named.staff_id !== actor.staffId) throw new Refusal('This visit belongs to a colleague.');
  if (named.rent_account_id !== row.id) throw new Refusal('This visit is already recorded in another case.');
  return named.id;
}
