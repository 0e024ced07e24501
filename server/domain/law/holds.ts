// What stops work on a debt, and what a breathing space leaves allowed. A hold binds from startsOn until the day
// before endsOn; one without an end binds until somebody ends it.
import type { Blocker, BlockerKind } from '../answer.ts';
import { addDays, dayNumber, formatDay } from '../days.ts';
import { formatPence } from '../money.ts';
import type { CaseFacts, Charged, Day, Hold, HoldKind, Receipt } from '../facts.ts';

/** The name of each hold, in the order in which the kinds are offered. */
export const holdNames: Record<HoldKind, string> = {
  breathing_space: 'Breathing space',
  mental_health_crisis: 'Mental health crisis breathing space',
  agreed: 'Agreed hold',
  court_decree: 'Waiting for a court decision',
  safeguarding: 'Safeguarding',
  deceased: 'Tenant has died',
};
const order: readonly BlockerKind[] = [
  'deceased',
  'mental_health_crisis',
  'breathing_space',
  'safeguarding',
  'court_decree',
  'agreed',
  'former_tenant',
  'credit',
];

/** Whether the hold is a breathing space, standard or for a mental-health crisis. */
export const isBreathingSpace = (kind: BlockerKind): boolean =>
  kind === 'breathing_space' || kind === 'mental_health_crisis';

/** Kinds that the law or care sets. */
const protective: readonly HoldKind[] = [
  'breathing_space',
  'mental_health_crisis',
  'safeguarding',
  'deceased',
];
/** Whether ending a hold of that kind before its day is a manager's decision. */
export const onlyManagerEndsHold = (kind: HoldKind): boolean => protective.includes(kind);

/** Is it in force on that day? */
export const holdsOn = (hold: Hold, day: Day): boolean =>
  hold.startsOn <= day && (hold.endsOn === null || day < hold.endsOn);

function blockerOf(hold: Hold, today: Day): Blocker {
  const { kind, endsOn: until, reviewOn } = hold;
  const withYear = until !== null && dayNumber(until) - dayNumber(today) > 180;
  let text = holdNames[kind];
  // The text has the last day: 'until Thu 31 Dec' includes that day.
  if (until) text += ` until ${formatDay(addDays(until, -1), withYear)}`;
  if (reviewOn && reviewOn <= today) text += `, review due ${formatDay(reviewOn)}`;
  return { kind, until, text };
}

/** Everything that stops work on this debt today, weightiest first. */
export function blockersOn(
  facts: Pick<CaseFacts, 'holds' | 'balancePence' | 'tenancyEndedOn'>,
  today: Day,
): Blocker[] {
  const blockers: Blocker[] = [];
  for (const hold of facts.holds) if (holdsOn(hold, today)) blockers.push(blockerOf(hold, today));
  if (facts.tenancyEndedOn !== null && facts.tenancyEndedOn <= today) {
    const text = `Former tenant since ${formatDay(facts.tenancyEndedOn, true)}`;
    blockers.push({ kind: 'former_tenant', until: null, text });
  }
  if (facts.balancePence <= 0) {
    const text =
      facts.balancePence < 0 ? `In credit by ${formatPence(-facts.balancePence)}` : 'Nothing is owed';
    blockers.push({ kind: 'credit', until: null, text });
  }
  if (blockers.length < 2) return blockers;
  return blockers
    .sort(
      (a, b) =>
        order.indexOf(a.kind) - order.indexOf(b.kind) ||
        compare(a.until ?? '9999', b.until ?? '9999') ||
        compare(a.text, b.text),
    )
    .filter((one, i) => one.text !== blockers[i - 1]?.text || one.kind !== blockers[i - 1]?.kind);
}
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** What a visit or a contact is about. rent_since: only the rent that fell due after a breathing space began. */
export const visitPurposes = ['arrears', 'rent_since', 'repair', 'welfare', 'damp_check'] as const;
export type VisitPurpose = (typeof visitPurposes)[number];
/** The purpose as the end of a sentence: "Clear to knock: about a repair". */
export const purposeWords: Record<VisitPurpose, string> = {
  arrears: 'about the arrears',
  rent_since: 'about the rent since the breathing space began',
  repair: 'about a repair',
  welfare: 'to see how they are',
  damp_check: 'to look for damp and mould',
};
/** What somebody may want to do at a home. */
export type Purpose = VisitPurpose | 'notice' | 'court';

/**
 * The blocker that forbids it, or null. Every blocker forbids work on the debt; none forbids help with the home. A
 * breathing space leaves the rent since its start payable: that may be asked for.
 */
export function forbids(blockers: readonly Blocker[], purpose: Purpose): Blocker | null {
  if (purpose === 'repair' || purpose === 'welfare' || purpose === 'damp_check') return null;
  if (purpose === 'rent_since') return blockers.find(({ kind }) => !isBreathingSpace(kind)) ?? null;
  return blockers[0] ?? null;
}

/**
 * A breathing space's two parts of a balance: what was owed when it began is frozen; rent that fell due after its
 * start must be paid and may be asked for. Payments since go to the rent since first. Both in pence, 0 or more.
 */
export function splitAtBreathingSpace(
  facts: Pick<CaseFacts, 'holds' | 'balancePence'> & {
    charges: readonly Charged[];
    receipts: readonly Receipt[];
  },
  today: Day,
): { since: Day; frozenPence: number; payablePence: number } | null {
  let since: Day | null = null;
  for (const hold of facts.holds) {
    if (isBreathingSpace(hold.kind) && holdsOn(hold, today) && (since === null || hold.startsOn < since)) {
      since = hold.startsOn;
    }
  }
  if (since === null) return null;
  let due = 0;
  for (const charge of facts.charges) if (charge.on >= since) due += charge.amountPence;
  for (const receipt of facts.receipts) if (receipt.on >= since) due -= receipt.amountPence;
  const owed = Math.max(0, facts.balancePence);
  const payablePence = Math.min(Math.max(0, due), owed);
  return { since, frozenPence: owed - payablePence, payablePence };
}
