// Whether a visit of a case was begun on this device and not finished: small enough for every page that may offer to go
// on with it.
import { kept, keptUnder, letGo } from '../live/device.ts';
import type { Draft } from './draft.ts';
import { inProgress } from './in-progress.svelte.ts';

export const draftKey = (caseId: number): string => `visit ${caseId}`;

export async function begunHere(caseId: number, staffId: number): Promise<boolean> {
  const draft = await kept<{ staffId: number; finishedAt: number | null; step: string }>(draftKey(caseId));
  // A visit whose first step was only opened is not begun.
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

/** Turned back before anything was written down: there is nothing to go on with. What was written stays. */
export async function endEmptyDraft(caseId: number, staffId: number): Promise<void> {
  const draft = await kept<Draft>(draftKey(caseId));
  if (draft?.staffId !== staffId || draft.finishedAt !== null) return;
  const { met, metNote, checks, pay, next, note } = draft;
  const words = [met, metNote, pay, next, note, ...checks.flatMap((one) => [one.finding, one.note])];
  if (words.some((one) => one.trim() !== '') || checks.some(({ photos }) => photos.length > 0)) return;
  inProgress.ended(caseId);
  await letGo(draftKey(caseId));
}
