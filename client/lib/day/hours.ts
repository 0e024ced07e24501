// The times of a day's form, on the landlord's clocks. Pure.
import { instantOf, timeOf } from '../words/time.ts';

/** The instant (epoch ms) of 'HH:MM' on that day in the landlord's time zone; null where that is no time. */
export const instantAt = (day: string, time: string): number | null =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? instantOf(day, time) : null;

/**
 * What a first plan offers as its end: five o'clock, or two hours on where that is near or over; never after visiting hours.
 * `from` is when the round can begin.
 */
export function usualEnd(from: number, closesAt: number): string {
  const [hour, minute] = timeOf(from).split(':').map(Number) as [number, number];
  const minutes = hour * 60 + minute;
  const end = minutes < 15 * 60 + 30 ? 17 * 60 : Math.ceil((minutes + 120) / 30) * 30;
  const two = (n: number) => String(n).padStart(2, '0');
  const closes = timeOf(closesAt);
  const usual = `${two(Math.floor(end / 60))}:${two(end % 60)}`;
  return usual < closes ? usual : closes;
}
