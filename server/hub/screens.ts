// Screens on office walls, in a namespace of their own: nothing that is said to people is said there, and nothing that
// people say is listened to. A screen gets the team's tiles and a heartbeat. Who is one of the staff and may see the
// team's tiles is let in too, for a look (a preview). Whoever is ended is gone at once.
import { may } from '../access/rights.ts';
import type { Namespace, Server, Socket } from 'socket.io';
import type { Access } from '../access/access.ts';
import type { Down } from '../contract/down.ts';
import { protocol } from '../contract/protocol.ts';
import { handshake } from '../contract/up.ts';
import { wallboardNamespace, type ScreenDownEvents } from '../contract/wallboard.ts';
import type { Log } from '../log.ts';
import { Refusal } from './admission.ts';
import { congested } from './frame.ts';
import type { HubSocket } from './types.ts';

type Data = { screenId: string } | { sessionId: string; staffId: number };
type Nobody = Record<string, never>;
type ScreenSocket = Socket<Nobody, ScreenDownEvents, Nobody, Data>;
type Space = Namespace<Nobody, ScreenDownEvents, Nobody, Data>;
type Options = { access: Access; log: Log; tiles: { of(patches: 'all'): Down['tiles'] } };

/** A screen has nothing to say: one that goes on is cut off. */
const patience = 20;

export class Screens {
  readonly #space: Space;
  readonly #options: Options;
  #heartbeat: Down['heartbeat'] | null = null;
  /** Who could not be sent the newest tiles when they came: they get them with a later heartbeat. */
  readonly #deferred = new Set<string>();
  readonly #onScreenEnded = (screenId: string) =>
    this.#end('This screen was ended.', (data) => 'screenId' in data && data.screenId === screenId);
  readonly #onSessionEnded = (sessionId: string) =>
    this.#end('You are signed out.', (data) => 'sessionId' in data && data.sessionId === sessionId);

  constructor(io: Server, options: Options) {
    this.#options = options;
    this.#space = io.of(wallboardNamespace) as unknown as Space;
    this.#space.use((socket, next) => {
      this.#admit(socket).then(
        (data) => {
          socket.data = data;
          next();
        },
        (error: unknown) => {
          if (error instanceof Refusal) return next(error);
          options.log.warn({ err: error }, 'a screen could not be checked');
          next(new Refusal('busy', 'Doorstep cannot check this screen just now.'));
        },
      );
    });
    this.#space.on('connection', (socket) => this.#connected(socket));
    options.access.on('screen-ended', this.#onScreenEnded);
    options.access.on('ended', this.#onSessionEnded);
  }

  get connected(): number {
    return this.#space.sockets.size;
  }

  /** Whether that screen is connected to this hub. */
  isConnected(screenId: string): boolean {
    for (const { data } of this.#space.sockets.values())
      if ('screenId' in data && data.screenId === screenId) return true;
    return false;
  }

  /** The team's tiles have moved. */
  tell(tiles: Down['tiles']): void {
    for (const socket of this.#space.sockets.values()) this.#tell(socket, tiles);
  }

  /** Every second: how fresh it is. */
  beat(heartbeat: Down['heartbeat']): void {
    this.#heartbeat = heartbeat;
    for (const socket of this.#space.sockets.values()) {
      if (isCongested(socket)) continue;
      if (this.#deferred.has(socket.id)) this.#tell(socket, this.#options.tiles.of('all'));
      socket.emit('heartbeat', heartbeat);
    }
  }

  /** Now and then: screens are ended, sessions end and roles change without a word to us, by other processes. */
  async renew(): Promise<void> {
    const { access } = this.#options;
    const all = [...this.#space.sockets.values()].map(({ data }) => data);
    const screens = all.flatMap((data) => ('screenId' in data ? [data.screenId] : []));
    const people = all.flatMap((data) => ('sessionId' in data ? [data] : []));
    try {
      await access.screens.seen(screens);
      for (const id of await access.screens.endedOf(screens)) this.#onScreenEnded(id);
      for (const id of await access.endedOf(people.map(({ sessionId }) => sessionId)))
        this.#onSessionEnded(id);
      for (const { staffId, sessionId } of people) {
        const actor = await access.actor(staffId);
        if (!actor || !may(actor, 'teamFigures')) this.#onSessionEnded(sessionId);
      }
    } catch (err) {
      this.#options.log.warn({ err }, 'screens could not be checked');
    }
  }

  stop(): void {
    this.#options.access.off('screen-ended', this.#onScreenEnded);
    this.#options.access.off('ended', this.#onSessionEnded);
  }

  #connected(socket: ScreenSocket): void {
    socket.on('disconnect', () => this.#deferred.delete(socket.id));
    let said = 0;
    socket.onAny(() => {
      if (++said > patience) socket.disconnect(true);
    });
    if (this.#heartbeat) socket.emit('heartbeat', this.#heartbeat);
    this.#tell(socket, this.#options.tiles.of('all'));
  }

  #tell(socket: ScreenSocket, tiles: Down['tiles']): void {
    if (isCongested(socket)) this.#deferred.add(socket.id);
    else {
      this.#deferred.delete(socket.id);
      socket.emit('tiles', tiles);
    }
  }

  #end(reason: string, concerns: (data: Data) => boolean): void {
    for (const socket of [...this.#space.sockets.values()]) {
      if (!concerns(socket.data)) continue;
      socket.emit('session:ended', { reason });
      socket.disconnect(true);
    }
  }

  /** Throws a Refusal, or whatever kept us from knowing. */
  async #admit(socket: ScreenSocket): Promise<Data> {
    const auth = handshake.safeParse(socket.handshake.auth ?? {});
    if (!auth.success || (auth.data.protocol !== undefined && auth.data.protocol !== protocol))
      throw new Refusal('protocol', 'A new version of Doorstep is ready. Reload the page.');
    const headers = new Headers();
    const { cookie } = socket.handshake.headers;
    if (cookie) headers.set('cookie', cookie);
    const { access } = this.#options;
    const screen = await access.screens.find(headers);
    if (screen) {
      await access.screens.seen([screen.screenId]);
      return { screenId: screen.screenId };
    }
    const person = await access.signedIn(headers);
    if (person && may(person.actor, 'teamFigures'))
      return { sessionId: person.sessionId, staffId: person.actor.staffId };
    throw new Refusal('sign-in', 'This screen is not signed in.');
  }
}

const isCongested = (socket: ScreenSocket) => congested(socket as unknown as HubSocket);
