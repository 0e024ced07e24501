// Thrown inside a mutation to refuse it: nothing of it stays but the answer, and the line that says it was tried.
import type { Tx } from './case-row.ts';

export class Refusal extends Error {
  /** The reason is read by the person who tried: a plain sentence. */
  static because(reason: string): Refusal {
    return new Refusal(reason);
  }
}

/**
 * Somebody else changed the same thing meanwhile: both are kept, and the person is asked. `theirs` goes back as the
 * answer's result; where it has the shape of the contract's `conflict`, every screen can ask about it. `keep` writes down
 * what was wanted: it stays, unlike all else that the mutation did.
 */
export class Conflict extends Error {
  readonly theirs: unknown;
  readonly keep: (tx: Tx) => Promise<void>;
  constructor(message: string, theirs: unknown, keep: (tx: Tx) => Promise<void> = () => Promise.resolve()) {
    super(message);
    this.theirs = theirs;
    this.keep = keep;
  }
}

/** The session in whose name it came has ended: nothing was decided, and the same is sent again by whoever signs in. */
export class SessionEnded extends Error {
  override name = 'SessionEnded';
}
