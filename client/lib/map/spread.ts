// Moves the numbered stops of a day apart until each number can be read: several may be at one door.
import type { Map as LeafletMap } from 'leaflet';
import type { Item } from './clusters.ts';
import type { Leader } from './route.ts';

/** Px between the middles of two stops: a marker's width. */
const apart = 36;

/** The same items, with the stops that would cover each other moved; and a line from each that was moved to its door. */
export function stopsApart(
  map: Pick<LeafletMap, 'project' | 'unproject'>,
  items: readonly Item[],
  isStop: (id: number) => boolean,
): { items: readonly Item[]; leaders: Leader[] } {
  const stops = items.filter((item) => item.kind === 'case' && isStop(item.id));
  if (stops.length < 2) return { items, leaders: [] };
  const doors = stops.map((item) => map.project([item.latitude, item.longitude]));
  const leaders: Leader[] = [];
  const places = new Map(
    spread(doors, apart).map(({ x, y }, i): [Item, Item] => {
      const door = stops[i]!;
      if (x === doors[i]!.x && y === doors[i]!.y) return [door, door];
      const at = map.unproject([x, y]);
      const marker = { latitude: at.lat, longitude: at.lng };
      leaders.push({ door, marker });
      return [door, { ...door, ...marker }];
    }),
  );
  return { items: items.map((item) => places.get(item) ?? item), leaders };
}

type Pixel = { x: number; y: number };

/** Directions for points at the same place: each next one is turned by the golden angle, so that no two are near. */
const goldenAngle = Math.PI * (3 - Math.sqrt(5));
const roundsAtMost = 400;

/**
 * The same points, in the same order, each at least `apart` from every other; those that had room stay where they are.
 * The same points give the same answer, so that markers keep still while the map is moved.
 */
export function spread(points: readonly Pixel[], apart: number): Pixel[] {
  const moved = points.map(({ x, y }) => ({ x, y }));
  // A little more than is wanted: each round leaves some of the overlap of the one before it.
  const wanted = apart * 1.02;
  for (let round = 0; round < roundsAtMost; round++) {
    let still = true;
    for (let i = 0; i < moved.length; i++)
      for (let j = i + 1; j < moved.length; j++) {
        const [a, b] = [moved[i]!, moved[j]!];
        let [dx, dy] = [b.x - a.x, b.y - a.y];
        let distance = Math.hypot(dx, dy);
        if (distance >= apart) continue;
        still = false;
        if (distance < 0.5) {
          [dx, dy] = [Math.cos(j * goldenAngle), Math.sin(j * goldenAngle)];
          distance = 1;
        }
        const push = (wanted - Math.min(distance, Math.hypot(b.x - a.x, b.y - a.y))) / 2 / distance;
        a.x -= dx * push;
        a.y -= dy * push;
        b.x += dx * push;
        b.y += dy * push;
      }
    if (still) break;
  }
  return moved;
}
