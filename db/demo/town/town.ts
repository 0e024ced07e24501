// A fictional English town, the same for the same seed: river, railway, roads, parks, buildings, names, and the homes
// that the demo's landlord lets in it. Pure; nothing is read or written. Start here; the parts are made in the order of
// makeTown below. Everything is in metres around the town's centre, which is in the sea (plane.ts has the place).
import { makeBuildings, type Building } from './buildings.ts';
import { makeField } from './field.ts';
import { chooseLots, type Lot } from './lots.ts';
import { Names } from './names.ts';
import { makeStreets, type Street } from './streets.ts';
import { makeTerrain, type Terrain } from './terrain.ts';
import type { Progress, Work } from './work.ts';

export type { Lot } from './lots.ts';

export type Town = {
  name: string;
  terrain: Terrain;
  streets: Street[];
  buildings: Building[];
  /** Exactly the requested number; those of one building are consecutive. */
  lots: Lot[];
  /** How many times a place was compared with a neighbour. It grows linearly with the town. */
  looks: number;
};

/**
 * @param homes how many homes the landlord lets: 1 to 200,000. The town around them is two to three times as large.
 * @param progress how far it is, about ten times for each part.
 */
export function makeTown(
  { seed, homes }: { seed: string | number; homes: number },
  progress: Progress = () => {},
): Town {
  if (!Number.isInteger(homes) || homes < 1 || homes > 200_000)
    throw new RangeError('homes must be a whole number from 1 to 200,000');
  // Some 22 homes to the hectare, of which the landlord lets two in five; a hamlet still needs room for a map.
  let radius = Math.max(420, Math.sqrt(((homes / 0.4 / 22) * 10_000) / Math.PI));
  for (;;) {
    const names = new Names(seed);
    const work: Work = { looks: 0, progress };
    work.progress('ground', 0, null);
    const terrain = makeTerrain(seed, radius, names);
    work.progress('streets', 0, null);
    const streets = makeStreets(seed, terrain, makeField(seed, terrain), names, work);
    const buildings = makeBuildings(seed, terrain, streets, work);
    const capacity = buildings.reduce((sum, b) => sum + b.homes.length, 0);
    // Too small by bad luck with parks and water: the same town, a little larger.
    if (capacity < homes * 1.4) radius *= Math.min(1.5, Math.max(1.06, Math.sqrt((homes * 1.7) / capacity)));
    else {
      work.progress('lots', buildings.length, null);
      const lots = chooseLots(seed, homes, terrain, streets, buildings);
      return { name: names.town, terrain, streets, buildings, lots, looks: work.looks };
    }
  }
}
