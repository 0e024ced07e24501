// A live list in pages, newest first: a new reading fetches as many pages as are on screen, all again, and returns the items
// that are new. What is on screen stays until the new answer is complete.
import { untrack } from 'svelte';

export type Page<T> = { items: T[]; next: string | null };
type Read<T> = (before: string | null) => Promise<Page<T>>;

/** Others' entries stay tinted for this long. */
const tintMs = 8000;

/** A list in pages that is read again as a whole. */
export class Pages<T> {
  items = $state.raw<T[]>([]);
  next = $state<string | null>(null);
  reading = $state(false);
  /** It has been read at least once. */
  read = $state(false);
  trouble = $state('');
  fresh = $state.raw<ReadonlySet<string>>(new Set());

  readonly #read: Read<T>;
  readonly #key: (item: T) => string;
  #pages = 1;
  #readings = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(read: Read<T>, key: (item: T) => string) {
    this.#read = read;
    this.#key = key;
  }

  /** first: the first page, when it is known already. Resolves with what is new since the last reading. */
  async again(first: Page<T> | null = null): Promise<T[]> {
    const reading = ++this.#readings;
    try {
      const page = first ?? (await this.#read(null));
      let { items, next } = page;
      for (let n = 1; n < this.#pages && next !== null; n++) {
        const older = await this.#read(next);
        items = [...items, ...older.items];
        next = older.next;
      }
      return reading === this.#readings ? untrack(() => this.#take(items, next)) : [];
    } catch (error) {
      if (reading === this.#readings) this.trouble = error instanceof Error ? error.message : '';
      return [];
    }
  }

  async older(): Promise<void> {
    if (this.reading || this.next === null) return;
    this.reading = true;
    this.#pages++;
    await this.again();
    this.reading = false;
  }

  /** Another filter: what follows is another list, of which nothing is new. */
  begin(): Promise<T[]> {
    this.#pages = 1;
    this.read = false;
    return this.again();
  }

  #take(items: T[], next: string | null): T[] {
    const known = new Set(this.items.map(this.#key));
    // Items after the last known one are older, not new.
    const lastKnown = items.findLastIndex((item) => known.has(this.#key(item)));
    const added = this.read
      ? items.filter((item, at) => !known.has(this.#key(item)) && (at < lastKnown || known.size === 0))
      : [];
    this.items = items;
    this.next = next;
    this.read = true;
    this.trouble = '';
    if (added.length > 0) {
      this.fresh = new Set([...this.fresh, ...added.map(this.#key)]);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => (this.fresh = new Set()), tintMs);
    }
    return added;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#readings++;
  }
}
