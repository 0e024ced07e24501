// The visits that this person has begun and not finished: those with a draft on this device, also when their case has left
// the list, and those that the list shows as on the way. Every page shows them, so that no visit is forgotten.
import type { CaseSummary } from '#contract/case-summary.ts';
import { kept, keep, keptUnder, letGo } from '../live/device.ts';
import { live } from '../live/live.svelte.ts';
import { without } from '../live/without.ts';
import { doors } from './doors.svelte.ts';
import type { Draft } from './draft.ts';
import { isBegun, stepsOf } from './progress.ts';
import { inProgress as words } from './words.ts';

/** The case as it was last seen: a visit continues without signal also when the case is no longer on the list. */
const caseKey = (caseId: number): string => `visit-case ${caseId}`;

type InProgress = {
  caseId: number;
  address: string;
  /** The number of its step, from 1; null when the officer is only on the way. */
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
        const address = live.get(caseId)?.address ?? this.#addresses.get(caseId) ?? words.unknown;
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

  /** Call with the draft when it is stored. */
  stored(draft: Begun): void {
    if (draft.staffId !== this.#staffId) return;
    doors.recordMet(draft.caseId, metSince(draft));
    const { caseId, staffId, startedAt, step, finishedAt, met, metAt } = draft;
    const was = this.#drafts.get(caseId);
    const now: Begun = { caseId, staffId, startedAt, step, finishedAt, met, metAt };
    if (!isBegun(draft)) this.#drafts = without(this.#drafts, caseId);
    else if (JSON.stringify(was) !== JSON.stringify(now))
      this.#drafts = new Map(this.#drafts).set(caseId, now);
  }

  /** Call when the draft of this case was removed from the device. */
  ended(caseId: number): void {
    void letGo(caseKey(caseId)).catch(() => {});
    doors.recordMet(caseId, null);
    this.#drafts = without(this.#drafts, caseId);
  }

  /** Stores the case that the visit's page needs. */
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

/** When this draft recorded who was there (epoch ms); null when it has not. */
const metSince = (draft: Begun): number | null =>
  isBegun(draft) && draft.met !== '' ? (draft.metAt ?? draft.startedAt) : null;

export const inProgress = new VisitsInProgress();
