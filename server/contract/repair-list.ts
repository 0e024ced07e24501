// The repairs team's list of open repairs, and one of them. There is no money here, and of the home only its address.
import { z } from 'zod';
import { caseRepair } from './case-detail.ts';
import { instant } from './scalars.ts';
import { thread } from './thread.ts';

export const listedRepair = caseRepair.extend({
  /** The case of the newest tenancy, by which the home is read; null where the home was never let. */
  caseId: z.int().nullable(),
  ...thread.shape.home.shape,
  /** The newest conversation about it that is not closed. */
  thread: thread.pick({ id: true, state: true }).nullable(),
});
export type ListedRepair = z.infer<typeof listedRepair>;

/** The most repairs of one answer. */
export const mostRepairs = 500;

/** count: how many there are, or how many the search found; the first `limit` of them in `repairs`. */
export const repairList = z.object({ asOf: instant, count: z.int(), repairs: z.array(listedRepair) });
export type RepairList = z.infer<typeof repairList>;
export const repairAnswer = z.object({ asOf: instant, repair: listedRepair });
export type RepairAnswer = z.infer<typeof repairAnswer>;
