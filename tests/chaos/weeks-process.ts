// What the chaos tests fork: the weekly job alone, with short pauses, to be killed with -9.
import { WeeklyJob } from '../../server/performance/weeks/weekly.ts';

const log = { info: () => process.send?.('frozen'), warn() {}, error: console.error, debug() {} };
const timing = { firstMs: 0, restTimes: 0, restMs: 0, elsewhereMs: 250, againMs: 250 };
new WeeklyJob({ url: process.env['DATABASE_URL']!, log, clock: Date.now, timing }).start();
// The job's own timers do not keep the process alive.
const alive = setInterval(() => {}, 1_000);
process.on('disconnect', () => {
  clearInterval(alive);
  process.exit(0);
});
