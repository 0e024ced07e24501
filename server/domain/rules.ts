// The landlord's rules of assessment: figures that a landlord may change from a date on, kept as dated rows in
// assessment_rules. parseRules is the only way in: it refuses nonsense with a sentence that names the figure.
import type { Day } from './facts.ts';

/** The figures that a landlord may set. */
export type Rules = {
  /** How far back receipts and charges must be handed in, in days. */
  recentDays: number;
  /** Up to this much owed is nothing to act on. */
  tinyPence: number;
  /** Stands in for the rent where an account has none, so that weeks can be counted. */
  assumedWeeklyRentPence: number;
  calendar: {
    /** A learnt line below this confidence excuses nothing. */
    trustConfidence: number;
    /** This share of an expected payment counts as its arrival. */
    arrivedShare: number;
  };
  /** Weeks of rent owed, after grace, from which each step is suggested. */
  weeks: { message: number; call: number; visit: number; court: number };
  contact: {
    /** After a contact, wait this long for it to work. */
    quietDays: number;
    /** The same after a visit that found somebody in. */
    afterVisitDays: number;
    /** An unanswered call leads to a visit after this many days. */
    retryDays: number;
    /** Older contacts than this lead to nothing. */
    rememberDays: number;
    /** After being spoken to, no visit, call or message about the debt for so many days: 1 is the same day. */
    spokenDays: number;
  };
  promise: {
    /** A promise holds our hand no longer than this after it was made. */
    longestDays: number;
    /** A broken promise is forgotten after this. */
    rememberDays: number;
  };
  plan: {
    /** A shortfall up to this does not make a plan late or broken ... */
    slackPence: number;
    /** ... and up to this share of an instalment. */
    slackShare: number;
    /** A plan is new for so many days after it was agreed: no notice and no court step meanwhile. */
    newDays: number;
  };
  court: {
    /** The arrears must have been high this long ago as well. */
    standingDays: number;
    /** So many kinds of contact must have been tried ... */
    attempts: number;
    /** ... within so many days. */
    attemptDays: number;
    /** 1: open damp or mould and an overdue repair prevent a notice and court; 0: they do not. */
    waitForRepairs: number;
    /** 1: a plan that is new or kept prevents a notice and court; 0: it does not. */
    waitForPlan: number;
  };
  trend: {
    /** Compared over this many days (two calendar months where money comes monthly). */
    days: number;
    /** A change below this many weeks of rent is steady. */
    weeks: number;
  };
  /** How urgency's 100 points are shared out; fullAt is where a part's points are all given. */
  urgency: {
    owedPoints: number;
    owedFullAtWeeks: number;
    risingPoints: number;
    contactPoints: number;
    contactFullAtDays: number;
    brokenPromisePoints: number;
  };
};

/** The figures with which a landlord starts. They are not advice: dated rows of the database replace them. */
export const defaultRules: Rules = {
  recentDays: 120,
  tinyPence: 500,
  assumedWeeklyRentPence: 10_000,
  calendar: { trustConfidence: 0.6, arrivedShare: 0.8 },
  weeks: { message: 1, call: 2, visit: 4, court: 10 },
  contact: { quietDays: 7, afterVisitDays: 14, retryDays: 2, rememberDays: 42, spokenDays: 1 },
  promise: { longestDays: 14, rememberDays: 28 },
  plan: { slackPence: 500, slackShare: 0.5, newDays: 28 },
  court: { standingDays: 56, attempts: 2, attemptDays: 56, waitForRepairs: 1, waitForPlan: 1 },
  trend: { days: 56, weeks: 0.75 },
  urgency: {
    owedPoints: 60,
    owedFullAtWeeks: 12,
    risingPoints: 10,
    contactPoints: 15,
    contactFullAtDays: 60,
    brokenPromisePoints: 15,
  },
};

type Range = { from: number; to: number; whole?: boolean };
const anyPence: Range = { from: 0, to: 10_000_000, whole: true };
const days = (from: number, to: number): Range => ({ from, to, whole: true });
const weeks: Range = { from: 0.1, to: 520 };
const points: Range = { from: 0, to: 100 };

type Ranges<T> = { [K in keyof T]: T[K] extends number ? Range : Ranges<T[K]> };
/** The calendar looks back over two months and their windows, so fewer recent days than this would be blind. */
const ranges: Ranges<Rules> = {
  recentDays: days(90, 731),
  tinyPence: anyPence,
  assumedWeeklyRentPence: { from: 1, to: 10_000_000, whole: true },
  calendar: { trustConfidence: { from: 0, to: 1 }, arrivedShare: { from: 0.1, to: 1 } },
  weeks: { message: weeks, call: weeks, visit: weeks, court: weeks },
  contact: {
    quietDays: days(0, 90),
    afterVisitDays: days(0, 90),
    retryDays: days(0, 90),
    rememberDays: days(1, 365),
    spokenDays: days(0, 90),
  },
  promise: { longestDays: days(0, 90), rememberDays: days(0, 365) },
  plan: { slackPence: anyPence, slackShare: { from: 0, to: 0.99 }, newDays: days(0, 365) },
  court: {
    standingDays: days(1, 731),
    attempts: days(0, 6),
    attemptDays: days(1, 365),
    waitForRepairs: days(0, 1),
    waitForPlan: days(0, 1),
  },
  trend: { days: days(28, 365), weeks: { from: 0, to: 52 } },
  urgency: {
    owedPoints: points,
    owedFullAtWeeks: weeks,
    risingPoints: points,
    contactPoints: points,
    contactFullAtDays: days(1, 731),
    brokenPromisePoints: points,
  },
};

/** Figures that the first rows of rules did not have yet: a row without one works by the figure that it began with. */
const addedLater: readonly string[] = [
  'contact.spokenDays',
  'plan.slackShare',
  'plan.newDays',
  'court.waitForRepairs',
  'court.waitForPlan',
];

/** Throws an Error whose message names what is wrong. Takes what JSON gives, e.g. a jsonb column. */
export function parseRules(value: unknown): Rules {
  const rules = parseGroup(
    value,
    ranges as Group,
    defaultRules as unknown as Defaults,
    '',
  ) as unknown as Rules;
  const { message, call, visit, court } = rules.weeks;
  if (!(message <= call && call <= visit && visit <= court)) {
    throw new Error(
      'Rules: weeks.message, weeks.call, weeks.visit and weeks.court must not fall in this order.',
    );
  }
  if (rules.recentDays < Math.max(rules.court.standingDays, rules.trend.days)) {
    throw new Error('Rules: recentDays must be at least court.standingDays and trend.days.');
  }
  const u = rules.urgency;
  if (u.owedPoints + u.risingPoints + u.contactPoints + u.brokenPromisePoints > 100) {
    throw new Error('Rules: the points of urgency must not add up to more than 100.');
  }
  return rules;
}

type Group = { [name: string]: Range | Group };
type Defaults = { [name: string]: number | Defaults };
const isRange = (entry: Range | Group): entry is Range => typeof entry['from'] === 'number';

function parseGroup(value: unknown, group: Group, defaults: Defaults, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`Rules: ${path ? path.slice(0, -1) : 'the whole'} must be an object.`);
  }
  const given = value as Record<string, unknown>;
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(group, name)) throw new Error(`Rules: ${path}${name} is not known.`);
  }
  const parsed: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(group)) {
    const full = path + name;
    const it = given[name] === undefined && addedLater.includes(full) ? defaults[name] : given[name];
    if (!isRange(entry)) parsed[name] = parseGroup(it, entry, defaults[name] as Defaults, full + '.');
    else if (typeof it !== 'number' || !(it >= entry.from && it <= entry.to)) {
      throw new Error(`Rules: ${full} must be a number from ${entry.from} to ${entry.to}.`);
    } else if (entry.whole && !Number.isInteger(it)) {
      throw new Error(`Rules: ${full} must be a whole number.`);
    } else parsed[name] = it;
  }
  return parsed;
}

/** The rules from a day on. */
export type RulesRow = { version: number; effectiveFrom: Day; rules: Rules };

/**
 * The rows whose rules make sense; each other one is passed over, because it must not stop the list. `refused` receives
 * why.
 */
export function readableRules<R extends { rules: unknown }>(
  rows: readonly R[],
  refused: (why: string) => void = () => {},
): (R & { rules: Rules })[] {
  return rows.flatMap((row) => {
    try {
      return [{ ...row, rules: parseRules(row.rules) }];
    } catch (error) {
      refused(error instanceof Error ? error.message : 'unknown');
      return [];
    }
  });
}

/** The rules of that day: the newest that hold by then. Throws where none do. Any order of rows. */
export function rulesFor(day: Day, rows: readonly RulesRow[]): RulesRow {
  let chosen: RulesRow | undefined;
  for (const row of rows) {
    if (row.effectiveFrom <= day && (!chosen || row.effectiveFrom > chosen.effectiveFrom)) chosen = row;
  }
  if (!chosen) throw new Error(`No rules of assessment hold on ${day}.`);
  return chosen;
}
