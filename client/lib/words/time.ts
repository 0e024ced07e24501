// Instants, days and ages as people say them. Instants are ISO strings or epoch ms; days are 'YYYY-MM-DD'.
// All times are in the landlord's time zone, which is also the officer's: the only place of the client that decides it.
import { shortDate } from '#domain/day-words.ts';
import { daysBetween, formatDay } from '#domain/days.ts';
import { dayIn, instantIn, timeIn } from '#domain/zone.ts';

let zone = 'Europe/London';
/** The landlord's time zone, as an IANA name; London until it is known. */
export const landlordZone = (): string => zone;
/** Call when the person's own facts have come (`Me`). */
export const setLandlordZone = (name: string): void => void (zone = name);

const ms = (instant: string | number): number =>
  typeof instant === 'number' ? instant : Date.parse(instant);

/** The landlord's day on which an instant falls, 'YYYY-MM-DD'. */
export const dayOf = (instant: string | number): string => dayIn(zone, ms(instant));

/** '10:42', on the landlord's clocks. */
export const timeOf = (instant: string | number): string => timeIn(zone, ms(instant));

/** '10:42' today; 'yesterday 10:42'; 'Mon 9 Nov' within the year; '9 Nov 2024' before. */
export function when(instant: string | number, now: number): string {
  const day = dayOf(instant);
  if (day === dayOf(now)) return timeOf(instant);
  if (daysBetween(day, dayOf(now)) === 1) return `yesterday ${timeOf(instant)}`;
  return Math.abs(now - ms(instant)) < 300 * 86_400_000 ? formatDay(day) : shortDate(day, true);
}

/** A day in words: 'today', 'yesterday', 'tomorrow', 'Mon 9 Nov', '9 Nov 2024'. */
export function dayWords(day: string, now: number): string {
  const gap = daysBetween(dayOf(now), day);
  if (gap === 0) return 'today';
  if (gap === -1) return 'yesterday';
  if (gap === 1) return 'tomorrow';
  return Math.abs(gap) < 300 ? formatDay(day) : shortDate(day, true);
}

/** '9 Nov' of this year, else '9 Nov 2024': for ledgers. */
export function date(day: string, now: number): string {
  return shortDate(day.slice(0, 10), day.slice(0, 4) !== dayOf(now).slice(0, 4));
}

/** 'now', '40 seconds', '3 minutes', '2 hours', '4 days': a whole number of the largest unit that fits. */
export function age(fromMs: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - fromMs) / 1000));
  if (seconds < 5) return 'now';
  const [size, unit] =
    seconds < 60
      ? [1, 'second']
      : seconds < 3600
        ? [60, 'minute']
        : seconds < 86_400
          ? [3600, 'hour']
          : [86_400, 'day'];
  const count = Math.floor(seconds / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** The instant of 'HH:MM' on the day of `now`, never later than now. Right also on the days on which the clocks change. */
export const timeToday = (time: string, now: number): string => timeOn(dayIn(zone, now), time, now);

/** The same on any day up to that of `now`. */
export const timeOn = (day: string, time: string, now: number): string =>
  new Date(Math.min(instantOf(day, time), now)).toISOString();

/** The instant (epoch ms) at which the landlord's clocks say 'HH:MM' on a day, also one that has not come yet. */
export const instantOf = (day: string, time: string): number => instantIn(zone, day, time);
