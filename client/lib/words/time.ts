// Instants, days and ages as people say them. Instants are ISO strings or epoch ms; days are 'YYYY-MM-DD'.
// Everything is said in the landlord's time zone, which is also the officer's.
const zone = 'Europe/London';
const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone });
const dayFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: zone,
});
const shortFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: zone });
const dateFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: zone,
});
const isoDay = new Intl.DateTimeFormat('en-CA', {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  timeZone: zone,
});

const ms = (instant: string | number): number =>
  typeof instant === 'number' ? instant : Date.parse(instant);

/** The landlord's day on which an instant falls, 'YYYY-MM-DD'. */
export const dayOf = (instant: string | number): string => isoDay.format(ms(instant));

/** 10:42 */
export const clock = (instant: string | number): string => clockFormat.format(ms(instant));

/** '10:42' today; 'yesterday 10:42'; 'Mon 9 Nov' within the year; '9 Nov 2024' before. */
export function when(instant: string | number, now: number): string {
  const day = dayOf(instant);
  if (day === dayOf(now)) return clock(instant);
  if (day === dayOf(now - 86_400_000)) return `yesterday ${clock(instant)}`;
  return Math.abs(now - ms(instant)) < 300 * 86_400_000
    ? dayFormat.format(ms(instant))
    : dateFormat.format(ms(instant));
}

/** A day in words: 'today', 'yesterday', 'tomorrow', 'Mon 9 Nov', '9 Nov 2024'. */
export function dayWords(day: string, now: number): string {
  const noon = Date.parse(`${day}T12:00:00Z`);
  const gap = Math.round(
    (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${dayOf(now)}T00:00:00Z`)) / 86_400_000,
  );
  if (gap === 0) return 'today';
  if (gap === -1) return 'yesterday';
  if (gap === 1) return 'tomorrow';
  return Math.abs(gap) < 300 ? dayFormat.format(noon) : dateFormat.format(noon);
}

/** '9 Nov' of this year, else '9 Nov 2024': for ledgers. */
export function date(day: string, now: number): string {
  const noon = Date.parse(`${day.slice(0, 10)}T12:00:00Z`);
  return day.slice(0, 4) === dayOf(now).slice(0, 4) ? shortFormat.format(noon) : dateFormat.format(noon);
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
