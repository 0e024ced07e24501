// The open repairs as one person looks at them: read from the server, again when it reports a change, and kept on the device
// for a place without signal. Rows stay in place while the list is touched or read. It outlives the page, so that coming back
// finds the list as it was left.
import { untrack } from 'svelte';
import type { ListedRepair, RepairList } from '#contract/repair-list.ts';
import type { RepairOrder } from '#domain/repair-order.ts';
import { request, Problem } from '../live/api.ts';
import { keep, kept } from '../live/device.ts';
import { live } from '../live/live.svelte.ts';
import { session } from '../live/session.svelte.ts';
import { clock } from '../live/clock.svelte.ts';
import { pillWords, waits } from '../kit/held.ts';
import { landlordZone } from '../words/time.ts';
import { cutRepairs, wantedRepairs } from './matching.ts';
import { repairList as words } from './words.ts';

type Remembered = { staffId: number; answer: RepairList };
const key = 'open-repairs';
const searchAfterMs = 250;
const step = 100;
/** The server's own limit for one answer. */
const most = 500;

class OpenRepairs {
  order = $state<RepairOrder>('urgent');
  text = $state('');
  /** Touched, scrolled or with the keyboard in it: then rows keep their places. */
  busy = $state(false);
  answer = $state.raw<RepairList | null>(null);
  from = $state<'nothing' | 'device' | 'server'>('nothing');
  trouble = $state('');
  searching = $state(false);
  #found = $state.raw<readonly ListedRepair[]>([]);
  #shown = $state.raw<readonly ListedRepair[]>([]);
  #staffId = 0;
  #limit = step;
  #sent = 0;
  #newest = 0;
  #searches = 0;

  #known = $derived(new Map((this.answer?.repairs ?? []).map((one) => [one.id, one])));
  #wanted = $derived(wantedRepairs(this.#known.values(), this.#found, this));
  #fresh = $derived(new Map([...this.#found, ...this.#known.values()].map((one) => [one.id, one])));
  /** The rows in the places that are on screen, as they are now. */
  cut = $derived(
    cutRepairs(
      this.#shown.map((one) => this.#fresh.get(one.id) ?? one),
      this.order,
      clock.minute,
      landlordZone(),
    ),
  );
  ids = $derived(this.#shown.map(({ id }) => id));
  count = $derived(this.answer?.count ?? 0);
  /** Whether the server has more than this device. */
  some = $derived(this.count > this.#known.size);
  canLoadMore = $derived(this.some && this.#known.size < most);

  /** '2 new, 1 gone', or '' where the list is as it should be. */
  pill = $derived(
    pillWords(
      waits(
        this.ids,
        this.#wanted.map(({ id }) => id),
      ),
    ),
  );

  get(id: number): ListedRepair | undefined {
    return this.#fresh.get(id);
  }
  /** Shown in its place although it is no longer open. */
  isGone(id: number): boolean {
    return this.from === 'server' && !this.some && !this.#fresh.has(id);
  }

  /** Call it once in the component that shows the list. */
  follow(): void {
    $effect(() => {
      const wanted = this.#wanted;
      if (!this.busy || this.#shown.length === 0) this.#shown = wanted;
    });
    $effect(() => {
      const staffId = session.me?.staffId;
      if (staffId === undefined) return;
      const { connected } = live;
      untrack(() => {
        if (this.#staffId !== staffId) this.#begin(staffId);
        if (connected) void this.read();
      });
      return live.onMessage('repairs:again', () => void this.read());
    });
    $effect(() => {
      const text = this.text.trim();
      const { connected } = live;
      return untrack(() => this.#search(text, connected));
    });
  }

  letGo(): void {
    this.#shown = this.#wanted;
  }

  /** A change that the person makes is shown at once, also while the list has the focus. */
  set(next: { text?: string; order?: RepairOrder }): void {
    this.text = next.text ?? this.text;
    const other = next.order !== undefined && next.order !== this.order;
    this.order = next.order ?? this.order;
    // The first of many are others in another order.
    if (other && this.some) void this.read().then(() => this.letGo());
    this.letGo();
  }

  async more(): Promise<void> {
    this.#limit = Math.min(most, this.#limit + step);
    await this.read();
    this.letGo();
  }

  /** Reads the list; an answer that is older than the shown one is dropped. */
  async read(): Promise<void> {
    const mine = ++this.#sent;
    const staffId = this.#staffId;
    const isOld = () => mine < this.#newest || staffId !== this.#staffId;
    try {
      const answer = await request<RepairList>(`/api/repairs?order=${this.order}&limit=${this.#limit}`, {
        signal: AbortSignal.timeout(10_000),
      });
      if (isOld()) return;
      this.#newest = mine;
      this.answer = answer;
      this.from = 'server';
      this.trouble = '';
      void keep(key, { staffId, answer } satisfies Remembered).catch(() => {});
    } catch (error) {
      if (isOld()) return;
      this.#newest = mine;
      this.trouble = error instanceof Problem ? error.message : words.failed;
    }
  }

  #begin(staffId: number): void {
    this.#staffId = staffId;
    this.#limit = step;
    this.#shown = [];
    this.#found = [];
    this.answer = null;
    this.from = 'nothing';
    this.trouble = '';
    this.text = '';
    void kept<Remembered>(key)
      .catch(() => undefined)
      .then((remembered) => {
        if (remembered?.staffId !== staffId || this.#staffId !== staffId || this.from !== 'nothing') return;
        this.answer = remembered.answer;
        this.from = 'device';
      });
  }

  /** The server searches what this device does not have. Words travel in a request’s body. */
  #search(text: string, connected: boolean): (() => void) | undefined {
    const mine = ++this.#searches;
    if (text.length < 2 || !connected) {
      this.#found = [];
      this.searching = false;
      return undefined;
    }
    this.searching = true;
    const timer = setTimeout(() => {
      request<RepairList>('/api/repairs/search', { method: 'POST', body: { q: text, order: this.order } })
        .then(({ repairs }) => mine === this.#searches && (this.#found = repairs))
        .catch(() => {})
        .finally(() => mine === this.#searches && (this.searching = false));
    }, searchAfterMs);
    return () => clearTimeout(timer);
  }
}

export const openRepairs = new OpenRepairs();
