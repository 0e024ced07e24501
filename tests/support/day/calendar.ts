// The tests that depend on the calendar, which `npm test` also runs on each of the gate's days (days.ts): those that read the
// time of the machine, the database or a device and depend on the day, week or hour. Add a file that failed on some day, or
// could have failed; leave out tests that are given their day (the domain) and slow ones: every file here runs once for each
// of those days, and all of them together may take 90 seconds.
export const calendarTests: string[] = [
  'tests/rooms/days.test.ts',
  // When a case changes with time, and what is due.
  'server/worklist/worklist.test.ts',
  'server/cases/threads/threads.test.ts',
  'server/cases/history/history.test.ts',
  // Today, this week, and the usual figure by now.
  'server/performance/tiles/tiles.test.ts',
  'server/performance/weeks/weeks.test.ts',
  'tests/hub/tiles.test.ts',
  'tests/hub/day.test.ts',
];
