// Changes of a repair's status that were made here, and the undo of the newest, in place of a question before.
import type { RepairStatus } from '#domain/repairs.ts';
import { announcer } from '../live/announcer.svelte.ts';
import { live } from '../live/live.svelte.ts';
import { writes } from '../live/outbox.svelte.ts';
import { repairStatus as words } from './desk-words.ts';
import { threads } from './threads.svelte.ts';

type Change = { caseId: number; repairId: number; was: RepairStatus; status: RepairStatus };

class RepairChanges {
  /** The newest, until it is undone, refused or followed by another. */
  last = $state.raw<Change | null>(null);
  /** The repairs that were changed here: a completed one stays in its place, with its undo. */
  changed = $state.raw<ReadonlySet<number>>(new Set());

  /** Resolves with why it was refused, or with '' once it is saved. */
  async set(change: Change, reason?: string): Promise<string> {
    const { caseId, repairId, was, status } = change;
    this.changed = new Set([...this.changed, repairId]);
    this.last = change;
    const { answered, item } = await threads.write('repair.status', {
      ...{ caseId, repairId, status, seen: was },
      ...(reason === undefined ? {} : { reason }),
    });
    const answer = await answered;
    if (answer.status !== 'refused') {
      announcer.say(words.saved);
      return '';
    }
    if (this.last === change) this.last = null;
    await writes.dismiss({ ...item, answer });
    return answer.message ?? '';
  }

  /** Takes the newest change back. Resolves as `set`. */
  async undo(): Promise<string> {
    const change = this.last;
    if (!change) return '';
    this.last = null;
    const { caseId, repairId, was, status } = change;
    const unsent = writes
      .waitingFor(caseId)
      .findLast(({ kind, args }) => kind === 'repair.status' && args['repairId'] === repairId);
    announcer.say(words.undone);
    // What may be on its way already is followed by its opposite.
    if (unsent && !live.connected) {
      await writes.dismiss(unsent);
      return '';
    }
    const refusal = await this.set({ caseId, repairId, was: status, status: was });
    // The undo itself is not undone.
    this.last = null;
    return refusal;
  }
}

export const repairChanges = new RepairChanges();
