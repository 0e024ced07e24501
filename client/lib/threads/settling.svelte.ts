// Conversations that were just closed or snoozed here, and the undo of it, in place of a question before.
import type { ThreadForMe } from '#contract/thread.ts';
import { announcer } from '../live/announcer.svelte.ts';
import { clock } from '../live/clock.svelte.ts';
import { live } from '../live/live.svelte.ts';
import { writes } from '../live/outbox.svelte.ts';
import { dueWords } from './due.ts';
import { threads } from './threads.svelte.ts';
import { undoClose as words } from './undo-words.ts';

type Named = Pick<ThreadForMe, 'id' | 'caseId' | 'subject' | 'home'>;
/** snoozedUntil: null where they were closed. */
type Done = { threads: readonly Named[]; snoozedUntil: string | null };

const named = ({ id, caseId, subject, home }: Named): Named => ({ id, caseId, subject, home });

class Settling {
  /** The newest, until it is undone, dismissed or followed by another. */
  last = $state.raw<Done | null>(null);

  /** Closes these conversations. */
  async settle(all: readonly Named[]): Promise<void> {
    for (const { caseId, id } of all) await threads.write('thread.settle', { caseId, threadId: id });
    this.last = { threads: all.map(named), snoozedUntil: null };
    announcer.say(words.spokenClosed);
  }

  /** Puts these conversations off until then (ISO). */
  async snooze(all: readonly Named[], until: string): Promise<void> {
    for (const { caseId, id } of all) await threads.write('thread.snooze', { caseId, threadId: id, until });
    this.last = { threads: all.map(named), snoozedUntil: until };
    announcer.say(words.spokenSnoozed(dueWords(until, clock.instant())));
  }

  async wake(thread: Named): Promise<void> {
    if (this.last?.threads.some(({ id }) => id === thread.id)) this.last = null;
    await threads.write('thread.snooze', { caseId: thread.caseId, threadId: thread.id, until: null });
    announcer.say(words.spokenWoken);
  }

  /** Undoes the newest, if there is one. */
  async undo(): Promise<void> {
    const { last } = this;
    if (!last) return;
    for (const thread of last.threads)
      await (last.snoozedUntil === null ? this.reopen(thread) : this.wake(thread));
    this.last = null;
  }

  async reopen(thread: Named): Promise<void> {
    if (this.last?.threads.some(({ id }) => id === thread.id)) this.last = null;
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
