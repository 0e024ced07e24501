// Who has which case open, and who is on the way there. Sent to clients that have the same case open and to managers, at
// most a few times a second.
import { may, mayAll, mayIn } from '../access/rights.ts';
import type { ClientConnection } from './client-connection.ts';
import { encodeFrame, type Frame } from './frame.ts';
import type { LiveWorklist } from './types.ts';

/** Cases whose presence may wait for one socket: more than a landlord has open at once. */
const maxWaiting = 10_000;

type Doing = 'looking' | 'on_the_way';
type Person = { staffId: number; name: string; doing: Doing };

export class Presence {
  readonly #cases = new Map<number, Map<string, Person>>();
  readonly #at = new Map<string, number>();
  readonly #clients: ReadonlyMap<string, ClientConnection>;
  readonly #worklist: Pick<LiveWorklist, 'get'>;
  readonly #everyMs: number;
  readonly #dirty = new Set<number>();
  #timer: NodeJS.Timeout | null = null;

  /** `everyMs`: the shortest time between two messages. */
  constructor(
    clients: ReadonlyMap<string, ClientConnection>,
    worklist: Pick<LiveWorklist, 'get'>,
    everyMs: number,
  ) {
    this.#clients = clients;
    this.#worklist = worklist;
    this.#everyMs = everyMs;
  }

  /** A client has at most one case open; null: none. Returns why it is refused, as a sentence; null when it is done. */
  set({ socket, actor }: ClientConnection, caseId: number | null, doing: Doing): string | null {
    if (caseId !== null) {
      const one = this.#worklist.get(caseId);
      if (!one || !mayIn(actor, 'homes', one.patchId)) return 'This case is not in your patches.';
    }
    this.#set(socket.id, caseId, { staffId: actor.staffId, name: actor.name, doing });
    return null;
  }

  /** Managers receive the presence in every case, also of people who were there before them. */
  sendAllTo(manager: ClientConnection): void {
    for (const caseId of this.open()) this.#post(manager, caseId, this.#frame(caseId));
  }

  #set(socketId: string, caseId: number | null, person: Person): void {
    const before = this.#at.get(socketId);
    if (before !== undefined && before !== caseId) this.#leave(socketId, before);
    if (caseId === null) return;
    const people = this.#cases.get(caseId) ?? new Map<string, Person>();
    const same = people.get(socketId);
    people.set(socketId, person);
    this.#cases.set(caseId, people);
    this.#at.set(socketId, caseId);
    if (same?.doing !== person.doing) this.#changed(caseId);
  }

  gone(socketId: string): void {
    const caseId = this.#at.get(socketId);
    if (caseId !== undefined) this.#leave(socketId, caseId);
  }

  /** The sockets that have this case open. */
  lookingAt(caseId: number): string[] {
    return [...(this.#cases.get(caseId)?.keys() ?? [])];
  }

  isOpen(caseId: number): boolean {
    return this.#cases.has(caseId);
  }

  /** The cases that are open on any socket. */
  open(): number[] {
    return [...this.#cases.keys()];
  }

  /** Each person once, however many devices they use; `on_the_way` takes precedence over `looking`. */
  #people(caseId: number): Person[] {
    const people = new Map<number, Person>();
    for (const one of this.#cases.get(caseId)?.values() ?? [])
      if (people.get(one.staffId)?.doing !== 'on_the_way') people.set(one.staffId, one);
    return [...people.values()];
  }

  get size(): number {
    return this.#at.size;
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#dirty.clear();
  }

  #leave(socketId: string, caseId: number): void {
    const people = this.#cases.get(caseId);
    people?.delete(socketId);
    if (people?.size === 0) this.#cases.delete(caseId);
    this.#at.delete(socketId);
    this.#changed(caseId);
  }

  #changed(caseId: number): void {
    this.#dirty.add(caseId);
    this.#timer ??= setTimeout(() => this.#flush(), this.#everyMs);
  }

  #flush(): void {
    this.#timer = null;
    const cases = [...this.#dirty];
    this.#dirty.clear();
    for (const caseId of cases) {
      const frame = this.#frame(caseId);
      const looking = new Set(this.lookingAt(caseId));
      for (const client of this.#clients.values()) {
        // An officer on the way shows that rent is owed, which the repairs team may not know.
        if (!may(client.actor, 'presence')) continue;
        if (looking.has(client.socket.id) || mayAll(client.actor, 'presence'))
          this.#post(client, caseId, frame);
      }
    }
  }

  #frame(caseId: number): Frame {
    return encodeFrame('presence', { caseId, people: this.#people(caseId) });
  }

  #post(client: ClientConnection, caseId: number, frame: Frame): void {
    client.outlet.post({
      topic: 'presence',
      key: caseId,
      value: frame,
      send: client.send,
      limit: maxWaiting,
    });
  }
}
