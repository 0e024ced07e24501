// Sends the live tiles to those who asked for them: whole each time, encoded once for everybody with the same patches,
// and one message in flight for each. Whoever reads slowly gets the newest when they have acknowledged, and nothing is
// kept for them meanwhile. Screens on walls get the team's.
import { may, mayIn, type Actor } from '../access/rights.ts';
import type { TilesNow } from '../contract/tiles.ts';
import type { Client } from './client.ts';
import { congested, encodeFrame, sendFrame, type Frame } from './frame.ts';
import type { HubServer, LiveTiles } from './types.ts';

type Listener = {
  client: Client;
  patches: TilesNow['patches'];
  key: string;
  inFlight: boolean;
  sent: number;
};

/** A manager may follow any patches, an officer the team or some of their own. */
export function mayFollow(actor: Actor, patches: TilesNow['patches']): boolean {
  if (!may(actor, 'teamFigures')) return false;
  return patches === 'all' || patches.every((id) => mayIn(actor, 'cases', id));
}

export class TileBroadcast {
  /** Messages sent. */
  sent = 0;
  readonly #io: HubServer;
  readonly #tiles: LiveTiles;
  readonly #screens: (team: TilesNow) => void;
  readonly #listeners = new Map<string, Listener>();
  /** Counts the words that something moved; what was encoded since the last one is shared. */
  #n = 1;
  #frames = new Map<string, Frame>();

  constructor(io: HubServer, tiles: LiveTiles, screens: (team: TilesNow) => void) {
    this.#io = io;
    this.#tiles = tiles;
    this.#screens = screens;
    tiles.on('moved', this.#moved);
  }

  /** The first ones at once; null: no more. Returns why not, in words. */
  listen(client: Client, patches: TilesNow['patches'] | null): string | null {
    const { id } = client.socket;
    if (patches === null) {
      this.#listeners.delete(id);
      return null;
    }
    if (!mayFollow(client.actor, patches)) return 'These figures are not yours to see.';
    const asked = patches === 'all' ? patches : [...new Set(patches)].sort((a, b) => a - b);
    const listener = { client, patches: asked, key: String(asked), inFlight: false, sent: 0 };
    this.#listeners.set(id, listener);
    this.#tell(listener);
    return null;
  }

  /** Now and then: whoever reads again gets the newest. */
  flushDeferred(): void {
    for (const listener of this.#listeners.values()) this.#tell(listener);
  }

  gone(socketId: string): void {
    this.#listeners.delete(socketId);
  }

  stop(): void {
    this.#tiles.off('moved', this.#moved);
  }

  readonly #moved = (): void => {
    this.#n += 1;
    this.#frames.clear();
    this.#screens(this.#tiles.of('all'));
    this.flushDeferred();
  };

  #tell(listener: Listener): void {
    const { client, inFlight, sent, patches, key } = listener;
    if (inFlight || sent === this.#n || congested(client.socket)) return;
    // Rights end while somebody listens.
    if (!mayFollow(client.actor, patches)) return this.gone(client.socket.id);
    let frame = this.#frames.get(key);
    if (!frame)
      this.#frames.set(key, (frame = encodeFrame(this.#io, 'tiles', this.#tiles.of(patches), true)));
    listener.inFlight = true;
    listener.sent = this.#n;
    this.sent += 1;
    sendFrame(client.socket, frame, () => {
      listener.inFlight = false;
      // Whoever asked for others meanwhile is another listener.
      if (this.#listeners.get(client.socket.id) === listener) this.#tell(listener);
    });
  }
}
