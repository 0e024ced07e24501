// A home's repairs over the ledger's weeks: most done in time, some open, a few overdue, damp and mould among them.
import { londonInstant } from './days.ts';
import { Random } from './random.ts';

export type RepairMade = {
  propertyId: number;
  category: string;
  priority: string;
  description: string;
  status:
    | 'reported'
    | 'inspected'
    | 'ordered'
    | 'appointed'
    | 'in_progress'
    | 'on_hold'
    | 'completed'
    | 'cancelled';
  reportedAt: number;
  targetAt: number;
  completedAt: number | null;
};

const repairKinds: Record<string, readonly string[]> = {
  plumbing: ['Kitchen tap drips', 'Leak under the bath', 'Toilet will not flush'],
  heating: ['Boiler loses pressure', 'No hot water', 'Radiator cold in the back bedroom'],
  electrical: ['Sockets dead in the kitchen', 'Hall light flickers', 'Fan in the bathroom stopped'],
  damp_mould: ['Mould on the bedroom wall', 'Damp patch by the window', 'Black mould in the bathroom'],
  doors_windows: ['Front door does not lock well', 'Window handle broken', 'Draught from the back door'],
  roofing: ['Gutter overflows', 'Slipped tiles', 'Stain on the ceiling after rain'],
  kitchen_bathroom: ['Cupboard door off', 'Tiles loose around the bath'],
  fencing: ['Fence panel down'],
  drainage: ['Drain blocked outside'],
};
const weights = {
  plumbing: 26,
  heating: 18,
  electrical: 12,
  damp_mould: 9,
  doors_windows: 13,
  roofing: 6,
  kitchen_bathroom: 8,
  fencing: 4,
  drainage: 4,
};
const targetDays = { emergency: 1, urgent: 7, routine: 28, planned: 90 };

export type RepairPriority = keyof typeof targetDays;

export function drawRepair(random: Random): {
  category: string;
  description: string;
  priority: RepairPriority;
  targetDays: number;
} {
  const category = random.weighted(weights);
  const priority =
    category === 'damp_mould'
      ? random.weighted({ urgent: 70, routine: 25, emergency: 5 })
      : random.weighted({ emergency: 10, urgent: 28, routine: 52, planned: 10 });
  return {
    category,
    description: random.pick(repairKinds[category]!),
    priority,
    targetDays: targetDays[priority],
  };
}

/** @param withheld the household stopped paying: for some of them the reason is a repair that is not done. */
export function makeRepairs(
  seed: number,
  propertyId: number,
  start: number,
  today: number,
  withheld: boolean,
): RepairMade[] {
  const random = new Random(seed, 5, propertyId);
  const repairs: RepairMade[] = [];
  for (
    let day = start + Math.round(random.exponential(170));
    day < today;
    day += 5 + Math.round(random.exponential(170))
  ) {
    const drawn = drawRepair(random);
    const reportedAt = londonInstant(day, random.whole(8 * 60, 19 * 60));
    const took = Math.round(
      drawn.targetDays * random.between(0.15, 1.05) + (random.chance(0.14) ? random.exponential(16) : 0),
    );
    const cancelled = random.chance(0.04);
    const done = day + took < today;
    repairs.push({
      propertyId,
      category: drawn.category,
      priority: drawn.priority,
      description: drawn.description,
      status: done ? (cancelled ? 'cancelled' : 'completed') : openStatus(random),
      reportedAt,
      targetAt: reportedAt + drawn.targetDays * 86_400_000,
      completedAt:
        done && !cancelled
          ? Math.max(reportedAt + 3_600_000, londonInstant(day + took, random.whole(9 * 60, 17 * 60)))
          : null,
    });
  }
  if (withheld && random.chance(0.16)) {
    const reportedAt = londonInstant(today - random.whole(35, 120), random.whole(8 * 60, 19 * 60));
    const category = random.chance(0.6) ? 'damp_mould' : 'heating';
    repairs.push({
      propertyId,
      category,
      priority: 'urgent',
      description: random.pick(repairKinds[category]!),
      status: openStatus(random),
      reportedAt,
      targetAt: reportedAt + 7 * 86_400_000,
      completedAt: null,
    });
  }
  return repairs;
}

const openStatus = (random: Random): RepairMade['status'] =>
  random.weighted({ reported: 24, inspected: 14, ordered: 20, appointed: 24, in_progress: 12, on_hold: 6 });
