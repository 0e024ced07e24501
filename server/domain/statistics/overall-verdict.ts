// One verdict on an officer over several periods, shortest first: 13, 26 and 52 weeks. "Who is consistently good" is who is
// better in all of them. The periods lie within each other, so agreement is no threefold proof, but it is never easier to reach
// than one period's verdict. Every page shows this sentence, whichever period it draws. A period counts only for an officer who
// held cases all along: somebody who took a patch over 20 weeks ago has 13 weeks to judge, and the day of the first.
import { longDate } from '../day-words.ts';
import type { Day } from '../facts.ts';
import type { Standing, Verdict } from './expectation-verdict.ts';

/** In weeks, shortest first. */
export const verdictPeriods = [13, 26, 52] as const;

export const overallStandings = ['too_few_weeks', 'as_expected', 'better', 'lower', 'mixed'] as const;
export type OverallStanding = (typeof overallStandings)[number];
export type PeriodVerdict = { weeks: number; verdict: Pick<Verdict, 'standing'> };
export type Overall = { standing: OverallStanding; sentence: string };
/** The first and last week at whose end an officer held accounts, by their places among all `total` weeks, which count from 0. */
export type Held = { total: number; first: number; last: number };
/** span: the newest weeks that are compared. weeks: how many of them count for this officer. */
export type HeldPeriod = { span: number; weeks: number };

/**
 * The periods that exist for an officer: those that begin in or after their first week and hold any of their weeks. Where
 * there is none, the shortest that holds a week of theirs, from their first week on.
 */
export function heldPeriods({ total, first, last }: Held): HeldPeriod[] {
  const reached = verdictPeriods.filter((span) => last >= total - span);
  const whole = reached.filter((span) => first <= total - span);
  if (whole.length > 0) return whole.map((span) => ({ span, weeks: span }));
  const span = reached[0] ?? verdictPeriods[0];
  return [{ span, weeks: Math.min(span, total - first) }];
}

/** Since when and until when, where periods are missing or shorter because of it: 'Cases held from 13 July 2026.' */
export function heldWords({ total, first, last }: Held, firstOn: Day, lastOn: Day): string {
  const begins = first > Math.max(0, total - verdictPeriods.at(-1)!);
  const ends = last < total - verdictPeriods[0];
  if (!begins && !ends) return '';
  const from = begins ? ` from ${longDate(firstOn)}` : '';
  return `Cases held${from}${ends ? ` until ${longDate(lastOn)}` : ''}.`;
}

const words: Record<Standing, string> = {
  too_few_weeks: 'Too few weeks to compare',
  as_expected: 'As expected',
  better_sustained: 'Better than expected',
  better_for_now: 'Better than expected, because of a few weeks,',
  lower_maybe: 'Lower than expected, perhaps by chance or because of the patch,',
  worse_sustained: 'Lower than expected',
  worse_for_now: 'Lower than expected for now',
};

/** 'better' and 'lower' only where every period is; perhaps lower is not. */
export function overallOf(periods: readonly PeriodVerdict[]): Overall {
  const standings = periods.map(({ verdict }) => verdict.standing);
  const compared = standings.filter((one) => one !== 'too_few_weeks');
  if (compared.length === 0)
    return { standing: 'too_few_weeks', sentence: 'Too few weeks with cases to compare yet.' };
  const all = (wanted: (one: Standing) => boolean) => standings.every(wanted);
  const standing: OverallStanding = all((one) => one === 'better_sustained')
    ? 'better'
    : all((one) => one.startsWith('worse'))
      ? 'lower'
      : compared.every((one) => one === 'as_expected')
        ? 'as_expected'
        : 'mixed';
  const groups = [...Map.groupBy(periods, ({ verdict }) => words[verdict.standing])];
  const sentence = groups
    .map(([what, own]) => `${what} over ${listed(own.map(({ weeks }) => String(weeks)))} weeks.`)
    .join(' ');
  return { standing, sentence };
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
