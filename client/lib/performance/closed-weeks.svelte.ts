// Whether past weeks are still being worked out, as on a first start: read every few seconds while they are and the page is
// visible. `round` counts up when the first week has figures and when the last one has: a page that depends on it reads again.
import type { CalculatingWeeks, PerformanceWeeks } from '#contract/performance/bridge.ts';
import { request } from '../live/api.ts';

const everyMs = 5_000;

class ClosedWeeks {
  calculating = $state.raw<CalculatingWeeks | null>(null);
  round = $state(0);
  /** How many weeks had figures; null before the first answer. */
  #count: number | null = null;

  /** Until the returned function is called. */
  follow(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const read = async () => {
      clearTimeout(timer);
      // A page says itself what it could not read.
      const weeks = await request<PerformanceWeeks>('/api/performance/weeks').catch(() => null);
      if (isOver) return;
      if (weeks) this.#take(weeks);
      if (!weeks || this.calculating) timer = setTimeout(() => !document.hidden && void read(), everyMs);
    };
    const shown = () => !document.hidden && void read();
    document.addEventListener('visibilitychange', shown);
    void read();
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', shown);
    };
  }

  #take({ weeks, calculating = null }: PerformanceWeeks): void {
    const before = this.#count;
    this.#count = weeks.length;
    this.calculating = calculating;
    if (before !== null && before !== weeks.length && (before === 0 || !calculating)) this.round += 1;
  }
}

export const closedWeeks = new ClosedWeeks();
