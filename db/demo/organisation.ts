// The landlord's own side: patches, staff, who held which patch when, absences; and the planted truths about them.
import { dayText, monday } from './days.ts';
import { madeUpName } from './names.ts';
import { Random } from './random.ts';

export type Patch = { id: number; name: string; homes: number; difficulty: number };
export type Staff = {
  id: number;
  name: string;
  email: string;
  role: 'officer' | 'manager' | 'repairs' | 'money_advice' | 'admin';
  active: boolean;
  /** Planted: how well their contact works, 1 is the average. Null for who is no officer. */
  effect: number | null;
};
type Stint = { staffId: number; patchId: number; from: number; until: number | null };
type Absence = {
  staffId: number;
  from: number;
  until: number;
  kind: 'leave' | 'sickness' | 'training';
};
export type Organisation = { patches: Patch[]; staff: Staff[]; stints: Stint[]; absences: Absence[] };

/** About 250 homes to a patch in a small landlord, 12 patches up to some 11,000 homes, then 735 to 1,233 to a patch. */
export function patchCount(homes: number): number {
  if (homes < 3000) return Math.max(Math.min(4, homes), Math.round(homes / 250));
  return Math.max(12, Math.ceil(homes / 1000));
}

/** @param areas one for each patch: what it is called, and how many homes it has. */
export function makeOrganisation(
  seed: number,
  areas: readonly { name: string; homes: number }[],
  start: number,
  today: number,
): Organisation {
  const random = new Random(seed, 1);
  const patches: Patch[] = areas.map((area, i) => ({
    id: i + 1,
    name: area.name,
    homes: area.homes,
    difficulty: Math.round(random.between(0.72, 1.32) * 100) / 100,
  }));
  const staff: Staff[] = patches.map((patch, i) => ({
    id: patch.id,
    name: madeUpName(random),
    email: `officer${patch.id}@demo.doorstep.test`,
    role: 'officer',
    active: true,
    // One is plainly better than the rest, one plainly worse, wherever they work.
    effect: i === 1 ? 1.4 : i === 2 ? 0.65 : Math.round(random.normal(1, 0.1) * 100) / 100,
  }));
  const others = [
    ['manager', 'manager'],
    ['repairs', 'repairs'],
    ['money.advice', 'money_advice'],
    ['admin', 'admin'],
  ] as const;
  for (const [mailbox, role] of others)
    staff.push({
      id: staff.length + 1,
      name: madeUpName(random),
      email: `${mailbox}@demo.doorstep.test`,
      role,
      active: true,
      effect: null,
    });
  const stints = makeStints(random, patches, staff, start, today);
  const absences = makeAbsences(random, staff, start, today);
  return { patches, staff: [...staff, ...repairsColleagues(seed, staff)], stints, absences };
}

/** Two more people of the repairs team, to assign conversations to. Their names are nobody else's here. */
function repairsColleagues(seed: number, staff: readonly Staff[]): Staff[] {
  const random = new Random(seed, 41);
  const names = new Set(staff.map(({ name }) => name));
  while (names.size < staff.length + 2) names.add(madeUpName(random));
  return [...names].slice(-2).map((name, i) => ({
    ...{ id: staff.length + 1 + i, name, email: `repairs${i + 2}@demo.doorstep.test` },
    ...{ role: 'repairs', active: true, effect: null },
  }));
}

/** Most have held their patch for years. In every dozen two officers changed places, and one took over from somebody who left. */
function makeStints(random: Random, patches: Patch[], staff: Staff[], start: number, today: number): Stint[] {
  const stints: Stint[] = [];
  for (let first = 0; first < patches.length; first += 12) {
    const dozen = patches.slice(first, first + 12);
    const swapOn = monday(random.whole(start + 90, today - 90));
    const leftOn = monday(random.whole(start + 60, today - 60));
    dozen.forEach((patch, i) => {
      const from = start - random.whole(200, 1400);
      const partner = dozen.length > 3 && i < 2 ? dozen[1 - i]! : null;
      if (partner) {
        stints.push({ staffId: partner.id, patchId: patch.id, from, until: swapOn });
        stints.push({ staffId: patch.id, patchId: patch.id, from: swapOn, until: null });
      } else if (dozen.length > 3 && i === 3) {
        const left: Staff = {
          id: staff.length + 1,
          name: madeUpName(random),
          email: `former.officer${patch.id}@demo.doorstep.test`,
          role: 'officer',
          active: false,
          effect: Math.round(random.normal(1, 0.12) * 100) / 100,
        };
        staff.push(left);
        stints.push({ staffId: left.id, patchId: patch.id, from, until: leftOn });
        stints.push({ staffId: patch.id, patchId: patch.id, from: leftOn, until: null });
      } else stints.push({ staffId: patch.id, patchId: patch.id, from, until: null });
    });
  }
  return stints;
}

function makeAbsences(random: Random, staff: Staff[], start: number, today: number): Absence[] {
  const absences: Absence[] = [];
  for (const person of staff.filter((one) => one.active)) {
    let day = start + random.whole(10, 70);
    while (day < today + 60) {
      const from = monday(day);
      const kind = random.weighted({ leave: 70, sickness: 20, training: 10 });
      const length =
        kind === 'leave'
          ? random.pick([5, 7, 12, 14])
          : kind === 'sickness'
            ? random.whole(1, 6)
            : random.whole(1, 2);
      // Sickness is not known ahead.
      if (kind !== 'sickness' || from + length <= today)
        absences.push({ staffId: person.id, from, until: from + length, kind });
      day = from + length + random.whole(35, 90);
    }
  }
  const long = staff[Math.min(4, staff.length - 1)]!;
  const from = monday(random.whole(start + 100, today - 120));
  const until = from + 46;
  // Nobody is away twice on one day: what the long one covers of others is part of it.
  const besides = absences.flatMap((one) =>
    one.staffId !== long.id
      ? [one]
      : [
          { ...one, until: Math.min(one.until, from) },
          { ...one, from: Math.max(one.from, until) },
        ].filter((rest) => rest.from < rest.until),
  );
  return [...besides, { staffId: long.id, from, until, kind: 'sickness' }];
}

/** Who held a patch on a day; refuses a day before its first stint. */
export function holderOn(organisation: Organisation, patchId: number, day: number): Staff {
  const stint = organisation.stints.find(
    (one) => one.patchId === patchId && one.from <= day && (one.until === null || day < one.until),
  );
  const holder = stint && organisation.staff.find((one) => one.id === stint.staffId);
  if (!holder) throw new RangeError(`nobody held patch ${patchId} on ${dayText(day)}`);
  return holder;
}
