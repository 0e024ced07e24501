// Tests that lean on the calendar.
export const calendarTests: string[] = ['tests/rooms/days.test.ts'];
