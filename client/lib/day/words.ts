// The words of "Plan my day". Estimated times are rounded to five minutes and say "about".
import { alertWords } from '../words/actions.ts';
import { timeOf } from '../words/time.ts';
import type { NotToday } from '#domain/rounds/visiting-hours.ts';
import type { Barred } from '#domain/rounds/round-worth.ts';

const five = 5 * 60_000;

/** 'about 10:40' */
export const about = (instant: number): string => `about ${timeOf(Math.round(instant / five) * five)}`;

/** '3 h 40 min', '40 min', '2 h': to five minutes above an hour, to the minute below. */
export function lasting(seconds: number): string {
  const exact = Math.max(0, Math.round(seconds / 60));
  const minutes = exact < 60 ? exact : Math.round(exact / 5) * 5;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : '']
    .filter(Boolean)
    .join(' ');
}

const count = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;
const homes = (n: number): string => count(n, 'home');

export const dayPlan = {
  /** Both 'HH:MM'. */
  chooseTime: (from: string, to: string) =>
    from < to ? `Choose a time from ${from} to ${to}.` : 'Not enough time is left in visiting hours.',
  nothingFits: 'No visits fit in these hours.',
  ready: (stops: number, end: string) => `Your day has ${count(stops, 'stop')} and ends ${end}.`,
  whereYouAre: 'where you are',
  startPoint: 'your start point',
  moved: (number: number, of: number, time: string) => `Stop ${number} of ${of}, ${time}.`,
  /** `day`: 'today', 'tomorrow', 'Mon 9 Nov'. */
  written: (visits: number, day: string) => `${count(visits, 'visit')} planned for ${day}.`,
  removed: (label: string, why: string) => `Removed ${label}: ${why}.`,
};

/** Why a home is not in the day: as the end of a sentence. */
export const reasons = {
  skipped: 'you skipped it',
  turnedBack: 'you turned back',
  noTime: 'not enough time',
  noPosition: 'its position is missing',
  notListed: 'it is no longer on your list',
  notNeeded: 'a visit is no longer needed',
};

export const onList = {
  leftOut: (why: string) => `Left out: ${why}.`,
  doneAt: (time: string) => `Done at ${time}.`,
  onTheWay: 'on the way',
  at: (time: string) => `at ${time}`,
};

export const dayHead = {
  done: 'You have finished today’s visits.',
  /** `day`: '' today, else 'tomorrow', 'Mon 9 Nov'. */
  ends: (time: string, day: string) => (day ? `Plan for ${day}, ends ${time}` : `Ends ${time}`),
  travel: (time: string, mode: 'walking' | 'driving', distance: string) =>
    `, ${time} ${mode === 'walking' ? 'on foot' : 'driving'} (${distance})`,
  over: (time: string) => `${time} over your hours`,
  hasRead: 'Dismiss',
  needless: (visits: number) =>
    visits === 1
      ? '1 planned visit is no longer needed: tenant paid.'
      : `${visits} planned visits are no longer needed: tenants paid.`,
  cancel: (visits: number) => (visits === 1 ? 'Cancel visit' : 'Cancel visits'),
  plan: (visits: number) => `Mark ${count(visits, 'visit')} as planned`,
  allPlanned: 'All marked as planned',
  change: 'Change my day',
  again: 'Plan again from now',
  leftOut: 'What was left out, and why',
};

export const dayInFull = {
  title: 'My day in detail',
  /** `day`: '' today, else 'tomorrow', 'Mon 9 Nov'. */
  planned: (time: string, day: string, from: string, until: string) =>
    `Planned at ${time}${day ? ` for ${day}` : ''} from ${from}, to finish by ${until}.`,
  firstVisit: 'your first visit',
  byRouter: 'Travel times are from a route planner.',
  byLine: 'Travel times are estimates: the straight line plus a third.',
  minutes: (minutes: number) => `Each visit has ${minutes} minutes.`,
  done: 'Done',
  doneAt: (time: string, label: string) => `${time} ${label}`,
  changes: 'Changes',
  leftOut: 'Left out',
  noneLeftOut: 'Every home that needs a visit is in your day.',
  group: (title: string, count: number) => `${title}: ${homes(count)}`,
  why: (why: string) => `: ${why}`,
};

/** Why homes are left out, by kind. */
export const leftOut = {
  no_time: 'No time that day',
  no_lone_visits: 'No lone visits',
  no_female_staff: alertWords.no_female_staff,
  no_male_staff: alertWords.no_male_staff,
  do_not_attend: alertWords.do_not_attend,
  hold: 'On hold',
  colleague: 'With a colleague',
  another_day: 'Planned for another day',
  not_on_map: 'Not on the map',
} satisfies Record<Barred | 'no_time' | 'not_on_map', string>;
export const noTimeToday = 'No time today';

/** Why a plan is not for today, before the day that it is for. */
export const notToday: Record<Exclude<NotToday, null>, string> = {
  weekend: 'There are no visits at weekends.',
  bank_holiday: 'Today is a bank holiday.',
  closed: 'Visiting hours are over for today.',
};

export const planForm = {
  /** `day`: 'tomorrow', 'Mon 9 Nov'. */
  forDay: (day: string) => `This plan is for ${day}.`,
  hours: (opens: string, closes: string) => `Visiting hours are ${opens} to ${closes}.`,
  title: 'Plan my day',
  change: 'Change my day',
  until: 'Work until',
  mode: 'Travel',
  walking: 'Walking',
  driving: 'Driving',
  start: 'Start from',
  here: 'Where I am now',
  firstVisit: 'My first visit',
  noStart: 'Your first visit. You can choose another start.',
  chooseStart: 'Choose another start',
  private: 'Your position stays on this device.',
  roundTrip: 'Finish where I start',
  visits: 'Visits',
  minutes: 'Time for each visit',
  minutesOption: (minutes: number) => `${minutes} minutes`,
  accompanied: 'A colleague is with me',
  alert: (kind: keyof typeof alertWords, count: number) =>
    `I can visit homes with the alert “${alertWords[kind]}” (${homes(count)})`,
  planning: 'Planning…',
  changeHours: 'Change the hours',
  afresh: 'Plan the whole day again',
  remove: 'Remove this plan',
  rules:
    'The plan follows holds and alerts, and leaves out homes that a colleague will visit. Travel times are estimates.',
};

export const stopMenu = {
  stop: 'Stop',
  title: (number: number, label: string) => `Stop ${number}: ${label}`,
  arrives: (time: string) => time.charAt(0).toUpperCase() + time.slice(1),
  agreed: (time: string) => `, agreed for ${time}`,
  minutes: (minutes: number) => `. ${minutes} minutes for the visit.`,
  earlier: 'Earlier',
  later: 'Later',
  keep: 'Keep in my day',
  time: 'Agreed time',
  optional: '(optional)',
  skip: 'Skip this visit',
  open: 'Open the case',
  /** The button that opens the menu. */
  button: (number: number) => `Stop ${number}: move, keep or skip`,
};

/** Where to go next: after a visit, after turning back, after a call. */
export const nextDoor = {
  label: (by: 'visit' | 'call') => (by === 'visit' ? 'Next visit' : 'Next call'),
  stop: (number: number) => `Next: stop ${number}`,
  near: 'close by',
  open: 'Open the case',
  openToCall: 'Open the case to call',
  none: 'No visits or calls left on your list.',
  /** `day`: 'today', 'tomorrow', 'Mon 9 Nov'. */
  opens: (day: string, time: string) => `Visiting hours start again ${day} at ${time}.`,
  turnedBackLabel: 'Next after turning back',
  turnedBack: 'Turned back:',
  close: 'Close',
};
