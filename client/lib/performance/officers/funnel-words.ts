// The words of the funnel: who is outside the usual range, in the order of names, and what that may and may not mean.
import type { FunnelChart } from '#contract/performance/officers.ts';
import type { FunnelDot } from './funnel-shape.ts';
import { number, percent } from './words.ts';

export const funnel = {
  title: { all: 'All officers compared', alone: 'Compared with the usual range' },
  keys: (title: string) => `${title}: use the arrow keys to move between officers`,
  onePoint: (title: string) => `${title}: 1 officer`,
  axis: 'Case-days (cases × days at work)',
  key: 'Key',
  inside: 'Within the usual range',
  beyond95: 'Outside the 95% limits, above or below',
  beyond998: 'Outside the 99.8% limits',
  line95: '95%',
  line998: '99.8%',
  wider: (times: string) =>
    `The limits are ${times} times as wide as chance alone would make them, because patches differ. They are drawn for the team’s usual mix of cases. Each officer is judged by their own limits, which are in the table.`,
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

type Place = Pick<FunnelDot, 'id' | 'place' | 'ratio'>;
/** Officers whose result cannot be separated from their patch's, because hardly any other officer has worked it. */
export type Unsure = ReadonlySet<number>;

const below = ({ place, ratio }: Place) => place !== 'inside' && ratio < 1;
const cannotSeparate = 'only one officer has worked each patch, so we cannot separate officer from patch';

export function placeWords(dot: Place, unsure: Unsure): string {
  const { place, ratio } = dot;
  if (place === 'inside') return funnel.inside;
  if (below(dot) && unsure.has(dot.id)) return `Below the limits, but ${cannotSeparate}`;
  const where = ratio >= 1 ? 'Above' : 'Below';
  return place === 'beyond_95'
    ? `${where} the 95% limit: worth a look, but 1 in 20 is outside by chance`
    : `${where} the 99.8% limit: chance and patches do not explain it`;
}

export function dotWords(dot: FunnelDot, unsure: Unsure): string {
  return `${dot.name}: ${percent(dot.ratio)} of expected, over ${number(dot.exposure)} case-days. ${placeWords(dot, unsure)}.`;
}

/** 'Ann, Bo and Cy', by name. */
function named(names: readonly string[]): string {
  const sorted = [...names].sort((a, b) => a.localeCompare(b, 'en-GB'));
  const last = sorted.pop() ?? '';
  return sorted.length > 0 ? `${sorted.join(', ')} and ${last}` : last;
}

export function funnelSentence(
  { points }: FunnelChart,
  names: ReadonlyMap<number, string>,
  alone: boolean,
  unsure: Unsure,
): string {
  const one = alone ? [...names.values()][0] : undefined;
  const point = points[0];
  if (!point)
    return one === undefined
      ? 'No officer held enough cases in these weeks to compare.'
      : `${one} held too few cases in these weeks to compare.`;
  if (one !== undefined)
    return [
      `${one}: ${percent(point.ratio)} of what similar cases bring for other officers. ${placeWords(point, unsure)}.`,
      one === funnel.you ? ' Colleagues are not shown, because you could tell who they are.' : '',
    ].join('');
  const outside = points.filter(({ place }) => place !== 'inside');
  const of = (ids: typeof points) => named(ids.map(({ id }) => names.get(id) ?? funnel.unknown));
  const above = outside.filter(({ ratio }) => ratio >= 1);
  const under = outside.filter((one) => below(one) && !unsure.has(one.id));
  const maybePatch = outside.filter((one) => below(one) && unsure.has(one.id));
  if (outside.length === 0)
    return points.length === 1
      ? 'Only 1 officer is compared. There is no significant difference.'
      : `All ${points.length} officers are within the usual range. There is no significant difference between them.`;
  return [
    `${points.length - outside.length} of ${points.length} officers are within the usual range.`,
    above.length > 0 ? `Above it: ${of(above)}.` : '',
    under.length > 0 ? `Below it: ${of(under)}.` : '',
    maybePatch.length > 0 ? `Below it, but ${cannotSeparate}: ${of(maybePatch)}.` : '',
    'Ask what they do differently before you ask why.',
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
