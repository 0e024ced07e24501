// What the page of waiting records shows of each, as plain logic: its state and its place.
import { isParked, type Waiting } from '../live/waiting.ts';

export type WaitingState =
  'sent' | 'sending' | 'signal' | 'turn' | 'behind' | 'again' | 'parked' | 'conflict' | 'refused';

/** before: the writes of the same case that were made before it and have no final answer. */
export function stateOf(
  item: Waiting,
  now: { connected: boolean; sending: ReadonlySet<string>; before: readonly Waiting[] },
): WaitingState {
  const status = item.answer?.status;
  if (status === 'refused' || status === 'conflict') return status;
  if (status === 'applied' || status === 'duplicate') return 'sent';
  if (now.sending.has(item.id)) return 'sending';
  if (isParked(item)) return 'parked';
  if (now.before.some((one) => (one.tries ?? 0) > 0)) return 'behind';
  if (!now.connected) return 'signal';
  return item.tries ? 'again' : 'turn';
}

/** What a person must decide about: the rest goes without them. */
export const needsPerson = (state: WaitingState): boolean =>
  state === 'parked' || state === 'conflict' || state === 'refused';

/** By case, the one with the oldest record first; in each, in the order in which they are given. */
export function byCase<T extends { caseId: number; at: string }>(all: readonly T[]): [caseId: number, T[]][] {
  const cases = new Map<number, T[]>();
  for (const one of all) cases.set(one.caseId, [...(cases.get(one.caseId) ?? []), one]);
  const oldest = (ofCase: readonly T[]) => Math.min(...ofCase.map(({ at }) => Date.parse(at)));
  return [...cases].sort(([, a], [, b]) => oldest(a) - oldest(b));
}
