// The live side of the server: everybody who is connected, each with the view that their rights allow. A batch of the
// worklist leaves in the same tick, encoded once for all clients that are current; a client that is behind gets the latest
// state when it acknowledges what it has. Nothing that a client does or fails to do makes this process grow.
import { everyKind, may, mayAll, type Actor } from '../access/rights.ts';
import type { FeedState } from '../worklist/worklist.ts';
import type { Batch, Touched } from '../worklist/events.ts';
import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Down } from '../contract/down.ts';
import type { Mutation } from '../contract/up.ts';
import { admission, admit, fromOurPages } from './admission.ts';
import { ClientConnection } from './client-connection.ts';
import { ThreadBroadcast } from './thread-broadcast.ts';
import { encodeFrame, type Frame } from './frame.ts';
import { Presence } from './presence.ts';
import { endClient, Renewal } from './renewal.ts';
import { Screens } from './screens.ts';
import { registerHandlers } from './socket-handlers.ts';
import { StandDownBroadcast } from './stand-down-broadcast.ts';
import { TileBroadcast } from './tile-broadcast.ts';
import { alwaysWatched, sendAllListsAgain, sendListsMoved, sendTouched } from './touch-broadcast.ts';
import type { HubOptions, HubServer, HubSocket, Timing } from './types.ts';
import { Typing } from './typing.ts';
import { View } from './view.ts';
import { unbindCursor, viewKey } from './view-cursor.ts';

const standard: Timing = { heartbeatMs: 1_000, renewMs: 15_000, giveUpMs: 30_000, presenceMs: 250 };

export class Hub {
  readonly stats = {
    connects: 0,
    batches: 0,
    resets: 0,
    bytes: 0,
    standDowns: 0,
    cutOff: 0,
    refusals: 0,
  };
  readonly #options: HubOptions;
  readonly #timing: Timing;
  readonly #clock: () => number;
  readonly #io: HubServer;
  readonly #clients = new Map<string, ClientConnection>();
  readonly #views = new Map<string, View>();
  /** Wall screens, in a namespace of their own. */
  readonly screens: Screens;
  readonly #presence: Presence;
  readonly #renewal: Renewal;
  readonly #standDowns: StandDownBroadcast;
  readonly #threads: ThreadBroadcast;
  readonly #tiles: TileBroadcast;
  readonly #typing: Typing;
  readonly #working = new Set<Promise<unknown>>();
  readonly #timers: NodeJS.Timeout[] = [];
  #wasStale: boolean;

  constructor(http: HttpServer, options: HubOptions) {
    this.#options = options;
    this.#timing = { ...standard, ...options.timing };
    this.#clock = options.clock ?? Date.now;
    this.#wasStale = options.worklist.state.stale;
    this.#io = new Server(http, {
      path: '/socket.io',
      serveClient: false,
      transports: ['websocket', 'polling'],
      perMessageDeflate: false,
      httpCompression: false,
      // A mutation with its longest note fits several times over.
      maxHttpBufferSize: 65_536,
      connectTimeout: 10_000,
      pingInterval: 10_000,
      pingTimeout: 10_000,
      allowRequest: (request, decide) => decide(null, fromOurPages(request.headers, options.publicUrl)),
    });
    const { conversations, worklist, access, log } = options;
    const common = { clients: this.#clients, clock: this.#clock, log };
    this.#presence = new Presence(this.#clients, worklist, this.#timing.presenceMs);
    this.#renewal = new Renewal({
      ...common,
      access,
      changed: (client, actor) => this.#changeRights(client, actor),
    });
    this.#standDowns = new StandDownBroadcast({
      ...options,
      clients: this.#clients,
      presence: this.#presence,
      sent: () => void (this.stats.standDowns += 1),
    });
    this.#threads = new ThreadBroadcast({ ...common, moved: conversations.moved });
    const lookingAt = (caseId: number) => this.#presence.lookingAt(caseId);
    this.#typing = new Typing({ ...common, where: conversations.where, lookingAt });
    this.#io.use(
      admission(
        (socket) => admit(access, socket.handshake),
        (err) => log.error({ err }, 'a connection could not be checked'),
        'Doorstep cannot check who you are.',
      ),
    );
    this.#io.on('connection', (socket) => this.#connected(socket));
    this.screens = new Screens(this.#io as unknown as Server, options);
    this.#tiles = new TileBroadcast(options.tiles, (team) => this.screens.sendTiles(team));
    worklist.on('batch', this.#onBatch);
    worklist.on('reset', this.#onReset);
    worklist.on('door', this.#standDowns.door);
    worklist.on('state', this.#onState);
    worklist.on('touched', this.#onTouched);
    worklist.watch({ open: (id) => this.#presence.isOpen(id), kinds: alwaysWatched });
    access.on('ended', this.#renewal.ended);
    this.#every(this.#timing.heartbeatMs, () => this.#beat());
    this.#every(this.#timing.renewMs, () => this.#renew());
  }

  get connected(): number {
    return this.#clients.size;
  }

  /** How many sockets have a case open. */
  get present(): number {
    return this.#presence.size;
  }

  /** Figures for the metrics: the age of the oldest unacknowledged batch (ms), states in the views, waiting messages. */
  get load(): { slowestMs: number; statesKept: number; views: number; waiting: number } {
    const now = this.#clock();
    let slowestMs = 0;
    let waiting = 0;
    for (const client of this.#clients.values()) {
      slowestMs = Math.max(slowestMs, client.waitingMs(now));
      waiting += client.outlet.waiting;
    }
    let statesKept = 0;
    for (const view of this.#views.values()) statesKept += view.states;
    return { slowestMs, statesKept, views: this.#views.size, waiting };
  }

  /** Waits for the mutations in progress, then closes every socket, and the HTTP server with them. */
  async stop(): Promise<void> {
    const { worklist, access } = this.#options;
    worklist.off('batch', this.#onBatch);
    worklist.off('reset', this.#onReset);
    worklist.off('door', this.#standDowns.door);
    worklist.off('state', this.#onState);
    worklist.off('touched', this.#onTouched);
    access.off('ended', this.#renewal.ended);
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.allSettled([...this.#working, this.#threads.stop()]);
    this.#presence.stop();
    this.screens.stop();
    this.#tiles.stop();
    await this.#io.close();
  }

  #connected(socket: HubSocket): void {
    this.stats.connects += 1;
    const client = new ClientConnection(socket, {
      clock: this.#clock,
      sent: (kind, bytes) => {
        this.stats[kind === 'reset' ? 'resets' : 'batches'] += 1;
        this.stats.bytes += bytes;
      },
      overflowed: () => void (this.stats.cutOff += 1),
    });
    this.#clients.set(socket.id, client);
    void this.#renewal.admitted(client);
    socket.on('disconnect', () => {
      this.#clients.delete(socket.id);
      client.outlet.close();
      this.#presence.gone(socket.id);
      this.#typing.gone(socket.id);
      this.#tiles.gone(socket.id);
      this.#dropIdleView(client.view);
    });
    registerHandlers(socket, {
      answer: (sent) => this.#answer(socket.data, sent),
      ended: () => this.#renewal.ended(socket.data.sessionId),
      presence: (caseId, doing) => this.#presence.set(client, caseId, doing),
      look: (look) => this.#typing.look(socket.id, look),
      tiles: (patches) => this.#tiles.follow(client, patches),
      typing: (message) => this.#typing.typing(client, message),
      working: this.#working,
      clock: this.#clock,
      refused: () => void (this.stats.refusals += 1),
    });
    client.send(this.#heartbeat('', client.actor.patchIds.length > 0));
    void this.#sendWorklist(client).then(() => this.#standDowns.sendMissed([client.actor.staffId]));
    if (mayAll(client.actor, 'presence')) this.#presence.sendAllTo(client);
  }

  /** A message that was saved by this hub is broadcast at once, before the log brings it. */
  readonly #answer: HubOptions['answer'] = async (sender, sent) => {
    const answer = await this.#options.answer(sender, sent);
    if (answer === null || answer === 'ended' || answer.status !== 'applied') return answer;
    const mutation = sent as Mutation;
    if (mutation.kind === 'message.send' || mutation.kind === 'thread.start')
      this.#threads.saved(mutation.args.messageId);
    return answer;
  };

  async #sendWorklist(client: ClientConnection): Promise<void> {
    const { since } = client.socket.data;
    const view = this.#viewOf(client);
    if (!view) return;
    const from = since === undefined ? null : unbindCursor(view.patchIds, since);
    if (from === null) return client.reset(view);
    const position = view.position;
    const changes = await this.#options.worklist.since(from, view.patchIds).catch((err: unknown) => {
      this.#options.log.warn({ err }, 'catching up failed: a reset instead');
      return null;
    });
    if (!this.#clients.has(client.socket.id)) return;
    // Rights may have changed during the query: then this person has had a reset of another view already.
    if (client.view !== null || this.#viewOf(client) !== view) {
      if (client.view === null) client.reset(this.#viewOf(client));
      return;
    }
    if (changes) client.catchUp(view, position, changes);
    else client.reset(view);
  }

  readonly #onBatch = (batch: Batch): void => {
    for (const view of this.#views.values()) view.add(batch);
    for (const client of this.#clients.values()) client.flush();
    if (batch.landlord.has('rights')) void this.#renewal.rights({ forget: true });
    if (batch.landlord.has('session')) void this.#renewSessions();
  };

  readonly #onReset = (): void => {
    const now = this.#clock();
    for (const view of this.#views.values()) view.clear(now);
    for (const client of this.#clients.values()) client.flush();
    const at = new Date(now).toISOString();
    for (const caseId of this.#presence.open()) {
      const patchId = this.#options.worklist.get(caseId)?.patchId ?? null;
      this.#sendTouches({ caseId, patchId, kinds: [everyKind], refs: [], at });
    }
    this.#threads.reset();
    sendAllListsAgain([...this.#clients.values()], at);
    void this.#renewal.rights({ forget: true });
    void this.#standDowns.sendMissed([...this.#clients.values()].map((client) => client.actor.staffId));
  };

  readonly #onTouched = (all: Touched[]): void => {
    this.#threads.touched(all);
    sendListsMoved([...this.#clients.values()], all);
    for (const touched of all) this.#sendTouches(touched);
  };

  #sendTouches(touched: Touched): void {
    for (const socketId of this.#presence.lookingAt(touched.caseId)) {
      const client = this.#clients.get(socketId);
      if (client) sendTouched(client, touched);
    }
  }

  readonly #onState = (state: FeedState): void => {
    if (state.stale === this.#wasStale) return;
    this.#wasStale = state.stale;
    this.#beat();
  };

  #beat(): void {
    const now = this.#clock();
    this.#wasStale = this.#options.worklist.state.stale;
    const shared = new Map<View | null, Frame>();
    for (const client of this.#clients.values()) {
      if (client.waitingMs(now) > this.#timing.giveUpMs) {
        this.stats.cutOff += 1;
        client.socket.conn.close(true);
      } else client.outlet.offer(() => client.send(this.#heartbeatFor(client, shared)));
    }
    for (const view of this.#views.values()) view.dropUnusedFrames(now);
    this.screens.beat(this.#heartbeatOf('', true));
  }

  /** A client that is behind gets its own cursor, never one that promises what it has not received. */
  #heartbeatFor(client: ClientConnection, shared: Map<View | null, Frame>): Frame {
    const { view, isCurrent } = client;
    if (view && !isCurrent) return this.#heartbeat(client.cursor, true);
    const frame = shared.get(view) ?? this.#heartbeat(view?.cursor ?? '', view !== null);
    shared.set(view, frame);
    return frame;
  }

  /** `money`: the person sees money, and so up to when each source of it is known. */
  #heartbeat(cursor: string, money: boolean): Frame {
    return encodeFrame('heartbeat', this.#heartbeatOf(cursor, money));
  }

  #heartbeatOf(cursor: string, money: boolean): Down['heartbeat'] {
    const { state, sources } = this.#options.worklist;
    return {
      cursor,
      at: new Date(this.#clock()).toISOString(),
      provedAt: state.provedAt?.toISOString() ?? null,
      stale: state.stale,
      sources: money ? sources : [],
    };
  }

  /** Called regularly: sessions expire and stints begin without any event. */
  async #renew(): Promise<void> {
    await this.#renewSessions();
    await this.#renewal.rights({ forget: false });
  }

  /** Called also when the log reports that a session was ended, by any process. */
  async #renewSessions(): Promise<void> {
    await this.#renewal.sessions();
    await this.screens.renew();
  }

  #changeRights(client: ClientConnection, actor: Actor): void {
    const before = client.actor;
    client.socket.data.actor = actor;
    const samePatches = viewKey(before.patchIds) === viewKey(actor.patchIds);
    if (samePatches && before.role === actor.role) return;
    // What waits was addressed by the former rights. Stand-downs and touches are checked again when they leave.
    client.outlet.clear(['thread', 'presence']);
    this.#threads.again(client);
    if (samePatches) return;
    this.#presence.gone(client.socket.id);
    const left = client.view;
    const view = this.#viewOf(client);
    if (view) client.reset(view);
    else endClient(client, 'Your work has changed. Sign in again.');
    this.#dropIdleView(left);
  }

  /**
   * null for a role without a worklist. An officer without a patch has an empty one, and is sent it: otherwise the cases
   * of their former patches would remain on their device.
   */
  #viewOf(client: ClientConnection): View | null {
    if (!may(client.actor, 'cases')) return null;
    const { patchIds } = client.actor;
    const key = viewKey(patchIds);
    let view = this.#views.get(key);
    if (!view) {
      view = new View(this.#options.worklist, patchIds, this.#clock());
      this.#views.set(key, view);
    }
    return view;
  }

  #dropIdleView(view: View | null): void {
    if (!view) return;
    for (const client of this.#clients.values()) if (client.view === view) return;
    for (const [key, one] of this.#views) if (one === view) this.#views.delete(key);
  }

  #every(ms: number, work: () => unknown): void {
    this.#timers.push(setInterval(work, ms));
  }
}
