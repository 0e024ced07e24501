// A test file that sets its day: the test, the server that it starts, its databases and its pages have that instant on every
// run.
import { moveClock } from './clock.ts';
import { moved } from './days.ts';

/** An ordinary day, for the browser's tests and others: a Wednesday morning, far from any holiday. */
const ordinary = '2026-11-25T10:00Z';

/**
 * Call at the top of a file, before anything reads the time; afterwards the clock runs as usual. Does nothing where the run
 * has its own day (TEST_DAY, or one of the gate's days), which is then tested.
 */
export function liveAt(instant: string = ordinary): void {
  if (process.env['TEST_AHEAD_MS'] !== undefined) return;
  const { aheadMs, env } = moved(instant);
  Object.assign(process.env, env);
  moveClock(aheadMs);
}
