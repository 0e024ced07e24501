// The order in which the repairs team sees its open repairs. The server's answer has the same order in SQL
// (server/cases/read-open-repairs.ts), so that the first of many are read and not all.
import { dayIn } from './zone.ts';
import type { Instant } from './facts.ts';

export const repairOrders = ['urgent', 'oldest'] as const;
export type RepairOrder = (typeof repairOrders)[number];

export const repairSections = ['emergency', 'overdue', 'today', 'later', 'undated'] as const;
export type RepairSection = (typeof repairSections)[number];
type Ordered = { id: number; priority: string; reportedAt: Instant; targetAt: Instant | null };

/** Emergencies are first, late or not; the others go by their target. The sections are in the order of the repairs. */
export function repairSection(
  { priority, targetAt }: Pick<Ordered, 'priority' | 'targetAt'>,
  now: Instant,
  timeZone: string,
): RepairSection {
  if (priority === 'emergency') return 'emergency';
  if (targetAt === null) return 'undated';
  if (targetAt < now) return 'overdue';
  return dayIn(timeZone, targetAt) === dayIn(timeZone, now) ? 'today' : 'later';
}

const never = Number.MAX_SAFE_INTEGER;

/** For sorting by urgency: emergencies, then the nearest target; without a target last, the oldest report first. */
export const byUrgency = (a: Ordered, b: Ordered): number =>
  Number(b.priority === 'emergency') - Number(a.priority === 'emergency') ||
  (a.targetAt ?? never) - (b.targetAt ?? never) ||
  byAge(a, b);

/** For sorting by age: the oldest report first. */
export const byAge = (a: Pick<Ordered, 'id' | 'reportedAt'>, b: Pick<Ordered, 'id' | 'reportedAt'>): number =>
  a.reportedAt - b.reportedAt || a.id - b.id;
