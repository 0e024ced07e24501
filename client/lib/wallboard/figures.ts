// The team's tiles as the wallboard's panes need them: by name, and in figures that can be read from across an office.
import type { Tile, Tiles } from '#contract/tiles.ts';
import type { TileName } from '#domain/tiles.ts';
import { clock, when } from '../words/time.ts';

export type NumberTile = Extract<Tile, { kind: 'pence' | 'count' }>;
export type InstantTile = Extract<Tile, { kind: 'instant' }>;

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const millions = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
/** From here on, in pence, whole pounds are longer than a pane is wide. */
const millionsFrom = 1_000_000_000;

export const unknown = '–';

/** £184,230; £25.31m from ten million on. A minus stands before the pound. */
export function bigMoney(pence: number | null): string {
  if (pence === null) return unknown;
  const minus = pence < 0 ? '−' : '';
  const much = Math.abs(pence);
  return much >= millionsFrom
    ? `${minus}£${millions.format(much / 100_000_000)}m`
    : `${minus}£${whole.format(Math.round(much / 100))}`;
}

export const bigCount = (count: number | null): string => (count === null ? unknown : whole.format(count));

/** 14:32 of today, else 'yesterday 17:02' or 'Fri 20 Nov'. */
export function bigInstant(instant: string | null, now: number): string {
  return instant === null ? unknown : when(instant, now);
}

/** 'As of 14:32', with the day where it is not today's. */
export function asOfWords(since: number | null, now: number): string {
  if (since === null) return 'No figure yet';
  const [said, time] = [when(since, now), clock(since)];
  return said.endsWith(time) ? `As of ${said}` : `As of ${said}, ${time}`;
}

export function numberTile(tiles: Tiles | null, name: TileName): NumberTile | null {
  const found = tiles?.tiles.find((tile) => tile.name === name);
  return found && found.kind !== 'instant' ? found : null;
}

export function instantTile(tiles: Tiles | null, name: TileName): InstantTile | null {
  const found = tiles?.tiles.find((tile) => tile.name === name);
  return found?.kind === 'instant' ? found : null;
}
