// The answer to "are we getting better?", in the order in which a manager asks: current tenants' arrears in pounds and per
// cent, against a year ago, against the target, and then whether the difference is more than chance (long-run.ts). A rise is
// always reported as a rise; only whether it may be chance is a matter of the test.
import { addDays, formatDay } from '../days.ts';
import type { Day } from '../facts.ts';
import { formatPence } from '../money.ts';
import { changesOf, changesSentence, shownHundredths as shown } from './changes.ts';
import { driftOf, sayMeasure } from './improving.ts';
import { yearDays, type LongRun } from './long-run.ts';

/** Arrears at the end of a rent week, by its first day: pence, and per cent of a year's rent. */
type ArrearsAt = { weekOn: Day; pence: number; percent: number };
/** level: not proved different from a year ago. too_early: no figure of a year ago yet. */
type HeadlineBearing = 'better' | 'worse' | 'level' | 'too_early';
export type Headline = {
  now: ArrearsAt;
  yearAgo: ArrearsAt | null;
  /** Per cent; null where none is set. */
  target: number | null;
  meetsTarget: boolean | null;
  bearing: HeadlineBearing;
  /** How far the percentage moved in four weeks and in a year, as the office wall shows it; '' without earlier weeks. */
  changes: string;
  /** The answer in a few words, with the weeks that it is about, and what it rests on. */
  answer: string;
  why: string;
};

const percent = (value: number): string => sayMeasure('percent', value);
/**
 * Whether weeks after this one have ended and have no figures yet, as on a first start. On the day after a week's end it may
 * still be closing.
 */
export const isBehind = (weekOn: Day, today: Day): boolean => today > addDays(weekOn, 14);

/** Null without a closed week. `weeks`: pence owed (part) and a year's rent (whole) at each week's end, oldest first. */
export function headlineOf(
  weeks: readonly { on: Day; part: number; whole: number | null }[],
  target: number | null,
  longRun: LongRun | null,
): Headline | null {
  const last = weeks.at(-1);
  if (!last) return null;
  const now = arrearsAt(last);
  const then = weeks.find(({ on }) => on === addDays(last.on, -yearDays));
  const yearAgo = then ? arrearsAt(then) : null;
  const drift = driftOf(longRun, 'lower');
  const bearing =
    drift === 'better' || drift === 'worse' ? drift : yearAgo && longRun ? 'level' : 'too_early';
  return {
    now,
    yearAgo,
    target,
    meetsTarget: target === null ? null : shown(now.percent) <= shown(target),
    changes: changesSentence(
      changesOf(weeks.map((week) => ({ on: week.on, percent: arrearsAt(week).percent, pence: week.part }))),
    ),
    bearing,
    ...wordsOf(bearing, longRun),
  };
}

function arrearsAt({ on, part, whole }: { on: Day; part: number; whole: number | null }): ArrearsAt {
  return { weekOn: on, pence: part, percent: whole ? (100 * part) / whole : 0 };
}

/** The answer is about averages of weeks, and names them: the newest week alone may have moved the other way. */
function wordsOf(bearing: HeadlineBearing, longRun: LongRun | null): Pick<Headline, 'answer' | 'why'> {
  if (bearing === 'too_early' || !longRun)
    return {
      answer: 'It is too early to say whether arrears are getting better.',
      why: 'The comparison with a year ago needs at least 56 closed weeks.',
    };
  const { weeks, now, before } = longRun;
  const [recent, then] = [`over the last ${weeks} weeks`, 'in the same weeks a year earlier'];
  const averages = `${percent(now)} on average, against ${percent(before)}.`;
  if (bearing === 'worse')
    return {
      answer: `Worse ${recent} than ${then}.`,
      why: `${averages} A rise this large is rarely chance.`,
    };
  if (bearing === 'better')
    return {
      answer: `Better ${recent} than ${then}.`,
      why: `${averages} A fall this large is rarely chance.`,
    };
  const change = shown(now) - shown(before);
  const answer =
    change === 0
      ? `About the same ${recent} as ${then}.`
      : `${change > 0 ? 'Higher' : 'Lower'} ${recent} than ${then}, but this may be chance.`;
  return { answer, why: averages };
}

/** Figures, year and target in sentences, for those who hear the page and for files. */
export function headlineSentence({
  now,
  yearAgo,
  target,
  meetsTarget,
  changes,
  answer,
  why,
}: Headline): string {
  const figure = ({ pence, percent: share }: ArrearsAt) => `${formatPence(pence)}, ${percent(share)}`;
  const end = formatDay(addDays(now.weekOn, 6), true);
  return [
    `Current tenant arrears on ${end}: ${figure(now)} of a year’s rent.`,
    yearAgo ? `A year ago: ${figure(yearAgo)}.` : '',
    target === null ? '' : `Target: ${percent(target)}, ${meetsTarget ? 'met' : 'not met'}.`,
    changes,
    answer,
    why,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
