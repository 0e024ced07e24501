// What the bench `tiles` forks: the product, which reports its event loop and its processor time between 'begin' and
// 'end'. 'cost': what one change costs the sums of this landlord. 'without' takes the tiles away: what is left is the floor.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readEnvironment } from '../../../server/environment.ts';
import { startDoorstep } from '../../../server/main.ts';

export type Load = {
  loopMs: { p50: number; p99: number; max: number };
  cpuMs: number;
  rows: number;
  cases: number;
  turns: number;
};

// What a server does once a day or once a week is done before, or left out: it would be measured instead.
const doorstep = await startDoorstep(readEnvironment(), { weekly: false });
await doorstep.tiles.settled();
const learnt = async () =>
  (await doorstep.sql`select from daily_work where name = 'learn calendars'`).length > 0;
while (!(await learnt())) await new Promise((resolve) => setTimeout(resolve, 500));
const loop = monitorEventLoopDelay({ resolution: 5 });
let began = { cpu: process.cpuUsage(), ...doorstep.tiles.counters };
process.send?.({ url: doorstep.url });
process.on('message', (message) => {
  if (message === 'without') void doorstep.tiles.stop().then(() => process.send?.({ without: true }));
  if (message === 'cost') process.send?.({ cost: costOfAChange() });
  if (message === 'begin') {
    loop.reset();
    loop.enable();
    began = { cpu: process.cpuUsage(), ...doorstep.tiles.counters };
    process.send?.({ begun: true });
  }
  if (message === 'end') {
    loop.disable();
    const cpu = process.cpuUsage(began.cpu);
    const { rows, cases, turns } = doorstep.tiles.counters;
    // The monitor's own timer is in each of its values.
    const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - 5);
    const load: Load = {
      loopMs: { p50: late(loop.percentile(50)), p99: late(loop.percentile(99)), max: late(loop.max) },
      cpuMs: (cpu.user + cpu.system) / 1000,
      rows: rows - began.rows,
      cases: cases - began.cases,
      turns: turns - began.turns,
    };
    process.send?.({ load });
  }
});
/**
 * Median over rounds (long ones: the system counts in ticks), in microseconds of this thread's processor time: what else the
 * machine does is not in it.
 */
function costOfAChange(): number {
  const { sums } = doorstep.tiles;
  const all = [...sums.entries()].filter(([key]) => key.startsWith('case:'));
  const rounds = Array.from({ length: 9 }, () => {
    const some = Array.from({ length: 60_000 }, () => all[Math.floor(Math.random() * all.length)]!);
    const before = process.threadCpuUsage();
    for (const [key, one] of some) sums.set(key, one);
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / some.length;
  });
  return rounds.sort((a, b) => a - b)[4]!;
}

process.once('SIGTERM', () => void doorstep.stop().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(0));
