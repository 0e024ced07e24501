// The team's tiles as the wallboard's panes need them: by name, and in figures that can be read from across an office.
import { shortDate } from '#domain/day-words.ts';
import { formatCount, groups } from '#domain/number-words.ts';
import type { Tile, TilesNow } from '#contract/tiles.ts';
import type { TileName } from '#domain/statistics/tiles.ts';
import { dayOf, timeOf, when } from '../words/time.ts';
import { pane as words } from './words.ts';

export type NumberTile = Extract<Tile, { kind: 'pence' | 'count' }>;
export type InstantTile = Extract<Tile, { kind: 'instant' }>;

/** '25.31': two figures after the point, and a comma before each three of those before it. */
function twoPlaces(value: number): string {
  const [whole, rest] = value.toFixed(2).split('.');
  return `${groups(whole!)}.${rest}`;
}
/** From here on, in pence, whole pounds are longer than a pane is wide. */
const millionsFrom = 1_000_000_000;

const unknown = '–';

/** £184,230; £25.31m from ten million on. The minus comes before the pound sign. */
export function bigMoney(pence: number | null): string {
  if (pence === null) return unknown;
  const minus = pence < 0 ? '−' : '';
  const much = Math.abs(pence);
  return much >= millionsFrom
    ? `${minus}£${twoPlaces(much / 100_000_000)}m`
    : `${minus}£${formatCount(much / 100)}`;
}

export const bigCount = (count: number | null): string => (count === null ? unknown : formatCount(count));

/** 14:32 of today, else 'yesterday 17:02' or 'Fri 20 Nov'. */
export function bigInstant(instant: string | null, now: number): string {
  return instant === null ? unknown : when(instant, now);
}

/** 'Out of date: 14:32'; of an earlier day 'Out of date: 13 Nov', which fits the narrowest pane. */
export function outOfDateText(since: number | null, now: number): string {
  if (since === null) return words.noFigure;
  return words.outOfDate(dayOf(since) === dayOf(now) ? timeOf(since) : shortDate(dayOf(since), false));
}

/** The tile of that name where it has a number; null where it has not arrived. */
export function numberTile(tiles: TilesNow | null, name: TileName): NumberTile | null {
  const found = tiles?.tiles.find((tile) => tile.name === name);
  return found && found.kind !== 'instant' ? found : null;
}

export function instantTile(tiles: TilesNow | null, name: TileName): InstantTile | null {
  const found = tiles?.tiles.find((tile) => tile.name === name);
  return found?.kind === 'instant' ? found : null;
}
