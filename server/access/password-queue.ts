// Checking a password takes a tenth of a second of a processor on purpose (scrypt), in the same few threads of the
// process that read files, compress answers and check the signatures of sessions. So one is checked at a time, the next
// ones wait in a short line, and whoever comes to a full line is told to come back: nothing was checked, nothing counts.

/** Devices that signed in before have a line of their own, which nobody without such a device can fill. */
export type Line = 'known' | 'unknown';

const mostWaiting = { known: 60, unknown: 30 } as const satisfies Record<Line, number>;
/** Of one network address: an office may come at once, and cannot fill the line for others. */
const mostOfAddress = 10;

type Waiting = { address: string; go: () => void };

export class PasswordQueue {
  readonly #lines: Record<Line, Waiting[]> = { known: [], unknown: [] };
  #busy = false;

  /** Does the work when its turn comes; null where the line is too long, and then nothing was done. */
  async run<T>(line: Line, address: string, work: () => Promise<T>): Promise<T | null> {
    const waiting = this.#lines[line];
    if (this.#busy) {
      const ofAddress = waiting.filter((one) => one.address === address).length;
      if (waiting.length >= mostWaiting[line]) return null;
      if (line === 'unknown' && ofAddress >= mostOfAddress) return null;
      await new Promise<void>((go) => waiting.push({ address, go }));
    }
    this.#busy = true;
    try {
      return await work();
    } finally {
      // Whoever is done hands the place on, so nobody can come in between.
      const next = this.#lines.known.shift() ?? this.#lines.unknown.shift();
      if (next) next.go();
      else this.#busy = false;
    }
  }
}
