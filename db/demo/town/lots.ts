// Which homes the landlord lets, with their addresses: whole runs of its estates, and single homes bought elsewhere.
import type { Building } from './buildings.ts';
import { districtFinder } from './field.ts';
import { postcode } from './names.ts';
import { toLatLon } from './plane.ts';
import { Random } from '../random.ts';
import type { Street } from './streets.ts';
import type { DistrictKind, Terrain } from './terrain.ts';

export type Lot = {
  address: string;
  postcode: string;
  latitude: number;
  longitude: number;
  street: string;
  district: string;
  kind: 'house' | 'flat';
  /** Metres east and north of the town's centre. */ x: number;
  y: number;
};

/** How likely the landlord is to own there, by how the estate was built. */
const owned: Record<DistrictKind, number> = {
  centre: 0.5,
  terraces: 0.8,
  garden: 1.6,
  modern: 0.7,
  flats: 2.6,
  works: 0.3,
};

export function chooseLots(
  seed: string | number,
  homes: number,
  terrain: Terrain,
  streets: Street[],
  buildings: Building[],
): Lot[] {
  const random = Random.stream(seed, 'lots');
  const districtOf = districtFinder(terrain.districts);
  // Estates were built a street at a time, so luck is drawn for the street first.
  const luck = streets.map(() => random.between(0.02, 1) ** 1.6);
  const order = buildings
    .map((building, index) => ({ building, index }))
    .filter(({ building }) => building.homes.length > 0)
    .map(({ building, index }) => {
      const weight = owned[terrain.districts[districtOf(building.centre)]!.kind] * luck[building.street]!;
      return { building, index, rank: Math.log(random.next() + 1e-12) / weight };
    })
    .sort((a, b) => b.rank - a.rank || a.index - b.index);

  let left = homes;
  const chosen: { building: Building; index: number; take: number }[] = [];
  for (const { building, index } of order) {
    if (left === 0) break;
    const take = Math.min(left, building.homes.length);
    left -= take;
    chosen.push({ building, index, take });
  }
  chosen.sort((a, b) => a.index - b.index);

  const codeOf = postcodes(terrain, streets, buildings, districtOf);
  return chosen.flatMap(({ building, index, take }) => {
    const street = streets[building.street]!;
    const code = codeOf(index);
    const district = terrain.districts[districtOf(building.centre)]!.name;
    return building.homes.slice(0, take).map((home) => ({
      address: `${home.flat === null ? '' : `Flat ${home.flat}, `}${home.number} ${street.name}`,
      postcode: code,
      ...toLatLon(home.point),
      street: street.name,
      district,
      kind: home.flat === null ? ('house' as const) : ('flat' as const),
      x: Math.round(home.point[0] * 10) / 10,
      y: Math.round(home.point[1] * 10) / 10,
    }));
  });
}

/** A new postcode for each street, each large building, and about every 16 addresses. */
function postcodes(
  terrain: Terrain,
  streets: Street[],
  buildings: Building[],
  districtOf: (p: readonly [number, number]) => number,
): (building: number) => string {
  const units = terrain.districts.map(() => 0);
  const codes: string[] = [];
  let street = -1;
  let since = 0;
  buildings.forEach((building, i) => {
    const district = districtOf(streets[building.street]!.line[0]!);
    if (building.street !== street || since > 15 || building.homes.length > 10) {
      units[district]!++;
      since = 0;
      street = building.street;
    }
    since += building.homes.length;
    codes[i] = postcode(district, units[district]!);
  });
  return (building) => codes[building]!;
}
