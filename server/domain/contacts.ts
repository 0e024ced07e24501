// What contacts so far say about the next one: a contact that is still working asks for patience, one that failed for
// the next step up. A contact never lowers a smaller step less than a bigger one, so that owing less never means more.
import type { Contact } from './facts.ts';
import type { Rules } from './rules.ts';
import { dayNumberIn } from './zone.ts';

export type Tried = { kind: Contact['kind']; reached: boolean; on: number; daysAgo: number };
export type ContactView = {
  message: Tried | null;
  call: Tried | null;
  visit: Tried | null;
  /** The newest that reached somebody. */
  reached: Tried | null;
};

const group = {
  message: 'message',
  letter: 'message',
  email: 'message',
  call: 'call',
  office: 'call',
  visit: 'visit',
} as const;

export function contactView(contacts: readonly Contact[], today: number, timeZone: string): ContactView {
  const newest: {
    message: Contact | null;
    call: Contact | null;
    visit: Contact | null;
    reached: Contact | null;
  } = { message: null, call: null, visit: null, reached: null };
  for (const contact of contacts) {
    const of = group[contact.kind];
    if (isNewer(contact, newest[of])) newest[of] = contact;
    if (contact.reached && of !== 'message' && isNewer(contact, newest.reached)) newest.reached = contact;
  }
  const tried = (contact: Contact | null): Tried | null => {
    if (!contact) return null;
    // A device's clock may run ahead: what it says happened tomorrow happened today.
    const on = Math.min(today, dayNumberIn(timeZone, contact.at));
    return { kind: contact.kind, reached: contact.reached, on, daysAgo: today - on };
  };
  return {
    message: tried(newest.message),
    call: tried(newest.call),
    visit: tried(newest.visit),
    reached: tried(newest.reached),
  };
}

function isNewer(a: Contact, b: Contact | null): boolean {
  if (!b || a.at !== b.at) return !b || a.at > b.at;
  if (a.reached !== b.reached) return a.reached;
  return a.kind < b.kind;
}

/** 0 nothing, 1 write, 2 call, 3 visit, 4 think about court. */
export type Level = 0 | 1 | 2 | 3 | 4;
export type NextStep =
  | { action: 'wait'; because: Tried; untilDay: number }
  | { action: 'message' | 'call' | 'visit' | 'court_review'; because: Tried | null };

export function nextStep(level: Exclude<Level, 0>, view: ContactView, rules: Rules): NextStep {
  const { quietDays, afterVisitDays, retryDays, rememberDays } = rules.contact;
  if (level === 4) return { action: 'court_review', because: null };
  const { message, call, visit } = view;
  if (visit) {
    const patience = visit.reached ? afterVisitDays : quietDays;
    if (visit.daysAgo < patience) return { action: 'wait', because: visit, untilDay: visit.on + patience };
  }
  if (level === 3) return { action: 'visit', because: null };
  const patience = call?.reached ? quietDays : retryDays;
  if (call && call.daysAgo < patience) return { action: 'wait', because: call, untilDay: call.on + patience };
  if (level === 2) {
    const failed =
      call &&
      !call.reached &&
      call.daysAgo <= rememberDays &&
      call.daysAgo <= (view.reached?.daysAgo ?? Infinity);
    return failed ? { action: 'visit', because: call } : { action: 'call', because: null };
  }
  if (message && message.daysAgo < quietDays) {
    return { action: 'wait', because: message, untilDay: message.on + quietDays };
  }
  const unheard =
    message && message.daysAgo <= rememberDays && message.daysAgo <= (call?.daysAgo ?? Infinity);
  return unheard ? { action: 'call', because: message } : { action: 'message', because: null };
}

/** How many kinds of contact were tried in that many days. */
export function kindsTried(view: ContactView, withinDays: number): number {
  let count = 0;
  for (const tried of [view.message, view.call, view.visit]) {
    if (tried && tried.daysAgo <= withinDays) count++;
  }
  return count;
}
