// Rules about one write that waits: when it is tried again, when a person must know of it, and what of it goes to the server.
import type { MutationAnswer, MutationKind } from '#contract/up.ts';
import { safeIso, type Stamp } from './device-clock.ts';

/** One write on the device. */
export type Waiting = {
  id: string;
  clientId: string;
  n: number;
  kind: MutationKind;
  args: { caseId: number } & Record<string, unknown>;
  /** The version of what was edited, as it was on screen. */
  baseVersion?: number;
  madeAt: string;
  /** What the device knew of its clock (device-clock.ts). */
  clockOffsetMs?: number | null;
  clockLearntAt?: string;
  /** It was recorded before the writes with smaller numbers. */
  renumbered?: true;
  staffId: number;
  /** Set when the server has refused it: it is not sent again. */
  answer?: MutationAnswer;
  /** How often the server was reached and did not decide it. */
  tries?: number;
  /** Epoch ms before which it is not tried again; left out: at the next occasion. */
  retryAt?: number;
};

/** What a device says of its clock with each write. */
export type ClockKnown = Omit<Stamp, 'madeAt'>;

/** After so many tries a write is parked: about four minutes, with the pauses below. */
const parkedAfter = 5;
const longestPauseMs = 3_600_000;
/** None after the first try, then 15 s, 45 s, 2 and 7 minutes, up to an hour. */
const pauseMs = (tries: number): number =>
  tries < 2 ? 0 : Math.min(5000 * 3 ** (tries - 1), longestPauseMs);

/** Tried often enough that a person must know: it is sent again when they press, and otherwise once an hour. */
export const isParked = (item: Waiting): boolean => !item.answer && (item.tries ?? 0) >= parkedAfter;

/** The same write again, as a new one: for OutboxStore.renumber. */
export const anew = (item: Waiting, clientId: string, n: number): Waiting => {
  const { answer: _1, tries: _2, retryAt: _3, ...kept } = item;
  return { ...kept, id: crypto.randomUUID(), clientId, n, renumbered: true };
};

/** What goes over the wire now, with the device's own time: the rest is the device's own. */
export const envelopeOf = ({ answer: _1, staffId: _2, tries: _3, retryAt: _4, ...sent }: Waiting) => ({
  ...sent,
  sentAt: safeIso(Date.now()),
});

/** After the server was reached and did not decide it. */
export function afterTry(item: Waiting, now: number): Waiting {
  const tries = (item.tries ?? 0) + 1;
  return { ...item, tries, retryAt: now + pauseMs(tries) };
}

export function isDue({ retryAt }: Waiting, now: number): boolean {
  if (retryAt === undefined) return true;
  const inMs = retryAt - now;
  // Later than any pause: the device's clock was put back.
  return inMs <= 0 || inMs > longestPauseMs;
}

/**
 * In the order in which they were made. Numbers count within one client id; a device has several where a page had to keep
 * writes in its memory (in-page.ts): these groups are ordered by the time of their first write.
 */
export function inOrder(items: readonly Waiting[]): Waiting[] {
  const began = new Map<string, string>();
  for (const { clientId, madeAt } of items) {
    const first = began.get(clientId);
    if (first === undefined || madeAt < first) began.set(clientId, madeAt);
  }
  return [...items].sort((a, b) => {
    if (a.clientId === b.clientId) return a.n - b.n;
    const [x, y] = [began.get(a.clientId)! + a.clientId, began.get(b.clientId)! + b.clientId];
    return x < y ? -1 : 1;
  });
}
