// What this screen is: not known yet, one that shows a code, or one that may show the figures. Requested until the server
// answers; a server that is away is not an answer.
import type { ScreenCode, ScreenCodeState, WallboardMe } from '#contract/wallboard.ts';
import { clock } from '../live/clock.svelte.ts';
import { Problem, request } from '../live/api.ts';
import { waitBefore } from './backoff.ts';

const timeout = () => AbortSignal.timeout(8000);

class Entry {
  state = $state<'unknown' | 'code' | 'board'>('unknown');
  me = $state.raw<WallboardMe | null>(null);
  code = $state.raw<ScreenCode | null>(null);
  /** The last question was not answered. */
  away = $state(false);

  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #refusals = 0;
  #refusedAt = -Infinity;
  #running = false;

  start(): () => void {
    this.#running = true;
    void this.#identify();
    return () => {
      this.#running = false;
      clearTimeout(this.#timer);
    };
  }

  /** The socket was refused: is this still a screen? */
  again(): void {
    if (this.state === 'unknown') return;
    this.state = 'unknown';
    this.code = null;
    // Socket and answer may disagree for a while: the pause between requests does not shrink.
    const now = performance.now();
    this.#refusals = now - this.#refusedAt < 60_000 ? this.#refusals + 1 : 0;
    this.#refusedAt = now;
    this.#later(() => this.#identify(), waitBefore(this.#refusals));
  }

  async #identify(): Promise<void> {
    const me = await this.#answer(() => request<WallboardMe>('/api/wallboard/me', { signal: timeout() }));
    if (!me) return this.#later(() => this.#identify(), waitBefore(this.#tries++));
    this.me = me;
    this.state = me.as ? 'board' : 'code';
    if (!me.as) await this.#newCode();
  }

  async #newCode(): Promise<void> {
    const code = await this.#answer(() =>
      request<ScreenCode>('/api/wallboard/code', { method: 'POST', signal: timeout() }),
    );
    if (code) this.code = code;
    // An old code opens nothing any more: better none than one that is refused.
    else if (this.code && Date.parse(this.code.expiresAt) < clock.instant()) this.code = null;
    if (code) this.#later(() => this.#poll(code), code.pollSeconds * 1000);
    else this.#later(() => this.#newCode(), waitBefore(this.#tries++));
  }

  async #poll(code: ScreenCode): Promise<void> {
    const answer = await this.#answer(() =>
      request<ScreenCodeState>('/api/wallboard/token', {
        method: 'POST',
        body: { deviceCode: code.deviceCode },
        signal: timeout(),
      }),
    );
    if (answer?.state === 'approved') return this.#identify();
    if (answer?.state === 'over') return this.#newCode();
    const wait = answer ? code.pollSeconds * 1000 : waitBefore(this.#tries++);
    this.#later(() => this.#poll(code), Math.max(wait, code.pollSeconds * 1000));
  }

  /** null: no answer, for whatever reason that passes. */
  async #answer<T>(question: () => Promise<T>): Promise<T | null> {
    try {
      const answer = await question();
      this.away = false;
      this.#tries = 0;
      return answer;
    } catch (error) {
      // Too many requests: this office has requested many codes.
      this.away = !(error instanceof Problem && error.status === 429);
      if (!this.away) this.#tries = Math.max(this.#tries, 6);
      return null;
    }
  }

  #later(work: () => Promise<void>, ms: number): void {
    clearTimeout(this.#timer);
    if (this.#running) this.#timer = setTimeout(() => void (this.#running && work()), ms);
  }
}

export const entry = new Entry();
