// A test file that says which day it is: it, the server that it starts, its databases and its pages live at that instant,
// whenever it runs.
import { moveClock } from './clock.ts';
import { moved } from './days.ts';

/** The day of the browser's tests and of whoever needs an ordinary one: a Wednesday morning, far from any holiday. */
const ordinary = '2026-11-25T10:00Z';

/**
 * Call before anything asks for the time, at the top of a file; from then on the clock runs as usual. Does nothing where
 * the run has a day of its own (TEST_DAY, or one of the gate's days): that one is what is tried.
 */
export function liveAt(instant: string = ordinary): void {
  if (process.env['TEST_AHEAD_MS'] !== undefined) return;
  const { aheadMs, env } = moved(instant);
  Object.assign(process.env, env);
  moveClock(aheadMs);
}
