// Today's visits of all officers, live: read again when a case of theirs changes on this screen's list, and at each new
// connection. Without signal it is the device's copy, with its time.
import type { VisitOfDay, VisitsOfDay } from '#contract/day.ts';
import { copyOf } from '../../live/answers-kept.ts';
import { copyAsOf, Problem, request } from '../../live/api.ts';
import { clock } from '../../live/clock.svelte.ts';
import { live, type Touched } from '../../live/live.svelte.ts';
import { request as requestWords } from '../../live/words.ts';
import { dayOf } from '../../words/time.ts';

const path = '/api/visits/today';
/** Milliseconds over which changes are gathered into one reading. */
const gatherMs = 250;

class Today {
  visits = $state.raw<readonly VisitOfDay[]>([]);
  asOf = $state<string | null>(null);
  /** Why it could not be read just now; '' when it could. */
  trouble = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reading = false;
  #again = false;

  /** Keeps reading until stopped. */
  start(): () => void {
    void this.#restore().then(() => this.read());
    const stops = [
      live.onApplied((touched) => this.#concerns(touched) && this.#soon()),
      live.onBack(() => this.#soon()),
    ];
    return () => {
      for (const stop of stops) stop();
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  /** Whether a change may be one of a visit: the case has one, had one, or somebody was there today. */
  #concerns(touched: Touched): boolean {
    if (!touched) return true;
    const known = new Set(this.visits.map(({ caseId }) => caseId));
    const today = dayOf(clock.instant());
    return [...touched].some((id) => {
      const c = live.get(id);
      return known.has(id) || c?.visit || (c?.lastContactAt && dayOf(c.lastContactAt) === today);
    });
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.read();
    }, gatherMs);
  }

  async read(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    try {
      const answer = await request<VisitsOfDay>(path, { signal: AbortSignal.timeout(8000) });
      // A copy of yesterday is none of today's visits.
      if (copyAsOf(answer) && answer.day !== dayOf(clock.instant()))
        throw new Problem(0, requestWords.noSignal);
      this.#take(answer);
      this.trouble = '';
    } catch (error) {
      this.trouble = (error as Error).message;
    } finally {
      this.#reading = false;
      if (this.#again) {
        this.#again = false;
        this.#soon();
      }
    }
  }

  async #restore(): Promise<void> {
    const last = (await copyOf(path))?.answer as VisitsOfDay | undefined;
    if (this.asOf === null && last?.day === dayOf(clock.instant())) this.#take(last);
  }

  /** A visit that is the same stays the same object, so that its marker is left alone. */
  #take({ visits, asOf }: VisitsOfDay): void {
    const before = new Map(this.visits.map((one) => [one.id, one]));
    this.visits = visits.map((one) => {
      const old = before.get(one.id);
      return old && JSON.stringify(old) === JSON.stringify(one) ? old : one;
    });
    this.asOf = asOf;
  }
}

export const today = new Today();
