// A time of today as somebody writes it at a door ('10:42', on the landlord's clocks), and back.
import { dayIn, startOfDay, timeIn } from '#domain/zone.ts';

const zone = 'Europe/London';

/** The instant of 'HH:MM' on the day of `now`, never later than now. Right also on the days on which the clocks change. */
export const timeToday = (time: string, now: number): string => timeOn(dayIn(zone, now), time, now);

/** The same on any day up to that of `now`. */
export const timeOn = (day: string, time: string, now: number): string =>
  new Date(Math.min(instantOf(day, time), now)).toISOString();

/** The instant (epoch ms) at which the landlord's clocks say 'HH:MM' on a day, also one that has not come yet. */
export function instantOf(day: string, time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const wanted = hours * 60 + minutes;
  let at = startOfDay(zone, day) + wanted * 60_000;
  // Past a change of the clocks the count from midnight is an hour out: put it right by what the clocks say there.
  const [h = 0, m = 0] = timeIn(zone, at).split(':').map(Number);
  at += (wanted - (h * 60 + m)) * 60_000;
  return at;
}

/** 'HH:MM' */
export const timeOf = (instant: number): string => timeIn(zone, instant);
