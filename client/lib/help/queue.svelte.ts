// What was referred to the money-advice team, and the one that is open: read over HTTP, and again whenever the server says
// that the queue moved, or the connection comes back. What is on screen stays while the answer is on its way.
import type { OpenReferral, QueuedReferral, ReferralQueue } from '#contract/referral.ts';
import { Problem, request } from '../live/api.ts';
import { live } from '../live/live.svelte.ts';

class Read<T> {
  value = $state.raw<T | null>(null);
  trouble = $state('');
  missing = $state(false);
  readonly #path: string;
  #running = false;
  #again = false;

  constructor(path: string) {
    this.#path = path;
  }

  async fetch(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    try {
      this.value = await request<T>(this.#path);
      this.trouble = '';
      this.missing = false;
    } catch (error) {
      this.missing = error instanceof Problem && error.status === 404;
      this.trouble = error instanceof Problem ? error.message : 'It could not be read just now.';
    } finally {
      this.#running = false;
      if (this.#again) {
        this.#again = false;
        void this.fetch();
      }
    }
  }
}

export const openReferral = (ref: string) => new Read<OpenReferral>(`/api/referrals/${ref}`);
export const queue = new Read<ReferralQueue>('/api/referrals');

/** Call in an effect: fetches now, and whenever something may have moved. */
export function keepFresh(read: { fetch: () => Promise<void> }): () => void {
  void live.connected;
  void read.fetch();
  return live.hear('referrals:again', () => void read.fetch());
}

export type Group = { title: string; referrals: QueuedReferral[] };
/** Unanswered first, then mine, then what colleagues have, then what is done. The order within is the server's. */
export function grouped(all: readonly QueuedReferral[]): Group[] {
  const groups: Group[] = [
    { title: 'Nobody has taken these', referrals: all.filter((one) => one.state === 'sent') },
    { title: 'Yours', referrals: all.filter((one) => one.state === 'taken' && one.mine) },
    { title: 'With colleagues', referrals: all.filter((one) => one.state === 'taken' && !one.mine) },
    { title: 'Done in the last 90 days', referrals: all.filter((one) => one.state === 'closed') },
  ];
  return groups.filter((group) => group.referrals.length > 0);
}
