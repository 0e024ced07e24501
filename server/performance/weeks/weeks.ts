// The weekly job: freezes every rent week that has ended, in order, each exactly once however many hubs there are, and
// catches up after downtime. A landlord that has none yet gets its past told from the ledger as it is known now.
import { longJob, type Sql } from '../../../db/connect.ts';
import type { Log } from '../../feed/feed.ts';
import { addDays, rentWeekStart } from '../../domain/days.ts';
import type { Day, Instant } from '../../domain/facts.ts';
import { dayIn, startOfDay } from '../../domain/zone.ts';
import { freezeWeek, type Week } from './freeze.ts';

/** Weeks told back from the first time on. */
export const weeksBack = 60;
const lock = 710_020;
/** Of the job's connection: one core at most, room to sort in, and no plan that takes longer to compile than to run. */
export const jobSettings = { ...longJob, max_parallel_workers_per_gather: 0, jit: 'off', work_mem: '64MB' };

export type WeeksOptions = { sql: Sql; log: Log; clock: () => number; back?: number };

/**
 * told: there is none, and when the running week ends (null without a landlord); `none`: no week was ever frozen.
 * elsewhere: another hub is at it.
 */
export type Next =
  { frozen: Week } | { told: true; endsAt: Instant | null; none: boolean } | { elsewhere: true };

/** Freezes the next week that has ended, in one transaction. */
export async function freezeNext({ sql, log, clock, back = weeksBack }: WeeksOptions): Promise<Next> {
  const began = performance.now();
  const next = (await sql.begin('isolation level repeatable read', async (tx): Promise<Next> => {
    // Waits for no other hub: the snapshot is taken with the first statement, and must not be older than their work.
    const [got] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${lock}, 1) as mine`;
    if (!got!.mine) return { elsewhere: true };
    const [now] = await tx<{ zone: string; starts: number; oldest: Day | null }[]>`
      select time_zone as zone, rent_week_starts_on as starts, (select min(due_on) from charge) as oldest from landlord`;
    if (!now) return { told: true, endsAt: null, none: true };
    const [newest] = await tx<
      { on: Day }[]
    >`select week_on as on from week_freeze order by week_on desc limit 1`;
    const today = dayIn(now.zone, clock());
    const thisWeek = rentWeekStart(today, now.starts);
    const first = now.oldest === null ? thisWeek : rentWeekStart(now.oldest, now.starts);
    const earliest = addDays(thisWeek, -7 * back);
    const on = newest ? addDays(newest.on, 7) : first > earliest ? first : earliest;
    const lastOn = addDays(on, 6);
    // By the week's own end: told weeks go on as they began where the landlord changes the day on which weeks begin.
    if (lastOn >= today)
      return { told: true, endsAt: startOfDay(now.zone, addDays(lastOn, 1)), none: newest === undefined };
    // Not the week that has just ended: so nobody froze it in its time.
    const rebuilt = addDays(lastOn, 7) < today;
    const week: Week = { on, lastOn, before: newest?.on ?? null, rebuilt };
    await freezeWeek(tx, week);
    return { frozen: week };
  })) as Next;
  if ('frozen' in next)
    log.info({ week: next.frozen.on, ms: Math.round(performance.now() - began) }, 'a rent week was frozen');
  return next;
}

/** All that have ended; how many were frozen. */
export async function freezeEnded(options: WeeksOptions, goOn: () => boolean = () => true): Promise<number> {
  let frozen = 0;
  while (goOn() && 'frozen' in (await freezeNext(options))) frozen++;
  return frozen;
}
