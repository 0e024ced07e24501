// Draws the ground of one square: land, water, buildings, roads with their casings. Names come later, over all squares
// at once (labels.ts), so that none is cut at a seam.
import { colours, landColour, roadClass, roadClasses, widthAt, type Colours, type Theme } from './style.ts';
import type { GroundTile, Shape } from './tiles.ts';

export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Where a tile's own units fall on the canvas, in pixels: scale of the whole tile, and where its corner is. */
export type Placement = { size: number; left: number; top: number; zoom: number; theme: Theme };

function trace(path: Path2D, shape: Shape, k: number, left: number, top: number, close: boolean): void {
  for (const part of shape.parts) {
    for (let i = 0; i < part.length; i += 2) {
      const x = part[i]! * k + left;
      const y = part[i + 1]! * k + top;
      if (i === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    }
    if (close) path.closePath();
  }
}

/** One path for each colour or class: a hundred shapes are filled as quickly as one. */
function gather<Key>(
  shapes: readonly Shape[],
  keyOf: (shape: Shape) => Key | null,
  at: { k: number; left: number; top: number },
  close: boolean,
): Map<Key, Path2D> {
  const paths = new Map<Key, Path2D>();
  for (const shape of shapes) {
    const key = keyOf(shape);
    if (key === null) continue;
    let path = paths.get(key);
    if (!path) paths.set(key, (path = new Path2D()));
    trace(path, shape, at.k, at.left, at.top, close);
  }
  return paths;
}

export function paintGround(context: Context, tile: GroundTile, place: Placement): void {
  const { size, left, top, zoom, theme } = place;
  const c: Colours = colours[theme] as Colours;
  const at = (layer: { extent: number }) => ({ k: size / layer.extent, left, top });
  context.lineJoin = 'round';

  for (const name of ['landcover', 'landuse']) {
    const layer = tile[name];
    if (!layer) continue;
    for (const [colour, path] of gather(layer.polygons, (s) => landColour(s.properties), at(layer), true)) {
      context.fillStyle = c[colour];
      context.fill(path);
    }
  }
  const { water, buildings, roads } = tile;
  if (water) {
    for (const path of gather(water.polygons, () => 'water', at(water), true).values()) {
      context.fillStyle = c.water;
      context.fill(path);
    }
    // Small streams have no area of their own.
    const streams = gather(
      water.lines,
      (s) => (s.properties['kind'] === 'stream' ? 'stream' : null),
      at(water),
      false,
    );
    context.strokeStyle = c.water;
    context.lineWidth = Math.max(1, zoom - 13);
    for (const path of streams.values()) context.stroke(path);
  }
  if (buildings && zoom >= 15) {
    for (const path of gather(buildings.polygons, () => 'b', at(buildings), true).values()) {
      context.fillStyle = c.building;
      context.fill(path);
      if (zoom >= 16) {
        context.strokeStyle = c.buildingLine;
        context.lineWidth = zoom >= 18 ? 1 : 0.6;
        context.stroke(path);
      }
    }
  }
  if (roads) paintRoads(context, roads, at(roads), zoom, c);
}

function paintRoads(
  context: Context,
  roads: GroundTile[string],
  at: { k: number; left: number; top: number },
  zoom: number,
  c: Colours,
): void {
  const rails = gather(roads.lines, (s) => (s.properties['kind'] === 'rail' ? 'rail' : null), at, false);
  const classOf = (s: Shape) => {
    const index = roadClass(s.properties);
    return index === null || zoom < roadClasses[index]!.from ? null : index;
  };
  const ground = gather(roads.lines, (s) => (s.properties['is_bridge'] ? null : classOf(s)), at, false);
  const bridges = gather(roads.lines, (s) => (s.properties['is_bridge'] ? classOf(s) : null), at, false);

  const line = (path: Path2D, colour: string, width: number, cap: CanvasLineCap) => {
    context.lineCap = cap;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke(path);
  };
  const casingWidth = zoom >= 17 ? 1.4 : zoom >= 14 ? 1 : 0.7;
  const paintSet = (paths: Map<number, Path2D>, cap: CanvasLineCap) => {
    const present = roadClasses.map((road, i) => ({ road, path: paths.get(i) }));
    // All casings lie below all surfaces, so that crossings stay open.
    for (const { road, path } of present)
      if (path && road.name !== 'path' && zoom >= Math.min(14, road.from + 3))
        line(path, c[road.casing], widthAt(road.width, zoom) + 2 * casingWidth, cap);
    for (const { road, path } of present)
      if (path) {
        if (road.name === 'path') context.setLineDash([4, 3]);
        line(
          path,
          c[zoom < 14 && road.name === 'minor' ? 'minorCase' : road.fill],
          widthAt(road.width, zoom),
          'round',
        );
        context.setLineDash([]);
      }
  };
  for (const path of rails.values()) {
    if (zoom < 12) continue;
    const width = widthAt(
      [
        [12, 0.8],
        [15, 1.6],
        [17, 3],
        [20, 9],
      ],
      zoom,
    );
    line(path, c.rail, width, 'butt');
    if (zoom >= 15) {
      context.setLineDash([width * 3, width * 3]);
      line(path, c.railGap, width * 0.55, 'butt');
      context.setLineDash([]);
    }
  }
  paintSet(ground, 'round');
  if (zoom >= 13) paintSet(bridges, 'butt');
}
