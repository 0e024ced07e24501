// The conversations with the repairs team that this device knows: read once, updated over the socket, read again
// after each reconnection. What this person writes is shown at once (shown.ts). Nothing here is about money.
//   [UI-162] a message that anybody sends is in every open list and thread without a reload, once;
//   [UI-163] after an absence the list is what the server says.
import type { z } from 'zod';
import type { MutationKind, MutationAnswer } from '#contract/up.ts';
import type { threadArgs } from '#contract/mutations/threads.ts';
import type {
  CaseThreads,
  Inbox,
  Thread,
  ThreadForMe,
  ThreadMessage,
  ThreadPerson,
} from '#contract/thread.ts';
import { copyAsOf, request } from '../live/api.ts';
import { clock } from '../live/clock.svelte.ts';
import { keep, kept } from '../live/device.ts';
import { UpdateRounds } from '../live/update-rounds.ts';
import { live } from '../live/live.svelte.ts';
import { writes } from '../live/outbox.svelte.ts';
import type { Waiting } from '../live/waiting.ts';
import { session, type Me } from '../live/session.svelte.ts';
import { isMine, isOurs, isPutOff, type Reader } from './inbox.ts';
import { begunHere, forMe, threadOf, withMine } from './shown.ts';
import { teamOfRole } from '#domain/thread-state.ts';
import { begun as words } from './store-words.ts';

type ThreadKind = keyof typeof threadArgs;
type ThreadArgs<K extends ThreadKind> = z.input<(typeof threadArgs)[K]>;
export type Came = { caseId: number; thread: Thread; message: ThreadMessage | null };
type KnownHome = { home: Thread['home']; repairs: readonly NonNullable<Thread['repair']>[] };
type Remembered = { staffId: number; threads: ThreadForMe[] };

/** Whether this role has conversations at all. */
export const converses = (role: Me['role'] | undefined): boolean => teamOfRole(role) !== 'other';

// Further pages are fetched only on request.
const pagesAtOnce = 4;
const rememberAtMost = 200;

class Threads {
  /** The server's state, by id. */
  known = $state.raw<ReadonlyMap<string, ThreadForMe>>(new Map());
  from = $state<'nothing' | 'device' | 'server'>('nothing');
  trouble = $state('');
  /** Where the server's next page of open threads begins; null: all are here. */
  next = $state.raw<string | null>(null);
  #serverCounts = $state.raw<Inbox['counts'] | null>(null);

  #staffId = 0;
  #stops: (() => void)[] = [];
  #looking: { inbox: boolean; threadId: string | null } = { inbox: false, threadId: null };
  #incoming: Came[] = [];
  /** The step at which each thread last changed or was read: later than a list's request means newer than the list. */
  #step = 0;
  readonly #steps = new Map<string, number>();
  /** Cases whose threads have all been read. */
  readonly #cases = new Map<number, Promise<boolean>>();
  #reading: Promise<void> | null = null;
  #again = false;
  readonly #rounds = new UpdateRounds(() => this.#apply());
  readonly #onCame = new Set<(came: Came) => void>();
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  /** Homes that are on no list of this device, by case: for a conversation that is begun there without signal. */
  #homes = $state.raw<ReadonlyMap<number, KnownHome>>(new Map());
  /** Written in this window and answered, but not yet received over the socket: shown until it is. */
  #sent = $state.raw<ReadonlyMap<string, Waiting>>(new Map());

  me = $derived<ThreadPerson>({
    staffId: session.me?.staffId ?? 0,
    name: session.me?.name ?? '',
    team: teamOfRole(session.me?.role),
  });
  reader = $derived<Reader>({
    staffId: this.me.staffId,
    team: this.me.team === 'repairs' ? 'repairs' : 'income',
  });

  /** This device's own acts on conversations: what waits, what was refused, what was sent a moment ago. By thread. */
  mine = $derived.by(() => {
    const byThread = new Map<string, Waiting[]>();
    const ids = new Set<string>();
    const all = [...writes.waiting, ...writes.refused];
    for (const { id } of all) ids.add(id);
    for (const item of this.#sent.values()) if (!ids.has(item.id)) all.push(item);
    for (const item of all.sort((a, b) => a.n - b.n)) {
      const id = threadOf(item);
      if (id === null) continue;
      const list = byThread.get(id);
      if (list) list.push(item);
      else byThread.set(id, [item]);
    }
    return byThread;
  });

  /** Every thread with this person's own writes laid over it. */
  all = $derived.by(() => {
    const all = new Map<string, ThreadForMe>(this.known);
    for (const [id, items] of this.mine) {
      const first = items[0];
      const thread = all.get(id) ?? (first && this.#begun(first));
      if (thread)
        all.set(
          id,
          withMine(thread, items.slice(all.has(id) ? 0 : 1), this.me, (of) => this.#nameOf(of)),
        );
    }
    return all as ReadonlyMap<string, ThreadForMe>;
  });

  /**
   * How many wait for this person: the repairs team's unanswered questions, or answers that an officer has not read; a
   * manager sees everybody's, and is notified of their own.
   */
  waiting = $derived.by(() => {
    let count = 0;
    for (const thread of this.all.values()) {
      if (!isOurs(thread, this.reader.team) || isPutOff(thread, this.reader, clock.minute)) continue;
      if (this.reader.team === 'repairs' || (thread.unread > 0 && this.concerns(thread))) count += 1;
    }
    if (this.next === null || this.reader.team !== 'repairs') return count;
    return Math.max(count, this.#serverCounts?.unanswered ?? 0);
  });

  /** Whether this person is notified of an answer: an officer for their patch, a manager for their own threads. */
  concerns(thread: ThreadForMe): boolean {
    return session.me?.role !== 'manager' || isMine(thread, this.reader);
  }

  get(id: string): ThreadForMe | undefined {
    return this.all.get(id);
  }

  /** The name of a colleague who takes part in a conversation that is known here; '' for others. */
  #nameOf(staffId: number): string {
    for (const { takenBy, lastFrom } of this.known.values())
      for (const one of [takenBy, lastFrom]) if (one?.staffId === staffId) return one.name;
    return '';
  }

  ofCase(caseId: number): ThreadForMe[] {
    return [...this.all.values()]
      .filter((thread) => thread.caseId === caseId)
      .sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1));
  }

  start(staffId: number): () => void {
    this.stop();
    this.#staffId = staffId;
    void this.#remember(staffId);
    this.#stops = [
      live.onMessage('thread:message', (came) => this.#receive(came)),
      live.onMessage('thread:again', () => void this.read()),
      live.onBack(() => {
        this.#cases.clear();
        live.lookAtThreads(this.#looking);
        void this.read();
      }),
    ];
    if (live.connected) void this.read();
    return () => this.stop();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
    this.#staffId = 0;
    this.#incoming = [];
    this.known = new Map();
    this.#sent = new Map();
    this.#homes = new Map();
    this.#steps.clear();
    this.#cases.clear();
    this.#serverCounts = null;
    this.next = null;
    this.from = 'nothing';
    this.trouble = '';
  }

  /** Sets which conversations are on screen here: the hub sends who is typing in an open one. */
  look(what: { inbox?: boolean; threadId?: string | null }): void {
    this.#looking = { ...this.#looking, ...what };
    live.lookAtThreads(this.#looking);
  }

  /** Called for each message and move as it comes, before the lists follow. */
  onCame(work: (came: Came) => void): () => void {
    this.#onCame.add(work);
    return () => void this.#onCame.delete(work);
  }

  #receive(came: Came): void {
    this.#incoming.push(came);
    this.#rounds.request();
  }

  /** Takes a list or a page; what came over the socket meanwhile is newer, and so is what is known already than a copy. */
  learn(threads: readonly ThreadForMe[], isCopy = false): void {
    if (threads.length === 0) return;
    const next = new Map(this.known);
    for (const one of threads) {
      const known = next.get(one.id)?.messages ?? 0;
      if (isCopy ? known < one.messages : known <= one.messages) next.set(one.id, one);
    }
    this.known = next;
    this.#saveSoon();
  }

  forget(id: string): void {
    if (!this.known.has(id)) return;
    const next = new Map(this.known);
    next.delete(id);
    this.known = next;
  }

  /** Reads the open threads: one reading at a time, and once more if it was requested meanwhile. */
  read(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#read().finally(() => {
      this.#reading = null;
      if (!this.#again) return;
      this.#again = false;
      if (this.#staffId) void this.read();
    });
    return this.#reading;
  }

  async readMore(): Promise<void> {
    const after = this.next;
    if (after === null) return;
    const page = await this.#page('open', after);
    this.learn(page.threads);
    this.next = page.next;
  }

  async #read(): Promise<void> {
    const staffId = this.#staffId;
    const step = ++this.#step;
    try {
      const first = await this.#page('open', null);
      const found = [...first.threads];
      let next = first.next;
      for (let page = 1; page < pagesAtOnce && next !== null; page++) {
        const more = await this.#page('open', next);
        found.push(...more.threads);
        next = more.next;
      }
      if (this.#staffId !== staffId) return;
      const open = new Map(found.map((one) => [one.id, one]));
      // What is settled or further down is not in these pages, and what moved since is newer than they are. Every
      // other thread that was open is no longer.
      for (const one of this.known.values()) {
        const isNewer = (this.#steps.get(one.id) ?? 0) > step;
        if (isNewer || (!open.has(one.id) && (one.state === 'settled' || next !== null)))
          open.set(one.id, one);
      }
      this.known = open;
      this.next = next;
      this.#serverCounts = first.counts;
      this.from = 'server';
      this.trouble = '';
      this.#saveSoon();
    } catch (error) {
      if (this.#staffId === staffId) this.trouble = (error as Error).message;
    }
  }

  /** All of one case, settled ones too, once for each time that the connection changes. False: they did not load. */
  async readCase(caseId: number): Promise<boolean> {
    if (this.#staffId === 0) return false;
    const reading = this.#cases.get(caseId) ?? this.#readCase(caseId);
    this.#cases.set(caseId, reading);
    return reading;
  }

  async #readCase(caseId: number): Promise<boolean> {
    try {
      const answer = await request<CaseThreads>(`/api/cases/${caseId}/threads`);
      this.learn(answer.threads, copyAsOf(answer) !== null);
      return true;
    } catch {
      this.#cases.delete(caseId);
      return false;
    }
  }

  #page(filter: string, after: string | null, q = ''): Promise<Inbox> {
    const signal = AbortSignal.timeout(10_000);
    const query = { filter, ...(after !== null && { after }) };
    // Search words may name a person, so they are not put in the address.
    if (q) return request<Inbox>('/api/threads/search', { method: 'POST', body: { ...query, q }, signal });
    return request<Inbox>(`/api/threads?${new URLSearchParams(query)}`, { signal });
  }

  /** Searches messages on the server, or the settled threads; the ids that it found. Words travel in a request’s body. */
  async find(filter: 'open' | 'settled', text: string): Promise<ReadonlySet<string>> {
    const page = await this.#page(filter, null, text.trim());
    this.learn(page.threads);
    return new Set(page.threads.map((one) => one.id));
  }

  /** On the device when it resolves; shown in its thread at once. */
  async write<K extends ThreadKind>(
    kind: K,
    args: ThreadArgs<K>,
  ): Promise<{ item: Waiting; answered: Promise<MutationAnswer> }> {
    const written = await writes.write(kind as MutationKind, args as Waiting['args']);
    const { item, answered } = written;
    if (kind === 'message.send' || kind === 'thread.start')
      this.#sent = new Map(this.#sent).set(item.id, item);
    void answered.then((answer) => {
      const kept = answer.status === 'applied' || answer.status === 'duplicate';
      if (!kept) this.#unsend((one) => one.id === item.id);
    });
    return written;
  }

  #unsend(gone: (item: Waiting) => boolean): void {
    const left = [...this.#sent].filter(([, item]) => !gone(item));
    if (left.length < this.#sent.size) this.#sent = new Map(left);
  }

  /** A message of this window has been seen in the server's words. */
  confirmed(ids: ReadonlySet<unknown>): void {
    this.#unsend((item) => ids.has(item.args['messageId']));
  }

  #apply(): void {
    const taken = this.#incoming;
    this.#incoming = [];
    if (taken.length === 0 || this.#staffId === 0) return;
    const next = new Map(this.known);
    this.#step += 1;
    for (const { thread, message } of taken) {
      next.set(thread.id, forMe(thread, message, next.get(thread.id), this.#staffId));
      this.#steps.set(thread.id, this.#step);
    }
    this.known = next;
    this.confirmed(new Set(taken.flatMap(({ message }) => message?.id ?? [])));
    for (const came of taken) for (const work of this.#onCame) work(came);
    this.#saveSoon();
  }

  #begun(item: Waiting): ThreadForMe | null {
    const known = live.get(item.args.caseId);
    const opened = this.#homes.get(item.args.caseId);
    const home = opened?.home ?? {
      address: known?.address ?? words.thisHome,
      postcode: known?.postcode ?? '',
      patch: '',
    };
    const isAbout = ({ id }: { id: number }) => id === item.args['repairId'];
    const listed = known?.openRepairs.find(isAbout);
    const repair = opened?.repairs.find(isAbout) ?? (listed && { ...listed, description: '' });
    return begunHere(item, this.me, home, repair ?? null);
  }

  /** Before a conversation is begun about a home that is on no list of this device. */
  knowHome(caseId: number, home: KnownHome): void {
    this.#homes = new Map(this.#homes).set(caseId, home);
  }

  async #remember(staffId: number): Promise<void> {
    const remembered = await kept<Remembered>('threads').catch(() => undefined);
    if (remembered?.staffId !== staffId || this.#staffId !== staffId || this.from !== 'nothing') return;
    this.known = new Map(remembered.threads.map((one) => [one.id, one]));
    this.from = 'device';
  }

  #saveSoon(): void {
    this.#saveTimer ??= setTimeout(() => {
      this.#saveTimer = undefined;
      if (!this.#staffId) return;
      const threads = [...this.known.values()]
        .sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1))
        .slice(0, rememberAtMost);
      void keep('threads', { staffId: this.#staffId, threads } satisfies Remembered).catch(() => {});
    }, 3000);
  }
}

export const threads = new Threads();
