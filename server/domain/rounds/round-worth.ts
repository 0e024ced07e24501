// Which doors a day's round may go to, and what a visit there is worth today, in points, with the sentence why. The
// figures order visits against each other and mean nothing else; they are ours, in one table so that a landlord's own
// can replace them. Nothing about a person is used but what the assessment knows already. What may
// not be visited is left out with the reason: a hold, an alert, a colleague who goes there.
import type { Action } from '../action.ts';
import { formatDay } from '../days.ts';
import type { AlertKind, Day, Instant } from '../facts.ts';
import { alertWords } from '../law/alerts.ts';
import { dayIn } from '../zone.ts';
import { isOpenRepair } from '../repairs.ts';
import { firstReason } from '../worklist.ts';

/** What of a case the round looks at; a case as lists show it fits. */
export type RoundCase = {
  id: number;
  address: string;
  action: Action;
  urgency: number;
  reasons: readonly { code: string; params: Record<string, string | number>; text: string }[];
  blockers: readonly { kind: string; text: string }[];
  alerts: readonly { kind: AlertKind; text: string }[];
  openRepairs: readonly { category: string; status: string; targetAt: string | null }[];
  visit: { staffId: number; staffName: string; state: 'planned' | 'on_the_way'; plannedFor: Day } | null;
  /** The colleague who has the case now; absent or null: nobody. */
  takenBy?: { staffId: number; name: string; until: string } | null;
};

/** Who goes, and when: `now` is the present, or the opening of a later day for which a round is planned. */
export type Visitor = {
  staffId: number;
  /** A colleague comes along, as an alert may ask. */
  accompanied: boolean;
  /** Alerts about who may go (no female staff, no male staff) that do not concern this person, as they have stated. */
  cleared: readonly AlertKind[];
  now: Instant;
  timeZone: string;
  /** How long a visit usually takes this person, in minutes. */
  minutes: number;
};

/** Why a home may not be visited in this round, by kind. */
export type Barred =
  | 'hold'
  | 'do_not_attend'
  | 'no_lone_visits'
  | 'no_female_staff'
  | 'no_male_staff'
  | 'colleague'
  | 'another_day';

/** A visit’s worth in points and its minutes; or that there is none today. */
export type Worth =
  | { visit: true; value: number; why: string; minutes: number; planned: boolean }
  /** because null: nothing needs a visit, so there is nothing to explain. */
  | { visit: false; because: null }
  /** `because` ends a sentence. */
  | { visit: false; because: string; kind: Barred };

/** Points. A visit of no urgency is worth 30 and the most urgent 100; what is due today comes on top. */
export const worthPoints = {
  base: { visit: 30, plan_review: 20, court_review: 20 } as Partial<Record<Action, number>>,
  /** Worth of each point of urgency; urgency is 0 to 100. */
  urgency: { visit: 0.7, plan_review: 0.4, court_review: 0.4 } as Partial<Record<Action, number>>,
  /** Planned for today by this officer: somebody may be waiting. */
  plannedToday: 40,
  /** A visit that was planned although nothing else asks for one. */
  plannedOnly: 30,
  promiseBroken: 10,
  promiseDueToday: 10,
  /** Damp or mould must be looked at or made good by a day that has come: the law's clock runs (Awaab's Law). */
  dampDue: 30,
  damp: 8,
} as const;

/** Looking at damp, and writing down what was seen, takes this much longer. */
const dampMinutes = 10;

/** What a visit to this home is worth to this person today, in points; or why there is none, in words. */
export function worthOf(c: RoundCase, who: Visitor): Worth {
  const today = dayIn(who.timeZone, who.now);
  const mine = c.visit?.staffId === who.staffId ? c.visit : null;
  const plannedToday = mine !== null && (mine.state === 'on_the_way' || mine.plannedFor <= today);
  const base = worthPoints.base[c.action];
  if (c.action === 'none' || (base === undefined && !plannedToday && c.action !== 'hold'))
    return { visit: false, because: null };
  // Nobody expects to be sent to a former tenant, or to one who owes nothing.
  if (c.blockers.length > 0 && c.blockers.every(({ kind }) => noTenant.has(kind)))
    return { visit: false, because: null };
  const barred = forbidden(c, who, today);
  if (barred) return { visit: false, kind: barred[0], because: barred[1] };
  if (c.action === 'hold') return { visit: false, because: null };

  const why: string[] = [];
  let value =
    base === undefined ? worthPoints.plannedOnly : base + (worthPoints.urgency[c.action] ?? 0) * c.urgency;
  let minutes = who.minutes;
  if (plannedToday) {
    value += worthPoints.plannedToday;
    why.push('You planned it for today');
  }
  const dampDue = c.openRepairs.find(
    (r) => isDamp(r) && r.targetAt !== null && dueBy(r.targetAt, who, today),
  );
  if (dampDue) {
    value += worthPoints.dampDue;
    why.push(`Damp or mould is due by ${formatDay(dayIn(who.timeZone, Date.parse(dampDue.targetAt!)))}`);
  } else if (c.openRepairs.some(isDamp)) {
    value += worthPoints.damp;
    why.push('Damp or mould to look at');
  }
  if (c.openRepairs.some(isDamp)) minutes += dampMinutes;
  for (const { code, params } of c.reasons) {
    if (code === 'promise_broken') value += worthPoints.promiseBroken;
    if (code === 'promise_pending' && params['on'] === today) value += worthPoints.promiseDueToday;
  }
  why.push(firstReason(c));
  return {
    visit: true,
    value: Math.round(value * 10) / 10,
    why: `${why.join('. ')}.`,
    minutes,
    planned: plannedToday,
  };
}

const noTenant: ReadonlySet<string> = new Set(['former_tenant', 'credit']);

const isDamp = (r: RoundCase['openRepairs'][number]): boolean =>
  r.category === 'damp_mould' && isOpenRepair(r);
const dueBy = (at: string, who: Visitor, today: Day): boolean => dayIn(who.timeZone, Date.parse(at)) <= today;

/** Why this person may not go there that day, by kind and in words; null where they may. */
function forbidden(c: RoundCase, who: Visitor, today: Day): [Barred, string] | null {
  const has = (kind: AlertKind) => c.alerts.some((alert) => alert.kind === kind);
  const [blocker] = c.blockers;
  if (blocker) return ['hold', lower(blocker.text)];
  if (c.action === 'hold') return ['hold', 'on hold'];
  if (has('do_not_attend')) return ['do_not_attend', 'do not attend: refer it to your manager'];
  if (has('no_lone_visits') && !who.accompanied)
    return ['no_lone_visits', 'two people must go, and you are alone'];
  for (const kind of ['no_female_staff', 'no_male_staff'] as const)
    if (has(kind) && !who.cleared.includes(kind)) return [kind, lower(alertWords[kind])];
  if (c.visit && c.visit.staffId !== who.staffId)
    return [
      'colleague',
      c.visit.state === 'on_the_way'
        ? `${c.visit.staffName} is on the way there`
        : `${c.visit.staffName} plans to go there on ${formatDay(c.visit.plannedFor)}`,
    ];
  if (c.takenBy && c.takenBy.staffId !== who.staffId && Date.parse(c.takenBy.until) > who.now)
    return ['colleague', `${c.takenBy.name} has taken it`];
  if (c.visit && c.visit.state === 'planned' && c.visit.plannedFor > today)
    return ['another_day', `you planned it for ${formatDay(c.visit.plannedFor)}`];
  return null;
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
