// The home that a conversation is about, as everybody in it may see it: address, alerts, people, repairs, checks. Read again
// when something of the case was written; without signal the last answer stays, also the one that this device kept.
import { request } from '../live/api.ts';
import { keep, kept } from '../live/device.ts';
import { live } from '../live/live.svelte.ts';
import { session } from '../live/session.svelte.ts';
import { wholeHome, type Home, type StoredHome } from './whole-home.ts';

type Remembered = { staffId: number; home: StoredHome };

/** Events of the conversation only: the home does not change with them. */
const conversation = new Set(['message', 'thread', 'read', 'repair_note']);
/** Removed from the device with the conversations (live/device-owner.ts). */
const keyOf = (caseId: number) => `thread-home ${caseId}`;

export class OpenHome {
  home = $state.raw<Home | null>(null);
  trouble = $state('');
  readonly #caseId: () => number | undefined;
  #latest = 0;

  /** Make it in a component. Only these parts of the answer are kept. */
  constructor(caseId: () => number | undefined) {
    this.#caseId = caseId;
    $effect(() => {
      const id = caseId();
      if (id === undefined) return;
      if (live.connected) void this.fetch();
      else void this.#remember(id);
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
    const id = this.#caseId();
    if (id === undefined) return;
    try {
      const { home, people, householdConfirmedAt, repairs, alerts, found } = await request<Home>(
        `/api/cases/${id}`,
      );
      if (mine !== this.#latest) return;
      this.home = { home, people, householdConfirmedAt, repairs, alerts, found };
      this.trouble = '';
      const staffId = session.me?.staffId;
      if (staffId !== undefined)
        void keep(keyOf(id), { staffId, home: this.home } satisfies Remembered).catch(() => {});
    } catch (error) {
      if (mine !== this.#latest) return;
      this.trouble = (error as Error).message;
      void this.#remember(id);
    }
  }

  async #remember(id: number): Promise<void> {
    if (this.home) return;
    const remembered = await kept<Remembered>(keyOf(id)).catch(() => undefined);
    if (this.home || remembered?.staffId !== session.me?.staffId || this.#caseId() !== id) return;
    this.home = remembered ? wholeHome(remembered.home) : null;
  }
}
