// Tells whoever has a case open that something of it was written, by anybody, so that they read it again: only those
// who may see the case, and only the kinds that they may know. To somebody who reads slowly it is told once for all.
import { mayIn, type Actor } from '../access/rights.ts';
import type { Touched } from '../worklist/events.ts';
import type { Client } from './client.ts';
import { congested, encodeFrame, sendFrame } from './frame.ts';
import type { HubServer } from './types.ts';

const conversations = ['message', 'thread', 'read'];
/** Told of in every case, open or not: the inbox of the repairs team and the money-advice team's queue live on them. */
export const alwaysWatched: ReadonlySet<string> = new Set([...conversations, 'referral']);

/** What the repairs team may know of a case: no money, no visit, no debt. */
const repairsKnow = new Set([...conversations, 'repair', 'repair_note', 'check', 'photo']);

/** Read everything again: what was touched meanwhile is not known. */
export const everything = 'everything';

export function kindsFor(actor: Actor, { patchId, kinds }: Pick<Touched, 'patchId' | 'kinds'>): string[] {
  if (actor.role === 'repairs') return kinds.filter((kind) => kind === everything || repairsKnow.has(kind));
  return patchId !== null && mayIn(actor, 'homes', patchId) ? kinds : [];
}

/** What could not be told at once, by socket: told together as soon as it can be. */
export class TouchBroadcast {
  readonly #io: HubServer;
  readonly #deferred = new Map<string, Touched>();

  constructor(io: HubServer) {
    this.#io = io;
  }

  tell(client: Client, touched: Touched): void {
    const kinds = kindsFor(client.actor, touched);
    if (kinds.length === 0) return;
    const deferred = this.#deferred.get(client.socket.id);
    const same = deferred?.caseId === touched.caseId ? deferred.kinds : [];
    const all = { ...touched, kinds: [...new Set([...same, ...kinds])], refs: [] };
    if (congested(client.socket)) this.#deferred.set(client.socket.id, all);
    else {
      this.#deferred.delete(client.socket.id);
      const { caseId, at } = all;
      sendFrame(client.socket, encodeFrame(this.#io, 'case:touched', { caseId, kinds: all.kinds, at }));
    }
  }

  /** Now and then: whoever reads again hears what is deferred. */
  flushDeferred(client: Client): void {
    const deferred = this.#deferred.get(client.socket.id);
    if (deferred && !congested(client.socket)) this.tell(client, deferred);
  }

  gone(socketId: string): void {
    this.#deferred.delete(socketId);
  }
}
