// The phone's sheet: three stops, and where a drag ends. Pure; heights are px of the space around the sheet.
export type Room = {
  space: number;
  head: number;
  /** Of a row of the list: half shows one whole, also with large text. */
  row: number;
};
export type Stop = 'peek' | 'half' | 'list';
export const stops: readonly Stop[] = ['peek', 'half', 'list'];

/** `space` is the height between the top of the map and the bottom bar; `head` the sheet's own head, which peek shows. */
export function stopHeight(stop: Stop, room: Room): number {
  const { space, head, row } = room;
  const list = Math.max(head, space - 60);
  if (stop === 'peek') return Math.min(head, list);
  return stop === 'half' ? Math.min(list, Math.max(head + row, Math.round(space * 0.52))) : list;
}

/** Where the sheet comes to rest: a flick (px/ms, upwards positive) goes one stop on; else the nearest stop. */
export function settle(height: number, velocity: number, room: Room): Stop {
  const heights = stops.map((stop) => stopHeight(stop, room));
  if (Math.abs(velocity) > 0.5) {
    if (velocity > 0) return stops[heights.findIndex((h) => h > height)] ?? 'list';
    return stops[heights.findLastIndex((h) => h < height)] ?? 'peek';
  }
  let best = 0;
  heights.forEach((h, at) => {
    if (Math.abs(h - height) < Math.abs(heights[best]! - height)) best = at;
  });
  return stops[best]!;
}

export function nextStop(stop: Stop, by: 1 | -1): Stop {
  return stops[Math.min(2, Math.max(0, stops.indexOf(stop) + by))]!;
}

/** A finger's way from where it touched, in px: right and down are positive. */
export type Way = { dx: number; dy: number };
/** `list`: the browser scrolls the rows. Undecided: too short a way to tell a drag from a tap. */
export type Moves = 'sheet' | 'list' | 'undecided';
const tapPx = 3;

/**
 * What a drag over the rows moves, decided once for the whole drag. Down: the rows while they are scrolled, else the sheet.
 * Up: the sheet until it is at its highest stop, then the rows. A drag sideways is neither's and is left to the browser.
 */
export function whatMoves({ dx, dy }: Way, stop: Stop, scrolled: boolean): Moves {
  if (Math.hypot(dx, dy) < tapPx) return 'undecided';
  if (Math.abs(dx) >= Math.abs(dy)) return 'list';
  if (dy > 0) return scrolled || stop === 'peek' ? 'list' : 'sheet';
  return stop === 'list' ? 'list' : 'sheet';
}
