// What earlier contacts mean for the next one: a contact that may still work makes the case wait, a failed one calls for the
// next step up. The quiet days after a contact hold every contact about the debt of the same or a weaker kind (a message is
// weaker than a call, a call than a visit), and end early for a new fact: a promise that was broken, a payment that came back.
// A contact that makes the case wait at one step makes it wait at every weaker step too: a tenant who owes less is never
// contacted more.
import type { Contact, Instant } from './facts.ts';
import type { Rules } from './rules.ts';
import { dayNumberIn } from './zone.ts';

type Tried = {
  kind: Contact['kind'];
  reached: boolean;
  at: Instant;
  /** The landlord's day of it, as a day number. */
  on: number;
  daysAgo: number;
};
export type ContactView = {
  /** About the debt: the newest of each strength, and the newest that reached somebody. */
  message: Tried | null;
  call: Tried | null;
  visit: Tried | null;
  reached: Tried | null;
  /** The newest that reached somebody, whatever it was about. */
  spoken: Tried | null;
};

const group = {
  message: 'message',
  letter: 'message',
  email: 'message',
  call: 'call',
  office: 'call',
  visit: 'visit',
} as const;

/**
 * Finds the newest contact of each strength. `today` is a day number in `timeZone`; a contact that a device dated
 * later counts as of today. The order of `contacts` makes no difference.
 */
export function contactView(contacts: readonly Contact[], today: number, timeZone: string): ContactView {
  const newest: {
    message: Contact | null;
    call: Contact | null;
    visit: Contact | null;
    reached: Contact | null;
    spoken: Contact | null;
  } = { message: null, call: null, visit: null, reached: null, spoken: null };
  for (const contact of contacts) {
    const of = group[contact.kind];
    const spokeTo = contact.reached && of !== 'message';
    if (spokeTo && isNewer(contact, newest.spoken)) newest.spoken = contact;
    if (contact.about === 'other') continue;
    if (isNewer(contact, newest[of])) newest[of] = contact;
    if (spokeTo && isNewer(contact, newest.reached)) newest.reached = contact;
  }
  const tried = (contact: Contact | null): Tried | null => {
    if (!contact) return null;
    // A device's clock may run ahead: what it says happened tomorrow happened today.
    const on = Math.min(today, dayNumberIn(timeZone, contact.at));
    return { kind: contact.kind, reached: contact.reached, at: contact.at, on, daysAgo: today - on };
  };
  return {
    message: tried(newest.message),
    call: tried(newest.call),
    visit: tried(newest.visit),
    reached: tried(newest.reached),
    spoken: tried(newest.spoken),
  };
}

function isNewer(a: Contact, b: Contact | null): boolean {
  if (!b || a.at !== b.at) return !b || a.at > b.at;
  if (a.reached !== b.reached) return a.reached;
  return a.kind < b.kind;
}

/** 0 nothing, 1 write, 2 call, 3 visit, 4 think about court. */
export type Level = 0 | 1 | 2 | 3 | 4;
/**
 * The step of the ladder. `because`: the contact that decided it; `untilDay`: a day number, the first day without the
 * wait.
 */
export type NextStep =
  | { action: 'wait'; because: Tried; untilDay: number }
  | { action: 'message' | 'call' | 'visit' | 'court_review'; because: Tried | null };

/** Ends the quiet after a contact that came before it: whether it is newer than that contact. */
export type NewFact = (contact: Tried) => boolean;

/**
 * The next step for a debt of this level, given the contacts made: a contact that may still work makes the case wait,
 * until `untilDay` (a day number); one that failed leads to the next stronger kind. `newFact` ends the waiting after
 * the contacts for which it is true. `because`: the contact that decided it.
 */
export function nextStep(
  level: Exclude<Level, 0>,
  view: ContactView,
  rules: Rules,
  newFact: NewFact = () => false,
): NextStep {
  const { quietDays, afterVisitDays, retryDays, rememberDays, spokenDays } = rules.contact;
  if (level === 4) return { action: 'court_review', because: null };
  const { message, call, visit, reached } = view;
  const quiet = (contact: Tried | null, days: number): NextStep | null =>
    contact && contact.daysAgo < days && !newFact(contact)
      ? { action: 'wait', because: contact, untilDay: contact.on + days }
      : null;
  const afterVisit = quiet(visit, visit?.reached ? afterVisitDays : quietDays);
  if (afterVisit) return afterVisit;
  if (level === 3) return quiet(reached, spokenDays) ?? { action: 'visit', because: null };
  const afterCall = quiet(call, call?.reached ? Math.max(quietDays, spokenDays) : retryDays);
  if (afterCall) return afterCall;
  const afterTalk = quiet(reached, spokenDays);
  if (afterTalk) return afterTalk;
  if (level === 2) {
    const failed =
      call && !call.reached && call.daysAgo <= rememberDays && call.daysAgo <= (reached?.daysAgo ?? Infinity);
    return failed ? { action: 'visit', because: call } : { action: 'call', because: null };
  }
  const afterMessage = quiet(message, quietDays);
  if (afterMessage) return afterMessage;
  const unanswered =
    message && message.daysAgo <= rememberDays && message.daysAgo <= (call?.daysAgo ?? Infinity);
  return unanswered ? { action: 'call', because: message } : { action: 'message', because: null };
}

/** How many kinds of contact were tried in that many days. */
export function kindsTried(view: ContactView, withinDays: number): number {
  let count = 0;
  for (const tried of [view.message, view.call, view.visit]) {
    if (tried && tried.daysAgo <= withinDays) count++;
  }
  return count;
}
