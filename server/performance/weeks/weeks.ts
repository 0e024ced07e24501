// The weekly job: freezes every rent week that has ended, in order, each exactly once however many hubs there are, and
// catches up after downtime. For a landlord without any, past weeks are rebuilt from the ledger
// as it is known now.
import { longJob, type Sql } from '../../../db/connect.ts';
import type { Log } from '../../feed/feed.ts';
import { addDays, rentWeekStart } from '../../domain/days.ts';
import type { Day, Instant } from '../../domain/facts.ts';
import { dayIn, startOfDay } from '../../domain/zone.ts';
import { freezeWeek, type Week } from './freeze.ts';

/** How many past weeks the first run rebuilds. */
export const weeksBack = 60;
const lock = 710_020;
/** Settings of the job's connection: at most one core, memory for sorting, no JIT. */
export const jobSettings = { ...longJob, max_parallel_workers_per_gather: 0, jit: 'off', work_mem: '64MB' };

export type WeeksOptions = { sql: Sql; log: Log; clock: () => number; back?: number };

/**
 * idle: no ended week is left; `endsAt`: when the current week ends (null without a landlord); `none`: no week was ever frozen.
 * elsewhere: another hub is freezing.
 */
export type Next =
  { frozen: Week } | { idle: true; endsAt: Instant | null; none: boolean } | { elsewhere: true };

/** Freezes the next week that has ended, in one transaction. */
export async function freezeNext({ sql, log, clock, back = weeksBack }: WeeksOptions): Promise<Next> {
  const began = performance.now();
  const next = (await sql.begin('isolation level repeatable read', async (tx): Promise<Next> => {
    // Never waits for the lock: the snapshot is taken with the first statement, and would be older than the other hub's week.
    const [got] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${lock}, 1) as mine`;
    if (!got!.mine) return { elsewhere: true };
    const [now] = await tx<{ zone: string; starts: number; oldest: Day | null }[]>`
      select time_zone as zone, rent_week_starts_on as starts, (select min(due_on) from charge) as oldest from landlord`;
    if (!now) return { idle: true, endsAt: null, none: true };
    const [newest] = await tx<
      { on: Day }[]
    >`select week_on as on from week_freeze order by week_on desc limit 1`;
    const today = dayIn(now.zone, clock());
    const thisWeek = rentWeekStart(today, now.starts);
    const first = now.oldest === null ? thisWeek : rentWeekStart(now.oldest, now.starts);
    const earliest = addDays(thisWeek, -7 * back);
    const on = newest ? addDays(newest.on, 7) : first > earliest ? first : earliest;
    const lastOn = addDays(on, 6);
    // By the week's own end: the weeks keep their first day even if the landlord changes the day on which weeks begin.
    if (lastOn >= today)
      return { idle: true, endsAt: startOfDay(now.zone, addDays(lastOn, 1)), none: newest === undefined };
    // Older than the week that has just ended: it was not frozen in time.
    const rebuilt = addDays(lastOn, 7) < today;
    const week: Week = { on, lastOn, before: newest?.on ?? null, rebuilt };
    await freezeWeek(tx, week);
    return { frozen: week };
  })) as Next;
  if ('frozen' in next)
    log.info({ week: next.frozen.on, ms: Math.round(performance.now() - began) }, 'a rent week was frozen');
  return next;
}

/** Freezes every week that has ended, while `goOn()` is true. Returns how many were frozen. */
export async function freezeEnded(options: WeeksOptions, goOn: () => boolean = () => true): Promise<number> {
  let frozen = 0;
  while (goOn() && 'frozen' in (await freezeNext(options))) frozen++;
  return frozen;
}
