// Slows down guessing: failed sign-ins are counted for each e-mail address and each network address, successes are not,
// so that a thousand people behind one office router may sign in at nine o'clock.
import { createHash } from 'node:crypto';

const windowMs = 15 * 60_000;
const signingIn = { email: 10, address: 200 };
const mostKept = 50_000;

type Count = { failures: number; since: number };

export class Attempts {
  readonly #clock: () => number;
  readonly #allowed: typeof signingIn;
  readonly #counts = new Map<string, Count>();

  /** `allowed`: how many failures in a quarter of an hour; as for signing in, unless said. */
  constructor(clock: () => number, allowed = signingIn) {
    this.#clock = clock;
    this.#allowed = allowed;
  }

  /** How many seconds this e-mail or address must wait before it may try again; 0 for none. */
  waitSeconds(email: string, address: string): number {
    const now = this.#clock();
    const waits = this.#keys(email, address).map(([key, most]) => {
      const count = this.#counts.get(key);
      return count && count.failures >= most ? count.since + windowMs - now : 0;
    });
    return Math.max(0, Math.ceil(Math.max(...waits) / 1000));
  }

  failed(email: string, address: string): void {
    const now = this.#clock();
    if (this.#counts.size > mostKept) this.#prune(now);
    for (const [key] of this.#keys(email, address)) {
      const count = this.#counts.get(key);
      if (!count || now - count.since > windowMs) this.#counts.set(key, { failures: 1, since: now });
      else count.failures += 1;
    }
  }

  succeeded(email: string): void {
    this.#counts.delete(keyOf('email', email.toLowerCase()));
  }

  #keys(email: string, address: string): [string, number][] {
    return [
      [keyOf('email', email.toLowerCase()), this.#allowed.email],
      [keyOf('address', address), this.#allowed.address],
    ];
  }

  #prune(now: number): void {
    for (const [key, count] of this.#counts) if (now - count.since > windowMs) this.#counts.delete(key);
    if (this.#counts.size > mostKept) this.#counts.clear();
  }
}

// Nobody's address stands in memory longer than the question takes.
function keyOf(kind: string, value: string): string {
  return createHash('sha256').update(`${kind}:${value}`).digest('base64url').slice(0, 22);
}
