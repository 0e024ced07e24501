// The live tiles on this device: the newest message, whose they are, and whether they are of now. They are followed while
// somebody shows them, over every reconnection; what came last stays on screen, and says so, when nothing comes any more.
import type { Tile, TilesNow, TileStale } from '#contract/tiles.ts';
import { live } from '../../live/live.svelte.ts';

class LiveTiles {
  /** Of those patches that were asked for last; null until they have come. */
  now = $state.raw<TilesNow | null>(null);
  #followers = 0;
  #patches: TilesNow['patches'] = 'all';
  #leave: (() => void)[] = [];

  /** Returns how to stop. The patches of whoever asks last are followed. */
  follow(patches: TilesNow['patches']): () => void {
    if (this.now && String(this.now.patches) !== String(patches)) this.now = null;
    this.#patches = patches;
    if (this.#followers++ === 0)
      this.#leave = [
        live.hear('tiles', (tiles) => {
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

/** Why what the tile shows is not of now, and since when; null where it is. */
export function staleOf(tile: Tile): TileStale | null {
  if (tile.stale) return tile.stale;
  if (!live.fresh.stale) return null;
  return {
    since: tile.asOf,
    why: live.connected ? 'Nothing newer has come.' : 'This device is not connected.',
  };
}
