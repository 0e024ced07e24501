// Who has which case open, and who says that they are on the way there. Told to those who look at the same case and
// to managers, at most a few times a second however often people move about.
import type { Down } from '../contract/down.ts';

type Doing = 'looking' | 'on_the_way';
type Here = { staffId: number; name: string; doing: Doing };

export class Presence {
  readonly #cases = new Map<number, Map<string, Here>>();
  readonly #at = new Map<string, number>();
  readonly #tell: (message: Down['presence'], sockets: string[]) => void;
  readonly #everyMs: number;
  readonly #dirty = new Set<number>();
  #timer: NodeJS.Timeout | null = null;

  /** `tell` is called with the ids of the sockets that look at the case. */
  constructor(everyMs: number, tell: (message: Down['presence'], sockets: string[]) => void) {
    this.#everyMs = everyMs;
    this.#tell = tell;
  }

  /** One case at a time for each socket; null for none. */
  set(socketId: string, caseId: number | null, here: Here): void {
    const before = this.#at.get(socketId);
    if (before !== undefined && before !== caseId) this.#leave(socketId, before);
    if (caseId === null) return;
    const people = this.#cases.get(caseId) ?? new Map<string, Here>();
    const same = people.get(socketId);
    people.set(socketId, here);
    this.#cases.set(caseId, people);
    this.#at.set(socketId, caseId);
    if (same?.doing !== here.doing) this.#changed(caseId);
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

  /** The cases that somebody has open. */
  open(): number[] {
    return [...this.#cases.keys()];
  }

  /** Two devices of one person are one person; on the way says more than looking. */
  people(caseId: number): Here[] {
    const people = new Map<number, Here>();
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
      this.#tell({ caseId, people: this.people(caseId) }, this.lookingAt(caseId));
    }
  }
}
