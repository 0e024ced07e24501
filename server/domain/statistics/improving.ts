// "Is my team improving?", answered only as far as signals go: what the newest week of a measure says, whether a target
// is a matter of chance, and one sentence over all measures. In the words of NHS England's "Making data count"
// (variation: ordinary, or special for the better or the worse; assurance: whether a target is reached reliably).
import { formatDay } from '../days.ts';
import type { MeasureUnit } from './measures.ts';
import {
  bearingOf,
  certaintyWords,
  leastOf,
  signalWords,
  spansOf,
  type Bearing,
  type Better,
} from './signals.ts';
import type { Xmr } from './xmr.ts';

/** nothing: no week at all. */
export type Standing = 'nothing' | 'too_few' | 'ordinary' | Bearing;
/** Whether ordinary weeks reach the target: always, never, or by chance. */
export type Assurance = 'always' | 'never' | 'chance';

/** A measure's figure as people say it. pence_per_100_pounds: "£0.42". */
export function sayMeasure(unit: MeasureUnit, value: number): string {
  const sign = value < 0 ? '−' : '';
  const size = Math.abs(value);
  if (unit === 'percent') return `${sign}${size.toFixed(size < 10 ? 2 : 1)}%`;
  if (unit === 'pence_per_100_pounds') return `${sign}£${(size / 100).toFixed(2)}`;
  return unit === 'ratio' ? `${sign}${size.toFixed(2)}` : `${sign}${String(Math.round(size * 10) / 10)}`;
}

/** What the newest week says: a week belongs to the stretch since the last re-base. */
export function standingOf({ marks, stretches }: Xmr, better: Better): Standing {
  const last = marks.at(-1);
  if (!last) return 'nothing';
  if (stretches[last.stretch]!.certainty === 'too_few') return 'too_few';
  return bearingOf(last, better) ?? 'ordinary';
}

/** Whether ordinary weeks reach the target (always, by chance, never). Null without target, direction or firm limits. */
export function assuranceOf(chart: Xmr, better: Better, target: number | null): Assurance | null {
  const last = chart.stretches.at(-1);
  if (target === null || better === null || last?.certainty !== 'firm') return null;
  const [worst, best] = better === 'higher' ? [last.lower!, last.upper!] : [last.upper!, last.lower!];
  const reached = (value: number) => (better === 'higher' ? value >= target : value <= target);
  return reached(worst) ? 'always' : reached(best) ? 'chance' : 'never';
}

export type MeasureReading = {
  chart: Xmr;
  better: Better;
  say: (value: number) => string;
  /** The one in force in the newest week. */
  target: number | null;
  /** A balance: limits say nothing of whether it will be at its target. */
  carriesOver?: boolean;
};

const bearingWords: Record<Bearing, string> = {
  better: 'Improving',
  worse: 'Getting worse',
  changed: 'Significant change',
};

/** One measure's sentence. */
export function measureSentence({ chart, better, say, target, carriesOver = false }: MeasureReading): string {
  const last = chart.marks.at(-1);
  if (!last) return 'No rent week has closed yet.';
  const stretch = chart.stretches[last.stretch]!;
  const figure = `${say(last.value)} in the week of ${formatDay(last.on, true)}`;
  if (stretch.certainty === 'too_few')
    return `${figure}. ${certaintyWords(stretch.certainty, stretch.points)}`;
  const bearing = bearingOf(last, better);
  const sentence = bearing
    ? `${figure}, against an average of ${say(stretch.mean)}. ${bearingWords[bearing]}: ${last.signals
        .map((signal) => signalWords(signal, last.side))
        .join('; ')}.`
    : `${figure}: no significant change. ${ordinaryWords(chart, say)}`;
  const aim = carriesOver
    ? target === null
      ? ''
      : ` The target is ${say(target)}.`
    : targetWords(assuranceOf(chart, better, target), target, say);
  return sentence + lastSignal(chart, better) + aim;
}

/** The limits, as far as the figure can be there. */
function ordinaryWords({ marks, stretches }: Xmr, say: MeasureReading['say']): string {
  const { lower, upper } = stretches[marks.at(-1)!.stretch]!;
  const least = leastOf(marks.map(({ value }) => value));
  return lower! < least
    ? `Usual range: up to ${say(upper!)}.`
    : `Usual range: ${say(lower!)} to ${say(upper!)}.`;
}

/** The newest signal that is over by now, where there is no other. */
function lastSignal(chart: Xmr, better: Better): string {
  const last = chart.marks.at(-1)!;
  if (last.signals.length > 0) return '';
  const span = spansOf(chart, better).findLast(({ from }) => from >= chart.stretches[last.stretch]!.from);
  if (!span) return '';
  return ` The last significant change was in the week of ${formatDay(span.to, true)}: ${signalWords(span.signal, span.side)}.`;
}

function targetWords(assurance: Assurance | null, target: number | null, say: MeasureReading['say']): string {
  if (assurance === null) return '';
  const it = `the target of ${say(target!)}`;
  if (assurance === 'always') return ` Usual weeks reach ${it}.`;
  if (assurance === 'never') return ` Usual weeks do not reach ${it}. Something has to change.`;
  return ` By chance, some usual weeks reach ${it} and some do not.`;
}

export type Judged = { title: string; better: Better; standing: Standing };
/** Which way arrears go on average. */
type Direction = 'growing' | 'falling' | 'level';
/** The measure that decides the answer. average: a sentence with its average. */
type Lead = Judged & { average: string; direction: Direction };

/**
 * The answer over all: first by `lead`, the measure of what the team does about debt, then by the others that have a
 * better direction. `balances` carry over from week to week and signal for that reason alone, so they do not decide the
 * answer; what their own charts call better or worse is added.
 */
export function improvingSentence(
  lead: Lead | undefined,
  others: readonly Judged[],
  balances: readonly Judged[] = [],
): string {
  const directed = others.filter(({ better }) => better !== null);
  const judged = [lead, ...directed, ...balances].filter((one) => one !== undefined);
  if (judged.every(({ standing }) => standing === 'nothing' || standing === 'too_few'))
    return 'It is too early to say. Too few weeks have closed.';
  const among = (all: readonly Judged[], standing: Standing) =>
    listed(all.filter((one) => one.standing === standing).map(({ title }) => lower(title)));
  const of = (standing: Standing) => among(directed, standing);
  const [better, worse, changed, ordinary] = [of('better'), of('worse'), of('changed'), of('ordinary')];
  return [
    lead ? leadWords(lead) : '',
    // Of a handful of weeks an average would be taken for a finding.
    lead && lead.standing !== 'too_few' ? lead.average : '',
    better && `Improving: ${better}.`,
    worse && `Getting worse: ${worse}.`,
    changed && `Changed, with no clear direction: ${changed}.`,
    ordinary && `No significant change: ${ordinary}.`,
    carriedWords(among(balances, 'worse'), among(balances, 'better')),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

const sameRateWords: Record<Direction, string> = {
  growing: 'Arrears are still growing at the same rate.',
  falling: 'Arrears are still falling at the same rate.',
  level: 'Arrears are staying about the same.',
};

function leadWords({ title, standing, direction }: Lead): string {
  const it = lower(title);
  if (standing === 'better') return `Yes: ${it} is improving.`;
  if (standing === 'worse') return `No: ${it} is getting worse.`;
  if (standing === 'changed') return `Not clear: ${it} changed, with no clear direction.`;
  if (standing === 'ordinary') return sameRateWords[direction];
  return `It is too early to say for ${it}.`;
}

function carriedWords(worse: string, better: string): string {
  const words = [worse && `${upper(worse)} have got worse.`, better && `${upper(better)} have got better.`];
  return words.filter((one) => one !== '').join(' ');
}

/** The average of the movement's newest stretch, in pence per £100 of rent: 0 without a week. */
function meanOf({ marks, stretches }: Xmr): number {
  const last = marks.at(-1);
  return last ? stretches[last.stretch]!.mean : 0;
}

/** The direction of arrears by the movement's average; less than half a penny for each £100 of rent is level. */
export function directionOf(chart: Xmr): Direction {
  const mean = meanOf(chart);
  return Math.abs(mean) < 0.5 ? 'level' : mean > 0 ? 'growing' : 'falling';
}

/** What the movement's average comes to: without any change of rate it still adds up. '' without a week. */
export function averageWords(chart: Xmr): string {
  if (chart.marks.length === 0) return '';
  const direction = directionOf(chart);
  if (direction === 'level') return 'On average, arrears stay the same.';
  const by = sayMeasure('pence_per_100_pounds', Math.abs(meanOf(chart)));
  return `On average, arrears ${direction === 'growing' ? 'grow' : 'fall'} by ${by} a week for each £100 of rent.`;
}

const lower = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1);
const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
