// A planned day in words. Estimated times are rounded to five minutes and say "about".
import { startOfDay, timeIn } from '#domain/zone.ts';
import { timeOf } from '../words/time.ts';

const five = 5 * 60_000;

/** 'about 10:40' */
export const about = (instant: number): string => `about ${timeOf(Math.round(instant / five) * five)}`;

/** '3 h 40 min', '40 min', '2 h': to five minutes above an hour, to the minute below. */
export function lasting(seconds: number): string {
  const exact = Math.max(0, Math.round(seconds / 60));
  const minutes = exact < 60 ? exact : Math.round(exact / 5) * 5;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : '']
    .filter(Boolean)
    .join(' ');
}

export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** The instant of 'HH:MM' on that day's clocks; null where that is no time. Right when the clocks change, too. */
export function instantOf(timeZone: string, day: string, time: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (!match) return null;
  const guess = startOfDay(timeZone, day) + (Number(match[1]) * 60 + Number(match[2])) * 60_000;
  const said = timeIn(timeZone, guess).split(':').map(Number) as [number, number];
  return guess + (Number(match[1]) * 60 + Number(match[2]) - said[0] * 60 - said[1]) * 60_000;
}

/** What a first plan offers: until five, or two hours on where that is near or over; never past a quarter to midnight. */
export function usualEnd(timeZone: string, now: number): string {
  const [hour, minute] = timeIn(timeZone, now).split(':').map(Number) as [number, number];
  const minutes = hour * 60 + minute;
  if (minutes < 15 * 60 + 30) return '17:00';
  const end = Math.min(23 * 60 + 45, Math.ceil((minutes + 120) / 30) * 30);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(end / 60))}:${two(end % 60)}`;
}
