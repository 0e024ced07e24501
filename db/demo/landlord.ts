// The demo landlord: a fictional association with its town, people, homes, accounts and ledger, the same to the byte for
// the same seed, size and day. eachPatch() gives it a patch at a time, so that a large one is never in memory completely;
// makeLandlord() gathers it into plain arrays, for a replay. No clock, no files, no database.
import { makeAreas } from './areas.ts';
import { makeCasework, type Casework } from './casework.ts';
import type { Property } from './homes.ts';
import { dayNumber, monday } from './days.ts';
import { makeHousehold, type Household, type Let } from './household.ts';
import { holderOn, makeOrganisation, patchCount, type Organisation, type Patch } from './organisation.ts';
import { Random } from './random.ts';
import { arrearsTarget, settle } from './settle.ts';
import { makeTown, type Lot, type Town } from './town/town.ts';

export type LandlordOptions = {
  seed: number;
  homes: number;
  /** 'YYYY-MM-DD'. Money is known up to the end of the day before. */
  today: string;
  /** Weeks of ledger, this one included. */
  weeks?: number;
  /** Off when only the behaviours are needed: the same households without their past. */
  ledger?: boolean;
};

export type PatchBook = { patch: Patch; properties: Property[]; households: Household[]; casework: Casework };

export type Frame = {
  seed: number;
  /** Day numbers. The ledger runs from start to today. */
  start: number;
  today: number;
  name: string;
  organisation: Organisation;
  areas: { name: string; lots: Lot[] }[];
};
export type Landlord = Frame & { properties: Property[]; households: Household[]; casework: Casework };

/**
 * What is there before any home is: the town (or the one that was made already), the patches, the staff. Refuses fewer than
 * 20 homes.
 */
export function makeFrame(
  { seed, homes, today, weeks = 60 }: LandlordOptions,
  town: Pick<Town, 'name' | 'lots'> = makeTown({ seed, homes }),
): Frame {
  if (!Number.isInteger(homes) || homes < 20 || homes > 150_000)
    throw new RangeError('homes must be a whole number from 20 to 150,000');
  const day = dayNumber(today);
  const start = monday(day) - 7 * (weeks - 1);
  const areas = makeAreas(town.lots, patchCount(homes));
  const organisation = makeOrganisation(
    seed,
    areas.map((area) => ({ name: area.name, homes: area.lots.length })),
    start,
    day,
  );
  return { seed, start, today: day, name: `${town.name} Homes`, organisation, areas };
}

/** The patches in turn; ids count on from one to the next. */
export function* eachPatch(frame: Frame, options: { ledger?: boolean } = {}): Generator<PatchBook> {
  const { seed, start, today, organisation, areas } = frame;
  const meanDifficulty =
    organisation.patches.reduce((sum, patch) => sum + patch.difficulty * patch.homes, 0) /
    organisation.patches.reduce((sum, patch) => sum + patch.homes, 0);
  let propertyId = 0;
  let number = 0;
  let missing = 0;
  const own = eachPatchsOwn(organisation);
  for (const patch of organisation.patches) {
    const around = own.get(patch.id)!;
    const helps = helpByDay(around, patch.id, start - 200, today);
    const at = {
      start,
      today,
      difficulty: patch.difficulty,
      helpOn: (day: number) => helps[Math.min(Math.max(day, start - 200), today) - (start - 200)]!,
    };
    const properties: Property[] = [];
    const households: Household[] = [];
    for (const lot of areas[patch.id - 1]!.lots) {
      propertyId++;
      const random = new Random(seed, 3, propertyId);
      const bedrooms = lot.kind === 'flat' ? random.pick([1, 1, 1, 2, 2]) : random.pick([2, 2, 3, 3, 3, 4]);
      // UPRNs of this form were never given out.
      properties.push({
        id: propertyId,
        uprn: 990_000_000_000 + propertyId,
        lot,
        patchId: patch.id,
        kind: lot.kind,
        bedrooms,
      });
      for (const span of tenancies(random, start, today)) {
        const home: Let = { propertyId, patchId: patch.id, bedrooms, ...span };
        households.push(makeHousehold(seed, ++number, home, at, options.ledger ?? true));
      }
    }
    const yearOfRent = households.reduce(
      (sum, one) => sum + (one.endsOn === null ? one.weeklyRentPence * 52 : 0),
      0,
    );
    missing = settle(households, arrearsTarget * yearOfRent * (patch.difficulty / meanDifficulty) + missing);
    const casework = makeCasework({ seed, start, today, organisation: around, properties, households });
    yield { patch, properties, households, casework };
  }
}

/** All of it at once: about 1 GB for 50,000 homes with their ledger. */
export function makeLandlord(options: LandlordOptions): Landlord {
  const frame = makeFrame(options);
  const books = [...eachPatch(frame, options)];
  const all = <K extends keyof Casework>(key: K) => books.flatMap((book) => book.casework[key] as object[]);
  return {
    ...frame,
    properties: books.flatMap((book) => book.properties),
    households: books.flatMap((book) => book.households),
    casework: Object.fromEntries(
      (Object.keys(books[0]!.casework) as (keyof Casework)[]).map((key) => [key, all(key)]),
    ) as Casework,
  };
}

/** Mostly one tenancy that goes on; sometimes one that ended within the ledger, and the next after an empty while. */
function tenancies(
  random: Random,
  start: number,
  today: number,
): { startsOn: number; endsOn: number | null }[] {
  const longAgo = monday(start - 20 - Math.round(Math.min(14_000, random.exponential(3000))));
  if (!random.chance(0.035))
    return [
      { startsOn: random.chance(0.02) ? monday(random.whole(start, today - 30)) : longAgo, endsOn: null },
    ];
  const endsOn = monday(today - random.whole(12, 380));
  const next = endsOn + 7 * random.whole(2, 7);
  const former = { startsOn: longAgo, endsOn };
  return next <= today - 7 ? [former, { startsOn: next, endsOn: null }] : [former];
}

/**
 * What each patch's casework looks up again and again: its own stints, and who had them. All of it would grow with the
 * landlord.
 */
function eachPatchsOwn({ patches, staff, stints, absences }: Organisation): Map<number, Organisation> {
  const stintsOf = Map.groupBy(stints, (one) => one.patchId);
  const absencesOf = Map.groupBy(absences, (one) => one.staffId);
  const people = new Map(staff.map((one) => [one.id, one]));
  return new Map(
    patches.map((patch) => {
      const own = stintsOf.get(patch.id) ?? [];
      const holders = [...new Set(own.map((one) => one.staffId))];
      return [
        patch.id,
        {
          patches: [patch],
          staff: holders.map((id) => people.get(id)!),
          stints: own,
          absences: holders.flatMap((id) => absencesOf.get(id) ?? []),
        },
      ];
    }),
  );
}

function helpByDay(organisation: Organisation, patchId: number, from: number, to: number): number[] {
  const effects: number[] = [];
  let held: { until: number; effect: number } | null = null;
  for (let day = from; day <= to; day++) {
    if (!held || day >= held.until) {
      const stint = organisation.stints.find(
        (one) => one.patchId === patchId && one.from <= day && (one.until === null || day < one.until),
      );
      held = { until: stint?.until ?? Infinity, effect: holderOn(organisation, patchId, day).effect ?? 1 };
    }
    effects.push(held.effect);
  }
  return effects;
}
