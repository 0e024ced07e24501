// What an XmR chart's signals say, in words and as good or bad news for a figure that has a better direction. NHS
// England's "Making data count" in words: a week either varies as it ordinarily does, or a rule says that something has
// changed, for the better or for the worse. Nothing is claimed that no rule says.
import { addDays, formatDay } from '../days.ts';
import type { Day } from '../facts.ts';
import type { Certainty, Signal, Xmr, XmrMark } from './xmr.ts';

export type Better = 'lower' | 'higher' | null;
/** changed: a signal of a figure of which neither direction is better by itself, or signals that contradict each other. */
export type Bearing = 'better' | 'worse' | 'changed';

type Direction = 'up' | 'down';
type Marked = Pick<XmrMark, 'signals' | 'side'>;

function directionsOf({ signals, side }: Marked): Set<Direction> {
  const ways = signals.map((signal): Direction =>
    signal === 'rising' ? 'up' : signal === 'falling' ? 'down' : side === 'above' ? 'up' : 'down',
  );
  return new Set(ways);
}

/** Null where no rule marks the week. */
export function bearingOf(mark: Marked, better: Better): Bearing | null {
  const ways = directionsOf(mark);
  if (ways.size === 0) return null;
  if (ways.size > 1 || better === null) return 'changed';
  return ways.has(better === 'higher' ? 'up' : 'down') ? 'better' : 'worse';
}

/** 'weeks', or 'periods of 4 weeks': what the points of a chart are. */
const pointsOf = (weeks: number): string => (weeks === 1 ? 'weeks' : `periods of ${weeks} weeks`);

/** 'week of Mon 23 Nov 2026', or '4 weeks to Sun 29 Nov 2026': the time of a point. */
export const periodWords = (on: Day, weeks = 1): string =>
  weeks === 1
    ? `week of ${formatDay(on, true)}`
    : `${weeks} weeks to ${formatDay(addDays(on, 7 * weeks - 1), true)}`;

/** "above the usual range": what a rule says of the week that completes it. `weeks`: how many each point covers. */
export function signalWords(signal: Signal, side: XmrMark['side'], weeks = 1): string {
  const where = side === 'above' ? 'above' : 'below';
  const points = pointsOf(weeks);
  switch (signal) {
    case 'outside':
      return `${where} the usual range`;
    case 'one_side':
      return `7 or more ${points} in a row ${where} the average`;
    case 'rising':
      return `7 or more ${points} in a row rising`;
    case 'falling':
      return `7 or more ${points} in a row falling`;
    case 'near_limit':
      return `2 of 3 ${points} close to the ${side === 'above' ? 'upper' : 'lower'} limit`;
  }
}

export type SignalSpan = {
  signal: Signal;
  side: XmrMark['side'];
  bearing: Bearing;
  /** First days of the first and last week that the rule marks. The pattern itself may have begun before. */
  from: string;
  to: string;
  weeks: number;
};

/** One rule's signals in weeks that follow each other are one span; by their beginning. A span ends at a re-base. */
export function spansOf({ marks }: Xmr, better: Better): SignalSpan[] {
  const spans: SignalSpan[] = [];
  const open = new Map<Signal, { span: SignalSpan; stretch: number }>();
  for (const { on, side, stretch, signals } of marks) {
    for (const signal of [...open.keys()]) if (!signals.includes(signal)) open.delete(signal);
    for (const signal of signals) {
      const running = open.get(signal);
      const goesOn =
        running?.stretch === stretch &&
        (running.span.side === side || signal === 'rising' || signal === 'falling');
      if (goesOn) {
        running.span.to = on;
        running.span.weeks++;
        continue;
      }
      const bearing = bearingOf({ signals: [signal], side }, better)!;
      const span = { signal, side, bearing, from: on, to: on, weeks: 1 };
      spans.push(span);
      open.set(signal, { span, stretch });
    }
  }
  return spans;
}

/** What may be read from a chart's limits; '' where they are firm. */
export function certaintyWords(certainty: Certainty, points: number, weeks = 1): string {
  const of = pointsOf(weeks);
  if (certainty === 'too_few') return `Too few ${of} for a usual range: ${points} of 5.`;
  if (certainty === 'provisional') return `The usual range is provisional: ${points} of 12 ${of}.`;
  return '';
}

/** The least that a figure can sensibly be, by what it was: a limit below it is not one that anybody could meet. */
export const leastOf = (values: readonly number[]): number =>
  values.every((value) => value >= 0) ? 0 : -Infinity;
