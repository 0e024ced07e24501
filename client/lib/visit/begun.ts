// Whether a visit of a case was begun on this device and not finished: small enough for every page that may offer to go
// on with it.
import { kept, letGo } from '../live/device.ts';

export const draftKey = (caseId: number): string => `visit ${caseId}`;

export async function begunHere(caseId: number, staffId: number): Promise<boolean> {
  const draft = await kept<{ staffId: number; finishedAt: number | null; step: string }>(draftKey(caseId));
  // Opened and looked at is not begun.
  return draft?.staffId === staffId && draft.finishedAt === null && draft.step !== 'door';
}

/** The visit's name, where one was begun here; its draft goes: the visit is recorded in another way. */
export async function endDraft(caseId: number, staffId: number): Promise<string | undefined> {
  if (!(await begunHere(caseId, staffId))) return undefined;
  const draft = await kept<{ visitId: string }>(draftKey(caseId));
  await letGo(draftKey(caseId));
  return draft?.visitId;
}
