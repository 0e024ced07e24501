// When an answer is needed, and by which day the repairs team will be there: the presets to choose from, and how
// such times are written. Instants are epoch ms or ISO strings, days 'YYYY-MM-DD', all in the landlord's time zone.
// Working days here leave out weekends only: a bank holiday is chosen by hand.
import { addDays, weekday } from '#domain/days.ts';
import { timeOf, dayOf, dayWords } from '../words/time.ts';

const hourMs = 3_600_000;

/** The instant at which the landlord's clocks show that time on that day; where it is skipped in spring, an hour on. */
export function instantAt(day: string, time: string): number {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  // The offset from UTC, computed twice, because the first result is of another instant.
  const ahead = (instant: number) =>
    Date.parse(`${dayOf(instant)}T${timeOf(instant)}:00Z`) - floorMinute(instant);
  return wanted - ahead(wanted - ahead(wanted));
}
const floorMinute = (instant: number) => Math.floor(instant / 60_000) * 60_000;

const isWeekend = (day: string) => weekday(day) > 5;

/** The first day after this one that is no Saturday or Sunday. */
export function nextWorkingDay(day: string): string {
  let next = addDays(day, 1);
  while (isWeekend(next)) next = addDays(next, 1);
  return next;
}

export type Preset = { label: string; value: string };

/** "Today 17:00" while that is at least an hour off, the next working day at noon and at its end, and a week. Instants. */
export function answerPresets(now: number): Preset[] {
  const today = dayOf(now);
  const next = nextWorkingDay(today);
  const found: [day: string, time: string][] = [
    [today, '12:00'],
    [today, '17:00'],
    [next, '12:00'],
    [next, '17:00'],
    [addDays(today, 7), '17:00'],
  ];
  return found
    .map(([day, time]) => ({ day, time, at: instantAt(day, time) }))
    .filter(({ at, day }) => at - now >= hourMs && !(day === today && isWeekend(today)))
    .map(({ day, time, at }) => ({
      label: upper(`${dayWords(day, now)} ${time === '12:00' ? 'noon' : time}`),
      value: new Date(at).toISOString(),
    }));
}

/** Today, tomorrow, the working day after, and a week from now. Days. */
export function promisePresets(now: number): Preset[] {
  const today = dayOf(now);
  const tomorrow = addDays(today, 1);
  const third = nextWorkingDay(tomorrow);
  const days = [today, tomorrow, third, addDays(today, 7)];
  return [...new Set(days)].sort().map((day) => ({ label: upper(dayWords(day, now)), value: day }));
}

/** 'today 17:00', 'tomorrow 12:00', 'Mon 9 Nov 17:00'. */
export const dueWords = (at: string | number, now: number): string =>
  `${dayWords(dayOf(at), now)} ${timeOf(at)}`;

/** Whether an answer is late, or soon will be: within four hours. */
export function lateness(needsAnswerBy: string | null, now: number): 'late' | 'soon' | 'later' | 'none' {
  if (needsAnswerBy === null) return 'none';
  const left = Date.parse(needsAnswerBy) - now;
  return left < 0 ? 'late' : left <= 4 * hourMs ? 'soon' : 'later';
}

const upper = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
