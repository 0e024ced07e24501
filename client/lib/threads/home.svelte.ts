// The home that a conversation is about, as everybody in it may see it: address, alerts, repairs. Read again when
// something of the case was written; without signal the last answer stays.
import type { RepairsDetail } from '#contract/case-detail.ts';
import { request } from '../live/api.ts';
import { live } from '../live/live.svelte.ts';

/** Events of the conversation only: the home does not change with them. */
const conversation = new Set(['message', 'thread', 'read', 'repair_note']);

export class OpenHome {
  home = $state.raw<RepairsDetail | null>(null);
  trouble = $state('');
  readonly #caseId: () => number | undefined;
  #latest = 0;

  /** Make it in a component. Only these parts of the answer are kept: an officer's also holds money. */
  constructor(caseId: () => number | undefined) {
    this.#caseId = caseId;
    $effect(() => {
      const id = caseId();
      if (id === undefined) return;
      if (live.connected) void this.fetch();
      live.look(id);
      const off = live.onMessage('case:touched', (touched) => {
        if (touched.caseId === id && !touched.kinds.every((kind) => conversation.has(kind)))
          void this.fetch();
      });
      return () => {
        off();
        live.look(null);
      };
    });
  }

  async fetch(): Promise<void> {
    const mine = ++this.#latest;
    try {
      const { home, repairs, alerts, found } = await request<RepairsDetail>(`/api/cases/${this.#caseId()}`);
      if (mine !== this.#latest) return;
      this.home = { home, repairs, alerts, found };
      this.trouble = '';
    } catch (error) {
      if (mine === this.#latest) this.trouble = (error as Error).message;
    }
  }
}
