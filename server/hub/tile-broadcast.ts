// Sends the live tiles to those who follow them: whole each time, encoded once for everybody with the same patches, and
// one message in flight for each. A client that reads slowly gets the newest when it has acknowledged. Wall screens get
// the team's.
import { may, mayIn, type Actor } from '../access/rights.ts';
import type { TilesNow } from '../contract/tiles.ts';
import type { ClientConnection } from './client-connection.ts';
import { encodeFrame, sendFrame, type Frame } from './frame.ts';
import type { LiveTiles } from './types.ts';

type Follower = {
  client: ClientConnection;
  patches: TilesNow['patches'];
  key: string;
  inFlight: boolean;
  /** The version that was sent last. */
  sent: number;
};

/** A manager may follow any patches, an officer the team or some of their own. */
export function mayFollow(actor: Actor, patches: TilesNow['patches']): boolean {
  if (!may(actor, 'teamFigures')) return false;
  return patches === 'all' || patches.every((id) => mayIn(actor, 'cases', id));
}

export class TileBroadcast {
  readonly #tiles: LiveTiles;
  readonly #screens: (team: TilesNow) => void;
  readonly #followers = new Map<string, Follower>();
  /** Counts the changes; messages that were encoded since the last one are shared. */
  #version = 1;
  #frames = new Map<string, Frame>();

  constructor(tiles: LiveTiles, screens: (team: TilesNow) => void) {
    this.#tiles = tiles;
    this.#screens = screens;
    tiles.on('moved', this.#moved);
  }

  /** Sends the first tiles at once; null stops them. Returns a message for the person when it is refused. */
  follow(client: ClientConnection, patches: TilesNow['patches'] | null): string | null {
    const { id } = client.socket;
    if (patches === null) {
      this.#followers.delete(id);
      return null;
    }
    if (!mayFollow(client.actor, patches)) return 'You do not have access to these figures.';
    const followed = patches === 'all' ? patches : [...new Set(patches)].sort((a, b) => a - b);
    const follower = { client, patches: followed, key: String(followed), inFlight: false, sent: 0 };
    this.#followers.set(id, follower);
    this.#post(follower);
    return null;
  }

  gone(socketId: string): void {
    this.#followers.delete(socketId);
  }

  stop(): void {
    this.#tiles.off('moved', this.#moved);
  }

  readonly #moved = (): void => {
    this.#version += 1;
    this.#frames.clear();
    this.#screens(this.#tiles.of('all'));
    for (const follower of this.#followers.values()) this.#post(follower);
  };

  #post(follower: Follower): void {
    if (follower.inFlight || follower.sent === this.#version) return;
    follower.client.outlet.post({ topic: 'tiles', key: '', value: follower, send: this.#send });
  }

  readonly #send = (follower: Follower): void => {
    const { client, patches, key, inFlight, sent } = follower;
    const isFollowing = () => this.#followers.get(client.socket.id) === follower;
    if (!isFollowing() || inFlight || sent === this.#version) return;
    // The person may have lost the right since they began to follow.
    if (!mayFollow(client.actor, patches)) return this.gone(client.socket.id);
    let frame = this.#frames.get(key);
    if (!frame) this.#frames.set(key, (frame = encodeFrame('tiles', this.#tiles.of(patches), true)));
    follower.inFlight = true;
    follower.sent = this.#version;
    sendFrame(client.socket, frame, () => {
      follower.inFlight = false;
      // A client that follows other patches now has another follower.
      if (isFollowing()) this.#post(follower);
    });
  };
}
