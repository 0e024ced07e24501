// Cuts the town into vector tiles (MVT) and writes them as one PMTiles file, which the server hands out by ranges.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import GeoJSONVT from 'geojson-vt';
import { fromGeojsonVt } from 'vt-pbf';
import { townLayers } from './layers.ts';
import { origin, toLatLon } from './plane.ts';
import { encodePmtiles, type Tile } from './pmtiles.ts';
import type { Town } from './town.ts';

/** Deeper than this the map enlarges the last one: a tile of zoom 15 knows 20 cm. */
export const zooms = { from: 8, to: 15 };

export function townTiles(town: Town): Buffer {
  const { half } = town.terrain;
  const southWest = toLatLon([-half, -half]);
  const northEast = toLatLon([half, half]);
  const layers = townLayers(town).map(({ layer, fromZoom, features }) => ({
    layer,
    fromZoom,
    index: new GeoJSONVT(
      { type: 'FeatureCollection', features },
      { maxZoom: zooms.to, indexMaxZoom: 5, indexMaxPoints: 0, tolerance: 3, extent: 4096, buffer: 96 },
    ),
  }));
  const tiles: Tile[] = [];
  for (let z = zooms.from; z <= zooms.to; z++) {
    const [x0, y0] = tileAt(southWest.longitude, northEast.latitude, z);
    const [x1, y1] = tileAt(northEast.longitude, southWest.latitude, z);
    for (let x = x0; x <= x1; x++)
      for (let y = y0; y <= y1; y++) {
        const content: Parameters<typeof fromGeojsonVt>[0] = {};
        for (const { layer, fromZoom, index } of layers) {
          if (z < fromZoom) continue;
          const tile = index.getTile(z, x, y);
          if (!tile || tile.features.length === 0) continue;
          content[layer] = { features: [...(content[layer]?.features ?? []), ...tile.features] };
        }
        if (Object.keys(content).length > 0)
          tiles.push({ z, x, y, data: fromGeojsonVt(content, { version: 2, extent: 4096 }) });
      }
  }
  return encodePmtiles({
    tiles,
    metadata: {
      name: town.name,
      description: 'A fictional town',
      type: 'baselayer',
      attribution: `${town.name} is a fictional town`,
      vector_layers: [...new Set(layers.map((l) => l.layer))].map((id) => ({ id, fields: {} })),
    },
    bounds: {
      west: southWest.longitude,
      south: southWest.latitude,
      east: northEast.longitude,
      north: northEast.latitude,
    },
    centre: { ...origin, zoom: 14 },
  });
}

/** Writes to a temporary file next to it and renames that, so that a server never sends half a file. */
export async function writeTownTiles(town: Town, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.part`;
  await writeFile(unfinished, townTiles(town));
  await rename(unfinished, path);
}

function tileAt(longitude: number, latitude: number, zoom: number): [number, number] {
  const size = 2 ** zoom;
  const sine = Math.sin((latitude * Math.PI) / 180);
  return [
    Math.floor(((longitude + 180) / 360) * size),
    Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size),
  ];
}
