// What an officer must know before they knock (alerts, languages, how the tenants are reached), of the homes that this device
// keeps for visits without signal. A copy of the server's data: removed like every other one (device-owner.ts), and
// replaced as a whole each time it is read (lib/day/doors-ahead.ts).
import type { DoorFacts, DoorsAnswer } from '#contract/day.ts';
import { keep, kept } from './device.ts';

/** `asOf`: when the server read it, an ISO instant. */
export type KeptDoor = DoorFacts & { asOf: string };
type Stored = { staffId: number; asOf: string; doors: DoorFacts[] };

const key = 'doors';

export const keepDoors = (staffId: number, { asOf, doors }: DoorsAnswer): Promise<void> =>
  keep(key, { staffId, asOf, doors } satisfies Stored);

/** Null where this device keeps nothing of that home for this person. */
export async function doorKept(caseId: number, staffId: number): Promise<KeptDoor | null> {
  const stored = await kept<Stored>(key).catch(() => undefined);
  const found = stored?.staffId === staffId && stored.doors.find((one) => one.caseId === caseId);
  return found ? { ...found, asOf: stored.asOf } : null;
}
