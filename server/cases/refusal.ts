// Thrown inside a mutation to refuse it: nothing of it stays but the answer, and the line that says it was tried.

export class Refusal extends Error {
  /** The reason is read by the person who tried: a plain sentence. */
  static because(reason: string): Refusal {
    return new Refusal(reason);
  }
}

/** Somebody else changed the same thing meanwhile: both are kept, and the person is asked. `theirs` goes back as the answer's result. */
export class Conflict extends Error {
  readonly theirs: unknown;
  constructor(message: string, theirs: unknown) {
    super(message);
    this.theirs = theirs;
  }
}
