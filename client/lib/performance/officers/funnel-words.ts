// The funnel in words: who is outside what chance explains, in the order of names, and what that may and may not mean.
import type { FunnelChart } from '#contract/performance/officers.ts';
import type { FunnelDot } from './funnel-shape.ts';
import { number, percent } from './words.ts';

type Place = Pick<FunnelDot, 'id' | 'place' | 'ratio'>;
/** People whose result cannot be separated from their patch's: hardly anybody else has held it. */
export type Unsure = ReadonlySet<number>;

const below = ({ place, ratio }: Place) => place !== 'inside' && ratio < 1;

export function placeWords(dot: Place, unsure: Unsure): string {
  const { place, ratio } = dot;
  if (place === 'inside') return 'Chance and the differences between patches explain it';
  if (below(dot) && unsure.has(dot.id))
    return 'Below the limits, and whether that is the patch cannot be told: hardly anybody else has held it';
  const where = ratio >= 1 ? 'above' : 'below';
  return place === 'beyond_95'
    ? `${where === 'above' ? 'Above' : 'Below'} the 95% limit: worth a look, one in twenty stands there by chance`
    : `${where === 'above' ? 'Above' : 'Below'} the 99.8% limit: more than chance and patches explain`;
}

export function dotWords(dot: FunnelDot, unsure: Unsure): string {
  return `${dot.name}: ${percent(dot.ratio)} of what was expected, over ${number(dot.exposure)} case-days. ${placeWords(dot, unsure)}.`;
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
    return `${one ?? 'Nobody'} held ${one ? 'too little' : 'enough'} in these weeks to be compared.`;
  if (one !== undefined)
    return [
      `${one}: ${percent(point.ratio)} of what the same cases bring elsewhere. ${placeWords(point, unsure)}.`,
      one === 'You' ? ' Colleagues are not shown: among few people a point has a name.' : '',
    ].join('');
  const outside = points.filter(({ place }) => place !== 'inside');
  const of = (ids: typeof points) => named(ids.map(({ id }) => names.get(id) ?? 'Somebody'));
  const above = outside.filter(({ ratio }) => ratio >= 1);
  const under = outside.filter((one) => below(one) && !unsure.has(one.id));
  const maybePatch = outside.filter((one) => below(one) && unsure.has(one.id));
  if (outside.length === 0)
    return points.length === 1
      ? 'One officer is compared, and chance alone can explain the difference.'
      : `All ${points.length} officers are within what chance and the differences between patches explain: nothing here tells them apart.`;
  return [
    `${points.length - outside.length} of ${points.length} officers are within what chance and the differences between patches explain.`,
    above.length > 0 ? `Above it: ${of(above)}.` : '',
    under.length > 0 ? `Below it: ${of(under)}.` : '',
    maybePatch.length > 0
      ? `Below it too, but whether that is the patch cannot be told, since hardly anybody else has held it: ${of(maybePatch)}.`
      : '',
    'Ask what is done differently before asking why.',
  ]
    .filter(Boolean)
    .join(' ');
}

export function leftWords({ left }: FunnelChart, names: ReadonlyMap<number, string>): string {
  const of = (why: (typeof left)[number]['why']) =>
    left.filter((one) => one.why === why).map(({ id }) => names.get(id) ?? 'Somebody');
  const [little, nothing] = [of('too_little_held'), of('nothing_expected')];
  return [
    little.length > 0 ? `Held too little to be compared: ${named(little)}.` : '',
    nothing.length > 0 ? `Nothing was expected of what they held: ${named(nothing)}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}
