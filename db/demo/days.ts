// Days as whole numbers (days since 1970-01-01), which are quick to step through; 'YYYY-MM-DD' at the edges.
// Instants are epoch milliseconds. The demo's landlord is in England and keeps London time.

const dayMs = 86_400_000;
const texts = new Map<number, string>();

/** Refuses what is not a day of the calendar. */
export function dayNumber(day: string): number {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day)
    throw new RangeError(`not a day: ${day}`);
  return at / dayMs;
}

export function dayText(day: number): string {
  let text = texts.get(day);
  if (text === undefined) {
    text = new Date(day * dayMs).toISOString().slice(0, 10);
    texts.set(day, text);
  }
  return text;
}

/** 1 is Monday … 7 is Sunday. */
export const weekday = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** The Monday on or before. */
export const monday = (day: number): number => day - weekday(day) + 1;

/** The first day on or after `from` that is on `anchor`'s rhythm of `step` days. */
export const nextOnRhythm = (from: number, anchor: number, step: number): number =>
  from + ((((anchor - from) % step) + step) % step);

/** The first day on or after `from` that is the month's day `dayOfMonth` (1..28). */
export function nextMonthDay(from: number, dayOfMonth: number): number {
  const date = new Date(from * dayMs);
  const passed = date.getUTCDate() > dayOfMonth ? 1 : 0;
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + passed, dayOfMonth) / dayMs;
}

function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return Date.UTC(year, Math.floor(f / 31) - 1, (f % 31) + 1) / dayMs;
}

/** England's bank holidays of a year, with the day in lieu where one falls on a weekend. */
export function bankHolidays(year: number): { on: number; name: string }[] {
  const date = (month: number, day: number) => Date.UTC(year, month - 1, day) / dayMs;
  const firstMonday = (month: number) => monday(date(month, 7));
  const lastMonday = (month: number) => monday(date(month, 31));
  const easter = easterSunday(year);
  const lieu = (day: number) => (weekday(day) === 6 ? day + 2 : weekday(day) === 7 ? day + 1 : day);
  const christmas = date(12, 25);
  const christmasOn = weekday(christmas) >= 6 ? date(12, 27) : christmas;
  const boxingOn = weekday(christmas) === 5 || weekday(christmas) === 6 ? date(12, 28) : date(12, 26);
  return [
    { on: lieu(date(1, 1)), name: 'New Year’s Day' },
    { on: easter - 2, name: 'Good Friday' },
    { on: easter + 1, name: 'Easter Monday' },
    { on: firstMonday(5), name: 'Early May bank holiday' },
    { on: lastMonday(5), name: 'Spring bank holiday' },
    { on: lastMonday(8), name: 'Summer bank holiday' },
    { on: christmasOn, name: 'Christmas Day' },
    { on: boxingOn, name: 'Boxing Day' },
  ];
}

const holidays = new Map<number, Set<number>>();

export function isWorkingDay(day: number): boolean {
  if (weekday(day) > 5) return false;
  const year = Number(dayText(day).slice(0, 4));
  let days = holidays.get(year);
  if (!days) {
    days = new Set(bankHolidays(year).map((holiday) => holiday.on));
    holidays.set(year, days);
  }
  return !days.has(day);
}

/** The day itself, or the first working day after it. */
export function workingDay(day: number): number {
  let on = day;
  while (!isWorkingDay(on)) on++;
  return on;
}

export function addWorkingDays(day: number, count: number): number {
  let on = day;
  for (let left = count; left > 0; left--) on = workingDay(on + 1);
  return on;
}

/** The instant of that minute of a London day. Clocks change on Sunday mornings, when nothing here happens. */
export function londonInstant(day: number, minute: number): number {
  return day * dayMs + minute * 60_000 - (isSummerTime(day) ? 3_600_000 : 0);
}

/** From the last Sunday of March up to the last Sunday of October. */
function isSummerTime(day: number): boolean {
  const year = Number(dayText(day).slice(0, 4));
  const lastSunday = (month: number) => {
    const last = Date.UTC(year, month, 0) / dayMs;
    return last - (weekday(last) % 7);
  };
  return day >= lastSunday(3) && day < lastSunday(10);
}

/** The London day of an instant. */
export function londonDay(instant: number): number {
  const day = Math.floor(instant / dayMs);
  return isSummerTime(day) ? Math.floor((instant + 3_600_000) / dayMs) : day;
}
