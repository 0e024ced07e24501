// The money-advice team's queue and its open referral: read over HTTP, and again whenever the server reports that the queue
// has changed, or the connection comes back.
import type { OpenReferral, QueuedReferral, ReferralQueue } from '#contract/referral.ts';
import { live } from '../live/live.svelte.ts';
import { RemoteRead } from '../live/remote-read.svelte.ts';

const failure = 'It could not be read just now.';
export const openReferral = () => new RemoteRead<OpenReferral>(failure);
export const queue = new RemoteRead<ReferralQueue>(failure);

/** Call in an effect: reads the queue, or that referral, now and whenever something may have changed. */
export function keepFresh(read: { again: (url: string) => Promise<void> }, ref?: string): () => void {
  const url = ref === undefined ? '/api/referrals' : `/api/referrals/${ref}`;
  void live.connected;
  void read.again(url);
  return live.onMessage('referrals:again', () => void read.again(url));
}

export type Group = { title: string; referrals: QueuedReferral[] };
/** Unanswered first, then mine, then those of colleagues, then closed ones. The order within a group is the server's. */
export function grouped(all: readonly QueuedReferral[]): Group[] {
  const groups: Group[] = [
    { title: 'Nobody has taken these', referrals: all.filter((one) => one.state === 'sent') },
    { title: 'Yours', referrals: all.filter((one) => one.state === 'taken' && one.mine) },
    { title: 'With colleagues', referrals: all.filter((one) => one.state === 'taken' && !one.mine) },
    { title: 'Done in the last 90 days', referrals: all.filter((one) => one.state === 'closed') },
  ];
  return groups.filter((group) => group.referrals.length > 0);
}
