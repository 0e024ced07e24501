// The wallboard's connection: one socket while the page is open, reconnecting without end. It keeps only the newest
// tiles, so that memory does not grow.
import { io, type Socket } from 'socket.io-client';
import { protocol } from '#contract/protocol.ts';
import type { TilesNow } from '#contract/tiles.ts';
import type { ScreenDownEvents } from '#contract/wallboard.ts';
import { clock } from '../live/clock.svelte.ts';
import { waitBefore } from './backoff.ts';
import { idleMs } from './freshness.ts';

/** As contract/wallboard.ts has it; values of the contract are not bundled. */
const namespace = '/wallboard';
/** After this long connected, the pause between attempts begins small again. */
const steadyMs = 30_000;

type Handlers = {
  /** Not one of the approved screens (any more), and nobody signed in: show a code. */
  refused: () => void;
  /** Another version of Doorstep serves: only a reload helps. */
  outdated: () => void;
};

class BoardConnection {
  tiles = $state.raw<TilesNow | null>(null);
  connected = $state(false);
  receivedAt = $state<number | null>(null);
  serverStale = $state(false);
  provedAt = $state<number | null>(null);

  #socket: Socket<ScreenDownEvents> | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;
  #steady: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #tries = 0;
  #handlers: Handlers = { refused: () => {}, outdated: () => {} };

  start(handlers: Handlers): () => void {
    this.#handlers = handlers;
    const socket: Socket<ScreenDownEvents> = io(namespace, {
      transports: ['websocket', 'polling'],
      auth: { protocol },
      // Reconnects here, by one rule for every reason; socket.io has another for each.
      reconnection: false,
      autoConnect: false,
      forceNew: true,
      timeout: 8000,
    });
    this.#socket = socket;
    socket.on('connect', () => {
      this.connected = true;
      this.#received();
      this.#steady = setTimeout(() => (this.#tries = 0), steadyMs);
    });
    socket.on('disconnect', () => this.#lost());
    socket.on('connect_error', (error) => {
      const kind = (error as { data?: { kind?: string } }).data?.kind;
      if (kind === 'protocol') this.#handlers.outdated();
      if (kind === 'sign-in') return this.#handlers.refused();
      this.#lost();
    });
    socket.on('tiles', (tiles) => {
      this.#received();
      this.tiles = tiles;
    });
    socket.on('heartbeat', (beat) => {
      clock.setServerTime(beat.at);
      this.#received();
      this.serverStale = beat.stale;
      if (beat.provedAt !== null) this.provedAt = Date.parse(beat.provedAt);
    });
    socket.on('session:ended', () => this.#handlers.refused());
    this.#watch = setInterval(() => this.#endWhenIdle(), 2000);
    window.addEventListener('online', this.#now);
    window.addEventListener('offline', this.#cut);
    socket.connect();
    return () => this.#stop();
  }

  /** Forgets the figures: this screen may no longer show them. */
  #stop(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.removeAllListeners();
    socket?.disconnect();
    clearTimeout(this.#again);
    clearTimeout(this.#steady);
    clearInterval(this.#watch);
    window.removeEventListener('online', this.#now);
    window.removeEventListener('offline', this.#cut);
    this.connected = false;
    this.tiles = null;
    this.receivedAt = null;
    this.provedAt = null;
    this.#tries = 0;
  }

  #received(): void {
    this.receivedAt = clock.instant();
  }

  #lost(): void {
    this.connected = false;
    clearTimeout(this.#steady);
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#socket?.connect(), waitBefore(this.#tries++));
  }

  // A change of network gives no error: a connection without messages is closed.
  #endWhenIdle(): void {
    if (!this.connected || this.receivedAt === null || clock.instant() - this.receivedAt < idleMs) return;
    this.#socket?.disconnect();
  }

  readonly #cut = (): void => void this.#socket?.disconnect();

  readonly #now = (): void => {
    if (this.connected || !this.#socket) return;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#socket?.connect(), waitBefore(0));
  };
}

export const connection = new BoardConnection();
