// How each officer compares, week by week, with what the same cases do across the landlord: GET /api/performance/officers
// and /officers/{id}. Money is integer pence; owed, and what adds to it, is positive. Nobody is ranked: officers are in
// alphabetical order, and no answer carries a place among others. Who is an officer gets themselves and the team.
import { z } from 'zod';
import { day, instant } from '../scalars.ts';
import { movementLines, type MovementLine } from '../../domain/statistics/attribution.ts';
import { standings } from '../../domain/statistics/expectation-verdict.ts';
import { overallStandings } from '../../domain/statistics/overall-verdict.ts';

const pence = z.int();

/** weeks: how many of the newest frozen weeks are compared. */
export const officersQuery = z.object({ weeks: z.enum(['13', '26', '52']).default('13') });

/** An XmR chart as the domain makes it (server/domain/statistics/xmr.ts): stretches between re-bases, and a mark a week. */
export const xmrChart = z.object({
  /** How many weeks a mark covers, from its first day on; 1 where it is left out. */
  weeks: z.int().optional(),
  stretches: z.array(
    z.object({
      from: day,
      reason: z.string().nullable(),
      certainty: z.enum(['too_few', 'provisional', 'firm']),
      points: z.int(),
      mean: z.number(),
      lower: z.number().nullable(),
      upper: z.number().nullable(),
    }),
  ),
  marks: z.array(
    z.object({
      on: day,
      value: z.number(),
      stretch: z.int(),
      signals: z.array(z.enum(['outside', 'one_side', 'rising', 'falling', 'near_limit'])),
      side: z.enum(['above', 'below']).nullable(),
    }),
  ),
});

/**
 * What a week's movement is made of. `attributable` is what the officer held and could move; the others are the excuses,
 * each a line of its own. A week's lines sum to its movement (closing less opening of the bridge, moves included), to the
 * penny.
 */
export { movementLines, type MovementLine };
export const movementLine = z.object({ line: z.enum(movementLines), pence });

/**
 * What the cases held brought, against what the same mix brings in others' hands in the same weeks. Observed and expected
 * are counted alike: a case whose money comes in jumps counts for less, a lump sum for no more than five weeks of rent, so
 * that luck weighs little; broughtPence is the money as it came. Expected holds what their patches brought under others.
 */
export const comparison = z.object({
  /** Money that came or is certain to come, of the cases held; uncounted. */
  broughtPence: pence,
  observedPence: pence,
  expectedPence: pence,
  /** The standard error of observed less expected: chance, and (not for one week) what differs between patches. */
  errorPence: pence,
  /** observed / expected; null where nothing was expected. 1 is as expected, above is better. */
  ratio: z.number().nullable(),
});

export type Comparison = z.infer<typeof comparison>;

export const officerWeek = z.object({
  weekOn: day,
  lastOn: day,
  openingPence: pence,
  closingPence: pence,
  /** closingPence − openingPence, and what it is made of; in the order of movementLines, those that are nothing left out. */
  movementPence: pence,
  lines: z.array(movementLine),
  /** Rent charged in the week to the cases held. */
  rentPence: pence,
  /** Cases held times days, absences taken off. */
  caseDays: z.number(),
  cases: z.int(),
  /** Null where they held too little that week (all of it absent, say). */
  compared: comparison.nullable(),
  /** A bank holiday's name, where the week has one. */
  bankHoliday: z.string().nullable(),
});
export type OfficerWeek = z.infer<typeof officerWeek>;

/** `standing`: the verdict, as the domain's code; `sentence`: the same in words for people. */
export const verdict = z.object({
  standing: z.enum(standings),
  /** "Better than expected in 11 of 13 weeks; sustained since 5 October." Always shown, chart or no chart. */
  sentence: z.string(),
  /** Two explanations that the data cannot separate, where that applies; shown next to the sentence. */
  caution: z.string().nullable(),
  weeks: z.int(),
  weeksBetter: z.int(),
  /** The first day of the week from which it is sustained. */
  since: day.nullable(),
});

/**
 * The one verdict over those of 13, 26 and 52 weeks in which they held cases, the same on every page, and its periods. Who took
 * over less than 13 weeks ago has one period of so many weeks.
 */
export const officerOverall = z.object({
  standing: z.enum(overallStandings),
  sentence: z.string(),
  periods: z.array(
    z.object({
      weeks: z.int(),
      /** observed / expected; null where there is too little. */
      ratio: z.number().nullable(),
      standing: z.enum(standings),
      sentence: z.string(),
    }),
  ),
});
export type OfficerOverall = z.infer<typeof officerOverall>;

export const funnelPlaces = ['inside', 'beyond_95', 'beyond_99_8'] as const;
const funnelLimits = { lower95: z.number(), upper95: z.number(), lower998: z.number(), upper998: z.number() };
export const funnelPoint = z.object({
  id: z.int(),
  /** Case-days. */
  exposure: z.number(),
  ratio: z.number(),
  z: z.number(),
  place: z.enum(funnelPlaces),
  limits: z.object(funnelLimits),
});
export const funnelChart = z.object({
  /** By exposure. An officer gets their own alone. */
  points: z.array(funnelPoint),
  /** How much wider than chance everybody is spread; 1: no wider. */
  dispersion: z.number(),
  /**
   * The limits drawn as lines, from the widest to the narrowest; exposure: the case-days with which the team's usual mix has
   * them. Empty where no officer could be compared.
   */
  curve: z.array(z.object({ exposure: z.number(), ...funnelLimits })),
  /** Who is missing, and why. */
  left: z.array(z.object({ id: z.int(), why: z.enum(['nothing_expected', 'too_little_held']) })),
});
export type FunnelChart = z.infer<typeof funnelChart>;

const patchHeld = z.object({ id: z.int(), name: z.string() });

export const officerSummary = z.object({
  id: z.int(),
  name: z.string(),
  /** Patches that they hold now. */
  patches: z.array(patchHeld),
  /** Weeks in which they held anything. */
  weeks: z.int(),
  caseDays: z.number(),
  movementPence: pence,
  lines: z.array(movementLine),
  compared: comparison.nullable(),
  verdict,
  overall: officerOverall.optional(),
  /** The week's observed / expected x 100, drawn small next to the sentence; null where no week could be compared. */
  chart: xmrChart.nullable().optional(),
});
export type OfficerSummary = z.infer<typeof officerSummary>;

const answered = {
  asOf: instant,
  /** When the newest week of these was frozen. */
  frozenAt: instant.nullable(),
  /** First days of the first and the last week compared; null while no week is frozen. */
  from: day.nullable(),
  to: day.nullable(),
  /** Weeks that were made later from the ledger, because they were not frozen when they ended. */
  rebuiltWeeks: z.int(),
};

/** GET /api/performance/officers?weeks=13|26|52. */
export const officers = z.object({
  ...answered,
  /** Alphabetical; for an officer, themselves alone. */
  officers: z.array(officerSummary),
  team: z.object({
    officers: z.int(),
    caseDays: z.number(),
    movementPence: pence,
    lines: z.array(movementLine),
    sentence: z.string(),
  }),
  funnel: funnelChart,
});
export type Officers = z.infer<typeof officers>;

/** GET /api/performance/officers/{id}?weeks=13|26|52. */
export const officerDetail = z.object({
  ...answered,
  officer: officerSummary,
  /** Newest last. */
  weeks: z.array(officerWeek),
  /** The week's observed / expected x 100; null while no week could be compared. */
  chart: xmrChart.nullable(),
  /** The chart in words. */
  chartSentence: z.string(),
  funnel: funnelChart,
});
export type OfficerDetail = z.infer<typeof officerDetail>;
