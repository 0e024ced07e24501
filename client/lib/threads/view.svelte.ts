// The inbox as one person looks at it: what it shows, searched and ordered, and held still while it is touched or read.
// It outlives the page, so that coming back finds it as it was left.
import { clock } from '../live/clock.svelte.ts';
import { pillWords, same, waits } from '../kit/held.ts';
import { countsOf, inboxOf, sectionOf, type Section, type Show } from './inbox.ts';
import { threads } from './threads.svelte.ts';

const searchAfterMs = 250;

class InboxView {
  show = $state<Show>('open');
  text = $state('');
  /** Touched, scrolled or with the keyboard in it: then rows keep their places. */
  busy = $state(false);
  searching = $state(false);
  #found = $state.raw<ReadonlySet<string>>(new Set());
  #shown = $state.raw<readonly string[]>([]);
  #sections = $state.raw<ReadonlyMap<string, Section>>(new Map());
  #latest = 0;

  wanted = $derived.by(() =>
    inboxOf(threads.all.values(), { show: this.show, text: this.text }, threads.reader, this.#found),
  );
  counts = $derived(countsOf(threads.all.values(), threads.reader));
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

  set(next: { show?: Show; text?: string }): void {
    this.show = next.show ?? this.show;
    this.text = next.text ?? this.text;
    // A change that the person makes is shown at once, also while the list has the focus.
    this.letGo();
  }

  #take(wanted: typeof this.wanted): void {
    const ids = wanted.map(({ id }) => id);
    const now = clock.instant();
    if (!same(this.#shown, ids)) this.#shown = ids;
    const promised = this.show === 'promised';
    this.#sections = new Map(
      wanted.map((thread) => [thread.id, promised ? 'promised' : sectionOf(thread, threads.reader, now)]),
    );
  }
}

export const inboxView = new InboxView();
