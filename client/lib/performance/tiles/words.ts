// A tile's figures in words.
import { formatCount } from '#domain/number-words.ts';
import type { Tile } from '#contract/tiles.ts';
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

/** The figure's basis: 'of 14, 3 no access'; '' if there is none. */
export function basisOf(tile: Tile): string {
  if (tile.kind === 'instant') return '';
  const parts: string[] = [];
  if (tile.of !== null) parts.push(`of ${formatCount(tile.of)}`);
  if (tile.wrong && tile.wrong.value > 0) parts.push(`${formatCount(tile.wrong.value)} ${tile.wrong.label}`);
  return parts.join(', ');
}
