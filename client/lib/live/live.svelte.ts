// The live worklist on this device: one socket and one map of cases by id, which is replaced once per round with all changes
// since. Screens read it; only this module writes it. Facts about the connection are kept separately.
import type { Socket } from 'socket.io-client';
import { untrack } from 'svelte';
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Down, DownEvents } from '#contract/down.ts';
import { protocol } from '#contract/protocol.ts';
import type { MutationAnswer, UpEvents } from '#contract/up.ts';
import { applyAll, emptyPicture, isOtherView, type Incoming, type Picture } from './apply.ts';
import { Cells } from './cells.svelte.ts';
import { clock } from './clock.svelte.ts';
import { rememberedWorklist } from './device.ts';
import { DeviceCopy } from './device-copy.ts';
import { forgetFirstAnswers, takeFirstList } from './first-answers.ts';
import { UpdateRounds } from './update-rounds.ts';
import { forgetOtherCopies } from './device-owner.ts';
import { forgetOpened } from './opened-cases.ts';
import { freshness } from './freshness.ts';
import { session } from './session.svelte.ts';
import { envelopeOf, type Waiting } from './waiting.ts';
import { orNullAfter } from './or-null-after.ts';
import { loadSocket } from './load-socket.ts';
import { without } from './without.ts';

/** What one round of applying touched; null: everything. */
export type Touched = ReadonlySet<number> | null;
type Source = Down['heartbeat']['sources'][number];
type HubSocket = Socket<DownEvents, UpEvents>;

// An open connection that is silent for this long is dead: a phone that changed networks receives nothing, and no error.
const silenceMs = 12_000;
/** After this time the hub's answer is not waited for. */
const answerMs = 8000;
/** After this time the device's copy is not waited for: the list comes from the server. */
const deviceMs = 2500;

class Live {
  picture = $state.raw<Picture>(emptyPicture);
  /** Where the list on screen came from. */
  from = $state<'nothing' | 'device' | 'server'>('nothing');
  connected = $state(false);
  /** The first connection of this page is being made, and nothing has yet shown that there is no signal. */
  connecting = $state(true);
  serverStale = $state(false);
  /** This page speaks an older protocol than the server: only a reload helps. */
  outdated = $state(false);
  provedAt = $state<number | null>(null);
  sources = $state.raw<Source[]>([]);
  presence = $state.raw<ReadonlyMap<number, Down['presence']['people']>>(new Map());
  fresh = $derived(freshness(this, clock.now));

  #socket: HubSocket | null = null;
  #staffId = 0;
  #incoming: { item: Incoming; received: () => void }[] = [];
  readonly #rounds = new UpdateRounds(() => this.#apply());
  #lastReceived = 0;
  #watch: ReturnType<typeof setInterval> | undefined;
  #looking: { caseId: number | null; doing: 'looking' | 'on_the_way' } = { caseId: null, doing: 'looking' };
  readonly #onBack = new Set<() => void>();
  readonly #onApplied = new Set<(touched: Touched) => void>();
  readonly #cells = new Cells();
  readonly #listeners = new Map<string, Set<(message: never) => void>>();

  readonly #copy = new DeviceCopy(() => ({
    staffId: this.#staffId,
    picture: this.picture,
    isFromServer: this.from === 'server',
  }));

  get cases(): ReadonlyMap<number, CaseSummary> {
    return this.picture.cases;
  }

  /** The case as last known, also when it has left the list. */
  get(id: number): CaseSummary | undefined {
    // A case without a cell may still arrive: reading the picture makes the caller depend on it.
    return this.#cells.has(id) ? this.#cells.get(id) : this.picture.cases.get(id);
  }

  /** Whether the case is on the list now. */
  listed(id: number): boolean {
    return this.#cells.has(id) ? this.#cells.listed(id) : this.picture.cases.has(id);
  }

  async start(staffId: number): Promise<void> {
    if (this.#staffId === staffId) return;
    this.stop();
    this.#staffId = staffId;
    const remembered = session.seesMoney ? await orNullAfter(rememberedWorklist(staffId), deviceMs) : null;
    if (this.#staffId !== staffId) return;
    if (remembered) {
      forgetFirstAnswers();
      const cases = new Map(remembered.cases.map((one) => [one.id, one]));
      this.picture = { ...emptyPicture, cases, cursor: remembered.meta.cursor, asOf: remembered.meta.asOf };
      this.provedAt = Date.parse(remembered.meta.asOf);
      this.from = 'device';
      this.#notify(null);
    }
    this.#copy.begin();
    void this.#connect(remembered ? null : this.#begin(staffId));
  }

  /** Takes the list that the page itself requested, if any: the socket then sends only the changes since. */
  async #begin(staffId: number): Promise<void> {
    const message = await takeFirstList();
    if (!message || this.#staffId !== staffId || this.from !== 'nothing') return;
    this.#incoming.push({ item: { kind: 'reset', message }, received: () => {} });
    this.#apply();
  }

  stop(): void {
    this.#socket?.disconnect();
    this.#socket = null;
    // A case page may set what it looks at before the first start, which ends no session: that must reach the hub, or the
    // page receives no change that is not in the list.
    if (this.#staffId !== 0) this.#looking = { caseId: null, doing: 'looking' };
    this.#staffId = 0;
    this.#incoming = [];
    clearInterval(this.#watch);
    this.#copy.end();
    this.picture = emptyPicture;
    this.#cells.clear();
    this.#notify(null);
    this.from = 'nothing';
    this.connected = false;
    this.provedAt = null;
    this.presence = new Map();
  }

  /** Called when writing may succeed again: connected, or the server's database answers once more. */
  onBack(work: () => void): () => void {
    this.#onBack.add(work);
    return () => this.#onBack.delete(work);
  }

  /** Called in the same round in which changes are applied, before the screen follows. */
  onApplied(work: (touched: Touched) => void): () => void {
    this.#onApplied.add(work);
    return () => this.#onApplied.delete(work);
  }

  /** Calls `work` for each message of an event, over every reconnection. Returns a function that stops it. */
  onMessage<E extends keyof Down>(event: E, work: (message: Down[E]) => void): () => void {
    const all = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, all.add(work));
    return () => void all.delete(work);
  }

  /** Reports that the person is typing in that thread. Without a connection it is dropped. */
  sendTyping(message: Parameters<UpEvents['thread:typing']>[0]): void {
    if (this.#socket?.connected) this.#socket.volatile.emit('thread:typing', message);
  }

  /** Reports to the hub which conversations are on screen here. The caller repeats it at each connection (onBack). */
  lookAtThreads(what: Parameters<UpEvents['thread:look']>[0]): void {
    this.#report((hub) => hub.emitWithAck('thread:look', what));
  }

  /** Reports to the hub whose tiles are on screen here (null: none). The caller repeats it at each connection (onBack). */
  followTiles(patches: Parameters<UpEvents['tiles:listen']>[0]['patches']): void {
    this.#report((hub) => hub.emitWithAck('tiles:listen', { patches }));
  }

  /** Sends one mutation; null when no answer came, 'undecided' when none came although the hub and its database answer. */
  async send(item: Waiting): Promise<MutationAnswer | 'undecided' | null> {
    const socket = this.#socket;
    if (!socket?.connected) return null;
    const [{ id }, sentAt] = [socket, performance.now()];
    try {
      return await socket.timeout(answerMs).emitWithAck('mutation', envelopeOf(item));
    } catch {
      const isSameLine = socket.connected && socket.id === id && this.#lastReceived > sentAt;
      return isSameLine && !this.serverStale ? 'undecided' : null;
    }
  }

  /** Reports to the hub which case is open here, for colleagues and for stand-downs. */
  look(caseId: number | null, doing: 'looking' | 'on_the_way' = 'looking'): void {
    // The hub sends an officer the people at the open case only.
    if (caseId !== this.#looking.caseId && session.me?.role !== 'manager') this.presence = new Map();
    this.#looking = { caseId, doing };
    this.#report((hub) => hub.emitWithAck('presence:set', this.#looking));
  }

  /** Sends something that may be lost: without a connection, or without an answer, nothing else happens. */
  #report(send: (hub: ReturnType<HubSocket['timeout']>) => Promise<unknown>): void {
    if (this.#socket?.connected) send(this.#socket.timeout(answerMs)).catch(() => {});
  }

  /** Connects at once, but sends its cursor only when `begun` has ended. */
  async #connect(begun: Promise<void> | null): Promise<void> {
    // The person of this list: another tab may have replaced the cookie, which must not bring or send anything of theirs.
    const staffId = this.#staffId;
    const io = await loadSocket(() => (this.connecting = false));
    if (this.#staffId !== staffId || this.#socket) return;
    const where = () => ({
      protocol,
      staffId,
      ...(this.picture.cursor ? { since: this.picture.cursor } : {}),
    });
    const socket: HubSocket = io({
      transports: ['websocket', 'polling'],
      auth: (give) => void Promise.resolve(begun).then(() => give(where())),
      reconnectionDelay: 400,
      reconnectionDelayMax: 5000,
      timeout: answerMs,
    });
    this.#socket = socket;
    const noteMessage = () => (this.#lastReceived = performance.now());

    socket.on('connect', () => {
      noteMessage();
      this.connected = true;
      this.connecting = false;
      if (this.#looking.caseId !== null) this.look(this.#looking.caseId, this.#looking.doing);
      for (const work of this.#onBack) work();
    });
    socket.on('disconnect', (reason) => {
      this.connected = false;
      // Presence is unknown now; the hub sends it again.
      this.presence = new Map();
      // Unless the person must sign in again, a hub that closes means "come back".
      if (reason === 'io server disconnect' && session.me) setTimeout(() => socket.connect(), 1000);
    });
    socket.on('connect_error', (error) => {
      this.connected = this.connecting = false;
      // Refused by the hub itself (server/hub/admission.ts), not by the network: `kind` says what to do.
      const kind = (error as { data?: { kind?: string } }).data?.kind;
      if (kind === 'sign-in') {
        void session.check('');
        // If it is still the same person (only their rights changed), the connection is tried again.
        setTimeout(() => this.#socket === socket && session.me && socket.connect(), 3000);
      } else if (kind === 'protocol') this.outdated = true;
      else if (!socket.active) setTimeout(() => this.#socket === socket && socket.connect(), 3000);
    });
    socket.on('worklist:reset', (message, received) => {
      noteMessage();
      this.#receive({ kind: 'reset', message }, received);
    });
    socket.on('worklist:changes', (message, received) => {
      noteMessage();
      this.#receive({ kind: 'changes', message }, received);
    });
    socket.on('heartbeat', (message) => {
      noteMessage();
      clock.setServerTime(message.at);
      const isBack = this.serverStale && !message.stale;
      this.serverStale = message.stale;
      this.sources = message.sources;
      // An empty cursor: missed changes are still on their way, so the list on screen is no newer than before.
      const isLevel = message.cursor !== '' || !session.seesMoney;
      if (message.provedAt && isLevel) this.provedAt = Date.parse(message.provedAt);
      // Writes that were not answered while the database was away are sent again at once.
      if (isBack) for (const work of this.#onBack) work();
    });
    socket.on('case:stand-down', noteMessage);
    socket.on('presence', ({ caseId, people }) => {
      this.presence =
        people.length === 0 ? without(this.presence, caseId) : new Map(this.presence).set(caseId, people);
    });
    socket.on('session:ended', ({ reason }) => void session.check(reason, true));
    socket.onAny((event: string, message: unknown, received?: () => void) => {
      for (const work of this.#listeners.get(event) ?? []) work(message as never);
      // Tiles are acknowledged here; the worklist's messages when they have been applied.
      if (event === 'tiles') received?.();
    });

    this.#watch = setInterval(() => {
      if (socket.connected && performance.now() - this.#lastReceived > silenceMs)
        socket.disconnect().connect();
    }, 2000);
  }

  readonly online = (): void => {
    // The network is back: do not wait for the reconnection delay.
    if (this.#socket && !this.#socket.connected) this.#socket.disconnect().connect();
  };
  readonly offline = (): void => {
    this.connected = this.connecting = false;
  };

  #receive(item: Incoming, received: () => void): void {
    this.#incoming.push({ item, received });
    this.#rounds.request();
  }

  #apply(): void {
    const taken = this.#incoming;
    if (taken.length === 0) return;
    this.#incoming = [];
    const before = this.picture.cursor;
    this.picture = applyAll(
      this.picture,
      taken.map(({ item }) => item),
    );
    this.from = 'server';
    const asOf = Date.parse(this.picture.asOf ?? '');
    if (!(this.provedAt !== null && this.provedAt > asOf)) this.provedAt = asOf;
    let touched: Set<number> | null = new Set();
    for (const { item } of taken) {
      this.#copy.note(item);
      if (item.kind === 'reset') {
        touched = null;
        continue;
      }
      for (const { id } of item.message.changed) touched?.add(id);
      for (const id of item.message.gone) touched?.add(id);
    }
    this.#notify(touched);
    // Acknowledged only now: the hub sends the next changes after this (backpressure).
    for (const { received } of taken) received?.();
    if (isOtherView(before, this.picture.cursor)) this.#rightsChanged();
    else this.#copy.saveSoon();
  }

  /** Other patches than before: what may not be seen any more is removed from the device at once. */
  #rightsChanged(): void {
    this.#cells.forgetLeft();
    this.#notify(null);
    void this.save(true);
    forgetOpened();
    void forgetOtherCopies();
    void session.check('');
  }

  /** The server has no such case for this person: what is known of it is not shown any more. */
  forget(id: number): void {
    this.#cells.forget(id);
    forgetOpened(id);
  }

  #notify(touched: Touched): void {
    const { cases } = this.picture;
    if (!touched) this.#cells.leaveAllBut(cases);
    for (const id of touched ?? cases.keys()) {
      const c = cases.get(id);
      if (c) this.#cells.set(c);
      else this.#cells.leave(id);
    }
    untrack(() => {
      for (const work of this.#onApplied) work(touched);
    });
  }

  /** Writes what the device's copy lacks. atOnce: because the page may be hidden. */
  save(atOnce = false): Promise<void> {
    return this.#copy.save(atOnce);
  }

  /** The page is hidden or frozen. */
  putAway(): void {
    this.#copy.putAway();
  }

  /** The page came back out of the browser's cache: its connection is dead, and its copy may be older than the device's. */
  comeBack(): void {
    if (!this.#copy.comeBack() || this.#staffId === 0) return;
    this.#copy.begin();
    this.online();
  }
}

export const live = new Live();
