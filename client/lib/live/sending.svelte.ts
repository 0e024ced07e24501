// One change that a form sends: stored on the device first, then answered by the server. A refused change stays in the form
// with what was typed. Without a connection, or an answer in time, it is saved on this device and sent automatically.
import type { MutationKind } from '#contract/up.ts';
import { live } from './live.svelte.ts';
import { writes } from './outbox.svelte.ts';
import { orNullAfter } from './or-null-after.ts';
import { sending as words } from './later-words.ts';

const answerWithinMs = 4000;
/** The form's fields on this device (written.svelte.ts): removed when the outbox has them, stored again when it was refused. */
type Words = { sending: () => void; done: () => Promise<void>; refused: () => Promise<void> };

/** The state of one change that a form sends: busy, refused, or saved on the device. */
export class Sending {
  busy = $state(false);
  /** Why the server refused, in its words. */
  refusal = $state('');
  readonly #words: Words | undefined;
  readonly #conflicts: 'asked' | 'refused';

  /** conflicts: 'asked' ones stay in the outbox, where ConflictDialog (lib/together) asks; 'refused' ones stay in the form. */
  constructor(words?: Words, conflicts: 'asked' | 'refused' = 'asked') {
    this.#words = words;
    this.#conflicts = conflicts;
  }

  /** Resolves with false when it was refused: then the form stays open. */
  async send(
    kind: MutationKind,
    args: { caseId: number } & Record<string, unknown>,
    baseVersion?: number,
  ): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.refusal = '';
    this.#words?.sending();
    try {
      const { item, answered } = await writes.write(kind, args, baseVersion);
      void this.#words?.done();
      const answer = live.connected ? await orNullAfter(answered, answerWithinMs) : null;
      const isRefused = answer?.status === 'refused';
      if (!answer || !(isRefused || (answer.status === 'conflict' && this.#conflicts === 'refused')))
        return true;
      this.refusal = answer.message ?? words.refused;
      await this.#words?.refused();
      await writes.dismiss({ ...item, answer });
      return false;
    } finally {
      this.busy = false;
    }
  }
}
