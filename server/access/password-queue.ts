// Checking a password takes 0.1 s of a processor on purpose (scrypt), in the thread pool that also reads files, compresses
// answers and checks the signatures of sessions. So one is checked at a time and a short queue waits. When the queue is
// full the attempt is refused: nothing was checked and nothing is counted.

/** Devices that signed in before have their own queue, which other devices cannot fill. */
export type Line = 'known' | 'unknown';

const mostWaiting = { known: 60, unknown: 30 } as const satisfies Record<Line, number>;
/** The most places of one network address: an office may sign in together, but cannot fill the queue for others. */
const mostOfAddress = 10;

type Waiting = { address: string; go: () => void };

export class PasswordQueue {
  readonly #lines: Record<Line, Waiting[]> = { known: [], unknown: [] };
  #busy = false;

  /** Runs the work in its turn; returns null without running it when the queue is full. */
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
      // Hands the turn to the next in the queue directly, so that a new call cannot overtake it.
      const next = this.#lines.known.shift() ?? this.#lines.unknown.shift();
      if (next) next.go();
      else this.#busy = false;
    }
  }
}
