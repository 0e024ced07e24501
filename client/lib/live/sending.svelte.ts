// One change that a form sends: on the device first, then the server's word. Refused: it stays in the form with what was
// written. Without an answer in time it is saved on this device and goes by itself.
import type { MutationKind } from '#contract/up.ts';
import { writes } from './outbox.svelte.ts';
import { within } from './within.ts';

const answerWithinMs = 4000;
/** The form's words on this device (written.svelte.ts): they go when the outbox has them, and come back when it was refused. */
type Words = { done: () => Promise<void>; refused: () => Promise<void> };

export class Sending {
  busy = $state(false);
  /** Why the server refused, in its words. */
  refusal = $state('');
  readonly #words: Words | undefined;
  readonly #conflicts: 'asked' | 'refused';

  /** conflicts: "asked" stay in the outbox, and are asked about over every page (lib/together); "refused" stay in the form. */
  constructor(words?: Words, conflicts: 'asked' | 'refused' = 'asked') {
    this.#words = words;
    this.#conflicts = conflicts;
  }

  /** False where it was refused: then the form stays. */
  async send(
    kind: MutationKind,
    args: { caseId: number } & Record<string, unknown>,
    baseVersion?: number,
  ): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.refusal = '';
    try {
      const { item, answered } = await writes.write(kind, args, baseVersion);
      void this.#words?.done();
      const answer = await within(answered, answerWithinMs);
      const isRefused = answer?.status === 'refused';
      if (!answer || !(isRefused || (answer.status === 'conflict' && this.#conflicts === 'refused')))
        return true;
      this.refusal = answer.message ?? 'That could not be saved.';
      await this.#words?.refused();
      await writes.dismiss({ ...item, answer });
      return false;
    } finally {
      this.busy = false;
    }
  }
}
