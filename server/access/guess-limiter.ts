// Slows down guessing of passwords and codes, but not the person whose password it is. Each attempt is counted before
// anything is checked, so that parallel attempts are as slow as sequential ones. An attempt counts on several tracks; on
// each a few are free, then every further one must wait longer. A track is a leaky bucket: its count decays with time.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Delays double from `firstMs` to `longestMs` once more than `free` attempts are on the track; one leaves it every `leakMs`. */
type Pace = { free: number; firstMs: number; longestMs: number; leakMs: number };

const second = 1_000;
const minute = 60 * second;
/**
 * Chosen, not sourced, within OWASP ASVS 5.0.0, 6.3.1 (guessing is slowed, and an account cannot be locked out by others).
 * `pair`: one account from one address. `device`: one account on a device that signed in to it before; it has no other
 * track, so others cannot slow it. `account`: one account from any address. `address`: one address, any account:
 * an office is one address, so it is hardly slowed. `codes`: asking for a screen's code, by address.
 */
export const paces = {
  pair: { free: 5, firstMs: second, longestMs: 15 * minute, leakMs: 15 * minute },
  device: { free: 8, firstMs: second, longestMs: 5 * minute, leakMs: 5 * minute },
  account: { free: 100, firstMs: second, longestMs: minute, leakMs: 36 * second },
  address: { free: 100, firstMs: second, longestMs: 10 * second, leakMs: 9 * second },
  codes: { free: 120, firstMs: second, longestMs: minute, leakMs: 8 * second },
} as const satisfies Record<string, Pace>;

export type Track = readonly [pace: keyof typeof paces, ...what: string[]];
/** Call exactly one of these when the outcome is known; without a call the attempt stays counted as wrong. */
export type Attempt = { right(): void; undecided(): void };

type Level = { level: number; at: number };
const mostKept = 50_000;

export class GuessLimiter {
  readonly #clock: () => number;
  /** In the order of their last use: the oldest is forgotten first when there are too many. */
  readonly #levels = new Map<string, Level>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** How many whole seconds to wait, and then nothing is counted; or the attempt, counted on every track. */
  begin(tracks: readonly Track[]): { waitSeconds: number } | Attempt {
    const now = this.#clock();
    const counted = tracks.map(([pace, ...what]) => ({ key: keyOf(pace, what), pace: paces[pace] }));
    const wait = Math.max(...counted.map(({ key, pace }) => this.#waitMs(key, pace, now)));
    if (wait > 0) return { waitSeconds: Math.ceil(wait / second) };
    for (const { key, pace } of counted) this.#add(key, pace, now, 1);
    return {
      // The account's and the address's tracks are shared: a right guess removes its own attempt only.
      right: () => {
        for (const { key, pace } of counted)
          if (pace === paces.pair || pace === paces.device) this.#levels.delete(key);
          else this.#add(key, pace, this.#clock(), -1);
      },
      undecided: () => {
        for (const { key, pace } of counted) this.#add(key, pace, this.#clock(), -1);
      },
    };
  }

  #level(key: string, pace: Pace, now: number): number {
    const was = this.#levels.get(key);
    return was ? Math.max(0, was.level - Math.max(0, now - was.at) / pace.leakMs) : 0;
  }

  #waitMs(key: string, pace: Pace, now: number): number {
    const was = this.#levels.get(key);
    if (!was || was.level < pace.free) return 0;
    const delay = Math.min(pace.longestMs, pace.firstMs * 2 ** Math.round(was.level - pace.free));
    return Math.max(0, was.at + delay - now);
  }

  #add(key: string, pace: Pace, now: number, one: 1 | -1): void {
    const level = Math.max(0, this.#level(key, pace, now) + one);
    this.#levels.delete(key);
    if (level > 0) this.#levels.set(key, { level, at: now });
    if (this.#levels.size > mostKept) this.#levels.delete(this.#levels.keys().next().value!);
  }
}

// Keys are hashed, so that no e-mail or network address is kept in memory.
function keyOf(pace: string, what: readonly string[]): string {
  return createHash('sha256')
    .update([pace, ...what].map((one) => one.toLowerCase()).join('\0'))
    .digest('base64url')
    .slice(0, 22);
}

export const deviceCookie = 'doorstep.device';
const mostAccounts = 8;

/**
 * Devices that signed in before, by a cookie that only we can make: a random name for the device, and for each account
 * that signed in there a code over both. It opens nothing; it says on which track a wrong password counts.
 */
export class KnownDevices {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The device's name where this account signed in there before; null otherwise, and for a cookie that we did not make. */
  deviceOf(cookie: string | undefined, email: string): string | null {
    const [device, ...codes] = (cookie ?? '').split('.');
    if (!device || codes.length > mostAccounts) return null;
    const wanted = Buffer.from(this.#code(device, email));
    const found = codes.some((code) => {
      const given = Buffer.from(code);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
    return found ? device : null;
  }

  /** The cookie after this account signed in on that device; the accounts before it stay known, up to a few. */
  remember(cookie: string | undefined, email: string): string {
    const [given, ...codes] = /^[\w-]{16}(\.[\w-]{22})*$/.test(cookie ?? '') ? cookie!.split('.') : [];
    const device = given ?? randomBytes(12).toString('base64url');
    const mine = this.#code(device, email);
    return [device, mine, ...codes.filter((code) => code !== mine)].slice(0, 1 + mostAccounts).join('.');
  }

  #code(device: string, email: string): string {
    return createHmac('sha256', this.#secret)
      .update(`device\0${device}\0${email.toLowerCase()}`)
      .digest('base64url')
      .slice(0, 22);
  }
}
