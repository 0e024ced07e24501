// The visits that this person has begun and not finished: those whose draft this device keeps, also when their case has left
// the list, and those that the list knows to be on the way. They are on screen on every page, so that none is lost.
import type { CaseSummary } from '#contract/case-summary.ts';
import { kept, keep, keptUnder, letGo } from '../live/device.ts';
import { live } from '../live/live.svelte.ts';
import { without } from '../live/without.ts';
import { doors } from './doors.svelte.ts';
import { isBegun, stepsOf, type Draft } from './draft.ts';

/** The case as it was when it was last seen: a visit goes on without signal also where the list has it no more. */
const caseKey = (caseId: number): string => `visit-case ${caseId}`;

type InProgress = {
  caseId: number;
  address: string;
  /** Of the steps of this visit, from 1; null where only the way there has begun. */
  step: number | null;
  startedAt: number;
};
type Begun = Pick<Draft, 'caseId' | 'staffId' | 'startedAt' | 'step' | 'finishedAt' | 'met' | 'metAt'>;

class VisitsInProgress {
  #drafts = $state.raw<ReadonlyMap<number, Begun>>(new Map());
  #addresses = $state.raw<ReadonlyMap<number, string>>(new Map());
  #staffId = 0;

  /** Newest first. */
  all = $derived.by((): InProgress[] => {
    const ids = new Set([...this.#drafts.keys(), ...doors.underWay]);
    return [...ids]
      .map((caseId) => {
        const draft = this.#drafts.get(caseId);
        const address = live.get(caseId)?.address ?? this.#addresses.get(caseId) ?? 'a visit';
        const step = draft ? Math.max(0, stepsOf(draft, false).indexOf(draft.step)) + 1 : null;
        return { caseId, address, step, startedAt: draft?.startedAt ?? 0 };
      })
      .sort((a, b) => b.startedAt - a.startedAt);
  });

  /** Reads the drafts on this device, now and whenever the page becomes visible. Returns the function that stops it. */
  start(staffId: number): () => void {
    this.#staffId = staffId;
    void this.#read();
    const look = () => !document.hidden && void this.#read();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      this.#staffId = 0;
      this.#drafts = new Map();
      this.#addresses = new Map();
    };
  }

  /** The draft as it is kept now. */
  saw(draft: Begun): void {
    if (draft.staffId !== this.#staffId) return;
    doors.recordMet(draft.caseId, metSince(draft));
    const { caseId, staffId, startedAt, step, finishedAt, met, metAt } = draft;
    const was = this.#drafts.get(caseId);
    const now: Begun = { caseId, staffId, startedAt, step, finishedAt, met, metAt };
    if (!isBegun(draft)) this.#drafts = without(this.#drafts, caseId);
    else if (JSON.stringify(was) !== JSON.stringify(now))
      this.#drafts = new Map(this.#drafts).set(caseId, now);
  }

  /** There is no draft of this case on the device any more. */
  ended(caseId: number): void {
    void letGo(caseKey(caseId)).catch(() => {});
    doors.recordMet(caseId, null);
    this.#drafts = without(this.#drafts, caseId);
  }

  /** Keeps what the visit's page needs of its case. */
  async remember(summary: CaseSummary): Promise<void> {
    this.#addresses = new Map(this.#addresses).set(summary.id, summary.address);
    await keep(caseKey(summary.id), summary).catch(() => {});
  }

  async recall(caseId: number): Promise<CaseSummary | undefined> {
    return kept<CaseSummary>(caseKey(caseId)).catch(() => undefined);
  }

  async #read(): Promise<void> {
    const me = this.#staffId;
    const [drafts, cases] = await Promise.all([
      keptUnder<Draft>('visit ').catch(() => []),
      keptUnder<CaseSummary>('visit-case ').catch(() => []),
    ]);
    if (this.#staffId !== me) return;
    this.#drafts = new Map(
      drafts.filter((draft) => draft.staffId === me && isBegun(draft)).map((draft) => [draft.caseId, draft]),
    );
    this.#addresses = new Map(cases.map(({ id, address }) => [id, address]));
    for (const draft of this.#drafts.values()) doors.recordMet(draft.caseId, metSince(draft));
  }
}

/** When this draft recorded who was met, or that nobody was; null where it has not. */
const metSince = (draft: Begun): number | null =>
  isBegun(draft) && draft.met !== '' ? (draft.metAt ?? draft.startedAt) : null;

export const inProgress = new VisitsInProgress();
