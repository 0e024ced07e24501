// A list that comes a page at a time, newest first, and stays live: read again, it brings as many pages as are on
// screen, all anew, and says which items nobody here has seen. What is on screen stays until the new answer is complete.
import { untrack } from 'svelte';

export type Page<T> = { items: T[]; next: string | null };
type Read<T> = (before: string | null) => Promise<Page<T>>;

/** Others' entries stay tinted for this long. */
const tintMs = 8000;

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
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(read: Read<T>, key: (item: T) => string) {
    this.#read = read;
    this.#key = key;
  }

  /** first: the first page, where it is at hand already. Resolves with what is new since it was last read. */
  async again(first: Page<T> | null = null): Promise<T[]> {
    const asked = ++this.#asked;
    try {
      const page = first ?? (await this.#read(null));
      let { items, next } = page;
      for (let n = 1; n < this.#pages && next !== null; n++) {
        const older = await this.#read(next);
        items = [...items, ...older.items];
        next = older.next;
      }
      return asked === this.#asked ? untrack(() => this.#take(items, next)) : [];
    } catch (error) {
      if (asked === this.#asked) this.trouble = error instanceof Error ? error.message : '';
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
    // Beyond the last one that was known, older ones have come and not new ones.
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
    this.#asked++;
  }
}
