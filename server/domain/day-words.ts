// Days as people write them in the UK. The words are ours: browsers differ ("Wed, 25 Nov", "Sept"), and the same day must
// read the same on every screen. Days are 'YYYY-MM-DD' (days.ts); `formatDay` there gives 'Mon 9 Nov'.
import { calendarDate, dayNumber, weekday } from './days.ts';
import type { Day } from './facts.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** 'Monday'. */
export const weekdayName = (day: Day): string => weekdays[weekday(day) - 1]!;

/** '9 November'; with the year where it is asked for: '9 November 2026'. */
export function longDate(day: Day, withYear = true): string {
  const { year, month, date } = calendarDate(dayNumber(day));
  return `${date} ${months[month - 1]}${withYear ? ` ${year}` : ''}`;
}

/** 'Monday 9 November'; with the year where it is asked for. */
export const longDay = (day: Day, withYear = true): string =>
  `${weekdayName(day)} ${longDate(day, withYear)}`;

/** '9 Nov'; with the year where it is asked for: '9 Nov 2026'. */
export function shortDate(day: Day, withYear = false): string {
  const { year, month, date } = calendarDate(dayNumber(day));
  return `${date} ${months[month - 1]!.slice(0, 3)}${withYear ? ` ${year}` : ''}`;
}

/** 'Nov'; with the year where it is asked for: 'Nov 2026', since 'Nov 26' would be a day. For a chart's axis. */
export function monthName(day: Day, withYear = false): string {
  const { year, month } = calendarDate(dayNumber(day));
  return months[month - 1]!.slice(0, 3) + (withYear ? ` ${year}` : '');
}
