// "Is my team improving?", answered only as far as signals go: what the newest weeks of a measure say, whether a target
// is a matter of chance, and one sentence over all measures. In the words of NHS England's "Making data count"
// (variation: ordinary, or special for the better or the worse; assurance: whether a target is reached reliably). A sudden
// change is the XmR chart's to find, a slow one that of the same weeks a year earlier (long-run.ts).
import type { LongRun } from './long-run.ts';
import type { Measure, MeasureUnit } from './measures.ts';
import {
  bearingOf,
  certaintyWords,
  leastOf,
  periodWords,
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
  const size = Math.abs(value);
  const figure = {
    percent: () => `${size.toFixed(size < 10 ? 2 : 1)}%`,
    pence_per_100_pounds: () => `£${(size / 100).toFixed(2)}`,
    ratio: () => size.toFixed(2),
    count: () => String(Math.round(size * 10) / 10),
  }[unit]();
  // What rounds to nothing has no sign.
  return value < 0 && /[1-9]/.test(figure) ? `−${figure}` : figure;
}

/** Whether a slow change is good or bad news; null where there is none. */
export function driftOf(run: LongRun | null, better: Better): Bearing | null {
  if (!run?.direction) return null;
  if (better === null) return 'changed';
  return (run.direction === 'up') === (better === 'higher') ? 'better' : 'worse';
}

type Reading = { chart: Xmr; better: Better; longRun?: LongRun | null; carriesOver?: boolean };

/**
 * The newest week with the signals that count. A balance carries over from week to week, so that runs on one side of its
 * average are ordinary: while it has no year to compare with, only a week outside the limits counts.
 */
function newestMark({ chart, longRun, carriesOver }: Pick<Reading, 'chart' | 'longRun' | 'carriesOver'>) {
  const last = chart.marks.at(-1);
  if (!last || !carriesOver || longRun) return last;
  return { ...last, signals: last.signals.filter((signal) => signal === 'outside') };
}

/**
 * What the newest week says: a week belongs to the stretch since the last re-base. A signal of the chart comes before a
 * slow change. A balance signals on any chart, so the same weeks a year earlier decide, where there are any.
 */
export function standingOf({ chart, better, longRun = null, carriesOver = false }: Reading): Standing {
  const last = newestMark({ chart, longRun, carriesOver });
  if (!last) return 'nothing';
  const slow = driftOf(longRun, better);
  if (carriesOver && longRun) return slow ?? 'ordinary';
  if (chart.stretches[last.stretch]!.certainty === 'too_few') return slow ?? 'too_few';
  return bearingOf(last, better) ?? slow ?? 'ordinary';
}

/** Whether ordinary weeks reach the target (always, by chance, never). Null without target, direction or firm limits. */
export function assuranceOf(chart: Xmr, better: Better, target: number | null): Assurance | null {
  const last = chart.stretches.at(-1);
  if (target === null || better === null || last?.certainty !== 'firm') return null;
  const [worst, best] = better === 'higher' ? [last.lower!, last.upper!] : [last.upper!, last.lower!];
  const reached = (value: number) => (better === 'higher' ? value >= target : value <= target);
  return reached(worst) ? 'always' : reached(best) ? 'chance' : 'never';
}

export type MeasureReading = Reading & {
  say: (value: number) => string;
  /** A mean of weeks, where it is not worded like a point of the chart. */
  sayMean?: (value: number) => string;
  /** The one in force in the newest week. */
  target: number | null;
};

const bearingWords: Record<Bearing, string> = {
  better: 'Improving',
  worse: 'Getting worse',
  changed: 'Significant change',
};

/** One measure's sentence. carriesOver: a balance; its limits say nothing of whether it will be at its target. */
export function measureSentence(reading: MeasureReading): string {
  const { chart, better, say, target, longRun = null, carriesOver = false } = reading;
  const last = newestMark(reading);
  if (!last) return 'No week has figures yet.';
  const stretch = chart.stretches[last.stretch]!;
  const figure = `${say(last.value)} in the ${periodWords(last.on, chart.weeks)}`;
  const slow = driftOf(longRun, better);
  const year = longRun && longRunWords(longRun, reading.sayMean ?? say);
  const aim = !carriesOver
    ? targetWords(assuranceOf(chart, better, target), target, say)
    : target === null
      ? ''
      : ` The target is ${say(target)}.`;
  if (carriesOver && longRun)
    return `${figure}. ${slow ? `${bearingWords[slow]}: t` : 'No clear change: t'}${year!.slice(1)}${aim}`;
  if (stretch.certainty === 'too_few')
    return `${figure}. ${certaintyWords(stretch.certainty, stretch.points, chart.weeks)}`;
  const bearing = bearingOf(last, better);
  if (!bearing && slow)
    return `${figure}. ${bearingWords[slow]}, slowly: t${year!.slice(1)} ${ordinaryWords(chart, say)}${aim}`;
  const sentence = bearing
    ? `${figure}, against an average of ${say(stretch.mean)}. ${bearingWords[bearing]}: ${last.signals
        .map((signal) => signalWords(signal, last.side, chart.weeks))
        .join('; ')}.`
    : `${figure}: no significant change. ${ordinaryWords(chart, say)}`;
  return sentence + lastSignal(chart, better) + (year ? ` ${year}` : '') + aim;
}

/** 'The last 8 weeks averaged 2.01%, and 1.62% in the same weeks a year earlier.' */
function longRunWords({ weeks, now, before }: LongRun, say: (value: number) => string): string {
  return `The last ${weeks} weeks averaged ${say(now)}, and ${say(before)} in the same weeks a year earlier.`;
}

/** A range whose half is more than this share of the average shows only very large changes, and says so. */
const wide = 0.5;

/** The limits, as far as the figure can be there. */
function ordinaryWords({ marks, stretches }: Xmr, say: MeasureReading['say']): string {
  const { lower, upper, mean } = stretches[marks.at(-1)!.stretch]!;
  const least = leastOf(marks.map(({ value }) => value));
  const range =
    lower! < least ? `Usual range: up to ${say(upper!)}.` : `Usual range: ${say(lower!)} to ${say(upper!)}.`;
  if (upper! - mean <= wide * Math.abs(mean)) return range;
  return `${range} Only a change of more than ${sayDifference(say(upper! - mean))} would show.`;
}

/** The difference of two percentages is in points: a fall by 10% of 50% would be one to 45%. */
const sayDifference = (words: string): string => words.replace(/%$/, ' points');

/** The newest signal that is over by now, where there is no other. */
function lastSignal(chart: Xmr, better: Better): string {
  const last = chart.marks.at(-1)!;
  if (last.signals.length > 0) return '';
  const span = spansOf(chart, better).findLast(({ from }) => from >= chart.stretches[last.stretch]!.from);
  if (!span) return '';
  return ` The last significant change was in the ${periodWords(span.to, chart.weeks)}: ${signalWords(span.signal, span.side, chart.weeks)}.`;
}

function targetWords(assurance: Assurance | null, target: number | null, say: MeasureReading['say']): string {
  if (assurance === null) return '';
  const it = `the target of ${say(target!)}`;
  if (assurance === 'always') return ` Reaches ${it} reliably.`;
  if (assurance === 'never') return ` Does not reach ${it}, unless something changes.`;
  return ` Reaches ${it} in some periods and not in others, by chance.`;
}

export type Judged = {
  title: string;
  better: Better;
  standing: Standing;
  changed?: Measure['changed'];
  /** Of a balance: the weeks that its standing is about. */
  longRun?: LongRun | null;
};
/** The measure that the rest follows. average: a sentence with its average, and of which weeks it is. */
type Lead = Judged & { average: string };

/**
 * What the measures say after the arrears themselves (headline.ts): first `lead`, the weekly change of arrears that the team
 * can do something about, then the others that have a better direction, and what the balances' charts call better or worse.
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
  const of = (standing: Standing) =>
    listed(directed.filter((one) => one.standing === standing).map(({ title }) => lower(title)));
  const [better, worse, changed, ordinary] = [of('better'), of('worse'), of('changed'), of('ordinary')];
  return [
    lead ? leadWords(lead) : '',
    // Of a handful of weeks an average would be taken for a finding.
    lead && lead.standing !== 'too_few' ? lead.average : '',
    better && `Improving: ${better}.`,
    worse && `Getting worse: ${worse}.`,
    changed && `Changed, with no clear direction: ${changed}.`,
    ordinary && `No significant change: ${ordinary}.`,
    ...balances.map((one) => carriedWords(one)),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** Of the rate alone: which way the arrears themselves went in a period is for the headline, and for the average. */
const leadSentences = {
  better: 'The weekly change in arrears is better than its average.',
  worse: 'The weekly change in arrears is worse than its average.',
  ordinary: 'The weekly change in arrears is as usual.',
};

function leadWords({ title, standing }: Lead): string {
  if (standing === 'better' || standing === 'worse' || standing === 'ordinary')
    return leadSentences[standing];
  if (standing === 'changed') return `Not clear: ${lower(title)} changed, with no clear direction.`;
  return `It is too early to say for ${lower(title)}.`;
}

function carriedWords({ title, standing, changed, longRun }: Judged): string {
  if (standing !== 'better' && standing !== 'worse') return '';
  const than = longRun
    ? `over the last ${longRun.weeks} weeks than in the same weeks a year earlier`
    : 'in the newest week than on average';
  return `${changed?.[standing] ?? `${title}: ${standing}`} ${than}.`;
}

/**
 * What the average of the movement's newest stretch comes to, and over which weeks: at the usual rate arrears still add up.
 * Less than half a penny for each £100 of rent is no change. '' without a week.
 */
export function averageWords({ marks, stretches, weeks = 1 }: Xmr): string {
  const last = marks.at(-1);
  if (!last) return '';
  const { mean, points } = stretches[last.stretch]!;
  const period = `On average over the last ${points * weeks} weeks, overdue arrears`;
  if (Math.abs(mean) < 0.5) return `${period} stayed the same.`;
  const by = sayMeasure('pence_per_100_pounds', Math.abs(mean));
  return `${period} ${mean > 0 ? 'grew' : 'fell'} by ${by} for each £100 of rent charged.`;
}

const lower = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1);

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
