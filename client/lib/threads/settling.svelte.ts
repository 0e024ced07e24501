// A conversation that was just settled here, and its undo, in place of a question before.
import type { ThreadForMe } from '#contract/thread.ts';
import { announcer } from '../live/announcer.svelte.ts';
import { live } from '../live/live.svelte.ts';
import { writes } from '../live/outbox.svelte.ts';
import { threads } from './threads.svelte.ts';
import { undoClose as words } from './undo-words.ts';

type Named = Pick<ThreadForMe, 'id' | 'caseId' | 'subject' | 'home'>;

class Settling {
  /** The newest, until it is undone, dismissed or followed by another. */
  last = $state.raw<Named | null>(null);

  async settle(thread: Named): Promise<void> {
    await threads.write('thread.settle', { caseId: thread.caseId, threadId: thread.id });
    const { id, caseId, subject, home } = thread;
    this.last = { id, caseId, subject, home };
    announcer.say(words.spokenClosed);
  }

  /** Undoes the newest. Resolves with it, or with null if there is none. */
  async undo(): Promise<Named | null> {
    const { last } = this;
    if (!last) return null;
    await this.reopen(last);
    return last;
  }

  async reopen(thread: Named): Promise<void> {
    if (this.last?.id === thread.id) this.last = null;
    const unsent = writes
      .waitingFor(thread.caseId)
      .findLast(({ kind, args }) => kind === 'thread.settle' && args['threadId'] === thread.id);
    // What may be on its way already is followed by its opposite.
    if (unsent && !live.connected) await writes.dismiss(unsent);
    else await threads.write('thread.reopen', { caseId: thread.caseId, threadId: thread.id });
    announcer.say(words.spokenReopened);
  }

  putAway(): void {
    this.last = null;
  }
}

export const settling = new Settling();
