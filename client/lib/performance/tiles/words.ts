// The words of the live tiles and of their rows, and a tile's figures in words.
import { formatCount } from '#domain/number-words.ts';
import type { Tile } from '#contract/tiles.ts';
import { sourceAge, waitingOf, type TileGroup } from '#domain/statistics/tiles.ts';
import { money, roundMoney } from '../../words/money.ts';
import { when } from '../../words/time.ts';

/** The tile's figure in whole pounds; the pence are shown next to it. */
export function figureOf(tile: Tile, now: number): string {
  if (tile.value === null) return '–';
  if (tile.kind === 'instant') return when(tile.value, now);
  if (tile.kind === 'count') return formatCount(tile.value);
  return tile.name === 'reconciliation_residual' ? money(tile.value) : roundMoney(tile.value);
}

/** The same, exactly. */
export function exactly(kind: Tile['kind'], value: number | string, now: number): string {
  if (typeof value === 'string') return when(value, now);
  return kind === 'pence' ? money(value) : formatCount(value);
}

/** The figure's basis: 'of 14, 3 no access'; of a late source '9 days old'; '' if there is none. */
export function basisOf(tile: Tile, now: number): string {
  if (tile.kind === 'instant') return isLate(tile, now) ? `${sourceAge(tile.value!, now).days} days old` : '';
  const parts: string[] = [];
  if (tile.of !== null) parts.push(`of ${formatCount(tile.of)}`);
  if (tile.wrong && tile.wrong.value > 0) parts.push(`${formatCount(tile.wrong.value)} ${tile.wrong.label}`);
  return parts.join(', ');
}

/** Whether people wait behind the figure, or a source of payments is late: as on the office wall. */
export function isLate(tile: Tile, now: number): boolean {
  if (tile.kind === 'instant') return tile.value !== null && sourceAge(tile.value, now).isLate;
  return (waitingOf(tile) ?? 0) > 0;
}

export const groups: Record<TileGroup, string> = { money: 'Money', work: 'Work', help: 'Help' };

export const tile = {
  more: (count: number) => `and ${count} more`,
  moreNewer: (count: number) => `and ${count} more, newer`,
  outOfDate: (when: string | null) => (when ? `Out of date: ${when}` : 'Out of date'),
  asOf: (time: string) => `As of ${time}`,
  offline: 'You are offline.',
};

export const tileRows = {
  asOf: (when: string) => `as of ${when}.`,
  share: (whole: string) => `This is your patches’ share of the team’s ${whole}.`,
  now: (figure: string) => `It is now ${figure}.`,
  update: 'Update the rows',
  parts: (title: string) => `Parts of ${title}`,
  all: 'All',
  none: 'Nothing yet.',
  source: 'Source',
  upTo: 'Received up to',
  account: 'Account',
  who: 'Who and where',
  what: 'What',
  openCase: 'Case',
  sum: (rows: string, sum: string) => `${rows}, ${sum} in total:`,
  sameAs: {
    tile: 'the same as the tile',
    part: 'the same as this part of the tile',
    all: 'all rows behind this figure',
  },
  /** 'Show all visits for today' */
  outOf: (title: string) => `Show all ${title}`,
  toThePenny: ', to the penny',
  first: (shown: string, rows: string, sum: string) => `First ${shown} of ${rows}. All of them total ${sum}.`,
};
