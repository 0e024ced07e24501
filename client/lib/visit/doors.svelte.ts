// What stands at the doors of this person's visits, and a calm word where money moved in a case that is merely open. The
// verdict itself follows from the list and from what was heard since (door.ts); here it is kept which word of it is on
// screen: what shouts, what is said calmly, and what was read already.
import { untrack } from 'svelte';
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Down } from '#contract/down.ts';
import { clock } from '../live/clock.svelte.ts';
import { live, type Touched } from '../live/live.svelte.ts';
import { writes } from '../live/outbox.svelte.ts';
import { session } from '../live/session.svelte.ts';
import { doorOf, metOnVisit, newer, setOutAt, type Door, type Heard } from './door.ts';

export type DoorWord = {
  caseId: number;
  /** Only a stand-down shouts. withdrawn: there was one, and it holds no longer. */
  kind: 'stand-down' | 'withdrawn' | 'paid' | 'returned' | 'changed';
  message: string;
  payment: Door['payment'];
  /** This person is on the way there; else the case is merely open. */
  going: boolean;
  met: boolean;
  heardAt: number;
};

class Doors {
  words = $state.raw<ReadonlyMap<number, DoorWord>>(new Map());
  /** Rows that are struck: stood down, and not answered yet. */
  struck = $state.raw<ReadonlySet<number>>(new Set());
  /** Cases to which this person is on the way, by the list. */
  underWay = $state.raw<ReadonlySet<number>>(new Set());
  #heard = $state.raw<ReadonlyMap<number, Heard>>(new Map());
  /** When this device wrote down who was there, by case, whether or not it has told the server; drafts of earlier visits included. */
  #metHere = $state.raw<ReadonlyMap<number, number>>(new Map());
  /** The message that was read or answered, by case: it is not shown again. */
  readonly #read = new Map<number, string>();
  readonly #onWord = new Set<(word: DoorWord) => void>();

  /** Follows the list, the hub's messages and what waits on this device. Returns what ends it. */
  start(): () => void {
    this.#follow(null);
    const stops = [
      live.onApplied((touched) => this.#follow(touched)),
      live.hear('case:stand-down', (message) => this.#told(message)),
      // Versions of two hubs do not compare: after a new connection the next list decides.
      live.onBack(() => this.#age()),
      $effect.root(() => {
        $effect(() => {
          void [writes.waiting, writes.accepted];
          untrack(() => {
            for (const id of this.underWay) this.#look(id);
          });
        });
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      this.#heard = new Map();
      this.#read.clear();
      this.underWay = new Set();
      this.#keep(new Map());
    };
  }

  /** The verdict at this door for this person; null where they are not on the way there. */
  now(caseId: number): Door | null {
    const listed = live.listed(caseId) ? live.get(caseId) : undefined;
    const door = doorOf(listed, this.#heard.get(caseId), session.me?.staffId, session.me?.timeZone);
    if (!door) return null;
    // What this device has written counts before the list shows it.
    const notListed = writes.notListed(caseId);
    const waiting = notListed.map(({ kind }) => kind);
    if (waiting.includes('visit.turn-back') || waiting.includes('visit.finish')) return null;
    const met =
      door.met ||
      metOnVisit(this.#metHere.get(caseId), setOutAt(listed?.visit, notListed)) ||
      waiting.includes('visit.met') ||
      waiting.includes('visit.no-access');
    return { ...door, met, goesAnyway: door.goesAnyway || waiting.includes('visit.go-anyway') };
  }

  /** Called with each word that is new on screen, in the round in which it comes. */
  onWord(work: (word: DoorWord) => void): () => void {
    this.#onWord.add(work);
    return () => this.#onWord.delete(work);
  }

  /** When the draft on this device says who was there; null where it does not. */
  meets(caseId: number, at: number | null): void {
    if ((this.#metHere.get(caseId) ?? null) === at) return;
    const next = new Map(this.#metHere);
    if (at !== null) next.set(caseId, at);
    else next.delete(caseId);
    this.#metHere = next;
    this.#look(caseId);
  }

  /** The answer of a knock check: it replaces whatever was said of an older state of the case. */
  asked(caseId: number, heard: Heard): void {
    this.#hear(caseId, heard);
    // The answer itself is on screen: nothing else need say the same.
    if (heard.verdict !== 'stand-down') this.#read.set(caseId, heard.message);
    const next = new Map(this.words);
    if (heard.verdict !== 'stand-down' && next.delete(caseId)) this.#keep(next);
    this.#look(caseId);
  }

  /** Read, or answered by going anyway: said again only when something else is to be said. */
  settle(caseId: number): void {
    const word = this.words.get(caseId);
    const message = word?.message ?? this.now(caseId)?.message;
    if (message !== undefined) this.#read.set(caseId, message);
    if (!word) return;
    const next = new Map(this.words);
    next.delete(caseId);
    this.#keep(next);
  }

  /** The case is not open any more. */
  closed(caseId: number): void {
    if (this.words.get(caseId)?.going === false) this.settle(caseId);
  }

  #told({ caseId, visitId, verdict, message, payment, version, withdrawn }: Down['case:stand-down']): void {
    if (visitId !== null) {
      this.#hear(caseId, { verdict, message, payment, version });
      if (!this.underWay.has(caseId)) this.underWay = new Set(this.underWay).add(caseId);
      return this.#look(caseId, withdrawn);
    }
    if (this.now(caseId) || verdict === 'clear') return;
    const kind = payment === null ? 'changed' : payment.amountPence < 0 ? 'returned' : 'paid';
    this.#show({ caseId, kind, message, payment, going: false, met: false });
  }

  #hear(caseId: number, heard: Heard): void {
    this.#heard = new Map(this.#heard).set(caseId, newer(this.#heard.get(caseId), heard));
  }

  #age(): void {
    this.#heard = new Map([...this.#heard].map(([id, heard]) => [id, { ...heard, old: true }]));
  }

  #follow(touched: Touched): void {
    const fresh = [...this.#heard].filter(([, heard]) => !heard.old);
    if (fresh.length < this.#heard.size) this.#heard = new Map(fresh);
    const me = session.me?.staffId;
    const before = this.underWay;
    const now = new Set(touched ? before : []);
    const goes = (c: CaseSummary | undefined) => c?.visit?.state === 'on_the_way' && c.visit.staffId === me;
    for (const id of touched ?? live.cases.keys()) {
      if (goes(live.cases.get(id))) now.add(id);
      else now.delete(id);
    }
    if (now.size !== before.size || [...now].some((id) => !before.has(id))) this.underWay = now;
    for (const id of new Set([...before, ...now])) if (!touched || touched.has(id)) this.#look(id);
  }

  /** Brings the word on screen in line with the verdict. */
  #look(caseId: number, withdrawn = false): void {
    const door = this.now(caseId);
    const was = this.words.get(caseId);
    if (!door) {
      this.#read.delete(caseId);
      if (was?.going) this.#drop(caseId);
      return;
    }
    const { verdict, message, payment, met, goesAnyway } = door;
    if (verdict === 'stand-down' && !met) {
      // After a reload it is not known any more what exactly was answered by going anyway.
      if (goesAnyway && !this.#read.has(caseId)) this.#read.set(caseId, message);
      if (goesAnyway && this.#read.get(caseId) === message) return this.#drop(caseId);
      return this.#show({ caseId, kind: 'stand-down', message, payment, going: true, met });
    }
    const back = !met && (withdrawn || was?.kind === 'stand-down' || was?.kind === 'withdrawn');
    if (this.#read.get(caseId) === message || (verdict === 'clear' && !back)) return this.#drop(caseId);
    if (!back && this.#knownToThem(caseId, payment)) return this.#drop(caseId);
    const moved = payment === null ? 'changed' : payment.amountPence < 0 ? 'returned' : 'paid';
    this.#show({ caseId, kind: back ? 'withdrawn' : moved, message, payment, going: true, met });
  }

  /** A knock check has told them of that payment already, perhaps on another device or before a reload. */
  #knownToThem(caseId: number, payment: Door['payment']): boolean {
    const checkedAt = live.get(caseId)?.visit?.underWay?.checkedAt;
    return !!checkedAt && payment !== null && Date.parse(checkedAt) >= Date.parse(payment.postedAt);
  }

  #show(word: Omit<DoorWord, 'heardAt'>): void {
    const was = this.words.get(word.caseId);
    if (was && was.kind === word.kind && was.message === word.message && was.met === word.met) return;
    const next = { ...word, heardAt: was?.kind === word.kind ? was.heardAt : clock.instant() };
    this.#keep(new Map(this.words).set(word.caseId, next));
    if (was?.kind !== word.kind) for (const work of this.#onWord) work(next);
  }

  #drop(caseId: number): void {
    if (!this.words.has(caseId)) return;
    const next = new Map(this.words);
    next.delete(caseId);
    this.#keep(next);
  }

  #keep(words: ReadonlyMap<number, DoorWord>): void {
    this.words = words;
    const struck = [...words.values()]
      .filter(({ kind }) => kind === 'stand-down')
      .map(({ caseId }) => caseId);
    if (struck.length !== this.struck.size || struck.some((id) => !this.struck.has(id)))
      this.struck = new Set(struck);
  }
}

export const doors = new Doors();
