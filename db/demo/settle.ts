// Scales a patch's arrears to what landlords report: current tenants owe 2.6 to 2.8 % of a year's rent. What the behaviours
// gave stays; only debt from before the ledger began is made larger or smaller, by one factor for all.
import type { Household } from './household.ts';

/** Current tenants' arrears as a part of a year's rent. */
export const arrearsTarget = 0.027;

/** @returns how far the patch is below its target, to be added to the next patch's (negative: it owes too much). */
export function settle(households: readonly Household[], targetPence: number): number {
  const current = households.filter((one) => one.endsOn === null);
  const owed = (factor: number) =>
    current.reduce((sum, one) => sum + Math.max(0, one.state.balancePence + legacyPence(one, factor)), 0);
  let low = 0;
  let high = 12;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (owed(middle) < targetPence) low = middle;
    else high = middle;
  }
  const left = targetPence - owed(low);
  for (const one of households) {
    const pence = legacyPence(one, one.endsOn === null ? low : 1);
    one.opening.pence += pence;
    one.state.balancePence += pence;
    one.state.legacyPence += pence;
  }
  return Math.round(left);
}

/** Who is let a home within the ledger's weeks brings no old debt. */
function legacyPence(household: Household, factor: number): number {
  if (household.startsOn >= household.opening.on) return 0;
  return Math.round(household.legacyWeeks * factor * household.weeklyRentPence);
}
