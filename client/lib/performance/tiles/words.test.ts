// What a tile says next to its figure, and when it is marked.
import { expect, test } from 'vitest';
import type { Tile } from '#contract/tiles.ts';
import { basisOf, isLate } from './words.ts';

test('[UI-629] a source of payments that is more than 7 days behind is marked, with its age', () => {
  const now = Date.parse('2026-11-30T12:00:00Z');
  const source = (value: string | null): Tile => ({
    name: 'known_up_to',
    group: 'money',
    kind: 'instant',
    asOf: new Date(now).toISOString(),
    stale: null,
    note: null,
    value,
    parts: [],
  });
  const shown = (value: string | null) => [isLate(source(value), now), basisOf(source(value), now)];
  expect(shown('2026-11-22T12:00:00Z')).toEqual([true, '8 days old']);
  expect(shown('2026-11-22T12:00:01Z')).toEqual([false, '']);
  expect(shown(null)).toEqual([false, '']);
});
