// The town as map features in the layers of the Protomaps basemap (schema 4), so that one style draws this town and a
// real extract alike. Each group says from which zoom it is worth drawing.
import type { Feature, Geometry, Position } from 'geojson';
import { lineLength, offsetLine, simplify, toLatLon, walk, type Line, type Point } from './plane.ts';
import { blocked } from './terrain.ts';
import type { Street } from './streets.ts';
import type { Town } from './town.ts';

export type LayerGroup = { layer: string; fromZoom: number; features: Feature[] };

const at = (p: Point): Position => {
  const { latitude, longitude } = toLatLon(p);
  return [longitude, latitude];
};
const closed = (ring: Line): Position[] => [...ring, ring[0]!].map(at);
const feature = (geometry: Geometry, properties: Record<string, string | number | boolean>): Feature => ({
  type: 'Feature',
  geometry,
  properties,
});
const polygon = (ring: Line, properties: Record<string, string | number | boolean>) =>
  feature({ type: 'Polygon', coordinates: [closed(ring)] }, properties);
const line = (points: Line, properties: Record<string, string | number | boolean>) =>
  feature({ type: 'LineString', coordinates: points.map(at) }, properties);
const point = (p: Point, properties: Record<string, string | number | boolean>) =>
  feature({ type: 'Point', coordinates: at(p) }, properties);

const roadKind: Record<Street['kind'], string> = {
  trunk: 'highway',
  primary: 'major_road',
  secondary: 'major_road',
  tertiary: 'major_road',
  residential: 'minor_road',
};
const roadZoom: Record<Street['kind'], number> = {
  trunk: 6,
  primary: 8,
  secondary: 10,
  tertiary: 11,
  residential: 13,
};

export function townLayers(town: Town): LayerGroup[] {
  const { terrain } = town;
  const { half, river } = terrain;
  const groups = new Map<string, LayerGroup>();
  const add = (layer: string, fromZoom: number, f: Feature) => {
    const key = `${layer}/${fromZoom}`;
    const group = groups.get(key) ?? { layer, fromZoom, features: [] };
    groups.set(key, group);
    group.features.push(f);
  };

  // The land goes on a little beyond what is drawn on it; past that the map has no tiles and shows plain ground.
  const edge = half * 1.02;
  add(
    'earth',
    0,
    polygon(
      [
        [-edge, -edge],
        [edge, -edge],
        [edge, edge],
        [-edge, edge],
      ],
      { kind: 'earth' },
    ),
  );
  add('landuse', 0, polygon(terrain.outline, { kind: 'residential' }));
  for (const green of terrain.greens) {
    const kind = green.kind === 'wood' ? 'wood' : green.kind;
    add(
      'landuse',
      green.kind === 'wood' || green.kind === 'park' ? 10 : 13,
      polygon(green.ring, { kind, name: green.name }),
    );
    if (green.kind === 'park' || green.kind === 'school' || green.kind === 'wood')
      add(
        'pois',
        green.kind === 'school' ? 15 : 14,
        point(middleOf(green.ring), {
          kind: green.kind === 'wood' ? 'forest' : green.kind,
          name: green.name,
          min_zoom: 14,
        }),
      );
  }
  const banks = [
    ...offsetLine(river.line, river.width / 2),
    ...offsetLine(river.line, -river.width / 2).reverse(),
  ];
  add('water', 0, polygon(simplify(banks, 0.6), { kind: 'river' }));
  add('water', 10, line(simplify(river.line, 2), { kind: 'river', name: river.name }));

  for (const street of town.streets) {
    const properties: Record<string, string | number | boolean> = {
      kind: roadKind[street.kind],
      kind_detail: street.kind,
      name: street.name,
      ...(street.ref ? { ref: street.ref, shield_text: street.ref } : {}),
    };
    add('roads', roadZoom[street.kind], line(street.line, properties));
    if (street.kind !== 'residential')
      for (const bridge of bridges(street.line, town))
        add('roads', 13, line(bridge, { ...properties, is_bridge: true }));
  }
  add('roads', 10, line(terrain.rail, { kind: 'rail', kind_detail: 'rail', name: `${town.name} line` }));
  const station = terrain.rail.reduce((best, p) => (Math.hypot(...p) < Math.hypot(...best) ? p : best));
  add('pois', 13, point(station, { kind: 'train_station', name: `${town.name} Station`, min_zoom: 13 }));

  for (const building of town.buildings) {
    add('buildings', 14, polygon(building.ring, { kind: 'building', height: building.storeys * 3 }));
    const seen = new Set<number>();
    for (const home of building.homes) {
      if (seen.has(home.number)) continue;
      seen.add(home.number);
      add('buildings', 15, point(home.point, { kind: 'address', addr_housenumber: String(home.number) }));
    }
  }

  add(
    'places',
    0,
    point([0, 0], {
      kind: 'locality',
      kind_detail: 'town',
      name: town.name,
      population_rank: 8,
      min_zoom: 7,
    }),
  );
  for (const district of terrain.districts.slice(1))
    add(
      'places',
      12,
      point(district.centre, {
        kind: 'neighbourhood',
        kind_detail: 'suburb',
        name: district.name,
        population_rank: 4,
        min_zoom: 12,
      }),
    );
  return [...groups.values()];
}

const middleOf = (ring: Line): Point => [
  ring.reduce((sum, p) => sum + p[0], 0) / ring.length,
  ring.reduce((sum, p) => sum + p[1], 0) / ring.length,
];

/** The parts of a line that are over water, with a little of the bank at each end. */
function bridges(street: Line, town: Town): Line[] {
  const found: Line[] = [];
  if (lineLength(street) < 20) return found;
  let run: Line = [];
  for (const { point: p } of walk(street, 4)) {
    if (town.terrain.mask.at(p[0], p[1]) === blocked.water) run.push(p);
    else {
      if (run.length > 3) found.push(run);
      run = [];
    }
  }
  return found;
}
