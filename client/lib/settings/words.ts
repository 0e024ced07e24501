// The words of the settings, by component.
import type { AbsenceRow, AnnotationRow } from '#contract/performance/settings.ts';
import type { MeasureUnit } from '#domain/statistics/measures.ts';

export const frame = {
  title: 'Settings',
  windowTitle: (part: string | undefined) => `${part ? `${part} – ` : ''}Settings – Doorstep`,
  missing: 'Page not found',
  missingWhy: 'Check the address. You may not have access to this page.',
  toSettings: 'Go to your settings',
  part: 'page',
  loadingPart: 'Loading this page…',
  loading: 'Loading settings…',
  failed: 'Settings did not load.',
  stale: 'This page may be out of date.',
  bankHolidays: 'Bank holidays',
  busy: 'The last change is still being saved. Try again in a moment.',
};

export const done = {
  undo: 'Undo',
  close: 'Close this message',
};

export const table = { actions: 'Actions' };

export const parts = {
  rota: { label: 'Rota', title: 'Who holds each patch, and who is away' },
  absences: { label: 'Absences', title: 'Absences' },
  stints: { label: 'Stints', title: 'Stints: who held each patch' },
  holidays: { label: 'Bank holidays', title: 'Bank holidays' },
  visiting: { label: 'Visiting hours', title: 'Visiting hours' },
  targets: { label: 'Targets', title: 'Targets' },
  charts: { label: 'Charts', title: 'Charts: annotations and restarts' },
  people: { label: 'People and patches', title: 'People and patches' },
  screens: { label: 'Screens', title: 'Office screens' },
  devices: { label: 'Devices', title: 'Devices with unsent work' },
  changes: { label: 'Changes', title: 'Changes to settings' },
  mine: { label: 'Yours', title: 'Your patches and absences' },
};

export const devices = {
  about:
    'Records and photos stay on a phone until there is signal. If a device does not send its work for days, ask its owner to open Doorstep where there is signal.',
  unsent: 'Unsent work',
  device: 'Device',
  kinds: { phone: 'phone', computer: 'computer' },
  of: (name: string, kind: string) => `${name}’s ${kind}`,
  notSent: 'Not sent',
  counts(records: number, photos: number): string {
    const some = [
      records > 0 ? `${records} ${records === 1 ? 'record' : 'records'}` : '',
      photos > 0 ? `${photos} ${photos === 1 ? 'photo' : 'photos'}` : '',
    ];
    return some.filter(Boolean).join(' and ');
  },
  since: 'Oldest from',
  contact: 'Last contact',
  unknown: 'not known',
  none: 'No device has used Doorstep in the last 90 days.',
  allSent: (devices: number) =>
    devices === 1
      ? 'The only device in use has sent its work.'
      : `All ${devices} devices in use have sent their work.`,
  silent: (days: number) => `No contact for ${days} working days or more`,
  noneSilent: 'Everyone has had contact.',
  absences: 'Weekends, bank holidays and absences in the rota do not count.',
  loading: 'Loading devices',
};

/** A person who is in no list that was read. */
export const unknownPerson = 'Unknown person';

export const absenceKinds: Record<AbsenceRow['kind'], string> = {
  leave: 'Leave',
  sickness: 'Sickness',
  training: 'Training',
  other: 'Other',
};

export const nations: Record<string, string> = {
  england: 'England',
  wales: 'Wales',
  scotland: 'Scotland',
  northern_ireland: 'Northern Ireland',
};

export const span = {
  since: (day: string) => `since ${day}`,
  from: (day: string) => `from ${day}`,
  between: (first: string, last: string) => `${first} to ${last}`,
};

export const names = (all: readonly string[]): string => all.join(' and ');

export const rota = {
  allCovered: (to: string) => `Every patch is covered on every working day up to ${to}.`,
  notCovered: (patches: number, to: string) =>
    `${patches === 1 ? '1 patch has' : `${patches} patches have`} working days without cover up to ${to}.`,
  addAbsence: 'Add an absence',
  handOver: 'Hand over a patch',
  handOverThis: 'Hand over',
  noPatches: 'No patches yet. Administrators add them in People and patches.',
  noOfficer: 'No officer',
  away: 'Away',
  isAway: (name: string, days: string) => `${name} is away ${days}`,
  officer: (periods: readonly string[]) => `Officer: ${periods.join(', ')}.`,
  none: 'none',
  until: (who: string, day: string) => `${who} until ${day}`,
  thenUntil: (who: string, day: string) => `then ${who} until ${day}`,
  thenFrom: (who: string, day: string) => `then ${who} from ${day}`,
  noCover: (days: string) => `No cover: ${days}.`,
  key: { away: 'away', noCover: 'no cover', rest: 'weekend or bank holiday' },
  also: 'Also in these weeks',
};

export const absences = {
  person: 'Person',
  everyone: 'Everyone',
  add: 'Add an absence',
  change: 'Change',
  remove: 'Remove',
  of: (name: string) => `${name}’s absence`,
  dates: 'Dates',
  days: (count: number) => `(${count === 1 ? '1 day' : `${count} days`})`,
  kind: 'Reason',
  counting: 'Days away do not count. Officers are compared on the days that they worked.',
  current: 'Current and upcoming',
  currentLabel: 'Current and upcoming absences',
  noneCurrent: 'No current or upcoming absences.',
  past: 'Past',
  pastLabel: 'Past absences',
  more: (count: number) => `Show more (${count} earlier)`,
};

export const absenceForm = {
  add: 'Add an absence',
  addButton: 'Add absence',
  change: (name: string) => `Change ${name}’s absence`,
  save: 'Save',
  person: 'Person',
  choosePerson: 'Choose a person',
  firstDay: 'First day',
  lastDay: 'Last day',
  lastDayHint: 'Leave empty for 1 day.',
  kind: 'Reason',
  kindHint: 'Only managers and this person see it.',
  noPerson: 'Choose a person.',
  noFirstDay: 'Enter the first day.',
};

export const stints = {
  patch: 'Patch',
  allPatches: 'All patches',
  handOver: 'Hand over a patch',
  add: 'Add a stint',
  change: 'Change',
  remove: 'Remove',
  of: (officer: string, patch: string) => `${officer}’s stint in ${patch}`,
  effect:
    'Worklists change as soon as you save. Past figures use stints that have ended: remove one only if it was a mistake.',
  label: 'Stints by patch, newest first',
  officer: 'Officer',
  dates: 'Dates',
  none: 'No stints yet.',
  noneInPatch: 'No stints in this patch yet.',
};

export const stintForm = {
  add: 'Add a stint',
  addButton: 'Add stint',
  change: (officer: string, patch: string) => `Change ${officer}’s stint in ${patch}`,
  save: 'Save',
  officer: 'Officer',
  chooseOfficer: 'Choose an officer',
  patch: 'Patch',
  choosePatch: 'Choose a patch',
  firstDay: 'First day',
  lastDay: 'Last day',
  lastDayHint: 'Leave empty if there is no end date.',
  together: 'Allow another officer in this patch on the same days',
  noOfficer: 'Choose an officer.',
  noPatch: 'Choose a patch.',
  noFirstDay: 'Enter the first day.',
};

export const handOver = {
  title: 'Hand over a patch',
  button: 'Hand over',
  patch: 'Patch',
  choosePatch: 'Choose a patch',
  to: 'New officer',
  chooseOfficer: 'Choose an officer',
  from: 'From',
  fromHint: 'The new officer’s first day.',
  noHolder: (day: string) => `No officer holds it on ${day}.`,
  holders: (names: readonly string[]) =>
    `${names.join(' and ')} ${names.length === 1 ? 'holds' : 'hold'} it until the day before.`,
  now: 'Worklists change as soon as you save.',
  later: 'Worklists change at the start of that day.',
  noPatch: 'Choose a patch.',
  noOfficer: 'Choose the new officer.',
  noDay: 'Enter the first day.',
};

export const holidays = {
  nation: 'Nation',
  year: 'Year',
  add: 'Add a bank holiday',
  correct: 'Correct',
  remove: 'Remove',
  effect: 'These are not working days. Every case is assessed again when you change one.',
  noEffect: (nation: string) => `Your homes are in ${nation}, so these days have no effect.`,
  computed: '“Computed” days are worked out from the law. Check them against the official list.',
  label: (year: string, nation: string) => `Bank holidays in ${nation}, ${year}`,
  date: 'Date',
  name: 'Name',
  none: (year: string, nation: string) =>
    `No bank holidays for ${nation} in ${year}. Every weekday counts as a working day.`,
  addTitle: (nation: string) => `Add a bank holiday in ${nation}`,
  correctTitle: 'Correct a bank holiday',
  addButton: 'Add bank holiday',
  save: 'Save',
  noDate: 'Enter the date.',
  noName: 'Enter the name.',
};

export const visiting = {
  hours: (opens: string, closes: string) => `${opens} to ${closes}, Monday to Friday, not on bank holidays`,
  change: 'Change the hours',
  effect:
    '“My day” plans no visit outside these hours. It plans the next working day when today has none left.',
  holidays: 'Bank holidays',
  none: 'No visiting hours are recorded. “My day” plans visits from 09:00 to 19:00.',
  title: 'Change the visiting hours',
  first: 'No visit before',
  last: 'No visit after',
  save: 'Save',
  noFirst: 'Enter the first time.',
  noLast: 'Enter the last time.',
};

export const targets = {
  about:
    'A target is a line on the team’s chart. A new target applies from its date. Earlier weeks keep their own target.',
  set: 'Set a target',
  setButton: 'Set target',
  label: 'Targets by measure, newest first',
  withdraw: 'Withdraw',
  of: (measure: string) => `the target for ${measure}`,
  measure: 'Measure',
  chooseMeasure: 'Choose a measure',
  target: 'Target',
  dates: 'Dates',
  upcoming: (day: string) => `from ${day} (upcoming)`,
  current: (day: string) => `since ${day} (current)`,
  ended: (first: string, last: string) => `${first} to ${last}`,
  none: 'No targets yet. Charts have no target line.',
  from: 'From',
  noMeasure: 'Choose a measure.',
  noTarget: 'Enter the target.',
  noDay: 'Enter the first day of the target.',
  wrongNumber: 'Enter a number without a comma, like 97.5.',
};

/** What to write as a target, by the unit of its measure. */
export const targetHints: Record<MeasureUnit, string> = {
  percent: 'A percentage, like 97.5.',
  pence_per_100_pounds: 'In pounds for each £100 of rent due, like 1.25.',
  count: 'A number for each week.',
  ratio: '1 means as expected.',
};

export const targetValues = {
  per100Pounds: (amount: string) => `${amount} for each £100`,
  aWeek: (count: number) => `${count} a week`,
};

export const charts = {
  annotations: 'Annotations',
  addAnnotation: 'Add an annotation',
  aboutAnnotations: 'Annotations are notes on every chart. Bank holidays appear automatically.',
  annotationsLabel: 'Annotations, newest first',
  change: 'Change',
  remove: 'Remove',
  what: 'What happened',
  dates: 'Dates',
  kind: 'Type',
  noAnnotations: 'No annotations yet. Add one when something affects the figures, like a new policy.',
  restarts: 'Restarted charts',
  restart: 'Restart a chart',
  aboutRestarts:
    'A restarted chart works out its average and limits again from that day, and shows the reason.',
  restartsLabel: 'Restarted charts, newest first',
  ofRestart: (chart: string) => `the restart of ${chart}`,
  chart: 'Chart',
  chartName: (whose: string, measure: string) => `${whose}: ${measure}`,
  team: 'Team',
  from: 'From',
  reason: 'Reason',
  noRestarts: 'No restarted charts. Each chart uses all its weeks.',
};

export const annotationKinds: Record<AnnotationRow['kind'], string> = {
  policy: 'Policy change',
  other: 'Something else',
};

export const annotationForm = {
  add: 'Add an annotation',
  addButton: 'Add annotation',
  change: 'Change an annotation',
  save: 'Save',
  what: 'What happened',
  whatHint: 'Shown on every chart. Do not name people.',
  kind: 'Type',
  day: 'Day',
  lastDay: 'Last day',
  lastDayHint: 'Leave empty for 1 day.',
  noDay: 'Enter the day.',
  noWords: 'Enter what happened.',
};

export const restartForm = {
  title: 'Restart a chart',
  button: 'Restart this chart',
  when: 'Restart a chart only after a lasting change, never to remove a signal. Earlier weeks keep their limits.',
  whose: 'Team or officer',
  team: 'Team',
  chart: 'Chart',
  chooseChart: 'Choose a chart',
  from: 'From',
  fromHint: 'Starts with the first rent week that begins on or after this day.',
  reason: 'Reason',
  reasonHint: 'What has changed. Shown on the chart.',
  noChart: 'Choose a chart.',
  noDay: 'Enter the day to restart from.',
  noReason: 'Enter the reason.',
};

export const people = {
  people: 'People',
  addPerson: 'Add a person',
  change: 'Change',
  name: 'Name',
  role: 'Role',
  email: 'Email',
  access: 'Access',
  hasAccess: 'Yes',
  accessEnded: 'Ended',
  patches: 'Patches',
  addPatch: 'Add a patch',
  rename: 'Rename',
  homes: 'Homes',
};

export const personForm = {
  add: 'Add a person',
  addButton: 'Add person',
  save: 'Save',
  name: 'Name',
  email: 'Email address',
  role: 'Role',
  maySignIn: 'Can sign in',
  yes: 'Yes',
  no: 'No',
  noName: 'Enter a name.',
  noEmail: 'Enter an email address, like name@example.com.',
};

export const patchForm = {
  add: 'Add a patch',
  addButton: 'Add patch',
  rename: (patch: string) => `Rename ${patch}`,
  renameButton: 'Rename',
  name: 'Name',
  noName: 'Enter a name.',
};

export const screens = {
  about:
    'An office screen shows the team’s live figures. It shows no names, no addresses and no officer’s figures.',
  openBefore: 'Open',
  openAfter: 'in the screen’s browser. It shows a code.',
  approveHere: 'Approve the code here, on your own device.',
  approve: 'Approve a screen',
};

export const changes = {
  failed: 'The changes did not load.',
  /** who is null where another system made the change: the change's own words say so. */
  made: (who: string | null, when: string) => (who ? `${who}, ${when}` : when),
  undone: (who: string | null, when: string) => `${who ? `${who}, ${when}` : when}. Undone`,
  undo: 'Undo',
  earlier: 'Show earlier changes',
  later: 'Show later changes',
  search: 'change or person',
  order: 'Order',
  orders: [
    ['newest', 'Newest first'],
    ['oldest', 'Oldest first'],
  ] as [string, string][],
  none: 'No changes yet. You will see each change here, with who made it, and can undo it.',
};

export const mine = {
  about:
    'Your manager keeps this up to date. Tell them if something is wrong. Days away never count against you.',
  patches: 'Patches',
  noPatches: 'No patches yet.',
  absences: 'Absences',
  noAbsences: 'No absences recorded.',
};
