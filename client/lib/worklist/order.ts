// The orders of the list: nearest first from a point, by urgency, or as a planned day goes (lib/day brings that one). Pure.
// Distances are metres, straight line.
import type { CaseSummary } from '#contract/case-summary.ts';
import { distanceWords } from './words.ts';

export type Point = { latitude: number; longitude: number };
/** Both absent where the home's place is not known. */
export type MaybePlaced = { latitude: number | null; longitude: number | null };
export type Order = 'nearest' | 'urgent' | 'day';

/** What a row shows of its stop. */
export type StopOnList = {
  /** Counted from the day's first visit, those that are done included. */
  number: number;
  /** 'about 10:40'; 'on the way' while it is under way. */
  when: string;
  underWay: boolean;
  keep: boolean;
  /** 'at 14:00', where it is an appointment. */
  appointment: string;
};

export type DayOrder = {
  /** Which planning it comes from, epoch ms: another one is another round. */
  madeAt: number;
  /** In the order in which they are visited; what is done is not among them. */
  ids: readonly number[];
  stops: ReadonlyMap<number, StopOnList>;
  /** Why a row that is still shown is crossed out. */
  why: ReadonlyMap<number, string>;
  /** From where one is, or was last, through every stop ahead. */
  route: readonly Point[];
  /** The route's first point is no door: where the day begins. */
  start: Point | null;
  /** The newest change, until it was read. */
  notice: string;
};

const radians = Math.PI / 180;

/** Good to well under 1 % within a county. */
export function metresBetween(a: Point, b: Point): number {
  const x = (b.longitude - a.longitude) * radians * Math.cos(((a.latitude + b.latitude) / 2) * radians);
  const y = (b.latitude - a.latitude) * radians;
  return Math.hypot(x, y) * 6_371_000;
}

/** The home's place; null where it is not known. */
export const placeOf = ({ latitude, longitude }: MaybePlaced): Point | null =>
  latitude === null || longitude === null ? null : { latitude, longitude };

/** Metres from there, for an order: what has no place comes last. */
export function metresOrLast(from: Point, to: MaybePlaced): number {
  const at = placeOf(to);
  return at ? metresBetween(from, at) : Number.MAX_VALUE;
}

/** Ids in order; equal distances are ordered by urgency, then by id, so that the order is always the same. */
export function inOrder(cases: readonly CaseSummary[], order: Order, from: Point | null): number[] {
  const byUrgency = (a: CaseSummary, b: CaseSummary) => b.urgency - a.urgency || a.id - b.id;
  if (order !== 'nearest' || !from) return [...cases].sort(byUrgency).map((c) => c.id);
  return cases
    .map((c) => ({ c, metres: metresOrLast(from, c) }))
    .sort((a, b) => a.metres - b.metres || byUrgency(a.c, b.c))
    .map(({ c }) => c.id);
}

/** 'Here', '0.3 miles', '12 miles'. */
export function distance(metres: number): string {
  const miles = metres / 1609.344;
  if (miles < 0.05) return distanceWords.here;
  return distanceWords.miles(miles < 10 ? miles.toFixed(1) : String(Math.round(miles)));
}
