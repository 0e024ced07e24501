// The live side of the server: everybody who is connected, each with the view that their rights allow. A batch of the
// worklist leaves in the same tick, encoded once for all clients that are current; a client that is behind gets the latest
// state when it acknowledges what it has. Nothing that a client does or fails to do makes this process grow.
import { may, mayIn } from '../access/rights.ts';
import type { FeedState } from '../worklist/worklist.ts';
import type { Batch, DoorEvent, Touched } from '../worklist/events.ts';
import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Down } from '../contract/down.ts';
import type { Mutation } from '../contract/up.ts';
import { admit, ConnectionRefused, fromOurPages } from './admission.ts';
import { Client } from './client.ts';
import { ThreadBroadcast } from './thread-broadcast.ts';
import { encodeFrame, type Frame } from './frame.ts';
import { MissedStandDowns } from './missed-stand-downs.ts';
import { Presence } from './presence.ts';
import { Screens } from './screens.ts';
import { listen } from './socket-handlers.ts';
import { TileBroadcast } from './tile-broadcast.ts';
import {
  alwaysWatched,
  everything,
  movesReferrals,
  sendReferralsAgain,
  sendTouched,
} from './touch-broadcast.ts';
import type { HubOptions, HubServer, HubSocket, Timing } from './types.ts';
import { Typing } from './typing.ts';
import { View } from './view.ts';
import { unbindCursor, viewKey } from './view-cursor.ts';

/** Cases whose presence may wait for one socket: more than a landlord has open at once. */
const maxPresence = 10_000;

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
    messages: 0,
  };
  readonly #options: HubOptions;
  readonly #timing: Timing;
  readonly #clock: () => number;
  readonly #io: HubServer;
  readonly #clients = new Map<string, Client>();
  readonly #views = new Map<string, View>();
  /** Wall screens, in a namespace of their own. */
  readonly screens: Screens;
  readonly #presence: Presence;
  readonly #missed: MissedStandDowns;
  readonly #threads: ThreadBroadcast;
  readonly #tiles: TileBroadcast;
  readonly #typing: Typing;
  readonly #working = new Set<Promise<unknown>>();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #onEnded = (sessionId: string) => this.#endSessions(new Set([sessionId]));
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
    this.#presence = new Presence(this.#timing.presenceMs, (message, sockets) =>
      this.#sendPresence(message, sockets),
    );
    this.#missed = new MissedStandDowns(options, (event, staffId) => this.#sendOnTheWay(event, staffId));
    const { moved, where } = options.conversations;
    const common = { io: this.#io, clients: this.#clients, clock: this.#clock, log: options.log };
    const sent = (messages: number) => void (this.stats.messages += messages);
    this.#threads = new ThreadBroadcast({ ...common, moved, sent });
    const lookingAt = (caseId: number) => this.#presence.lookingAt(caseId);
    this.#typing = new Typing({ ...common, where, lookingAt });
    this.#io.use((socket, next) => {
      admit(options.access, socket.handshake).then(
        (data) => {
          socket.data = data;
          next();
        },
        (error: unknown) => {
          if (!(error instanceof ConnectionRefused))
            options.log.error({ err: error }, 'a connection could not be checked');
          next(
            error instanceof ConnectionRefused
              ? error
              : new ConnectionRefused('busy', 'Doorstep cannot check who you are just now.'),
          );
        },
      );
    });
    this.#io.on('connection', (socket) => this.#connected(socket));
    this.screens = new Screens(this.#io as unknown as Server, options);
    this.#tiles = new TileBroadcast(this.#io, options.tiles, (team) => this.screens.sendTiles(team));
    options.worklist.on('batch', this.#onBatch);
    options.worklist.on('reset', this.#onReset);
    options.worklist.on('door', this.#onDoor);
    options.worklist.on('state', this.#onState);
    options.worklist.on('touched', this.#onTouched);
    options.worklist.watch({ open: (id) => this.#presence.isOpen(id), kinds: alwaysWatched });
    options.access.on('ended', this.#onEnded);
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

  /** For the metrics: the age of the oldest unacknowledged batch (ms), states in the views, messages that wait. */
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
    worklist.off('door', this.#onDoor);
    worklist.off('state', this.#onState);
    worklist.off('touched', this.#onTouched);
    access.off('ended', this.#onEnded);
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.allSettled([...this.#working, this.#threads.stop()]);
    this.#presence.stop();
    this.screens.stop();
    this.#tiles.stop();
    await this.#io.close();
  }

  #connected(socket: HubSocket): void {
    this.stats.connects += 1;
    const client = new Client(socket, {
      clock: this.#clock,
      sent: (kind, bytes) => {
        this.stats[kind === 'reset' ? 'resets' : 'batches'] += 1;
        this.stats.bytes += bytes;
      },
      overflowed: () => void (this.stats.cutOff += 1),
    });
    this.#clients.set(socket.id, client);
    void this.#endIfOver(socket.data.sessionId);
    socket.on('disconnect', () => {
      this.#clients.delete(socket.id);
      client.outlet.close();
      this.#presence.gone(socket.id);
      this.#typing.gone(socket.id);
      this.#tiles.gone(socket.id);
      this.#dropIdleView(client.view);
    });
    listen(socket, {
      answer: (sender, sent) => this.#answer(sender, sent),
      ended: ({ data }) => this.#endSessions(new Set([data.sessionId])),
      presence: (from, caseId, doing) => this.#setPresence(from, caseId, doing),
      look: (from, look) => this.#typing.look(from.id, look),
      tiles: (_from, patches) => this.#tiles.follow(client, patches),
      typing: (_from, message) => this.#typing.typing(client, message),
      working: this.#working,
      clock: this.#clock,
      log: this.#options.log,
      refused: () => void (this.stats.refusals += 1),
    });
    client.send(this.#heartbeat('', client.actor.patchIds.length > 0));
    void this.#sendWorklist(client).then(() => this.#missed.sendTo([client.actor.staffId]));
    // Managers receive the presence in every case, also of people who were there before them.
    if (client.actor.role === 'manager')
      for (const caseId of this.#presence.open()) {
        const message = { caseId, people: this.#presence.people(caseId) };
        this.#postPresence(client, caseId, encodeFrame(this.#io, 'presence', message));
      }
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

  async #sendWorklist(client: Client): Promise<void> {
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
    if (changes) client.catchUp(this.#io, view, position, changes);
    else client.reset(view);
  }

  readonly #onBatch = (batch: Batch): void => {
    for (const view of this.#views.values()) view.add(batch);
    for (const client of this.#clients.values()) client.flush();
    if (batch.landlord.has('rights')) void this.#renewRights();
    if (batch.landlord.has('session')) void this.#renewSessions();
  };

  readonly #onReset = (): void => {
    const now = this.#clock();
    for (const view of this.#views.values()) view.clear(now);
    for (const client of this.#clients.values()) client.flush();
    const at = new Date(now).toISOString();
    for (const caseId of this.#presence.open()) {
      const patchId = this.#options.worklist.get(caseId)?.patchId ?? null;
      this.#sendTouches({ caseId, patchId, kinds: [everything], refs: [], at });
    }
    this.#threads.reset();
    sendReferralsAgain(this.#io, this.#clients.values(), at);
    void this.#renewRights();
    void this.#missed.sendTo([...this.#clients.values()].map((client) => client.actor.staffId));
  };

  readonly #onTouched = (all: Touched[]): void => {
    this.#threads.touched(all);
    const referral = all.find(movesReferrals);
    if (referral) sendReferralsAgain(this.#io, this.#clients.values(), referral.at);
    for (const touched of all) this.#sendTouches(touched);
  };

  #sendTouches(touched: Touched): void {
    for (const socketId of this.#presence.lookingAt(touched.caseId)) {
      const client = this.#clients.get(socketId);
      if (client) sendTouched(this.#io, client, touched);
    }
  }

  readonly #onDoor = (event: DoorEvent): void => {
    this.#missed.sentByFeed(event);
    // A file pays tens of thousands of cases, and hardly any is open or being visited: no messages are made for the others.
    const isVisited = event.visited;
    if (!isVisited && !this.#presence.isOpen(event.caseId)) return;
    const { onTheWay, open } = this.#options.doorMessages(event);
    const { caseId, patchId } = event;
    if (onTheWay)
      this.#sendStandDown(patchId, onTheWay.message, ({ actor }) => actor.staffId === onTheWay.staffId);
    if (!open) return;
    const looking = new Set(this.#presence.lookingAt(caseId));
    const visit = isVisited ? event.after?.visit : null;
    const goes = visit?.state === 'on_the_way' ? visit.staffId : null;
    this.#sendStandDown(
      patchId,
      open,
      ({ actor, socket }) => looking.has(socket.id) && actor.staffId !== goes,
    );
  };

  /** What an officer on the way missed while they could not be reached. */
  #sendOnTheWay(event: DoorEvent, staffId: number): void {
    const { onTheWay } = this.#options.doorMessages(event);
    if (onTheWay?.staffId !== staffId) return;
    this.#sendStandDown(event.patchId, onTheWay.message, ({ actor }) => actor.staffId === staffId);
  }

  #sendStandDown(
    patchId: number,
    message: Down['case:stand-down'],
    concerns: (client: Client) => boolean,
  ): void {
    const frame = encodeFrame(this.#io, 'case:stand-down', message);
    for (const client of this.#clients.values()) {
      if (!client.sees(patchId) || !concerns(client)) continue;
      this.stats.standDowns += 1;
      client.outlet.post({
        topic: 'stand-down',
        key: message.caseId,
        value: frame,
        // The person may have lost the patch while it waited.
        send: (newest) => client.sees(patchId) && client.send(newest),
        urgent: true,
      });
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
  #heartbeatFor(client: Client, shared: Map<View | null, Frame>): Frame {
    const { view, isCurrent } = client;
    if (view && !isCurrent) return this.#heartbeat(client.cursor, true);
    const frame = shared.get(view) ?? this.#heartbeat(view?.cursor ?? '', view !== null);
    shared.set(view, frame);
    return frame;
  }

  /** `money`: the person sees money, and so up to when each source of it is known. */
  #heartbeat(cursor: string, money: boolean): Frame {
    return encodeFrame(this.#io, 'heartbeat', this.#heartbeatOf(cursor, money));
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

  #setPresence(socket: HubSocket, caseId: number | null, doing: 'looking' | 'on_the_way'): string | null {
    const client = this.#clients.get(socket.id);
    const { staffId, name } = socket.data.actor;
    if (caseId !== null) {
      const one = this.#options.worklist.get(caseId);
      if (!one || !client || !mayIn(client.actor, 'homes', one.patchId))
        return 'This case is not one of yours.';
    }
    this.#presence.set(socket.id, caseId, { staffId, name, doing });
    return null;
  }

  #sendPresence(message: Parameters<ConstructorParameters<typeof Presence>[1]>[0], sockets: string[]): void {
    const looking = new Set(sockets);
    const frame = encodeFrame(this.#io, 'presence', message);
    for (const client of this.#clients.values()) {
      // An officer on the way shows that rent is owed, which the repairs team may not know.
      if (client.actor.role === 'repairs') continue;
      if (looking.has(client.socket.id) || client.actor.role === 'manager')
        this.#postPresence(client, message.caseId, frame);
    }
  }

  #postPresence(client: Client, caseId: number, frame: Frame): void {
    client.outlet.post({
      topic: 'presence',
      key: caseId,
      value: frame,
      send: client.send,
      limit: maxPresence,
    });
  }

  /** Called regularly: sessions expire and stints begin without any event. */
  async #renew(): Promise<void> {
    await this.#renewSessions();
    await this.#renewRights(false);
  }

  /** Called also when the log reports that a session was ended, by any process. */
  async #renewSessions(): Promise<void> {
    const sessions = new Set([...this.#clients.values()].map((client) => client.socket.data.sessionId));
    try {
      this.#endSessions(new Set(await this.#options.access.endedOf([...sessions])));
    } catch (err) {
      this.#options.log.warn({ err }, 'sessions could not be checked');
    }
    await this.screens.renew();
  }

  /** A session may have ended while its socket was being admitted. */
  async #endIfOver(sessionId: string): Promise<void> {
    try {
      this.#endSessions(new Set(await this.#options.access.endedOf([sessionId])));
    } catch (err) {
      this.#options.log.warn({ err }, 'a session could not be checked');
    }
  }

  async #renewRights(forget = true): Promise<void> {
    if (forget) this.#options.access.forgetRights();
    for (const client of [...this.#clients.values()]) {
      let actor;
      try {
        actor = await this.#options.access.actor(client.actor.staffId);
      } catch (err) {
        this.#options.log.warn({ err }, 'rights could not be read');
        return;
      }
      if (!this.#clients.has(client.socket.id)) continue;
      if (!actor) this.#end(client, 'Your account is closed.');
      else this.#changeRights(client, actor);
    }
  }

  #changeRights(client: Client, actor: HubSocket['data']['actor']): void {
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
    else this.#end(client, 'Your work has changed. Sign in again.');
    this.#dropIdleView(left);
  }

  #endSessions(ended: Set<string>): void {
    if (ended.size === 0) return;
    for (const client of [...this.#clients.values()])
      if (ended.has(client.socket.data.sessionId)) this.#end(client, 'You are signed out.');
  }

  #end(client: Client, reason: string): void {
    client.socket.emit('session:ended', { reason });
    client.socket.disconnect(true);
  }

  /**
   * null for a role without a worklist. An officer without a patch has an empty one, and is sent it: otherwise the cases
   * of their former patches would remain on their device.
   */
  #viewOf(client: Client): View | null {
    if (!may(client.actor, 'cases')) return null;
    const { patchIds } = client.actor;
    const key = viewKey(patchIds);
    let view = this.#views.get(key);
    if (!view) {
      view = new View(this.#io, this.#options.worklist, patchIds, this.#clock());
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
