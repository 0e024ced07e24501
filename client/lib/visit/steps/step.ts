// What the steps of a visit have in common.
import type { CaseDetail } from '#contract/case-detail.ts';
import type { CaseSummary } from '#contract/case-summary.ts';
import type { DoorHome } from '../before-door.ts';
import type { Step } from '../progress.ts';
import type { OpenVisit } from '../open-visit.svelte.ts';
import type { Wrong } from '../unfinished.ts';

/** What every step receives. */
export type StepProps = {
  visit: OpenVisit;
  summary: CaseSummary;
  /** null while the case is not fetched yet, or without signal. */
  detail: CaseDetail | null;
  /** What to know of the home and its people: read, or kept on this device; null where neither is there (yet). */
  home: DoorHome | null;
  /** It is not there and cannot be read now: the officer is warned before the door. */
  unknown: boolean;
  /** The field of this step that keeps the officer from going on. */
  wrong: Wrong | null;
  /** The steps of this visit, in order. */
  steps: readonly Step[];
  /** The officer turned back from this door: nothing is asked of them here. */
  turnedBack: boolean;
  ongo: (step: Step) => void;
};

/** What is wrong with that field, in words; '' where nothing is. */
export const errorAt = (wrong: Wrong | null, field: string): string =>
  wrong?.field === field ? wrong.says : '';
