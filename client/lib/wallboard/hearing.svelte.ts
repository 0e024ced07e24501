// The wallboard's connection: one socket for as long as the page lives, tried again for ever. It keeps the newest tiles and
// nothing older, so that a month of messages weighs as much as one.
import { io, type Socket } from 'socket.io-client';
import { protocol } from '#contract/protocol.ts';
import type { TilesNow } from '#contract/tiles.ts';
import type { ScreenDownEvents } from '#contract/wallboard.ts';
import { clock } from '../live/clock.svelte.ts';
import { waitBefore } from './backoff.ts';
import { silentMs } from './freshness.ts';

/** As contract/wallboard.ts has it; values of the contract are not bundled. */
const namespace = '/wallboard';
/** Connected for this long, the next trouble is a new one. */
const steadyMs = 30_000;

type Heard = {
  /** Not one of the approved screens (any more), and nobody signed in: show a code. */
  refused: () => void;
  /** Another version of Doorstep serves: only a reload helps. */
  outdated: () => void;
};

class Hearing {
  tiles = $state.raw<TilesNow | null>(null);
  connected = $state(false);
  heardAt = $state<number | null>(null);
  serverStale = $state(false);
  provedAt = $state<number | null>(null);

  #socket: Socket<ScreenDownEvents> | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;
  #steady: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #tries = 0;
  #heard: Heard = { refused: () => {}, outdated: () => {} };

  start(heard: Heard): () => void {
    this.#heard = heard;
    const socket: Socket<ScreenDownEvents> = io(namespace, {
      transports: ['websocket', 'polling'],
      auth: { protocol },
      // Tried again here, by one rule for every reason; socket.io has another for each.
      reconnection: false,
      autoConnect: false,
      forceNew: true,
      timeout: 8000,
    });
    this.#socket = socket;
    socket.on('connect', () => {
      this.connected = true;
      this.#hear();
      this.#steady = setTimeout(() => (this.#tries = 0), steadyMs);
    });
    socket.on('disconnect', () => this.#lost());
    socket.on('connect_error', (error) => {
      const kind = (error as { data?: { kind?: string } }).data?.kind;
      if (kind === 'protocol') this.#heard.outdated();
      if (kind === 'sign-in') return this.#heard.refused();
      this.#lost();
    });
    socket.on('tiles', (tiles) => {
      this.#hear();
      this.tiles = tiles;
    });
    socket.on('heartbeat', (beat) => {
      clock.heardServer(beat.at);
      this.#hear();
      this.serverStale = beat.stale;
      if (beat.provedAt !== null) this.provedAt = Date.parse(beat.provedAt);
    });
    socket.on('session:ended', () => this.#heard.refused());
    this.#watch = setInterval(() => this.#listenForSilence(), 2000);
    window.addEventListener('online', this.#now);
    window.addEventListener('offline', this.#cut);
    socket.connect();
    return () => this.#stop();
  }

  /** What the screen may no longer show is not kept. */
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
    this.heardAt = null;
    this.provedAt = null;
    this.#tries = 0;
  }

  #hear(): void {
    this.heardAt = clock.instant();
  }

  #lost(): void {
    this.connected = false;
    clearTimeout(this.#steady);
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#socket?.connect(), waitBefore(this.#tries++));
  }

  // A connection that says nothing is a dead one: a network that was changed gives no error.
  #listenForSilence(): void {
    if (!this.connected || this.heardAt === null || clock.instant() - this.heardAt < silentMs) return;
    this.#socket?.disconnect();
  }

  readonly #cut = (): void => void this.#socket?.disconnect();

  readonly #now = (): void => {
    if (this.connected || !this.#socket) return;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#socket?.connect(), waitBefore(0));
  };
}

export const hearing = new Hearing();
