// One change that a form of the help part sends: on the device first, then the server's word. Refused: it stays in the
// form with what was written. A conflict: it stays in the outbox, and whoever wrote it is asked there (lib/together).
import type { MutationKind } from '#contract/up.ts';
import { writes } from '../live/outbox.svelte.ts';

const answerWithinMs = 4000;

export class Sending {
  busy = $state(false);
  refusal = $state('');

  /** False where it was refused: then the form stays. Without an answer in time it is saved here and goes by itself. */
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
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), answerWithinMs)));
      const answer = await Promise.race([answered, late]);
      clearTimeout(timer);
      if (answer?.status !== 'refused') return true;
      this.refusal = answer.message ?? 'That could not be saved.';
      await writes.dismiss({ ...item, answer });
      return false;
    } finally {
      this.busy = false;
    }
  }
}
