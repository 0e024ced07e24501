// Who has which case open, and who is on the way there. Sent to clients that have the same case open and to managers, at
// most a few times a second.
import type { Down } from '../contract/down.ts';

type Doing = 'looking' | 'on_the_way';
type Person = { staffId: number; name: string; doing: Doing };

export class Presence {
  readonly #cases = new Map<number, Map<string, Person>>();
  readonly #at = new Map<string, number>();
  readonly #send: (message: Down['presence'], sockets: string[]) => void;
  readonly #everyMs: number;
  readonly #dirty = new Set<number>();
  #timer: NodeJS.Timeout | null = null;

  /** `everyMs`: the shortest time between two messages. `send` receives the ids of the sockets that have the case open. */
  constructor(everyMs: number, send: (message: Down['presence'], sockets: string[]) => void) {
    this.#everyMs = everyMs;
    this.#send = send;
  }

  /** A socket has at most one case open; null: none. */
  set(socketId: string, caseId: number | null, person: Person): void {
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
  people(caseId: number): Person[] {
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
      this.#send({ caseId, people: this.people(caseId) }, this.lookingAt(caseId));
    }
  }
}
