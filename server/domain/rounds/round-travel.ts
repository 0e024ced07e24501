// How long the way from one door to the next takes. Without a router: the straight line, made longer by a road factor
// (streets bend), at a stated speed. The figures are assumptions of ours, dated November 2026, and say so on the screen:
// 1.3 is a usual ratio of street to straight line in towns; people walk about 4.5 km/h with a bag; a car in town comes to
// about 25 km/h door to door, and two minutes go by parking and walking to the door. Driving, a short way is walked.
// With a router's table (seconds between doors by id) its figures are used, and the straight line where it has none.
import { distanceMetres, type Place } from '../place.ts';

export type TravelMode = 'walking' | 'driving';
/** seconds[i][j]: from the door of ids[i] to that of ids[j]; null where the router found no way. */
export type TravelTable = {
  ids: readonly number[];
  seconds: readonly (readonly (number | null)[])[];
};
/** How the officer travels, and the router’s times; `table` null: straight lines. */
export type Travel = { mode: TravelMode; table: TravelTable | null };

/** What travel is assumed to take where no router answers: metres, seconds, metres a second. Chosen, not sourced. */
export const travelAssumptions = {
  roadFactor: 1.3,
  /** Metres a second. */
  walkingSpeed: 1.25,
  drivingSpeed: 7,
  /** To park, and to walk to the door. */
  parkingSeconds: 120,
  /** Between two doors of one building: stairs, a corridor, a bell. */
  sameBuildingSeconds: 60,
} as const;

/** id null: a place that is no door, such as the officer's present position. */
type At = Place & { id: number | null };

/** Whole seconds, 0 or more. */
export function travelSeconds(travel: Travel, from: At, to: At): number {
  if (travel.table && from.id !== null && to.id !== null) {
    const row = indexOf(travel.table, from.id);
    const column = indexOf(travel.table, to.id);
    const known =
      row === undefined || column === undefined ? null : (travel.table.seconds[row]?.[column] ?? null);
    if (known !== null)
      return Math.round(Math.max(known, from.id === to.id ? 0 : travelAssumptions.sameBuildingSeconds));
  }
  return straightSeconds(travel.mode, from, to);
}

/** The seconds from one place to another by the straight line times 1.3, including parking. */
export function straightSeconds(mode: TravelMode, from: Place, to: Place): number {
  const { roadFactor, walkingSpeed, drivingSpeed, parkingSeconds, sameBuildingSeconds } = travelAssumptions;
  const metres = distanceMetres(from, to) * roadFactor;
  const walking = metres / walkingSpeed;
  const seconds = mode === 'walking' ? walking : Math.min(walking, metres / drivingSpeed + parkingSeconds);
  return Math.round(Math.max(seconds, sameBuildingSeconds));
}

const indexes = new WeakMap<TravelTable, Map<number, number>>();
function indexOf(table: TravelTable, id: number): number | undefined {
  let known = indexes.get(table);
  if (!known) indexes.set(table, (known = new Map(table.ids.map((one, i) => [one, i]))));
  return known.get(id);
}
