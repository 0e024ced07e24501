// Takes along what a day without signal needs: reads the cases that are wanted (wanted.ts) as far as the budget goes
// (budget.ts), while the page is idle and the connection good, and reads again those that have changed since. The answers are
// stored under the paths that they answer (live/answers-kept.ts), so every page finds them there when its request finds no
// signal. One tab at a time does it; each batch is stored before the next is requested, so that a cut loses nothing.
import type { OfflineAnswer, OfflineChanges } from '#contract/offline.ts';
import { mostTaken } from '#contract/offline-limits.ts';
import { isSparing } from '../kit/sparing.ts';
import { whenIdle } from '../kit/when-idle.ts';
import { answersKept, dropAnswers, keepAnswers, type AnswerFacts } from '../live/answers-kept.ts';
import { request } from '../live/api.ts';
import { clock } from '../live/clock.svelte.ts';
import { keep, kept } from '../live/device.ts';
import { forgetAllCopies } from '../live/device-owner.ts';
import { keepsCopies, setKeepsCopies } from '../live/keeps-copies.ts';
import { live } from '../live/live.svelte.ts';
import { openedCases } from '../live/opened-cases.ts';
import { session } from '../live/session.svelte.ts';
import { keptMap } from '../map/kept/kept-map.svelte.ts';
import { inProgress } from '../visit/in-progress.svelte.ts';
import { place } from '../worklist/place.svelte.ts';
import { view } from '../worklist/view.svelte.ts';
import { caseBudget, fitting } from './budget.ts';
import { storageEstimate } from './storage.ts';
import { wantedCases, type Wanted } from './wanted.ts';

/** The least time between two rounds (ms), and after it a change of the list begins one; without any, the most. */
const leastMs = 20_000;
const mostMs = 60_000;
/** A batch that is not answered in this time is given up (ms). */
const batchMs = 30_000;
/** How many cases are requested together. */
const batchSize = 20;
/** A copy that is older is read again, since days pass in it: what is due, what has expired (ms). */
const renewMs = 20 * 3_600_000;
/** What is not wanted any more is removed when it is older (ms). */
const unwantedMs = 24 * 3_600_000;
/** What pages of no single case read, and how old it may become (ms). */
const ofNoCase = ['/api/tasks', '/api/thread-templates'];
const ofNoCaseMs = 5 * 60_000;
const key = 'offline';

/** cursor: up to where changes are known. due: cases that have changed and were not read yet. asOf: all was there then. */
type Stored = { staffId: number; cursor: string; due: readonly number[]; asOf: string | null };

/** What this device keeps, for the screen. */
export type Taken = {
  /** How many of the wanted cases are here. */
  cases: number;
  wanted: number;
  /** Wanted cases that are not here yet, or have changed since. */
  missing: number;
  /** The wanted cases for which there is no room. */
  noRoom: readonly number[];
  bytes: number;
  /** Everything that is wanted and fits was here then (ISO instant); null: not yet. */
  asOf: string | null;
  /** On a slow or paid connection only the cases of the day are taken. */
  isSparing: boolean;
};

/** The copies of cases, by case: when its page was read, and the bytes of all its parts. */
function byCase(
  facts: readonly AnswerFacts[],
): Map<number, { asOf: string | null; bytes: number; paths: string[] }> {
  const cases = new Map<number, { asOf: string | null; bytes: number; paths: string[] }>();
  for (const { path, caseId, asOf, bytes } of facts) {
    if (caseId === 0) continue;
    const one = cases.get(caseId) ?? { asOf: null, bytes: 0, paths: [] };
    one.bytes += bytes;
    one.paths.push(path);
    if (path === `/api/cases/${caseId}`) one.asOf = asOf;
    cases.set(caseId, one);
  }
  return cases;
}

const sharedBytes = (facts: readonly AnswerFacts[]): number =>
  facts.reduce((sum, { caseId, bytes }) => (caseId === 0 ? sum + bytes : sum), 0);

class TakeAlong {
  taken = $state.raw<Taken | null>(null);
  working = $state(false);
  #askedAt = -Infinity;
  #changed = false;
  /** Grows when the person's patches may have changed: what was requested before is dropped. */
  #round = 0;

  /** Follows the list, the day and the visits until the returned function is called. */
  follow(): () => void {
    let stopped = false;
    const soon = () => whenIdle(() => void (!stopped && this.#check()));
    const timer = setInterval(soon, 5000);
    const stops = [
      keptMap.follow(),
      live.onBack(soon),
      live.onApplied((touched) => {
        this.#changed = true;
        if (touched) return;
        this.#round++;
        soon();
      }),
    ];
    soon();
    return () => {
      stopped = true;
      clearInterval(timer);
      for (const stop of stops) stop();
    };
  }

  #check(): void {
    const since = clock.instant() - this.#askedAt;
    if (document.hidden || (since >= 0 && since < (this.#changed ? leastMs : mostMs))) return;
    void this.update();
  }

  /** Brings what is kept up to date now. Never rejects. */
  async update(): Promise<void> {
    const isCurrent = live.from === 'server' && live.connected && !live.fresh.stale;
    if (this.working || !session.me || !session.seesMoney || !isCurrent || !keepsCopies()) return;
    this.#askedAt = clock.instant();
    this.#changed = false;
    const mine = ++this.#round;
    const goesOn = () => this.#round === mine && live.connected && keepsCopies();
    this.working = true;
    try {
      const { staffId } = session.me;
      const work = () => this.#takeAlong(staffId, goesOn);
      if (navigator.locks)
        await navigator.locks.request('doorstep-take-along', { ifAvailable: true }, (lock) => lock && work());
      else await work();
    } catch {
      // No signal, too many requests, or the store is silent: the next round goes on where this one stopped.
    } finally {
      this.working = false;
      await this.look();
    }
  }

  /** Reads what is kept, for the screen. Never rejects. */
  async look(): Promise<void> {
    const staffId = session.me?.staffId;
    if (staffId === undefined) return;
    try {
      const [facts, stored] = await Promise.all([answersKept(staffId), this.#stored(staffId)]);
      const wanted = this.#wanted(staffId);
      const have = byCase(facts);
      const { fits, left } = await this.#fitting(wanted, have, sharedBytes(facts));
      const due = new Set(stored?.due);
      const here = wanted.ids.filter((id) => have.get(id)?.asOf);
      this.taken = {
        cases: here.length,
        wanted: wanted.ids.length,
        missing: fits.filter((id) => !have.get(id)?.asOf || due.has(id)).length,
        noRoom: left.filter((id) => !have.get(id)?.asOf),
        bytes: facts.reduce((sum, { bytes }) => sum + bytes, 0),
        asOf: stored?.asOf ?? null,
        isSparing: isSparing(),
      };
    } catch {
      this.taken = null;
    }
  }

  /** Removes every copy from this device, and keeps none from now on. What waits to be sent stays. */
  async keepNothing(): Promise<void> {
    setKeepsCopies(false);
    this.#round++;
    await forgetAllCopies();
    this.taken = null;
  }

  /** Keeps copies again, and takes along what is wanted. */
  async keepAgain(): Promise<void> {
    setKeepsCopies(true);
    await live.save();
    await Promise.all([this.update(), keptMap.update()]);
  }

  async #stored(staffId: number): Promise<Stored | null> {
    const stored = await kept<Stored>(key);
    return stored?.staffId === staffId ? stored : null;
  }

  #wanted(staffId: number): Wanted {
    return wantedCases({
      underWay: inProgress.all.map(({ caseId }) => caseId),
      stops: view.day?.ids ?? [],
      opened: openedCases(),
      cases: live.cases.values(),
      staffId,
      from: place.point,
      // Everybody else goes only where they plan to go.
      all: session.me?.role === 'officer' && !isSparing(),
    });
  }

  /** `shared`: bytes of the copies that are of no single case. */
  async #fitting(
    { ids }: Wanted,
    have: ReturnType<typeof byCase>,
    shared: number,
  ): Promise<ReturnType<typeof fitting>> {
    const { quota = null, usage = null } = await storageEstimate();
    const sizes = new Map([...have].map(([id, { bytes }]) => [id, bytes]));
    const isWanted = new Set(ids);
    let ours = shared;
    // What is kept besides the wanted cases takes their room.
    let besides = shared;
    for (const [id, bytes] of sizes) {
      ours += bytes;
      if (!isWanted.has(id)) besides += bytes;
    }
    return fitting(ids, sizes, caseBudget({ quota, usage }, ours, keptMap.facts?.bytes ?? 0) - besides);
  }

  async #takeAlong(staffId: number, goesOn: () => boolean): Promise<void> {
    const began = clock.instant();
    const wanted = this.#wanted(staffId);
    const facts = await answersKept(staffId);
    const have = byCase(facts);
    let stored = await this.#stored(staffId);
    const { cursor, changed, gone } = await request<OfflineChanges>('/api/offline/changes', {
      method: 'POST',
      body: { since: stored?.cursor ?? null, caseIds: [...have.keys()] },
      signal: AbortSignal.timeout(batchMs),
    });
    if (!goesOn()) return;
    const due = new Set([...(stored?.due ?? []), ...(changed ?? have.keys())]);
    const isWanted = new Set(wanted.ids);
    const old = (asOf: string | null, ms: number) => asOf === null || began - Date.parse(asOf) > ms;
    const unwanted = [...have].filter(([id, { asOf }]) => !isWanted.has(id) && old(asOf, unwantedMs));
    const removed = new Set([...gone, ...unwanted.map(([id]) => id)]);
    await dropAnswers([...removed].flatMap((id) => have.get(id)?.paths ?? []));
    for (const id of removed) {
      have.delete(id);
      due.delete(id);
    }
    const remember = async (asOf: string | null) => {
      stored = { staffId, cursor, due: [...due], asOf };
      await keep(key, stored);
    };
    // First of all: what has changed is known to be due, also if nothing else is done in this round.
    await remember(stored?.asOf ?? null);
    for (;;) {
      const { fits, left } = await this.#fitting(wanted, have, sharedBytes(facts));
      await dropAnswers(left.flatMap((id) => have.get(id)?.paths ?? []));
      for (const id of left) have.delete(id);
      const isDue = (id: number) => due.has(id) || old(have.get(id)?.asOf ?? null, renewMs);
      const next = fits.filter(isDue).slice(0, Math.min(batchSize, mostTaken));
      if (next.length === 0) break;
      await this.#take(staffId, next, goesOn);
      if (!goesOn()) return;
      const now = byCase(await answersKept(staffId));
      for (const id of next) {
        due.delete(id);
        const one = now.get(id);
        // Not for this person, or the device has no room: it is not requested again in this round.
        if (one) have.set(id, one);
        else wanted.ids = wanted.ids.filter((other) => other !== id);
      }
      await remember(stored?.asOf ?? null);
      await this.look();
      await new Promise<void>((idle) => whenIdle(idle));
      if (!goesOn()) return;
    }
    const others = session.me?.role === 'manager' ? [...ofNoCase, '/api/visits/today'] : ofNoCase;
    for (const path of others) {
      const asOf = facts.find((one) => one.path === path)?.asOf ?? null;
      // It is stored by being read (live/api.ts).
      if (old(asOf, ofNoCaseMs)) await request(path).catch(() => {});
      if (!goesOn()) return;
    }
    await remember(new Date(began).toISOString());
  }

  /** Reads these cases and stores them. Throws where the server did not answer or the device did not take them. */
  async #take(staffId: number, caseIds: readonly number[], goesOn: () => boolean): Promise<void> {
    const { cases } = await request<OfflineAnswer>('/api/offline/cases', {
      method: 'POST',
      body: { caseIds },
      signal: AbortSignal.timeout(batchMs),
    });
    if (!goesOn()) return;
    const answers = cases.flatMap(({ caseId, asOf, answers }) =>
      Object.entries(answers).map(([path, answer]) => ({ path, caseId, asOf, text: JSON.stringify(answer) })),
    );
    if (!(await keepAnswers(staffId, answers))) throw new Error('The device did not take the copies.');
  }
}

export const takeAlong = new TakeAlong();
