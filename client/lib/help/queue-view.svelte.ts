// The referrals as one person looks at them: what is shown, searched and in groups, held still while it is touched or read. It
// outlives the page, so that coming back finds the list as it was left.
import { pillWords, waits } from '../kit/held.ts';
import { filtered, type Show } from './filter.ts';
import { grouped, queue, type Group } from './queue.svelte.ts';
import { aboutWords } from './referral-words.ts';

export const aboutOf = (about: string) => aboutWords[about] ?? about;
const refsOf = (groups: readonly Group[]) =>
  groups.flatMap(({ referrals }) => referrals.map(({ ref }) => ref));
const kindsOf = (groups: readonly Group[]) =>
  new Map(groups.flatMap(({ kind, referrals }) => referrals.map(({ ref }) => [ref, kind])));

class QueueView {
  show = $state<Show>('open');
  text = $state('');
  /** Touched, scrolled or with the keyboard in it: then rows keep their places. */
  busy = $state(false);
  #shown = $state.raw<readonly Group[]>([]);

  all = $derived(queue.answer?.referrals ?? []);
  #wanted = $derived(grouped(filtered(this.all, { show: this.show, text: this.text }, aboutOf)));
  #fresh = $derived(new Map(this.all.map((one) => [one.ref, one])));
  /** The rows in the places that are on screen, as they are now. */
  groups = $derived(
    this.#shown.map(({ kind, referrals }) => ({
      kind,
      referrals: referrals.map((one) => this.#fresh.get(one.ref) ?? one),
    })),
  );
  order = $derived(refsOf(this.#shown));

  /** '2 new, 1 gone', or '' where the list is as it should be. */
  pill = $derived.by(() => {
    const difference = waits(this.order, refsOf(this.#wanted));
    const kinds = kindsOf(this.#wanted);
    const regrouped = [...kindsOf(this.#shown)].filter(
      ([ref, kind]) => kinds.has(ref) && kinds.get(ref) !== kind,
    ).length;
    return pillWords({ ...difference, moved: Math.max(difference.moved, regrouped) });
  });

  /** Call it once in the component that shows the list. */
  follow(): void {
    $effect(() => {
      const wanted = this.#wanted;
      if (!this.busy || this.order.length === 0) this.#shown = wanted;
    });
  }

  letGo(): void {
    this.#shown = this.#wanted;
  }

  /** A change that the person makes is shown at once, also while the list has the focus. */
  set(next: { show?: Show; text?: string }): void {
    this.show = next.show ?? this.show;
    this.text = next.text ?? this.text;
    this.letGo();
  }
}

export const queueView = new QueueView();
