// The words of the funnel: who is outside the usual range, in the order of names, and what that may and may not mean.
import type { FunnelChart, OfficerOverall, OfficerSummary } from '#contract/performance/officers.ts';
import type { FunnelDot } from './funnel-shape.ts';
import { number, percent } from './words.ts';

export const funnel = {
  title: { all: 'All officers compared', alone: 'Compared with the usual range' },
  keys: (title: string) => `${title}: use the arrow keys to move between officers`,
  onePoint: (title: string) => `${title}: 1 officer`,
  axis: 'Each officer’s usual range: narrower with more cases',
  half: (percent: string) => `±${percent}`,
  key: 'Key',
  inside: 'As expected: within the 95% limits',
  beyond95: 'Outside the 95% limits, above or below',
  beyond998: 'Outside the 99.8% limits',
  line95: '95%',
  line998: '99.8%',
  wider: (times: string) =>
    `The limits are ${times} times as wide as chance alone would make them, because patches differ. Officers stand where the lines are their own limits.`,
  table: 'Show as a table',
  tableLabel: 'The funnel as a table',
  columns: {
    officer: 'Officer',
    caseDays: 'Case-days',
    ofExpected: 'Of expected',
    limits95: '95% limits',
    limits998: '99.8% limits',
    result: 'Result',
  },
  range: (low: string, high: string) => `${low} to ${high}`,
  unknown: 'Unknown',
  you: 'You',
};

/** Each officer's verdict in the period that is drawn. */
export type Verdicts = ReadonlyMap<number, Pick<OfficerSummary['verdict'], 'standing' | 'sentence'>>;

export function dotWords(dot: FunnelDot, verdicts: Verdicts): string {
  return `${dot.name}: ${percent(dot.ratio)} of expected, over ${number(dot.exposure)} case-days. ${verdicts.get(dot.id)?.sentence ?? ''}`;
}

/** 'Ann, Bo and Cy', by name. */
function named(names: readonly string[]): string {
  const sorted = [...names].sort((a, b) => a.localeCompare(b, 'en-GB', { numeric: true }));
  const last = sorted.pop() ?? '';
  return sorted.length > 0 ? `${sorted.join(', ')} and ${last}` : last;
}

export function funnelSentence(
  { points }: FunnelChart,
  names: ReadonlyMap<number, string>,
  alone: boolean,
  verdicts: Verdicts,
): string {
  const one = alone ? [...names.values()][0] : undefined;
  const point = points[0];
  if (!point)
    return one === undefined
      ? 'No officer held enough cases in these weeks to compare.'
      : `${one} held too few cases in these weeks to compare.`;
  if (one !== undefined)
    return [
      `${one}: ${percent(point.ratio)} of what similar cases bring for other officers. ${verdicts.get(point.id)?.sentence ?? ''}`,
      one === funnel.you ? ' Colleagues are not shown, because you could tell who they are.' : '',
    ].join('');
  const of = (wanted: (standing: string) => boolean) =>
    points.filter(({ id }) => wanted(verdicts.get(id)?.standing ?? 'as_expected'));
  const say = (ids: typeof points) => named(ids.map(({ id }) => names.get(id) ?? funnel.unknown));
  const inside = of((standing) => standing === 'as_expected');
  if (inside.length === points.length)
    return points.length === 1
      ? 'Only 1 officer is compared, and is as expected.'
      : `In this period all ${points.length} officers are as expected. There is no significant difference between them.`;
  const [above, below, maybe] = [
    of((standing) => standing.startsWith('better')),
    of((standing) => standing.startsWith('worse')),
    of((standing) => standing === 'lower_maybe'),
  ];
  return [
    `In this period ${inside.length} of ${points.length} officers are as expected.`,
    above.length > 0 ? `Better than expected: ${say(above)}.` : '',
    below.length > 0 ? `Lower than expected: ${say(below)}.` : '',
    maybe.length > 0 ? `Lower than expected, but it may be chance or the patch: ${say(maybe)}.` : '',
    'Ask what they do differently before you ask why.',
  ]
    .filter(Boolean)
    .join(' ');
}

type Period = OfficerOverall['periods'][number];
const isBetter = ({ standing }: Period): boolean => standing.startsWith('better');
const isLower = ({ standing }: Period): boolean => standing.startsWith('worse') || standing === 'lower_maybe';

type Judged = Pick<OfficerSummary, 'name' | 'overall'>;
const weeksOf = ({ overall }: Judged): number[] => overall?.periods.map(({ weeks }) => weeks) ?? [];
const overWords = (weeks: readonly number[]): string => `over ${named(weeks.map(String))} weeks`;

/** 'Better than expected over 13, 26 and 52 weeks: Ann. Better than expected over 13 weeks: Bo.' */
function groupWords(start: string, officers: readonly Judged[]): string {
  const groups = [...Map.groupBy(officers, (one) => overWords(weeksOf(one)))];
  return groups.map(([over, own]) => `${start} ${over}: ${named(own.map(({ name }) => name))}.`).join(' ');
}

/**
 * The officers who are better, and those who are lower, in every period that each has, then those who are in some of them.
 * In the order of their names.
 */
export function consistentWords(officers: readonly Judged[]): string {
  const of = (standing: 'better' | 'lower') =>
    officers.filter(({ overall }) => overall?.standing === standing);
  const [better, lower] = [of('better'), of('lower')];
  const longest = officers.map(weeksOf).reduce((most, one) => (one.length > most.length ? one : most), []);
  const inSome = (all: readonly Judged[], is: (one: Period) => boolean) =>
    officers.filter((one) => !all.includes(one) && one.overall?.periods.some(is)).map(({ name }) => name);
  const [someBetter, someLower] = [inSome(better, isBetter), inSome(lower, isLower)];
  return [
    better.length > 0
      ? `${groupWords('Better than expected', better)} Find out what they do, so that others can do it too.`
      : `No officer is better than expected ${overWords(longest)}${longest.length > 1 ? ' alike' : ''}.`,
    someBetter.length > 0 ? `Better than expected in some of these periods: ${named(someBetter)}.` : '',
    lower.length > 0 ? `${groupWords('Lower than expected', lower)} Ask what would help.` : '',
    someLower.length > 0
      ? `Lower than expected in some of these periods, but it may be chance or the patch: ${named(someLower)}.`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}

export function leftWords({ left }: FunnelChart, names: ReadonlyMap<number, string>): string {
  const of = (why: (typeof left)[number]['why']) =>
    left.filter((one) => one.why === why).map(({ id }) => names.get(id) ?? funnel.unknown);
  const [little, nothing] = [of('too_little_held'), of('nothing_expected')];
  return [
    little.length > 0 ? `Too few cases to compare: ${named(little)}.` : '',
    nothing.length > 0 ? `No payments expected from their cases: ${named(nothing)}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}
