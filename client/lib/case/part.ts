// What every part of the case page is handed.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { CaseDetail } from '#contract/case-detail.ts';
import type { OpenCase } from '../live/open-case.svelte.ts';

/** detail: null until it has been fetched; a part shows then what the list knows. open: asks again, reads older pages. */
export type PartProps = { summary: CaseSummary; detail: CaseDetail | null; open: OpenCase };
