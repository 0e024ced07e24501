// Several processes freeze the weeks of one landlord, and some are killed with -9 meanwhile, one of them in the middle of a
// week: each week is frozen once, in order, with the figures that one process alone would have written.
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addDays, rentWeekStart } from '../../server/domain/days.ts';
import { readBridge } from '../../server/performance/weeks/bridge.ts';
import { freezeEnded } from '../../server/performance/weeks/weeks.ts';
import { afterFile } from '../support/cleanup.ts';
import { freshDatabase } from '../support/database.ts';
import { smallLandlord } from '../support/landlord.ts';
import { silentLog } from '../support/silent-log.ts';
import { londonDay } from '../support/london-day.ts';
import { begin, untilBlocked } from '../support/transactions.ts';

const { sql, url } = await freshDatabase();
const weeks = 16;
const patience = { timeout: 20_000, interval: 5 };
const thisWeek = rentWeekStart(londonDay(), 1);
const first = addDays(thisWeek, -7 * weeks);

function startJob(): ChildProcess {
  const child = fork(join(import.meta.dirname, 'weeks-process.ts'), [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: url },
  });
  afterFile(() => child.kill('SIGKILL'));
  return child;
}
const countFrozen = async () =>
  (await sql<{ n: number }[]>`select count(*)::int as n from week_freeze`)[0]!.n;
const lines = () =>
  sql`select week_on, position_id, line, what, pence, rows from week_line order by 1, 2, 3, 4`;

test('[PERF-15] a process is killed with -9 in the middle of a week while others work: each week is frozen once, complete, in order', async () => {
  await smallLandlord(sql, { homes: 40, patches: 3 });
  await sql`insert into charge (rent_account_id, amount_pence, due_on)
    select a.id, 9000 + a.id, ${first}::date + 7 * w from rent_account a, generate_series(0, ${weeks - 1}) w`;
  await sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select a.id, 17000, 'card', 'test', a.id || ' ' || w, ${first}::date + 14 * w + 3
    from rent_account a, generate_series(0, ${weeks / 2 - 1}) w`;

  // Nobody can write a week's figures until this lock is released: the process at the first week stops in the middle of it.
  const holder = await begin(url);
  await holder.tx`lock table week_line in access exclusive mode`;
  const doomed = startJob();
  await untilBlocked(sql, 'doorstep weeks', patience.timeout);
  doomed.kill('SIGKILL');
  const others = [startJob(), startJob()];
  await holder.rollback();
  for (const enough of [4, 9]) {
    await expect.poll(countFrozen, patience).toBeGreaterThanOrEqual(enough);
    others.shift()!.kill('SIGKILL');
    others.push(startJob());
  }
  await expect.poll(countFrozen, patience).toBe(weeks);

  const expected = await lines();
  const whole = (await readBridge(sql, {
    scope: { of: 'landlord' as const },
    from: first,
    to: addDays(thisWeek, -7),
    states: ['current', 'court', 'former'],
  }))!;
  const [ledger] = await sql<
    { pence: number }[]
  >`select sum(balance_pence)::bigint as pence from rent_account`;
  expect([whole.residualPence, whole.closingPence]).toEqual([0, ledger!.pence]);
  for (const child of others) child.kill('SIGKILL');
  // Postgres ends the session of a killed process, and releases its lock on freezing, a little later.
  await expect
    .poll(
      () =>
        sql`select from pg_stat_activity where application_name = 'doorstep weeks' and datname = current_database()`,
      patience,
    )
    .toEqual([]);
  await sql`delete from week_freeze`;
  expect(await freezeEnded({ sql, log: silentLog, clock: Date.now })).toBe(weeks);
  expect(await lines()).toEqual(expected);
}, 60_000);
