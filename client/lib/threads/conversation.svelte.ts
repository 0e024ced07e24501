// One conversation that is open here: its messages, page by page to the first, updated over the socket, and kept on
// the device so that it opens without signal.
import type { RepairNote, ThreadMessage, ThreadPage } from '#contract/thread.ts';
import { copyAsOf, Problem, request } from '../live/api.ts';
import { keep, kept } from '../live/device.ts';
import { live } from '../live/live.svelte.ts';
import { people } from './people.svelte.ts';
import { merge, shownMessages } from './shown.ts';
import { threads, type Came } from './threads.svelte.ts';

type Remembered = { staffId: number; messages: ThreadMessage[] };
const rememberMessages = 60;
/** Entries between messages: a note on a repair, a photograph that came after its message. */
const aside = new Set(['repair_note', 'photo', 'everything']);

export class Conversation {
  readonly id: string;
  known = $state.raw<ThreadMessage[]>([]);
  notes = $state.raw<RepairNote[]>([]);
  next = $state.raw<string | null>(null);
  ready = $state(false);
  /** Whether the messages that this device had have been read from it. */
  remembered = $state(false);
  missing = $state(false);
  trouble = $state('');
  reading = $state(false);
  #latest = 0;
  /** The number of socket events about it, and the messages since the last request. */
  #received = 0;
  #meanwhile: ThreadMessage[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly thread = $derived.by(() => threads.get(this.id));
  readonly messages = $derived.by(() =>
    shownMessages(this.known, threads.mine.get(this.id) ?? [], threads.me, (staffId) =>
      this.#nameOf(staffId),
    ),
  );
  /** The newest message that the server has. */
  readonly last = $derived(this.known.at(-1));

  /** Make it in a component: it follows the socket until that is gone. */
  constructor(id: string) {
    this.id = id;
    void this.#remember();
    $effect(() => threads.onCame((came) => this.#came(came)));
    $effect(() => live.onMessage('thread:again', () => this.#soon(100)));
    $effect(() =>
      live.onMessage('case:touched', ({ caseId, kinds }) => {
        if (caseId === this.thread?.caseId && kinds.some((kind) => aside.has(kind))) this.#soon(150);
      }),
    );
    $effect(() => {
      // Without signal it is this device's copy.
      if (live.connected || !live.connecting) this.#soon(0);
      return () => clearTimeout(this.#timer);
    });
  }

  async fetch(): Promise<void> {
    const mine = ++this.#latest;
    const received = this.#received;
    this.#meanwhile = [];
    try {
      const page = await request<ThreadPage>(`/api/threads/${this.id}`, {
        signal: AbortSignal.timeout(10_000),
      });
      if (mine !== this.#latest) return;
      const oldest = page.messages[0];
      // Joined to the known messages only where they overlap: after a long absence there may be a gap.
      const overlaps = oldest && this.known.some(({ id }) => id === oldest.id);
      if (!overlaps || !this.ready) this.next = page.next;
      this.known = merge(merge(overlaps ? this.known : [], page.messages), this.#meanwhile);
      this.notes = page.repairNotes;
      this.ready = true;
      this.missing = false;
      this.trouble = '';
      // What was received after this request is newer.
      if (this.#received === received) threads.learn([page.thread], copyAsOf(page) !== null);
      threads.confirmed(new Set(page.messages.map(({ id }) => id)));
      this.#keep();
    } catch (error) {
      if (mine !== this.#latest) return;
      // What this device has begun is not there for anybody else yet.
      if (error instanceof Problem && (error.status === 404 || error.status === 403)) {
        // It was also missing at the time of the request if it was received since.
        if (this.#received !== received) return this.#soon(100);
        this.missing = !threads.mine.has(this.id);
        if (this.missing) threads.forget(this.id);
      } else if (this.known.length === 0 || live.connected) this.trouble = (error as Error).message;
    }
  }

  async readOlder(): Promise<void> {
    if (this.reading || this.next === null) return;
    this.reading = true;
    try {
      const page = await request<ThreadPage>(
        `/api/threads/${this.id}?before=${encodeURIComponent(this.next)}`,
      );
      this.known = merge(this.known, page.messages);
      this.next = page.next;
    } catch (error) {
      this.trouble = (error as Error).message;
    } finally {
      this.reading = false;
    }
  }

  #came({ thread, message }: Came): void {
    if (thread.id !== this.id) return;
    this.#received += 1;
    if (message) {
      this.#meanwhile.push(message);
      this.known = merge(this.known, [message]);
      this.missing = false;
      this.#keep();
      // Somebody's earlier words, or the first of a thread that we began: there may be more than this one.
      if (!this.ready) this.#soon(0);
    } else this.#soon(250);
  }

  #soon(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.fetch(), ms);
  }

  #nameOf(staffId: number): string {
    for (const { from, mentions } of this.known) {
      if (from.staffId === staffId) return from.name;
      const named = mentions.find((one) => one.staffId === staffId);
      if (named) return named.name;
    }
    return people.name(staffId);
  }

  async #remember(): Promise<void> {
    const remembered = await kept<Remembered>(`thread ${this.id}`).catch(() => undefined);
    this.remembered = true;
    if (remembered?.staffId !== threads.me.staffId || this.ready || this.known.length > 0) return;
    this.known = remembered.messages;
  }

  #keep(): void {
    if (threads.me.staffId === 0) return;
    const messages = this.known.slice(-rememberMessages);
    void keep(`thread ${this.id}`, { staffId: threads.me.staffId, messages } satisfies Remembered).catch(
      () => {},
    );
  }
}
