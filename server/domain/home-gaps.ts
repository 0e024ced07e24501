// What is not known of a home, or is no longer sure: who lives there, how to get in, the alarms, damp and mould. Any member
// of staff who is there can complete it. Nothing here is about rent. The gaps of its people are in person.ts.
import type { CheckFound, CheckKind } from './checks.ts';
import type { Day, Instant } from './facts.ts';

/** Checks that each home should have from the last year. */
const checksToHave = ['smoke_alarm', 'co_alarm', 'damp_mould', 'access'] as const satisfies CheckKind[];
export type HomeGapKind = 'household' | (typeof checksToHave)[number];
/** seenAt: when it was last recorded, more than a year ago; null: never. */
export type HomeGap = { kind: HomeGapKind; seenAt: Instant | null };

/** Landlords test alarms and look at a home about once a year; what is older is asked again. */
const sureForMs = 365 * 86_400_000;

/** `endsOn`: the first day on which the tenancy is over; null where no end is known. */
export const tenancyHasEnded = (endsOn: Day | null, today: Day): boolean =>
  endsOn !== null && endsOn <= today;

type KnownHome = {
  /** Its people have left: nothing is asked about them, and the home is another tenancy's. */
  tenancyEnded: boolean;
  householdConfirmedAt: Instant | null;
  checks: readonly (Pick<CheckFound, 'kind' | 'finding'> & { at: Instant })[];
};

/** In the order in which they are worth asking. "Not looked at" closes no gap; a problem that was recorded does. */
export function homeGapsOf(
  { tenancyEnded, householdConfirmedAt, checks }: KnownHome,
  now: Instant,
): HomeGap[] {
  if (tenancyEnded) return [];
  const newest = (kind: CheckKind): Instant | null =>
    checks.reduce<Instant | null>(
      (found, one) =>
        one.kind === kind && one.finding !== 'not_checked' && (found === null || one.at > found)
          ? one.at
          : found,
      null,
    );
  const all: HomeGap[] = [
    { kind: 'household', seenAt: householdConfirmedAt },
    ...checksToHave.map((kind) => ({ kind, seenAt: newest(kind) })),
  ];
  return all.filter(({ seenAt }) => seenAt === null || seenAt < now - sureForMs);
}
