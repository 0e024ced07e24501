// Cautionary alerts gate a visit; they never change how urgent a case is. An expired one is gone: it holds from
// startsOn to expiresOn, both included.
import type { ActiveAlert } from '../answer.ts';
import { formatDay } from '../days.ts';
import { alertKinds, type Alert, type AlertKind, type Day } from '../facts.ts';

/** The name of each alert, as the assessment gives it. */
export const alertWords: Record<AlertKind, string> = {
  no_lone_visits: 'Do not visit alone',
  do_not_attend: 'Do not attend',
  no_female_staff: 'No female staff',
  no_male_staff: 'No male staff',
  dangerous_animal: 'Dangerous animal',
  unsafe_environment: 'Unsafe place',
  threats_or_abuse: 'Threats or abuse',
  translation_needed: 'Translation needed',
};

/** The alerts in force on that day, in a fixed order whatever order they came in. */
export function activeAlerts(alerts: readonly Alert[], today: Day): ActiveAlert[] {
  const active: ActiveAlert[] = [];
  for (const { kind, startsOn, reviewOn, expiresOn } of alerts) {
    if (startsOn > today || expiresOn < today) continue;
    const text = alertWords[kind] + (reviewOn <= today ? `, review due ${formatDay(reviewOn, true)}` : '');
    active.push({ kind, reviewOn, expiresOn, text });
  }
  if (active.length < 2) return active;
  return active.sort(
    (a, b) =>
      alertKinds.indexOf(a.kind) - alertKinds.indexOf(b.kind) ||
      compare(a.expiresOn, b.expiresOn) ||
      compare(a.reviewOn, b.reviewOn),
  );
}
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Kinds that keep people from harm. */
const protective: readonly AlertKind[] = ['do_not_attend', 'no_lone_visits', 'threats_or_abuse'];
/** Whether ending an alert of that kind before its expiry is a manager's decision. */
export const onlyManagerEndsAlert = (kind: AlertKind): boolean => protective.includes(kind);

/** Who may go there is a question that only the person who goes can answer: they must say that they have read it. */
const mustBeAnswered: readonly AlertKind[] = ['no_female_staff', 'no_male_staff'];

/**
 * Why these alerts prevent planning a visit, or setting out on it in that way; a sentence, or null. The others
 * (an animal, threats, a translation that is needed) are shown and forbid nothing.
 */
export function alertsForbid(
  alerts: readonly { kind: AlertKind }[],
  going: 'plan' | { accompanied: boolean; read: readonly AlertKind[] },
): string | null {
  const has = (kind: AlertKind) => alerts.some((alert) => alert.kind === kind);
  if (has('do_not_attend')) return 'Do not go to this address. Speak to your manager.';
  if (going === 'plan') return null;
  if (has('no_lone_visits') && !going.accompanied)
    return 'Do not visit this address alone. Go with a colleague.';
  for (const kind of mustBeAnswered) {
    if (has(kind) && !going.read.includes(kind))
      return `${alertWords[kind]} at this address. Confirm that you have read this before you set out.`;
  }
  return null;
}
