// Days on which Doorstep was wrong before, or on which calendars change: `npm test` runs the tests that depend on the
// calendar (calendar.ts) on each of them, and TEST_DAY="2027-03-28 00:40" runs any project on any day. Times are UTC.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

export const days: { name: string; at: string }[] = [
  { name: 'year-end', at: '2026-12-31T23:30Z' },
  { name: 'monday-0005', at: '2027-01-11T00:05Z' },
  { name: 'clocks-forward', at: '2027-03-28T00:40Z' },
  { name: 'rent-year', at: '2027-04-05T00:10Z' },
  { name: 'sunday-2100', at: '2027-06-06T20:00Z' },
  { name: 'clocks-back', at: '2027-10-31T00:40Z' },
  { name: 'leap-day', at: '2028-02-29T12:00Z' },
];

export type Moved = { aheadMs: number; env: Record<string, string> };

/** The settings with which a project's workers have that instant. Throws if it is not a valid one. */
export function moved(at: string): Moved {
  const instant = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(at) ? at : `${at.trim().replace(' ', 'T')}Z`);
  if (Number.isNaN(instant))
    throw new RangeError(`TEST_DAY is no instant: ${at}. Write 2027-03-28 00:40, in UTC.`);
  const aheadMs = instant - Date.now();
  const clock = pathToFileURL(join(import.meta.dirname, 'clock.ts')).href;
  const env = {
    TEST_AHEAD_MS: String(aheadMs),
    NODE_OPTIONS: [process.env['NODE_OPTIONS'], '--disable-warning=ExperimentalWarning', `--import=${clock}`]
      .filter(Boolean)
      .join(' '),
  };
  return { aheadMs, env };
}
