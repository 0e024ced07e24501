// Whether a visit of a case was begun on this device and not finished: small enough for every page that may offer to go
// on with it.
import { kept } from '../live/device.ts';

export const draftKey = (caseId: number): string => `visit ${caseId}`;

export async function begunHere(caseId: number, staffId: number): Promise<boolean> {
  const draft = await kept<{ staffId: number; finishedAt: number | null; step: string }>(draftKey(caseId));
  // Opened and looked at is not begun.
  return draft?.staffId === staffId && draft.finishedAt === null && draft.step !== 'door';
}
