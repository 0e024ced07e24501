// The trend's answer for one "whose": the last one that this device knows at once, then the server's. The team's alone is
// kept on the device.
import type { Trend } from '#contract/performance/trend.ts';
import { request } from '../../live/api.ts';
import { keep, kept } from '../../live/device.ts';

const keptAs = 'performance.trend';

class TrendAnswer {
  answer = $state.raw<Trend | null>(null);
  /** Why it could not be read just now; '' when it could. */
  trouble = $state('');
  #of = '';
  #asked = 0;

  async read(of: string, signal: AbortSignal): Promise<void> {
    const asked = ++this.#asked;
    if (of !== this.#of) this.answer = null;
    this.#of = of;
    if (of === 'landlord' && this.answer === null)
      void kept<Trend>(keptAs)
        .then((known) => {
          if (known && asked === this.#asked) this.answer ??= known;
        })
        .catch(() => {});
    try {
      const answer = await request<Trend>(`/api/performance/trend?of=${of}`, { signal });
      if (asked !== this.#asked) return;
      this.answer = answer;
      this.trouble = '';
      if (of === 'landlord') void keep(keptAs, answer).catch(() => {});
    } catch (error) {
      if (!signal.aborted && asked === this.#asked)
        this.trouble = error instanceof Error ? error.message : 'The figures could not be fetched.';
    }
  }
}

export const trend = new TrendAnswer();
