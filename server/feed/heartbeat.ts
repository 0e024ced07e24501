// Proves the whole path once a second: a row is written in the database, logged by its trigger, notified, read back by
// the feed and delivered. Until a beat has been delivered, nothing written after it is known to have been delivered.
import { randomInt } from 'node:crypto';
import { Link } from './link.ts';
import type { Timing } from './timing.ts';

/**
 * `connected`: the listening connection is up. `provedAt`: everything committed before this instant has been handed
 * over. `lagMs`: how long that beat took to come home. `stale`: the last proof is older than it may be.
 */
export type FeedState = { connected: boolean; provedAt: Date | null; lagMs: number | null; stale: boolean };

export class Heartbeat {
  readonly #link: Link;
  readonly #hub: string;
  readonly #timing: Timing;
  readonly #onState: (state: FeedState) => void;
  /** Beats under way, by number: when each was sent (performance clock and calendar). */
  readonly #sent = new Map<number, { at: number; date: Date }>();
  // Far apart for each process, so that no hub takes another's beat for its own.
  #n = randomInt(2 ** 47);
  #connected = false;
  #proved: { at: number; date: Date; lagMs: number } | null = null;
  #stale = true;
  #timers: NodeJS.Timeout[] = [];
  #beating = false;

  constructor(url: string, hub: string, timing: Timing, onState: (state: FeedState) => void) {
    this.#link = new Link(url, 'doorstep heartbeat', Math.min(timing.queryDeadline, timing.stale));
    this.#hub = hub;
    this.#timing = timing;
    this.#onState = onState;
  }

  get state(): FeedState {
    return {
      connected: this.#connected,
      provedAt: this.#proved?.date ?? null,
      lagMs: this.#proved ? Math.round(this.#proved.lagMs * 10) / 10 : null,
      stale: this.#isStale(),
    };
  }

  start(): void {
    void this.#beat();
    this.#timers = [
      setInterval(() => void this.#beat(), this.#timing.beat),
      setInterval(() => this.#watch(), Math.min(250, this.#timing.stale / 4)),
    ];
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#link.close();
  }

  connected(connected: boolean): void {
    if (connected === this.#connected) return;
    this.#connected = connected;
    this.#onState(this.state);
  }

  /** Takes the numbers of beats read from the log, of every hub. */
  seen(beats: readonly number[]): void {
    let proof: { at: number; date: Date } | undefined;
    for (const n of beats) {
      const sent = this.#sent.get(n);
      if (sent && (!proof || sent.at > proof.at)) proof = sent;
      this.#sent.delete(n);
    }
    if (!proof) return;
    for (const [n, sent] of this.#sent) if (sent.at < proof.at) this.#sent.delete(n);
    this.#proved = { ...proof, lagMs: performance.now() - proof.at };
    this.#stale = this.#isStale();
    this.#onState(this.state);
  }

  #isStale(): boolean {
    return !this.#proved || performance.now() - this.#proved.at > this.#timing.stale;
  }

  #watch(): void {
    if (this.#isStale() === this.#stale) return;
    this.#stale = this.#isStale();
    this.#onState(this.state);
  }

  /** A beat that fails proves nothing and is not reported: the next one tries again. */
  async #beat(): Promise<void> {
    if (this.#beating) return;
    this.#beating = true;
    const n = ++this.#n;
    this.#sent.set(n, { at: performance.now(), date: new Date() });
    try {
      await this.#link.run(
        (sql) => sql`
          insert into heartbeat (hub, n) values (${this.#hub}, ${n})
          on conflict (hub) do update set n = excluded.n, at = clock_timestamp()`,
      );
    } catch {
      this.#sent.delete(n);
    } finally {
      this.#beating = false;
    }
  }
}
