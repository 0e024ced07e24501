// A planned day in words. Estimated times are rounded to five minutes and say "about".
import { instantOf, timeOf } from '../words/time.ts';

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

/** The instant (epoch ms) of 'HH:MM' on that day in the landlord's time zone; null where that is no time. */
export const instantAt = (day: string, time: string): number | null =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? instantOf(day, time) : null;

/** What a first plan offers: until five, or two hours on where that is near or over; never past a quarter to midnight. */
export function usualEnd(now: number): string {
  const [hour, minute] = timeOf(now).split(':').map(Number) as [number, number];
  const minutes = hour * 60 + minute;
  if (minutes < 15 * 60 + 30) return '17:00';
  const end = Math.min(23 * 60 + 45, Math.ceil((minutes + 120) / 30) * 30);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(end / 60))}:${two(end % 60)}`;
}
