// The visit that is being recorded on this device: its draft, stored with every change, and its steps, each written through
// the outbox when it is left. A refused step shows the server's words and is written again when the officer has corrected it.
import { clock } from '../live/clock.svelte.ts';
import { keep, keepUnread, kept, keptIfKnown, letGo } from '../live/device.ts';
import { asideKey } from '../live/in-page.ts';
import { writes } from '../live/outbox.svelte.ts';
import { Soon } from '../live/soon.ts';
import { dayOf, timeToday } from '../words/time.ts';
import { draftKey } from './begun.ts';
import { checksToWrite, newDraft, outcomeOf, promiseOf, type Draft, type DraftCheck } from './draft.ts';
import { isOld, type Step } from './progress.ts';
import { inProgress } from './in-progress.svelte.ts';
import { steps as words } from './step-words.ts';
import { visits } from './visits.svelte.ts';

/**
 * This person's unfinished visit of this case on this device; undefined when there is none, null when the device does not
 * answer. One that was set aside (live/in-page.ts: the device did not answer, and another was begun) follows when the newer
 * is finished.
 */
async function draftKept(caseId: number, staffId: number): Promise<Draft | undefined | null> {
  const isOpen = (draft: Draft | undefined) => draft?.staffId === staffId && draft.finishedAt === null;
  const known = await keptIfKnown<Draft>(draftKey(caseId));
  if (!known) return null;
  if (isOpen(known.value)) return known.value;
  const aside = await kept<Draft>(asideKey(draftKey(caseId)));
  if (!isOpen(aside)) return undefined;
  await keep(draftKey(caseId), aside);
  await letGo(asideKey(draftKey(caseId)));
  return aside;
}

export class OpenVisit {
  draft = $state<Draft>()!;
  /** Begun on an earlier day: the officer chooses whether to continue it. */
  old = $state(false);
  /** Why the server refused a step, in its words, until it is written again. */
  refused = $state('');
  /** The last step could not be written. It is kept in the draft, and each later step tries again. */
  unwritten = $state(false);
  /** The last write; never rejects, so that later writes are tried too. */
  #writing: Promise<unknown> = Promise.resolve();
  /** What the device holds of this case was not read: another visit there must not be overwritten. */
  #isUnread = false;
  readonly #soon = new Soon(() => void this.save(), 150);

  static async open(caseId: number, staffId: number): Promise<OpenVisit> {
    const one = new OpenVisit();
    const now = clock.instant();
    const known = await draftKept(caseId, staffId);
    one.#isUnread = known === null;
    one.draft = known ?? newDraft({ caseId, staffId, now, visitId: crypto.randomUUID() });
    one.old = known ? isOld(known, now) : false;
    return one;
  }

  beginAnew(): void {
    const { caseId, staffId } = this.draft;
    this.draft = newDraft({ caseId, staffId, now: clock.instant(), visitId: crypto.randomUUID() });
    this.old = false;
    this.saveSoon();
  }

  /** Call with each change. */
  saveSoon(): void {
    this.#soon.ask();
  }

  /** Stores the draft. Begins within the call, because the page may be gone in the next instant. */
  async save(): Promise<void> {
    this.#soon.cancel();
    const draft = $state.snapshot(this.draft);
    inProgress.stored(draft);
    if (draft.finishedAt === null) {
      if (!this.#isUnread) await keep(draftKey(draft.caseId), draft);
      else if (await keepUnread(draftKey(draft.caseId), draft)) this.#isUnread = false;
    } else {
      inProgress.ended(draft.caseId);
      await letGo(draftKey(draft.caseId));
    }
  }

  /** As `save`, but resolves when a step that is being written is on the device too. */
  async settle(): Promise<void> {
    await this.save();
    await this.#writing;
  }

  /**
   * Writes a step if it differs from what was sent. It is on the device when this resolves. Rejects when it could not be
   * written; it is still in the draft, and the next call tries again.
   */
  write(step: Step): Promise<void> {
    // Serially: two writes at once would both send the same change.
    const written = this.#writing.then(() => this.#write(step));
    this.#writing = written.catch(() => {});
    return written;
  }

  /**
   * As `write`, when the step is left. A failure sets `unwritten` and never rejects: a device that cannot write keeps
   * nobody at a step, and finishing the visit writes everything again.
   */
  async leave(step: Step): Promise<void> {
    if (this.draft.finishedAt === null) await this.write(step).catch(() => (this.unwritten = true));
  }

  async #write(step: Step): Promise<void> {
    // The draft first: the page may be hidden before the outbox has stored the step.
    await this.save();
    // What was confirmed is sent with who was met.
    if (step === 'who' || step === 'details') await this.#writeWho();
    if (step === 'checks') await this.#writeChecks();
    if (step === 'next') await this.#writeNext();
    await this.save();
  }

  /** Writes every step that is not written yet, and the end of the visit; no promise under a hold (`held`). False when the outcome is not known yet. */
  async finish(held: boolean): Promise<boolean> {
    const { draft } = this;
    const outcome = outcomeOf(draft, held);
    if (!outcome) return false;
    for (const step of ['who', 'checks', 'next'] as const) await this.write(step);
    await visits.finish(draft.caseId, outcome, draft.note.trim(), promiseOf(draft, held), draft.visitId);
    draft.finishedAt = clock.instant();
    await this.save();
    return true;
  }

  async #writeWho(): Promise<void> {
    const { caseId, visitId, met, people, confirmed, other, reason, cardLeft, triedAt, metNote, written } =
      this.draft;
    if (met === '' || (met === 'nobody' && (reason === '' || cardLeft === null))) return;
    const note = metNote.trim();
    const answers =
      met === 'nobody'
        ? {
            visitId,
            reason,
            cardLeft,
            note,
            ...(triedAt ? { triedAt: timeToday(triedAt, clock.instant()) } : {}),
          }
        : {
            visitId,
            met,
            people: [...people],
            confirmed: met === 'tenant' ? [...(confirmed ?? [])] : [],
            other: other.trim(),
            note,
          };
    const words = JSON.stringify(answers);
    if (written.who === words) return;
    const kind = met === 'nobody' ? 'visit.no-access' : 'visit.met';
    await this.#send(kind, { caseId, ...answers }, () => delete this.draft.written.who);
    this.draft.written.who = words;
  }

  async #writeChecks(): Promise<void> {
    const { caseId, visitId } = this.draft;
    const all = checksToWrite(this.draft, () => crypto.randomUUID());
    if (all.length === 0) return;
    const before = all.map(({ of }) => [of, of.written] as [DraftCheck, DraftCheck['written']]);
    const undo = () => {
      for (const [of, was] of before) of.written = was;
    };
    await this.#send('check.record', { caseId, visitId, checks: all.map(({ check }) => check) }, undo);
    for (const { of, check, words } of all) of.written = { checkId: check.checkId, words };
  }

  async #writeNext(): Promise<void> {
    const { caseId, visitId, next, nextOn, nextNote, written } = this.draft;
    if (
      next === '' ||
      (next === 'visit' && nextOn === '') ||
      (nextOn !== '' && nextOn < dayOf(clock.instant()))
    )
      return;
    const answers = {
      visitId,
      step: next,
      ...(nextOn && next !== 'nothing' ? { on: nextOn } : {}),
      note: nextNote.trim(),
    };
    const words = JSON.stringify(answers);
    if (written.next === words) return;
    await this.#send('visit.next', { caseId, ...answers }, () => delete this.draft.written.next);
    this.draft.written.next = words;
  }

  async #send(
    kind: Parameters<typeof writes.write>[0],
    args: { caseId: number } & Record<string, unknown>,
    undo: () => void,
  ): Promise<void> {
    this.refused = '';
    const { answered } = await writes.write(kind, args);
    void answered.then((answer) => {
      if (answer.status !== 'refused' && answer.status !== 'conflict') return;
      undo();
      this.refused = answer.message ?? words.notRecorded;
      this.saveSoon();
    });
  }
}
