// What a device takes along for work without signal: the answers of the routes that a case page reads, of many cases at once,
// and which of them have changed since.
import { z } from 'zod';
import { caseId } from './mutations/parts.ts';
import { mostKept, mostTaken } from './offline-limits.ts';
import { instant } from './scalars.ts';

/** POST /api/offline/cases. */
export const offlineRequest = z.object({ caseIds: z.array(caseId).min(1).max(mostTaken) });
/**
 * answers: by the path that each answers, as that route answers it. Cases that the person may not see are left out. Several
 * paths of one case are of one moment, `asOf`.
 */
export const offlineAnswer = z.object({
  cases: z.array(z.object({ caseId: z.int(), asOf: instant, answers: z.record(z.string(), z.unknown()) })),
});
export type OfflineAnswer = z.infer<typeof offlineAnswer>;

/** POST /api/offline/changes. since: the cursor of an earlier answer; null: there is none yet. */
export const offlineChangesRequest = z.object({
  since: z.string().max(20_000).nullable(),
  caseIds: z.array(caseId).max(mostKept),
});
/** Of the request. changed: in which anything was written; null: perhaps all. gone: that the person may not see any more. */
export const offlineChanges = z.object({
  cursor: z.string(),
  changed: z.array(z.int()).nullable(),
  gone: z.array(z.int()),
});
export type OfflineChanges = z.infer<typeof offlineChanges>;
