// Whether a visit of a case was begun on this device and not finished: small enough for every page that may offer to go
// on with it.
import { kept, keptUnder, letGo } from '../live/device.ts';
import { inProgress } from './in-progress.svelte.ts';

export const draftKey = (caseId: number): string => `visit ${caseId}`;

export async function begunHere(caseId: number, staffId: number): Promise<boolean> {
  const draft = await kept<{ staffId: number; finishedAt: number | null; step: string }>(draftKey(caseId));
  // Opened and looked at is not begun.
  return draft?.staffId === staffId && draft.finishedAt === null && draft.step !== 'door';
}

/** The visit's id, where one was begun here: it is recorded in another way, under the same id. */
export async function visitBegun(caseId: number, staffId: number): Promise<string | undefined> {
  if (!(await begunHere(caseId, staffId))) return undefined;
  return (await kept<{ visitId: string }>(draftKey(caseId)))?.visitId;
}

/** Its draft goes, once the visit has been recorded. */
export function endDraft(caseId: number): Promise<void> {
  inProgress.ended(caseId);
  return letGo(draftKey(caseId));
}

/** How many visits this person began on this device and has not finished. */
export async function unfinishedVisits(staffId: number): Promise<number> {
  const all = await keptUnder<{ staffId: number; finishedAt: number | null; step: string } | null>('visit ');
  return all.filter((one) => one?.staffId === staffId && one.finishedAt === null && one.step !== 'door')
    .length;
}
