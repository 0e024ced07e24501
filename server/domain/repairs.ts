// Repairs that prevent asking for rent: damp or mould, and repairs past their target. They make the
// visit's purpose "repair first", and no step towards court is suggested while one is open.
import type { AssessmentClock } from './clock.ts';
import { dayNumberIn } from './zone.ts';
import { dayOf } from './days.ts';
import type { Day, Instant, OpenRepair } from './facts.ts';

export type RepairsView = {
  /** The day on which the oldest damp that is still open was reported. */
  damp: Day | null;
  /** The one that is overdue for longest. */
  overdue: { category: string; on: Day } | null;
  /** When the next one will be overdue. */
  nextOverdueAt: Instant | null;
};

/** The states of the work on a repair, in their usual order. */
export const repairStatuses = [
  'reported',
  'inspected',
  'ordered',
  'appointed',
  'in_progress',
  'on_hold',
  'completed',
  'cancelled',
] as const;
export type RepairStatus = (typeof repairStatuses)[number];

/** Still to be done: neither completed nor cancelled. */
export const isOpenRepair = ({ status }: { status: string }): boolean =>
  status !== 'completed' && status !== 'cancelled';

/** What the open repairs mean for asking for rent, at the instant of the clock. Days are days of its time zone. */
export function repairsView(repairs: readonly OpenRepair[], clock: AssessmentClock): RepairsView {
  let damp: OpenRepair | null = null;
  let overdue: (OpenRepair & { targetAt: Instant }) | null = null;
  let nextOverdueAt: Instant | null = null;
  for (const repair of repairs) {
    const { category, reportedAt, targetAt } = repair;
    if (!isOpenRepair(repair)) continue;
    if (category === 'damp_mould' && (!damp || reportedAt < damp.reportedAt)) damp = repair;
    if (targetAt === null) continue;
    if (targetAt > clock.now) {
      if (nextOverdueAt === null || targetAt < nextOverdueAt) nextOverdueAt = targetAt;
    } else if (
      !overdue ||
      targetAt < overdue.targetAt ||
      (targetAt === overdue.targetAt && category < overdue.category)
    ) {
      overdue = { ...repair, targetAt };
    }
  }
  const day = (at: Instant) => dayOf(dayNumberIn(clock.timeZone, at));
  return {
    damp: damp && day(damp.reportedAt),
    overdue: overdue && { category: overdue.category, on: day(overdue.targetAt) },
    nextOverdueAt,
  };
}
