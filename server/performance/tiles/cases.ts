// What one case of the worklist adds to the tiles.
import type { CaseSummary } from '../../contract/case-summary.ts';
import type { Contribution } from './sums.ts';

export function ofCase(one: CaseSummary): Contribution {
  const whose = one.blockers.some(({ kind }) => kind === 'former_tenant') ? 'former' : 'current';
  const adds: [string, number][] = [[`cases_by_action/${one.action}`, 1]];
  if (one.realArrearsPence !== 0) adds.push([`real_arrears/${whose}`, one.realArrearsPence]);
  if (one.technicalArrearsPence !== 0) adds.push([`technical_arrears/${whose}`, one.technicalArrearsPence]);
  if (one.planState === 'kept') adds.push(['plans_kept/kept', 1]);
  if (one.planState === 'late') adds.push(['plans_open/late', 1]);
  if (one.planState === 'broken') adds.push(['plans_open/broken', 1]);
  return { patchId: one.patchId, caseId: one.id, at: null, adds };
}
