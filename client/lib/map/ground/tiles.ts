// Fetches and decodes tiles of the basemap, keeping the latest: a tile is requested once, however often it is drawn.
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { PMTiles } from 'pmtiles';

/** Geometry in the tile's own units (0..extent), one flat [x, y, x, y …] for each ring, line or point. */
export type Shape = { properties: Record<string, string | number | boolean>; parts: Float32Array[] };
type Layer = { extent: number; points: Shape[]; lines: Shape[]; polygons: Shape[] };
export type GroundTile = Record<string, Layer>;
export type Coordinates = { z: number; x: number; y: number };

const kept = 80;

/** The tiles of the PMTiles archive at `url`, decoded. */
export class GroundTiles {
  private readonly archive: PMTiles;
  private readonly tiles = new Map<string, Promise<GroundTile | null>>();
  private readonly header: Promise<{ minZoom: number; maxZoom: number }>;

  constructor(url: string) {
    this.archive = new PMTiles(url);
    this.header = this.archive.getHeader();
    this.header.catch(() => {});
  }

  async maxZoom(): Promise<number> {
    return (await this.header).maxZoom;
  }

  /** Null where the archive has nothing. Rejects if it cannot be read; the next call tries again. */
  get({ z, x, y }: Coordinates): Promise<GroundTile | null> {
    const key = `${z}/${x}/${y}`;
    const known = this.tiles.get(key);
    this.tiles.delete(key);
    const tile = known ?? this.read(z, x, y);
    this.tiles.set(key, tile); // now the newest
    if (!known) tile.catch(() => this.tiles.delete(key));
    for (const oldest of this.tiles.keys()) {
      if (this.tiles.size <= kept) break;
      this.tiles.delete(oldest);
    }
    return tile;
  }

  private async read(z: number, x: number, y: number): Promise<GroundTile | null> {
    const found = await this.archive.getZxy(z, x, y);
    return found ? decode(new Uint8Array(found.data)) : null;
  }
}

function decode(bytes: Uint8Array): GroundTile {
  const tile: GroundTile = {};
  for (const [name, layer] of Object.entries(new VectorTile(new PbfReader(bytes)).layers)) {
    const made: Layer = { extent: layer.extent, points: [], lines: [], polygons: [] };
    for (let i = 0; i < layer.length; i++) {
      const feature = layer.feature(i);
      const parts = feature.loadGeometry().map((ring) => {
        const flat = new Float32Array(ring.length * 2);
        ring.forEach((p, k) => {
          flat[2 * k] = p.x;
          flat[2 * k + 1] = p.y;
        });
        return flat;
      });
      const shape = { properties: feature.properties, parts };
      (feature.type === 1 ? made.points : feature.type === 2 ? made.lines : made.polygons).push(shape);
    }
    tile[name] = made;
  }
  return tile;
}
