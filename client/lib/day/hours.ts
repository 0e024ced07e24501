// The times of a day's form, on the landlord's clocks. Pure.
import { instantOf, timeOf } from '../words/time.ts';

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
