// The one place where the worklist meets the domain's rules.
// PLACEHOLDER until the domain room's assess stands: balance owed means a visit.
import type { Sql } from '../../db/connect.ts';
import type { Assessment, AssessmentClock } from '../domain/assessment.ts';
import type { CaseFacts, Day } from '../domain/facts.ts';

export type Rules = { recentDays: number };

export async function rulesInForce(_sql: Sql, _today: Day, _nation: string): Promise<Rules> {
  return { recentDays: 75 };
}

export function assess(facts: CaseFacts, _clock: AssessmentClock, _rules: Rules): Assessment {
  const owed = Math.max(0, facts.balancePence);
  return {
    action: owed > 0 ? 'visit' : 'none',
    urgency: Math.min(100, owed / 1000),
    reasons: owed > 0 ? [{ code: 'owes', params: { owed }, text: `Owes ${owed}` }] : [],
    blockers: [],
    alerts: [],
    realArrearsPence: owed,
    technicalArrearsPence: 0,
    weeksOwed: facts.weeklyRentPence ? Math.round((10 * owed) / facts.weeklyRentPence) / 10 : null,
    trend: 'steady',
    planState: 'none',
    reassessAt: null,
  };
}
