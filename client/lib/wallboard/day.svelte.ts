// The day so far, read at intervals: the present figure comes over the socket, its past from here.
import type { WallboardDay } from '#contract/wallboard.ts';
import { request } from '../live/api.ts';
import { waitBefore } from './backoff.ts';

const everyMs = 5 * 60_000;
/** While past weeks are being worked out. */
const calculatingMs = 20_000;

class DaySoFar {
  day = $state.raw<WallboardDay | null>(null);

  start(): () => void {
    let stopped = false;
    let tries = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      try {
        const day = await request<WallboardDay>('/api/wallboard/day', {
          signal: AbortSignal.timeout(20_000),
        });
        if (stopped) return;
        this.day = day;
        tries = 0;
      } catch {
        // The line stays as it was; the pane shows how old its figure is.
        tries += 1;
      }
      if (!stopped) {
        const next = this.day?.calculating ? calculatingMs : everyMs;
        timer = setTimeout(read, tries === 0 ? next : 10_000 + waitBefore(tries));
      }
    };
    void read();
    return () => {
      stopped = true;
      clearTimeout(timer);
      this.day = null;
    };
  }
}

export const daySoFar = new DaySoFar();
