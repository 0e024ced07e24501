// Reads and decodes tiles of the basemap, keeping the latest: a tile is read once, however often it is drawn.
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { PMTiles } from 'pmtiles';
import { mapCache } from '../../live/map-cache.ts';
import { openStored, type Stored } from '../kept/stored.ts';

/** Geometry in the tile's own units (0..extent), one flat [x, y, x, y …] for each ring, line or point. */
export type Shape = { properties: Record<string, string | number | boolean>; parts: Float32Array[] };
type Layer = { extent: number; points: Shape[]; lines: Shape[]; polygons: Shape[] };
export type GroundTile = Record<string, Layer>;
type Coordinates = { z: number; x: number; y: number };

const kept = 80;

/** Where the basemap is, and its version; null: it is not known, and what the device keeps is not used. */
export type Ground = { url: string; version: string | null };
/** The server has another version now: what is on screen is of the former one, and nothing is put next to it. */
export class OtherVersion extends Error {}
/** A tile, and its place: where the deepest zoom is not to be had, one that lies over the wanted one. */
export type Found = Coordinates & { tile: GroundTile | null };

/**
 * The tiles of a PMTiles archive, decoded: from the extract that this device keeps, where that has them in the same version,
 * else by ranges from the server. So the map costs little data, and is drawn without signal.
 */
export class GroundTiles {
  private readonly ground: Ground;
  private archive: PMTiles;
  private stored: Promise<Stored | null>;
  private readonly tiles = new Map<string, Promise<GroundTile | null>>();

  constructor(ground: Ground) {
    this.ground = ground;
    this.archive = new PMTiles(ground.url);
    this.stored = this.openStored();
    if (typeof BroadcastChannel !== 'undefined')
      new BroadcastChannel(mapCache).onmessage = () => (this.stored = this.openStored());
  }

  private async openStored(): Promise<Stored | null> {
    const stored = this.ground.version === null ? null : await openStored();
    return stored?.facts.version === this.ground.version ? stored : null;
  }

  /** The tile there, or the one over it where the archive is not as deep. Rejects without signal; the next call tries again. */
  async find(wanted: Coordinates): Promise<Found> {
    const stored = await this.stored;
    const at = above(
      wanted,
      stored?.ofZoom ?? (await this.fromServer((archive) => archive.getHeader())).maxZoom,
    );
    const isKept = stored?.covers(at.z, at.x, at.y) === true;
    if (isKept && at.z <= stored.maxZoom) return { ...at, tile: await this.get(at, stored.archive) };
    try {
      return { ...at, tile: await this.get(at, null) };
    } catch (error) {
      if (!isKept || error instanceof OtherVersion) throw error;
      // There was no room for the deepest zoom.
      const over = above(at, stored.maxZoom);
      return { ...over, tile: await this.get(over, stored.archive) };
    }
  }

  /** `from`: null: the server. The tile itself is the same from either. */
  private get(at: Coordinates, from: PMTiles | null): Promise<GroundTile | null> {
    const { z, x, y } = at;
    const key = `${z}/${x}/${y}`;
    const known = this.tiles.get(key);
    this.tiles.delete(key);
    const read = (archive: PMTiles) => archive.getZxy(z, x, y);
    const tile =
      known ??
      (from ? read(from) : this.fromServer(read)).then((found) =>
        found ? decode(new Uint8Array(found.data)) : null,
      );
    this.tiles.set(key, tile); // now the newest
    if (!known) tile.catch(() => this.tiles.delete(key));
    for (const oldest of this.tiles.keys()) {
      if (this.tiles.size <= kept) break;
      this.tiles.delete(oldest);
    }
    return tile;
  }

  private async fromServer<T>(read: (archive: PMTiles) => Promise<T>): Promise<T> {
    const { archive } = this;
    try {
      const found = await read(archive);
      const { etag } = await archive.getHeader();
      const { url, version } = this.ground;
      // Our own server's ETag is the version.
      if (etag && version && url.endsWith(`?v=${version}`) && etag !== `"${version}"`)
        throw new OtherVersion();
      return found;
    } catch (error) {
      // The library keeps a failed answer for ever: the next call begins anew.
      if (archive === this.archive) this.archive = new PMTiles(this.ground.url);
      throw error;
    }
  }
}

function above({ z, x, y }: Coordinates, maxZoom: number): Coordinates {
  const up = 2 ** Math.max(0, z - maxZoom);
  return { z: Math.min(z, maxZoom), x: Math.floor(x / up), y: Math.floor(y / up) };
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
