// How much is missing of a home and its people, as it was read. Pure.
import { gapsOf } from '#domain/person.ts';
import { homeGapsOf, tenancyHasEnded } from '#domain/home-gaps.ts';
import { dayOf } from '../words/time.ts';
import type { Home } from './whole-home.ts';

/** Nothing is asked about people who have left. */
export function missingIn({ home, people, found, householdConfirmedAt }: Home, now: number): number {
  const tenancyEnded = tenancyHasEnded(home.tenancyEndsOn, dayOf(now));
  if (tenancyEnded) return 0;
  const known = {
    tenancyEnded,
    householdConfirmedAt: householdConfirmedAt === null ? null : Date.parse(householdConfirmedAt),
    checks: found.checks.map((one) => ({ ...one, at: Date.parse(one.at) })),
  };
  return people.flatMap(gapsOf).length + homeGapsOf(known, now).length;
}
