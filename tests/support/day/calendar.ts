// The tests that lean on the calendar, which `npm test` runs on each of the gate's days (days.ts) besides today: those
// that ask the machine, the database or a device for the time and then rely on what day, week or hour it is. Add a file
// that failed on some day, or could have; leave out what is given its day (the domain) and what is slow: every file here
// runs once for each of those days, and all of them together have 90 seconds.
export const calendarTests: string[] = [
  'tests/rooms/days.test.ts',
  // When a case moves by itself, and what is due.
  'server/worklist/worklist.test.ts',
  'server/cases/threads/threads.test.ts',
  'server/cases/history/history.test.ts',
  // Today, this week, and what is usual by now.
  'server/performance/tiles/tiles.test.ts',
  'server/performance/weeks/weeks.test.ts',
  'tests/hub/tiles.test.ts',
  'tests/hub/day.test.ts',
];
