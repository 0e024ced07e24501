// The inbox as one person looks at it: what it shows, searched and ordered, and held still while it is touched or read.
// It outlives the page, so that coming back finds it as it was left.
import type { ThreadForMe } from '#contract/thread.ts';
import { clock } from '../live/clock.svelte.ts';
import { pillWords, same, waits } from '../kit/held.ts';
import { countsOf, inboxOf, sectionOf, type Section, type Show } from './inbox.ts';
import { sorted, type Sort } from './sorting.ts';
import { threads } from './threads.svelte.ts';

const searchAfterMs = 250;

class InboxView {
  show = $state<Show>('open');
  text = $state('');
  sort = $state<Sort>('usual');
  /** The conversations that are selected, to act on several at once; null: none can be selected. */
  selected = $state.raw<ReadonlySet<string> | null>(null);
  /** Touched, scrolled or with the keyboard in it: then rows keep their places. */
  busy = $state(false);
  searching = $state(false);
  #found = $state.raw<ReadonlySet<string>>(new Set());
  #shown = $state.raw<readonly string[]>([]);
  #sections = $state.raw<ReadonlyMap<string, Section>>(new Map());
  #latest = 0;

  wanted = $derived.by(() =>
    sorted(
      inboxOf(
        threads.all.values(),
        { show: this.show, text: this.text },
        threads.reader,
        clock.minute,
        this.#found,
      ),
      this.sort,
    ),
  );
  counts = $derived(countsOf(threads.all.values(), threads.reader, clock.minute));
  #wantedIds = $derived(this.wanted.map(({ id }) => id));
  #waits = $derived(waits(this.#shown, this.#wantedIds));

  /** In the order that is on screen, cut into what it is. */
  cut = $derived.by(() => {
    const cut: { section: Section; ids: string[] }[] = [];
    for (const id of this.#shown) {
      if (!threads.get(id)) continue;
      const section = this.#sections.get(id) ?? 'waiting';
      const last = cut.at(-1);
      if (last?.section === section) last.ids.push(id);
      else cut.push({ section, ids: [id] });
    }
    return cut;
  });
  get shown(): readonly string[] {
    return this.#shown;
  }

  /** '2 new, 1 moved', or '' where the list is as it should be. */
  pill = $derived(pillWords(this.#waits));

  /** Call it once in the component that shows the list. */
  follow(): void {
    $effect(() => {
      const wanted = this.wanted;
      void clock.minute;
      if (this.busy && this.#shown.length > 0) return;
      this.#take(wanted);
    });
    // The server also searches messages and settled conversations.
    $effect(() => {
      const text = this.text.trim();
      const settled = this.show === 'settled';
      const mine = ++this.#latest;
      if (text.length < 2 && !settled) {
        this.#found = new Set();
        this.searching = false;
        return;
      }
      this.searching = true;
      const timer = setTimeout(
        () => {
          threads
            .find(settled ? 'settled' : 'open', text)
            .then((found) => mine === this.#latest && (this.#found = text ? found : new Set()))
            .catch(() => {})
            .finally(() => mine === this.#latest && (this.searching = false));
        },
        text ? searchAfterMs : 0,
      );
      return () => clearTimeout(timer);
    });
  }

  letGo(): void {
    this.#take(this.wanted);
  }

  set(next: { show?: Show; text?: string; sort?: Sort }): void {
    this.show = next.show ?? this.show;
    this.text = next.text ?? this.text;
    this.sort = next.sort ?? this.sort;
    // Any other order than the server's needs all of them.
    if (this.sort !== 'usual') void this.#readAll();
    // A change that the person makes is shown at once, also while the list has the focus.
    this.letGo();
  }

  /** Selects or deselects one; selecting begins with the first. */
  toggle(id: string): void {
    const next = new Set(this.selected ?? []);
    if (!next.delete(id)) next.add(id);
    this.selected = next;
  }

  /** The selected ones that are shown, in their order. */
  get chosen(): ThreadForMe[] {
    return this.#shown.flatMap((id) => (this.selected?.has(id) ? (threads.get(id) ?? []) : []));
  }

  async #readAll(): Promise<void> {
    for (let page = 0; page < 20 && threads.next !== null; page++) {
      const at = threads.next;
      await threads.readMore().catch(() => {});
      if (threads.next === at) return;
    }
  }

  #take(wanted: typeof this.wanted): void {
    const ids = wanted.map(({ id }) => id);
    const now = clock.instant();
    if (!same(this.#shown, ids)) this.#shown = ids;
    const one = this.sort !== 'usual' || this.show === 'promised' || this.show === 'snoozed';
    this.#sections = new Map(
      wanted.map((thread) => [thread.id, one ? 'one_piece' : sectionOf(thread, threads.reader, now)]),
    );
  }
}

export const inboxView = new InboxView();
