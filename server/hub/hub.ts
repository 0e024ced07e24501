// The live side of the server: everybody who is connected, each with the view that their rights allow. What the
// worklist says changed leaves in the same tick, encoded once for all who are level; whoever is behind gets the latest
// state when they acknowledge what they have. Nothing a client does or fails to do makes this process grow.
import { may, mayIn } from '../access/rights.ts';
import type { FeedState } from '../worklist/worklist.ts';
import type { Batch, DoorEvent, Touched } from '../worklist/events.ts';
import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Down } from '../contract/down.ts';
import type { Mutation } from '../contract/up.ts';
import { admit, fromOurPages, Refusal } from './admission.ts';
import { Client } from './client.ts';
import { ThreadBroadcast } from './thread-broadcast.ts';
import { congested, encodeFrame, sendFrame, type Frame } from './frame.ts';
import { Missed } from './missed.ts';
import { Presence } from './presence.ts';
import { ReferralBroadcast } from './referral-broadcast.ts';
import { Screens } from './screens.ts';
import { listen } from './socket-handlers.ts';
import { TileBroadcast } from './tile-broadcast.ts';
import { alwaysWatched, everything, TouchBroadcast } from './touch-broadcast.ts';
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
    messages: 0,
  };
  readonly #options: HubOptions;
  readonly #timing: Timing;
  readonly #clock: () => number;
  readonly #io: HubServer;
  readonly #clients = new Map<string, Client>();
  readonly #views = new Map<string, View>();
  /** On office walls: apart from people, in a namespace of their own. */
  readonly screens: Screens;
  readonly #presence: Presence;
  readonly #missed: Missed;
  readonly #touches: TouchBroadcast;
  readonly #threads: ThreadBroadcast;
  readonly #referrals: ReferralBroadcast;
  readonly #tileBroadcast: TileBroadcast;
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
      this.#tellPresence(message, sockets),
    );
    this.#missed = new Missed(options, (event, staffId) => this.#tellOnTheWay(event, staffId));
    this.#touches = new TouchBroadcast(this.#io);
    const { moved, where } = options.conversations;
    const common = { io: this.#io, clients: this.#clients, clock: this.#clock, log: options.log };
    const told = (messages: number) => void (this.stats.messages += messages);
    this.#threads = new ThreadBroadcast({ ...common, moved, told });
    this.#referrals = new ReferralBroadcast(this.#io, this.#clients);
    const lookingAt = (caseId: number) => this.#presence.lookingAt(caseId);
    this.#typing = new Typing({ ...common, where, lookingAt });
    this.#io.use((socket, next) => {
      admit(options.access, socket.handshake).then(
        (data) => {
          socket.data = data;
          next();
        },
        (error: unknown) => {
          if (!(error instanceof Refusal))
            options.log.error({ err: error }, 'a connection could not be checked');
          next(
            error instanceof Refusal
              ? error
              : new Refusal('busy', 'Doorstep cannot check who you are just now.'),
          );
        },
      );
    });
    this.#io.on('connection', (socket) => this.#connected(socket));
    this.screens = new Screens(this.#io as unknown as Server, options);
    this.#tileBroadcast = new TileBroadcast(this.#io, options.tiles, (team) => this.screens.tell(team));
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

  /** How many have a case open. */
  get present(): number {
    return this.#presence.size;
  }

  /** For the metrics: how far behind the slowest acknowledgement is (ms), and how many states the views keep. */
  get load(): { slowestMs: number; statesKept: number; views: number } {
    const now = this.#clock();
    let slowestMs = 0;
    for (const client of this.#clients.values()) slowestMs = Math.max(slowestMs, client.waitingMs(now));
    let statesKept = 0;
    for (const view of this.#views.values()) statesKept += view.states;
    return { slowestMs, statesKept, views: this.#views.size };
  }

  /** Answers what is being worked on, then closes every socket and the HTTP server with them. */
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
    this.#tileBroadcast.stop();
    await this.#io.close();
  }

  #connected(socket: HubSocket): void {
    this.stats.connects += 1;
    const client = new Client(socket, (kind, bytes) => {
      this.stats[kind === 'reset' ? 'resets' : 'batches'] += 1;
      this.stats.bytes += bytes;
    });
    client.acknowledged = () => client.flush(this.#clock());
    this.#clients.set(socket.id, client);
    void this.#endIfOver(socket.data.sessionId);
    socket.on('disconnect', () => {
      this.#clients.delete(socket.id);
      this.#presence.gone(socket.id);
      this.#touches.gone(socket.id);
      this.#threads.gone(socket.id);
      this.#referrals.gone(socket.id);
      this.#typing.gone(socket.id);
      this.#tileBroadcast.gone(socket.id);
      this.#dropIdleView(client.view);
    });
    listen(socket, {
      answer: (sender, sent) => this.#answer(sender, sent),
      ended: ({ data }) => this.#endSessions(new Set([data.sessionId])),
      presence: (from, caseId, doing) => this.#look(from, caseId, doing),
      look: (from, look) => this.#typing.look(from.id, look),
      tiles: (_from, patches) => this.#tileBroadcast.listen(client, patches),
      typing: (_from, said) => this.#typing.typing(client, said),
      working: this.#working,
      clock: this.#clock,
      log: this.#options.log,
      refused: () => void (this.stats.refusals += 1),
    });
    sendFrame(socket, this.#heartbeat('', client.actor.patchIds.length > 0));
    void this.#welcome(client).then(() => this.#missed.look([client.actor.staffId]));
    // Managers hear who is where, in every case: also of those who were there before them.
    if (client.actor.role === 'manager')
      for (const caseId of this.#presence.open())
        sendFrame(
          socket,
          encodeFrame(this.#io, 'presence', { caseId, people: this.#presence.people(caseId) }),
        );
  }

  /** A message that was saved by this hub is broadcast at once, before the log brings it. */
  readonly #answer: HubOptions['answer'] = async (sender, sent) => {
    const answer = await this.#options.answer(sender, sent);
    if (answer === null || answer === 'ended' || answer.status !== 'applied') return answer;
    const mutation = sent as Mutation;
    if (mutation.kind === 'message.send' || mutation.kind === 'thread.start')
      this.#threads.said(mutation.args.messageId);
    return answer;
  };

  async #welcome(client: Client): Promise<void> {
    const { since } = client.socket.data;
    const view = this.#viewOf(client);
    if (!view) return;
    const from = since === undefined ? null : unbindCursor(view.patchIds, since);
    if (from === null) return client.reset(view, this.#clock());
    const position = view.position;
    const missed = await this.#options.worklist.since(from, view.patchIds).catch((err: unknown) => {
      this.#options.log.warn({ err }, 'catching up failed: a reset instead');
      return null;
    });
    if (!this.#clients.has(client.socket.id)) return;
    // Rights may have changed while we read: then this person has had a reset of another view already.
    if (client.view !== null || this.#viewOf(client) !== view) {
      if (client.view === null) client.reset(this.#viewOf(client), this.#clock());
      return;
    }
    if (missed) client.catchUp(this.#io, view, position, missed, this.#clock());
    else client.reset(view, this.#clock());
  }

  readonly #onBatch = (batch: Batch): void => {
    const now = this.#clock();
    for (const view of this.#views.values()) view.add(batch);
    for (const client of this.#clients.values()) client.flush(now);
    if (batch.landlord.has('rights')) void this.#renewRights();
    if (batch.landlord.has('session')) void this.#renewSessions();
  };

  readonly #onReset = (): void => {
    const now = this.#clock();
    for (const view of this.#views.values()) view.clear(now);
    for (const client of this.#clients.values()) client.flush(now);
    this.#touchEverything(new Date(now).toISOString());
    this.#threads.reset();
    this.#referrals.again(new Date(this.#clock()).toISOString());
    void this.#renewRights();
    void this.#missed.look([...this.#clients.values()].map((client) => client.actor.staffId));
  };

  readonly #onTouched = (all: Touched[]): void => {
    this.#threads.touched(all);
    this.#referrals.touched(all);
    for (const touched of all)
      for (const socketId of this.#presence.lookingAt(touched.caseId)) {
        const client = this.#clients.get(socketId);
        if (client) this.#touches.tell(client, touched);
      }
  };

  #touchEverything(at: string): void {
    for (const caseId of this.#presence.open()) {
      const patchId = this.#options.worklist.get(caseId)?.patchId ?? null;
      this.#onTouched([{ caseId, patchId, kinds: [everything], refs: [], at }]);
    }
  }

  readonly #onDoor = (event: DoorEvent): void => {
    this.#missed.told(event);
    // A file pays tens of thousands, and hardly any of them is being looked at or gone to: of the others no words are made.
    const isVisited = event.visited;
    if (!isVisited && !this.#presence.isOpen(event.caseId)) return;
    const { onTheWay, open } = this.#options.doorWords(event);
    const { caseId, patchId } = event;
    if (onTheWay) this.#send(patchId, onTheWay.message, ({ actor }) => actor.staffId === onTheWay.staffId);
    if (!open) return;
    const looking = new Set(this.#presence.lookingAt(caseId));
    const visit = isVisited ? event.after?.visit : null;
    const goes = visit?.state === 'on_the_way' ? visit.staffId : null;
    this.#send(patchId, open, ({ actor, socket }) => looking.has(socket.id) && actor.staffId !== goes);
  };

  /** What somebody on the way missed while nobody could reach them. */
  #tellOnTheWay(event: DoorEvent, staffId: number): void {
    const { onTheWay } = this.#options.doorWords(event);
    if (onTheWay?.staffId !== staffId) return;
    this.#send(event.patchId, onTheWay.message, ({ actor }) => actor.staffId === staffId);
  }

  #send(patchId: number, message: Down['case:stand-down'], concerns: (client: Client) => boolean): void {
    const frame = encodeFrame(this.#io, 'case:stand-down', message);
    for (const client of this.#clients.values()) {
      if (!client.sees(patchId) || !concerns(client)) continue;
      this.stats.standDowns += 1;
      sendFrame(client.socket, frame);
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
      } else if (!congested(client.socket)) {
        this.#touches.flushDeferred(client);
        this.#threads.flushDeferred(client);
        this.#referrals.flushDeferred(client, new Date(this.#clock()).toISOString());
        sendFrame(client.socket, this.#heartbeatFor(client, shared));
      }
    }
    for (const view of this.#views.values()) view.rest(now);
    this.#tileBroadcast.flushDeferred();
    this.screens.beat(this.#heartbeatOf('', true));
  }

  /** Whoever is behind hears their own cursor, never one that promises what they have not got. */
  #heartbeatFor(client: Client, shared: Map<View | null, Frame>): Frame {
    const { view, level } = client;
    if (view && !level) return this.#heartbeat(client.cursor, true);
    const frame = shared.get(view) ?? this.#heartbeat(view?.cursor ?? '', view !== null);
    shared.set(view, frame);
    return frame;
  }

  /** Who sees no money need not know up to when it is known. */
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

  #look(socket: HubSocket, caseId: number | null, doing: 'looking' | 'on_the_way'): string | null {
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

  #tellPresence(message: Parameters<ConstructorParameters<typeof Presence>[1]>[0], sockets: string[]): void {
    const looking = new Set(sockets);
    const frame = encodeFrame(this.#io, 'presence', message);
    for (const client of this.#clients.values()) {
      // That an officer is on the way says that rent is owed: no matter for the repairs team.
      if (client.actor.role === 'repairs') continue;
      if ((looking.has(client.socket.id) || client.actor.role === 'manager') && !congested(client.socket))
        sendFrame(client.socket, frame);
    }
  }

  /** Sessions run out and stints begin without a word to us: looked for now and then. */
  async #renew(): Promise<void> {
    await this.#renewSessions();
    await this.#renewRights(false);
  }

  /** Also on the log's word that some session was ended, by whatever process. */
  async #renewSessions(): Promise<void> {
    const sessions = new Set([...this.#clients.values()].map((client) => client.socket.data.sessionId));
    try {
      this.#endSessions(new Set(await this.#options.access.endedOf([...sessions])));
    } catch (err) {
      this.#options.log.warn({ err }, 'sessions could not be checked');
    }
    await this.screens.renew();
  }

  /** A session that ended while its socket was being admitted was not among those that could be told. */
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
      else this.#give(client, actor);
    }
  }

  #give(client: Client, actor: HubSocket['data']['actor']): void {
    const before = client.actor;
    client.socket.data.actor = actor;
    if (viewKey(before.patchIds) === viewKey(actor.patchIds)) return;
    this.#presence.gone(client.socket.id);
    this.#threads.again(client);
    const left = client.view;
    const view = this.#viewOf(client);
    if (view) client.reset(view, this.#clock());
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
   * null for whoever has no worklist by their role. An officer without a patch has an empty one, and is sent it: silence
   * would leave the cases of their former patches on their device.
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
