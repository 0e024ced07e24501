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
  better: 'Got better',
  worse: 'Got worse',
  changed: 'Changed',
};

/** One measure's sentence. */
export function measureSentence({ chart, better, say, target, carriesOver = false }: MeasureReading): string {
  const last = chart.marks.at(-1);
  if (!last) return 'No complete rent weeks yet.';
  const stretch = chart.stretches[last.stretch]!;
  const figure = `${say(last.value)} in the week from ${formatDay(last.on, true)}`;
  if (stretch.certainty === 'too_few')
    return `${figure}. ${certaintyWords(stretch.certainty, stretch.points)}`;
  const bearing = bearingOf(last, better);
  const sentence = bearing
    ? `${figure}, on average ${say(stretch.mean)}. ${bearingWords[bearing]}: ${last.signals
        .map((signal) => signalWords(signal, last.side))
        .join('; ')}.`
    : `${figure}: no clear change. ${ordinaryWords(chart, say)}`;
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
    ? `Up to ${say(upper!)} is normal for a week.`
    : `${say(lower!)} to ${say(upper!)} is normal for a week.`;
}

/** The newest signal that is over by now, where there is no other. */
function lastSignal(chart: Xmr, better: Better): string {
  const last = chart.marks.at(-1)!;
  if (last.signals.length > 0) return '';
  const span = spansOf(chart, better).findLast(({ from }) => from >= chart.stretches[last.stretch]!.from);
  if (!span) return '';
  return ` The last signal was in the week from ${formatDay(span.to, true)}: ${signalWords(span.signal, span.side)}.`;
}

function targetWords(assurance: Assurance | null, target: number | null, say: MeasureReading['say']): string {
  if (assurance === null) return '';
  const it = `the target of ${say(target!)}`;
  if (assurance === 'always') return ` Normal weeks reach ${it}.`;
  if (assurance === 'never') return ` No normal week reaches ${it}. Something needs to change.`;
  return ` It is chance whether a week reaches ${it}, which is within the limits.`;
}

export type Judged = { title: string; better: Better; standing: Standing };

/**
 * The answer over all: first by `lead`, the measure of what the team does about debt, then by the others that have a
 * better direction. `balances` carry over from week to week and signal for that reason alone, so they do not decide the
 * answer; what their own charts call better or worse is added.
 */
export function improvingSentence(
  lead: (Judged & { average: string }) | undefined,
  others: readonly Judged[],
  balances: readonly Judged[] = [],
): string {
  const directed = others.filter(({ better }) => better !== null);
  const judged = [lead, ...directed, ...balances].filter((one) => one !== undefined);
  if (judged.every(({ standing }) => standing === 'nothing' || standing === 'too_few'))
    return 'It is too early to say: there are too few complete weeks.';
  const among = (all: readonly Judged[], standing: Standing) =>
    listed(all.filter((one) => one.standing === standing).map(({ title }) => lower(title)));
  const of = (standing: Standing) => among(directed, standing);
  const [better, worse, changed, ordinary] = [of('better'), of('worse'), of('changed'), of('ordinary')];
  return [
    lead ? leadWords(lead) : '',
    // Of a handful of weeks an average would be taken for a finding.
    lead && lead.standing !== 'too_few' ? lead.average : '',
    better && `Better: ${better}.`,
    worse && `Worse: ${worse}.`,
    changed && `Changed, in no clear direction: ${changed}.`,
    ordinary && `No clear change: ${ordinary}.`,
    carriedWords(among(balances, 'worse'), among(balances, 'better')),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function leadWords({ title, standing }: Judged): string {
  const it = lower(title);
  if (standing === 'better') return `Yes: ${it} got better.`;
  if (standing === 'worse') return `No: ${it} got worse.`;
  if (standing === 'changed') return `Not clear: ${it} changed, in no clear direction.`;
  if (standing === 'ordinary') return `No clear change: ${it} varies as normal.`;
  return `It is too early to say for ${it}.`;
}

function carriedWords(worse: string, better: string): string {
  const sentences = [
    worse && `Balances that got worse: ${worse}.`,
    better && `Balances that got better: ${better}.`,
  ];
  return sentences.filter((one) => one !== '').join(' ');
}

/** What a movement comes to that varies as it ordinarily does: an average is no sign of a change, and still adds up. */
export function averageWords({ marks, stretches }: Xmr): string {
  const last = marks.at(-1);
  if (!last) return '';
  const mean = stretches[last.stretch]!.mean;
  if (Math.abs(mean) < 0.5) return 'On average, what tenants owe stays the same.';
  const by = sayMeasure('pence_per_100_pounds', Math.abs(mean));
  return `On average, what tenants owe ${mean > 0 ? 'grows' : 'falls'} by ${by} a week for each £100 of rent.`;
}

const lower = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1);

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
