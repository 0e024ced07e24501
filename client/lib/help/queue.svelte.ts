// The money-advice team's queue and its open referral: read over HTTP, and again whenever the server reports that the queue
// has changed, or the connection comes back.
import type { OpenReferral, QueuedReferral, ReferralQueue } from '#contract/referral.ts';
import { live } from '../live/live.svelte.ts';
import { RemoteRead } from '../live/remote-read.svelte.ts';
import { openReferral as openWords, queue as words } from './referral-words.ts';

export const openReferral = () => new RemoteRead<OpenReferral>(openWords.failed);
export const queue = new RemoteRead<ReferralQueue>(words.failed);

/** Call in an effect: reads the queue, or that referral, now and whenever something may have changed. */
export function keepFresh(read: { again: (url: string) => Promise<void> }, ref?: string): () => void {
  const url = ref === undefined ? '/api/referrals' : `/api/referrals/${ref}`;
  void live.connected;
  void read.again(url);
  return live.onMessage('referrals:again', () => void read.again(url));
}

export type Group = { kind: keyof typeof words.groups; referrals: QueuedReferral[] };
/** Unanswered first, then mine, then those of colleagues, then closed ones. The order within a group is the server's. */
export function grouped(all: readonly QueuedReferral[]): Group[] {
  const groups: Group[] = [
    { kind: 'sent', referrals: all.filter((one) => one.state === 'sent') },
    { kind: 'mine', referrals: all.filter((one) => one.state === 'taken' && one.mine) },
    { kind: 'colleagues', referrals: all.filter((one) => one.state === 'taken' && !one.mine) },
    { kind: 'closed', referrals: all.filter((one) => one.state === 'closed') },
  ];
  return groups.filter((group) => group.referrals.length > 0);
}
