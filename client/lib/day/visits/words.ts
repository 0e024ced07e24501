// The words of the page with today's visits of all officers.
import type { VisitOfDay } from '#contract/day.ts';

export const stateWords: Record<VisitOfDay['state'], string> = {
  planned: 'Planned',
  on_the_way: 'On the way',
  done: 'Done',
  stood_down: 'Stopped',
  cancelled: 'Cancelled',
};

export const visitsToday = {
  title: 'Visits today',
  none: 'None yet',
  asOf: (when: string) => `. As of ${when}`,
  officers: 'Officers',
  all: 'All officers',
  legend: 'What the shapes mean',
  /** Stopped or cancelled. */
  notMade: 'Not made',
  list: 'Visits by officer',
  empty: 'No visits today yet.',
  emptyHow: 'Visits appear here when officers plan them or set out.',
  loading: 'Loading visits…',
  waiting: 'Waiting for a connection…',
  map: 'Map of today’s visits',
};

export const visit = {
  onTheWaySince: (time: string) => `On the way since ${time}`,
  over: (state: string, time: string, outcome: string) =>
    `${state}${time && ` at ${time}`}${outcome && `: ${outcome.toLowerCase()}`}`,
  /** '2 planned' */
  count: (count: number, state: string) => `${count} ${state.toLowerCase()}`,
  mark: (letters: string, officer: string, state: string) => `${letters}, ${officer}, ${state.toLowerCase()}`,
};
