// The day that this device keeps, and what follows from cases for it: who could be visited, and which stops may not be
// any more. Pure: cases, visits and the time are handed in. The rules are the domain's (round-worth.ts, round-change.ts).
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Cause } from '#contract/down.ts';
import type { AlertKind } from '#domain/facts.ts';
import type { Offer, PlannedStop } from '#domain/rounds/round-change.ts';
import { straightSeconds, type TravelMode, type TravelTable } from '#domain/rounds/round-travel.ts';
import type { NotToday } from '#domain/rounds/visiting-hours.ts';
import { worthOf, worthPoints, type Visitor } from '#domain/rounds/round-worth.ts';
import type { Place } from '#domain/place.ts';
import { placeOf } from '../worklist/order.ts';
import { paidSentence } from '../worklist/sentences.ts';
import { about, reasons, type leftOut } from './words.ts';

/** The officer's answers to the form, kept for the next time. */
export type Ask = {
  /** 'HH:MM' on the landlord's clocks. */
  until: string;
  mode: TravelMode;
  /** Back where it began at the end. */
  roundTrip: boolean;
  accompanied: boolean;
  cleared: AlertKind[];
  minutes: number;
};

/** The state of a stop of today for this person, with what this device has not sent yet. */
export type Stage = 'none' | 'planned' | 'on_the_way' | 'theirs';

/** Why a home is not in the day, by kind: barred by the rules, or no time, or no place. */
export type LeftKind = keyof typeof leftOut;
/** Why a stop was removed during the day. */
type GoneKind = LeftKind | 'paid' | 'not_needed' | 'not_listed' | 'refused' | 'skipped' | 'turned_back';
/** `why` ends a sentence. */
export type Gone = { kind: GoneKind; why: string };

export type DayPlan = {
  version: 2;
  staffId: number;
  /** The landlord's working day for which it is: today, or the next one; then `notToday` says why. */
  day: string;
  notToday: NotToday;
  /** The landlord's visiting hours of that day. */
  opensAt: number;
  closesAt: number;
  /** Epoch ms, as all instants here. */
  madeAt: number;
  startsAt: number;
  endsAt: number;
  ask: Ask;
  from: (Place & { label: string }) | null;
  table: TravelTable | null;
  /** Why ways are straight lines although a router is set up; '' otherwise. */
  note: string;
  stops: PlannedStop[];
  /** When the last door is left, or the start is reached again. */
  finishAt: number;
  travelSeconds: number;
  /** Left out, by case: the sentence why. */
  left: { id: number; label: string; kind: LeftKind; why: string }[];
  /** Removed during the day; never added again automatically. */
  out: ({ id: number } & Gone)[];
  /** What was changed, newest last. */
  said: { at: number; text: string }[];
};

/** The search takes this many; of more, those with the best value for the time at the door and the way there. */
const mostOffers = 99;

/** Everybody who could be visited, and who is left out with why. */
export function offersFrom(
  cases: Iterable<CaseSummary>,
  who: Visitor,
  plan: Pick<DayPlan, 'from'> & { mode: TravelMode; never: ReadonlySet<number> },
): { offers: Offer[]; left: DayPlan['left']; aside: Map<AlertKind, number> } {
  const offers: (Offer & { first: number })[] = [];
  const left: DayPlan['left'] = [];
  const aside = new Map<AlertKind, number>();
  for (const c of cases) {
    if (plan.never.has(c.id)) continue;
    const worth = worthOf(c, who);
    if (!worth.visit) {
      if (worth.because === null) continue;
      left.push({ id: c.id, label: c.address, kind: worth.kind, why: worth.because });
      for (const kind of ['no_female_staff', 'no_male_staff'] as const)
        if (c.alerts.some((a) => a.kind === kind)) aside.set(kind, (aside.get(kind) ?? 0) + 1);
      continue;
    }
    const at = placeOf(c);
    if (!at) {
      left.push({ id: c.id, label: c.address, kind: 'not_on_map', why: reasons.noPosition });
      continue;
    }
    const { latitude, longitude } = at;
    const { id } = c;
    const { value, why, minutes } = worth;
    const way = plan.from ? straightSeconds(plan.mode, plan.from, at) / 60 : 0;
    const first = value / (minutes + way / 3);
    offers.push({ id, latitude, longitude, value, why, minutes, label: c.address, appointmentAt: null, keep: false, first }); // prettier-ignore
  }
  offers.sort((a, b) => b.first - a.first || a.id - b.id);
  return { offers: offers.slice(0, mostOffers).map(({ first: _first, ...offer }) => offer), left, aside };
}

/** What is known of a stop's case now. */
export type Known = {
  c: CaseSummary | undefined;
  listed: boolean;
  paid: Cause | undefined;
  stage: Stage;
  /** The server refused its visit, in words. */
  refused: string | undefined;
  /** It has an unanswered stand-down: it stays, crossed out, until it is answered. */
  stoodDown: boolean;
};

/** Why a stop may not be visited any more; null while it may. Money counts that was paid `since` then. */
export function goneBecause(
  known: Known,
  who: Visitor,
  { since, now }: { since: number; now: number },
): Gone | null {
  const { c, paid, listed } = known;
  if (known.stoodDown || known.stage === 'on_the_way') return null;
  const cameIn: Gone | null =
    paid && Date.parse(paid.at) >= since ? { kind: 'paid', why: paidWords(paid, now) } : null;
  if (!c || !listed) return cameIn ?? { kind: 'not_listed', why: reasons.notListed };
  const worth = worthOf(c, who);
  // The money came: a visit that was planned only because of this list is not needed.
  if (cameIn && worthPoints.base[c.action] === undefined) return cameIn;
  if (!worth.visit)
    return worth.because !== null
      ? { kind: worth.kind, why: worth.because }
      : (cameIn ?? { kind: 'not_needed', why: reasons.notNeeded });
  if (known.refused !== undefined) return { kind: 'refused', why: known.refused.replace(/\.$/, '') };
  return null;
}

/** 'paid £85.20 by card at 10:42' */
const paidWords = (cause: Cause, now: number): string => lower(paidSentence(cause, now).replace(/\.$/, ''));
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** The stops that are not done, in order: under way first. */
export const ahead = (plan: DayPlan): PlannedStop[] => plan.stops.filter(({ state }) => state !== 'done');
export const done = (plan: DayPlan): PlannedStop[] => plan.stops.filter(({ state }) => state === 'done');

/** The stop moved by so many places among those to come; the same plan where it cannot be. */
export function moved(plan: DayPlan, id: number, by: number): PlannedStop[] | null {
  const stops = [...plan.stops];
  const from = stops.findIndex((stop) => stop.id === id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= stops.length) return null;
  if (stops[from]!.state !== 'to_come' || stops[to]!.state !== 'to_come') return null;
  const [stop] = stops.splice(from, 1);
  stops.splice(to, 0, stop!);
  return stops;
}

/** Whether the two look the same on screen, where times are rounded to five minutes. */
export function sameOnScreen(plan: DayPlan, times: { stops: PlannedStop[]; endsAt: number }): boolean {
  return (
    about(times.endsAt) === about(plan.finishAt) &&
    times.stops.length === plan.stops.length &&
    times.stops.every((stop, i) => {
      const old = plan.stops[i]!;
      return stop.id === old.id && stop.state === old.state && about(stop.arriveAt) === about(old.arriveAt);
    })
  );
}
