// The lines of an officer's movement (attribution.ts) by account, so that every line opens into rows that sum to it to the penny.
import { workingDays } from './expectation-strata.ts';
import type { CasesMoved, MovementLine } from './attribution.ts';

/** The lines that are shared out among accounts; the rows of the others are the ledger's own. */
export const sharedLines = [
  'attributable',
  'absence',
  'benefit_timing',
  'payment_timing',
  'bank_holiday_timing',
  'not_in_arrears',
] as const satisfies readonly MovementLine[];
export type SharedLine = (typeof sharedLines)[number];

/** One case in one week. `bankHoliday`: the week has one. Pence as in CasesMoved. */
export type CaseMoved = CasesMoved & { week: string; account: number; bankHoliday: boolean };

/**
 * What each account adds to a line, without those that add nothing. Absence is rounded for the cases of a week together, as
 * the line is; the odd pennies go to the cases whose share was cut most.
 */
export function accountsOf(cases: readonly CaseMoved[], line: MovementLine): Map<number, number> {
  const sums = new Map<number, number>();
  const add = (account: number, pence: number) => sums.set(account, (sums.get(account) ?? 0) + pence);
  const groups = Map.groupBy(cases, ({ week, benefit, heldDays }) => `${week} ${benefit} ${heldDays}`);
  for (const own of groups.values()) {
    const { benefit, bankHoliday, heldDays } = own[0]!;
    const timing = benefit ? 'benefit_timing' : bankHoliday ? 'bank_holiday_timing' : 'payment_timing';
    if (line === timing) for (const one of own) add(one.account, one.timingPence);
    if (line !== 'absence' && line !== 'attributable') continue;
    const real = own.map(({ movedPence, timingPence }) => movedPence - timingPence);
    const away = sharesOf(real, workingDays - heldDays, workingDays);
    own.forEach(({ account }, i) => add(account, line === 'absence' ? away[i]! : real[i]! - away[i]!));
  }
  return new Map([...sums].filter(([, pence]) => pence !== 0));
}

/** parts / whole of each amount in whole pence, which sum to parts / whole of all of them, rounded. */
function sharesOf(amounts: readonly number[], parts: number, whole: number): number[] {
  const exact = amounts.map((amount) => (amount * parts) / whole);
  const total = Math.round((amounts.reduce((sum, amount) => sum + amount, 0) * parts) / whole);
  const shares = exact.map(Math.floor);
  const missing = total - shares.reduce((sum, share) => sum + share, 0);
  const order = exact
    .map((value, i) => [value - shares[i]!, i] as const)
    .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  for (const [, i] of order.slice(0, missing)) shares[i]!++;
  return shares;
}
