// From instants to the landlord's days and back, right across daylight-saving changes. Intl is slow, so each time
// zone's offset is calculated once for each UTC day and cached; only a day on which the clocks change is not cached.
import { dayNumber, dayOf } from './days.ts';
import type { Day, Instant } from './facts.ts';

const dayMs = 86_400_000;

type Zone = {
  format: Intl.DateTimeFormat;
  /** By UTC day: the offset, or null where the clocks change within it. */
  offsets: Map<number, number | null>;
  starts: Map<Day, Instant>;
};
const zones = new Map<string, Zone>();

function zoneOf(timeZone: string): Zone {
  let zone = zones.get(timeZone);
  if (!zone) {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    zones.set(timeZone, (zone = { format, offsets: new Map(), starts: new Map() }));
  }
  return zone;
}

function askOffset(zone: Zone, instant: Instant): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of zone.format.formatToParts(instant)) parts[type] = Number(value);
  const local = Date.UTC(
    parts['year']!,
    parts['month']! - 1,
    parts['day'],
    parts['hour'],
    parts['minute'],
    parts['second'],
  );
  return local - Math.floor(instant / 1000) * 1000;
}

function offsetAt(zone: Zone, instant: Instant): number {
  const utcDay = Math.floor(instant / dayMs);
  let offset = zone.offsets.get(utcDay);
  if (offset === undefined) {
    const first = askOffset(zone, utcDay * dayMs);
    offset = first === askOffset(zone, utcDay * dayMs + dayMs - 1) ? first : null;
    zone.offsets.set(utcDay, offset);
  }
  return offset ?? askOffset(zone, instant);
}

const localDayNumber = (zone: Zone, instant: Instant) =>
  Math.floor((instant + offsetAt(zone, instant)) / dayMs);

/** The day's number, for arithmetic. */
export const dayNumberIn = (timeZone: string, instant: Instant): number =>
  localDayNumber(zoneOf(timeZone), instant);

/** The day in that time zone. Throws a RangeError for an unknown time zone. */
export const dayIn = (timeZone: string, instant: Instant): Day => dayOf(dayNumberIn(timeZone, instant));

/** 'HH:MM' on the clocks of that time zone. */
export function timeIn(timeZone: string, instant: Instant): string {
  const local = instant + offsetAt(zoneOf(timeZone), instant);
  const minutes = Math.floor((((local % dayMs) + dayMs) % dayMs) / 60_000);
  const two = (n: number) => (n < 10 ? '0' : '') + n;
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/**
 * The instant at which the clocks of that time zone say 'HH:MM' on a day; an hour that is skipped in spring is the one next
 * to it.
 */
export function instantIn(timeZone: string, day: Day, time: string): Instant {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const wanted = hours * 60 + minutes;
  const at = startOfDay(timeZone, day) + wanted * 60_000;
  // After a change of the clocks the count from midnight is an hour out: corrected by what the clocks say there.
  const [h = 0, m = 0] = timeIn(timeZone, at).split(':').map(Number);
  return at + (wanted - (h * 60 + m)) * 60_000;
}

/** The first instant of that day: usually midnight, and where midnight was skipped, what came instead. */
export function startOfDay(timeZone: string, day: Day): Instant {
  const zone = zoneOf(timeZone);
  const known = zone.starts.get(day);
  if (known !== undefined) return known;
  const wanted = dayNumber(day);
  let before = (wanted - 1) * dayMs;
  let reached = (wanted + 1) * dayMs;
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (localDayNumber(zone, middle) >= wanted) reached = middle;
    else before = middle;
  }
  zone.starts.set(day, reached);
  return reached;
}

/** The instant at which the day after the one around `instant` begins. */
export const nextMidnight = (timeZone: string, instant: Instant): Instant =>
  startOfDay(timeZone, dayOf(dayNumberIn(timeZone, instant) + 1));
