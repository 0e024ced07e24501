// Tells the money-advice team that their queue moved, so that they read it again. The message says nothing of any case. To
// somebody who reads slowly it is told once for all.
import { may } from '../access/rights.ts';
import type { Touched } from '../worklist/events.ts';
import type { Client } from './client.ts';
import { congested, encodeFrame, sendFrame } from './frame.ts';
import { everything } from './touch-broadcast.ts';
import type { HubServer } from './types.ts';

export class ReferralBroadcast {
  readonly #io: HubServer;
  readonly #clients: ReadonlyMap<string, Client>;
  readonly #deferred = new Set<string>();

  constructor(io: HubServer, clients: ReadonlyMap<string, Client>) {
    this.#io = io;
    this.#clients = clients;
  }

  touched(all: readonly Touched[]): void {
    const moved = all.find(({ kinds }) => kinds.includes('referral') || kinds.includes(everything));
    if (moved) this.again(moved.at);
  }

  /** Something may have moved. */
  again(at: string): void {
    const frame = encodeFrame(this.#io, 'referrals:again', { at });
    for (const { actor, socket } of this.#clients.values()) {
      if (!may(actor, 'referrals')) continue;
      if (congested(socket)) this.#deferred.add(socket.id);
      else sendFrame(socket, frame);
    }
  }

  /** Now and then: whoever reads again hears what is owed. */
  flushDeferred({ socket }: Client, at: string): void {
    if (!this.#deferred.has(socket.id) || congested(socket)) return;
    this.#deferred.delete(socket.id);
    sendFrame(socket, encodeFrame(this.#io, 'referrals:again', { at }));
  }

  gone(socketId: string): void {
    this.#deferred.delete(socketId);
  }
}
