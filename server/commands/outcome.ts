// How a command ends without being carried out. Each is thrown inside its transaction, and nothing of what the command did
// stays, but for what `keep` writes and the line of audit.
import type postgres from 'postgres';

export type Tx = postgres.TransactionSql<{ bigint: number }>;

/** Not possible, and why: a plain sentence for the person who tried. */
export class Refusal extends Error {}

/** Not this person's work. Over HTTP it is a 403. */
export class Forbidden extends Refusal {}

/**
 * Somebody else changed the same thing meanwhile: both are kept, and the person chooses. `theirs` goes back as the
 * answer's result; where it has the shape of the contract's `conflict`, every screen can ask about it. `keep` writes down
 * what was wanted: it stays, unlike everything else that the command did.
 */
export class Conflict extends Error {
  readonly theirs: unknown;
  readonly keep: (tx: Tx) => Promise<void>;
  constructor(
    message: string,
    theirs: unknown = null,
    keep: (tx: Tx) => Promise<void> = () => Promise.resolve(),
  ) {
    super(message);
    this.theirs = theirs;
    this.keep = keep;
  }
}

/** The session in whose name it came has ended: nothing was decided, and the same is sent again after signing in. */
export class SessionEnded extends Error {
  override name = 'SessionEnded';
}
