// The live tiles on this device: the newest message, whose tiles they are, and whether they are current. They are followed
// while a component shows them, over every reconnection; the last ones stay on screen, marked as stale, if no more come.
import { untrack } from 'svelte';
import type { Tile, TilesNow, TileStale } from '#contract/tiles.ts';
import { live } from '../../live/live.svelte.ts';
import { tile as words } from './words.ts';

class LiveTiles {
  /** The tiles of the patches that were requested last; null until they have arrived. */
  now = $state.raw<TilesNow | null>(null);
  #followers = 0;
  #patches: TilesNow['patches'] = 'all';
  #leave: (() => void)[] = [];

  /** Follows these patches, in place of any requested before. Returns a function that stops it. */
  follow(patches: TilesNow['patches']): () => void {
    // Untracked: an effect that calls this must not run again, and subscribe again, with each message.
    const shown = untrack(() => this.now);
    if (shown && String(shown.patches) !== String(patches)) this.now = null;
    this.#patches = patches;
    if (this.#followers++ === 0)
      this.#leave = [
        live.onMessage('tiles', (tiles) => {
          if (String(tiles.patches) === String(this.#patches)) this.now = tiles;
        }),
        live.onBack(() => live.followTiles(this.#patches)),
      ];
    live.followTiles(patches);
    return () => {
      if (--this.#followers > 0) return;
      live.followTiles(null);
      for (const leave of this.#leave) leave();
    };
  }

  get(name: Tile['name']): Tile | undefined {
    return this.now?.tiles.find((tile) => tile.name === name);
  }
}
export const liveTiles = new LiveTiles();

/** Since when the tile is not current, and why ('' where nothing newer has arrived); null if it is current. */
export function staleOf(tile: Tile): TileStale | null {
  if (tile.stale) return tile.stale;
  if (!live.fresh.stale) return null;
  return {
    since: tile.asOf,
    why: live.connected ? '' : words.offline,
  };
}
