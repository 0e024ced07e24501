// Takes the street map of the list's homes along: an extract of the basemap (server/http/map-extract.ts), stored whole while
// the page is idle and the connection good, and again when the basemap has another version or homes are outside of it. One
// tab at a time does it. The page "Work without signal" shows `keptMap` (lib/offline/MapRow.svelte).
import { whenIdle } from '../../kit/when-idle.ts';
import { isSparing } from '../../kit/sparing.ts';
import { clock } from '../../live/clock.svelte.ts';
import { keepsCopies } from '../../live/keeps-copies.ts';
import { live } from '../../live/live.svelte.ts';
import { forgetMap } from '../../live/map-cache.ts';
import { session } from '../../live/session.svelte.ts';
import { readSource, versionOf } from '../source.ts';
import { store, storedFacts, type Facts } from './facts.ts';
import { boundsOf, hasAll, mostSquares, squareOf, squaresAround, type Place } from './squares.ts';

/** The map's half of what a device keeps (bytes), and never more than a third of what the browser has left. */
const mostBytes = 30_000_000;
/** With less, nothing of use fits (bytes). */
const leastBytes = 300_000;
const checkMs = 5_000;
/** How often the server is asked which basemap it has (ms), and the time until the next attempt after one that failed. */
const askMs = 10 * 60_000;
const failedMs = 60_000;
/** 30 MB at 0.4 Mbit/s, the slowest line that is no 2G (ms). */
const longestMs = 10 * 60_000;

type KeptMapState = 'kept' | 'taking' | 'none' | 'notSetUp' | 'unsupported';

class KeptMap {
  state = $state<KeptMapState>('none');
  /** What is kept: bytes, time and version. */
  facts = $state.raw<Facts | null>(null);
  /** There was no room for the deepest zoom. */
  hasLessDetail = $state(false);
  /** How many homes of the list are outside of the kept area. */
  outside = $state(0);
  /** Why it is not taken now. */
  why = $state<'' | 'sparing' | 'noRoom'>('');
  #dueAt = -Infinity;
  #working = false;
  /** Grows when the person's patches may have changed: what was requested before is not kept. */
  #round = 0;

  /** Follows the list until the function that it returns is called. */
  follow(): () => void {
    let stopped = false;
    const soon = () => whenIdle(() => void (!stopped && this.#check()));
    const timer = setInterval(soon, checkMs);
    const stops = [
      live.onApplied((touched) => {
        // A new list, perhaps of other patches: the extract may have been removed with the former.
        if (touched !== null) return;
        this.#round++;
        this.#dueAt = -Infinity;
      }),
    ];
    void this.look();
    return () => {
      stopped = true;
      clearInterval(timer);
      for (const stop of stops) stop();
    };
  }

  /** Reads what is kept, for the screen. */
  async look(): Promise<void> {
    const facts = await storedFacts();
    this.facts = facts?.staffId === session.me?.staffId ? facts : null;
    if (!this.#working && this.state !== 'notSetUp')
      this.state = typeof caches === 'undefined' ? 'unsupported' : this.facts ? 'kept' : 'none';
    const squares = this.facts?.squares ?? [];
    this.outside = this.#homes().filter((home) => !hasAll(squares, [squareOf(home)])).length;
    const { openStored } = await import('./stored.ts');
    const stored = this.facts && (await openStored());
    this.hasLessDetail = stored !== null && stored.maxZoom < stored.ofZoom;
  }

  /** An officer's whole list; of everybody else the homes where they plan to go. */
  #homes(): Place[] {
    const { me } = session;
    return [...live.cases.values()].flatMap(({ latitude, longitude, visit }) => {
      const isWanted = me?.role === 'officer' || visit?.staffId === me?.staffId;
      return isWanted && latitude !== null && longitude !== null ? [{ latitude, longitude }] : [];
    });
  }

  #check(): void {
    const now = clock.instant();
    if (document.hidden || now < this.#dueAt) return;
    void this.update();
  }

  /** Takes it now where it is due. Never rejects. */
  async update(): Promise<void> {
    const isCurrent = live.from === 'server' && live.connected && !live.fresh.stale;
    if (this.#working || !session.me || !session.seesMoney || !isCurrent || this.state === 'unsupported')
      return;
    this.#working = true;
    this.#dueAt = clock.instant() + failedMs;
    try {
      const { staffId } = session.me;
      const work = () => this.#take(staffId);
      if (navigator.locks)
        await navigator.locks.request('doorstep-take-map', { ifAvailable: true }, (lock) => lock && work());
      else await work();
    } catch {
      // No signal, too many requests, another version meanwhile, or no room: the next round tries again.
    } finally {
      this.#working = false;
      await this.look();
    }
  }

  async #take(staffId: number): Promise<void> {
    const round = this.#round;
    const squares = squaresAround(this.#homes());
    const kept = await storedFacts();
    if (kept && kept.staffId !== staffId) await forgetMap();
    const source = await readSource();
    if (!source) return;
    this.state = source.tiles === null ? 'notSetUp' : this.facts ? 'kept' : 'none';
    const version = versionOf(source.extract);
    this.#dueAt = clock.instant() + askMs;
    // Where the list has more squares than are kept, their order changes daily: those that are kept do.
    const isThere =
      kept?.staffId === staffId &&
      kept.version === version &&
      (kept.squares.length >= mostSquares || hasAll(kept.squares, squares));
    if (!source.extract || version === null || squares.length === 0 || isThere) return;
    this.why = isSparing() ? 'sparing' : '';
    if (this.why) return;
    const room = await roomFor(kept?.bytes ?? 0);
    if (room < leastBytes) {
      this.why = 'noRoom';
      return;
    }
    this.#dueAt = clock.instant() + failedMs;
    this.state = 'taking';
    const areas = boundsOf(squares).map((box) => `&bounds=${box}`);
    const answer = await fetch(`${source.extract}${areas.join('')}&bytes=${room}`, {
      signal: AbortSignal.timeout(longestMs),
    });
    if (!answer.ok) return;
    const bytes = Number(answer.headers.get('content-length'));
    const asOf = new Date(clock.instant()).toISOString();
    await store({ staffId, version, squares, asOf, bytes, source }, answer).catch((error: unknown) => {
      if ((error as Error).name === 'QuotaExceededError') this.why = 'noRoom';
      throw error;
    });
    // Signed out, or of other patches, while it was under way.
    if (session.me?.staffId !== staffId || round !== this.#round || !keepsCopies()) await forgetMap();
    else this.#dueAt = clock.instant() + askMs;
  }
}

/** How many bytes the extract may have. `ours`: of the one that it replaces. */
async function roomFor(ours: number): Promise<number> {
  const { quota, usage = 0 } = await (navigator.storage?.estimate?.() ??
    Promise.resolve({} as StorageEstimate));
  const free = quota === undefined ? Infinity : Math.max(0, quota - usage) + ours;
  return Math.floor(Math.min(mostBytes, free / 3));
}

export const keptMap = new KeptMap();
