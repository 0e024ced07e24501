// Whether a visit of a case was begun on this device and not finished, for every page that offers to continue it.
import { kept, keptUnder, letGo } from '../live/device.ts';
import type { Draft } from './draft.ts';
import { isBegun } from './progress.ts';
import { inProgress } from './in-progress.svelte.ts';

export const draftKey = (caseId: number): string => `visit ${caseId}`;

/** The id of the visit that this person began here and has not finished; undefined where there is none. */
export async function visitBegun(caseId: number, staffId: number): Promise<string | undefined> {
  const draft = await kept<Draft>(draftKey(caseId));
  return draft?.staffId === staffId && isBegun(draft) ? draft.visitId : undefined;
}

/** Removes the draft, once the visit has been recorded. */
export function endDraft(caseId: number): Promise<void> {
  inProgress.ended(caseId);
  return letGo(draftKey(caseId));
}

/** How many visits this person began on this device and has not finished. */
export async function unfinishedVisits(staffId: number): Promise<number> {
  const all = await keptUnder<Draft | null>('visit ');
  return all.filter((one) => one?.staffId === staffId && isBegun(one)).length;
}

/** Removes the draft of a visit that was turned back from before anything was written in it. */
export async function endEmptyDraft(caseId: number, staffId: number): Promise<void> {
  const draft = await kept<Draft>(draftKey(caseId));
  if (draft?.staffId !== staffId || draft.finishedAt !== null) return;
  const { met, metNote, checks, pay, next, note } = draft;
  const words = [met, metNote, pay, next, note, ...checks.flatMap((one) => [one.finding, one.note])];
  if (words.some((one) => one.trim() !== '') || checks.some(({ photos }) => photos.length > 0)) return;
  inProgress.ended(caseId);
  await letGo(draftKey(caseId));
}
