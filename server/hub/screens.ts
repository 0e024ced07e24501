// Wall screens, in a namespace of their own: nothing that people are sent reaches it, and no event is accepted from it. A
// screen gets the team's tiles and a heartbeat. Staff who may see the team's tiles are admitted too, as a preview. A screen
// or session that is ended is disconnected at once.
import { may } from '../access/rights.ts';
import type { Namespace, Server, Socket } from 'socket.io';
import type { Access } from '../access/access.ts';
import type { Down } from '../contract/down.ts';
import { protocol } from '../contract/protocol.ts';
import { handshake } from '../contract/up.ts';
import { wallboardNamespace, type ScreenDownEvents } from '../contract/wallboard.ts';
import type { Log } from '../log.ts';
import { admission, ConnectionRefused } from './admission.ts';
import { Outlet } from './outlet.ts';

type Data = { screenId: string } | { sessionId: string; staffId: number };
type Nobody = Record<string, never>;
type ScreenSocket = Socket<Nobody, ScreenDownEvents, Nobody, Data>;
type Space = Namespace<Nobody, ScreenDownEvents, Nobody, Data>;
type Options = { access: Access; log: Log; tiles: { of(patches: 'all'): Down['tiles'] } };

/** A screen sends no events: after this many it is disconnected. */
const maxEvents = 20;

export class Screens {
  readonly #space: Space;
  readonly #options: Options;
  #heartbeat: Down['heartbeat'] | null = null;
  readonly #outlets = new Map<string, Outlet>();
  readonly #onScreenEnded = (screenId: string) =>
    this.#end('This screen was signed out.', (data) => 'screenId' in data && data.screenId === screenId);
  readonly #onSessionEnded = (sessionId: string) =>
    this.#end('You are signed out.', (data) => 'sessionId' in data && data.sessionId === sessionId);

  constructor(io: Server, options: Options) {
    this.#options = options;
    this.#space = io.of(wallboardNamespace) as unknown as Space;
    this.#space.use(
      admission(
        (socket) => this.#admit(socket),
        (err) => options.log.warn({ err }, 'a screen could not be checked'),
        'Doorstep cannot check this screen.',
      ),
    );
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
  sendTiles(tiles: Down['tiles']): void {
    for (const socket of this.#space.sockets.values()) this.#postTiles(socket, tiles);
  }

  /** Every second: how fresh the tiles are. */
  beat(heartbeat: Down['heartbeat']): void {
    this.#heartbeat = heartbeat;
    for (const socket of this.#space.sockets.values())
      this.#outlets.get(socket.id)?.offer(() => socket.emit('heartbeat', heartbeat));
  }

  /** Called regularly: other processes end screens and sessions and change roles without notifying this one. */
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
    const outlet = new Outlet(socket);
    this.#outlets.set(socket.id, outlet);
    socket.on('disconnect', () => {
      outlet.close();
      this.#outlets.delete(socket.id);
    });
    let events = 0;
    socket.onAny(() => {
      if (++events > maxEvents) socket.disconnect(true);
    });
    if (this.#heartbeat) socket.emit('heartbeat', this.#heartbeat);
    this.#postTiles(socket, this.#options.tiles.of('all'));
  }

  #postTiles(socket: ScreenSocket, tiles: Down['tiles']): void {
    const send = (newest: Down['tiles']) => void socket.emit('tiles', newest);
    this.#outlets.get(socket.id)?.post({ topic: 'tiles', key: '', value: tiles, send });
  }

  #end(reason: string, concerns: (data: Data) => boolean): void {
    for (const socket of [...this.#space.sockets.values()]) {
      if (!concerns(socket.data)) continue;
      socket.emit('session:ended', { reason });
      socket.disconnect(true);
    }
  }

  /** Throws a ConnectionRefused, or the error that kept us from knowing. */
  async #admit(socket: ScreenSocket): Promise<Data> {
    const auth = handshake.safeParse(socket.handshake.auth ?? {});
    if (!auth.success || (auth.data.protocol !== undefined && auth.data.protocol !== protocol))
      throw new ConnectionRefused('protocol', 'A new version of Doorstep is ready. Reload the page.');
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
    throw new ConnectionRefused('sign-in', 'This screen is not signed in.');
  }
}
