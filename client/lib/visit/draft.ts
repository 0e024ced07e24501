// A visit as it is filled in on this device, kept until it is finished, so that it can be left and continued, also after the
// app was closed. Pure: what is sent, and the visit's outcome. Each step is sent separately, and only if it differs from what
// was sent before.
import { checkRefusal, quickChecks, type CheckFound, type CheckKind, type Severity } from '#domain/checks.ts';
import type { visitOutcomes } from '#contract/up.ts';
import { agreedLimits, readMoney } from '#domain/money.ts';
import type { PlanTerms } from '#domain/money/plan-terms.ts';
import { safeIso } from '../live/device-clock.ts';
import type { Met, Step } from './progress.ts';

export type Outcome = (typeof visitOutcomes)[number];
export type NoAccessReason = 'no_answer' | 'not_home' | 'turned_away' | 'unsafe' | 'no_way_in' | 'other';
export type NextStep = 'visit' | 'call' | 'message' | 'wait' | 'review' | 'refer' | 'nothing';

export type DraftCheck = {
  /** Unique within the draft. */
  key: string;
  kind: CheckKind;
  room: string;
  finding: CheckFound['finding'] | '';
  severity: Severity | null;
  note: string;
  photos: string[];
  /** When the officer recorded it, epoch ms by the server's clock: a legal deadline may start then. */
  seenAt: number | null;
  /** What was last written of it, and the id of that check. */
  written: { checkId: string; words: string } | null;
};
export type Draft = {
  visitId: string;
  caseId: number;
  staffId: number;
  startedAt: number;
  step: Step;
  met: Met;
  /** When `met` was answered, by the server's clock. Absent in a draft of an older version of the app. */
  metAt?: number | null;
  people: number[];
  /** Whose contact details are still right. Absent in a draft of an older version of the app. */
  confirmed?: number[];
  other: string;
  reason: NoAccessReason | '';
  cardLeft: boolean | null;
  /** 'HH:MM' of today; '' is now. */
  triedAt: string;
  metNote: string;
  checks: DraftCheck[];
  pay: 'promise' | 'paid' | 'plan' | 'none' | '';
  amount: string;
  on: string;
  /** The plan that was agreed at this visit. */
  planId: string;
  /** Its terms. Absent without a plan, and in a draft of an older version of the app. */
  plan?: PlanTerms;
  next: NextStep | '';
  nextOn: string;
  nextNote: string;
  note: string;
  /** What was written of each step, so that only changes are written. */
  written: Partial<Record<'who' | 'next', string>>;
  finishedAt: number | null;
};

export function newDraft(at: { caseId: number; staffId: number; now: number; visitId: string }): Draft {
  return {
    visitId: at.visitId,
    caseId: at.caseId,
    staffId: at.staffId,
    startedAt: at.now,
    step: 'door',
    met: '',
    metAt: null,
    people: [],
    confirmed: [],
    other: '',
    reason: '',
    cardLeft: null,
    triedAt: '',
    metNote: '',
    checks: quickChecks.map((kind) => newCheck(kind)),
    pay: '',
    amount: '',
    on: '',
    planId: '',
    next: '',
    nextOn: '',
    nextNote: '',
    note: '',
    written: {},
    finishedAt: null,
  };
}

export const newCheck = (kind: CheckKind, room = ''): DraftCheck => ({
  key: room === '' ? kind : `${kind} ${room}`,
  kind,
  room,
  finding: '',
  severity: null,
  note: '',
  photos: [],
  seenAt: null,
  written: null,
});

export function found(check: DraftCheck): CheckFound {
  const { kind, room, severity, note } = check;
  return { kind, room: room.trim(), finding: check.finding || 'not_checked', severity, note: note.trim() };
}

/** Marks that check as a problem seen at `now` (milliseconds) and returns it; adds it where the draft has none. */
export function markProblem(draft: Draft, kind: CheckKind, room: string, now: number): DraftCheck {
  const same = (one: DraftCheck) => one.kind === kind && one.room.toLowerCase() === room.toLowerCase();
  if (!draft.checks.some(same)) draft.checks.push(newCheck(kind, room));
  const check = draft.checks.find(same)!;
  check.finding = 'problem';
  check.seenAt = now;
  return check;
}

/** Takes a problem back. One that was written already is not removed: its finding becomes 'fine'. */
export function withdrawProblem(draft: Draft, check: DraftCheck): void {
  if (check.written) Object.assign(check, { finding: 'fine', severity: null, note: '' });
  else draft.checks.splice(draft.checks.indexOf(check), 1);
}

const wordsOf = (check: DraftCheck) => JSON.stringify([found(check), check.photos]);

export type CheckToWrite = CheckFound & {
  checkId: string;
  replaces?: string;
  photos: string[];
  seenAt?: string;
};
/** The checks that changed, with new ids (`name`), and the draft of each, to be marked as written. */
export function checksToWrite(
  draft: Draft,
  name: () => string,
): { check: CheckToWrite; of: DraftCheck; words: string }[] {
  return draft.checks.flatMap((of) => {
    const words = wordsOf(of);
    if (of.finding === '' || of.written?.words === words || checkRefusal(found(of)) !== null) return [];
    const check: CheckToWrite = {
      ...found(of),
      checkId: name(),
      ...(of.written ? { replaces: of.written.checkId } : {}),
      photos: [...of.photos],
      ...(of.seenAt === null ? {} : { seenAt: safeIso(of.seenAt) }),
    };
    return [{ check, of, words }];
  });
}

/** The visit's outcome as the server knows it; null when it is not known yet. Under a hold (`held`) nothing is promised. */
export function outcomeOf(draft: Draft, held = false): Outcome | null {
  if (draft.met === '') return null;
  if (draft.met === 'nobody') {
    if (draft.reason === 'unsafe') return 'unsafe';
    if (draft.reason === 'turned_away') return 'refused';
    return draft.cardLeft ? 'card_left' : 'no_access';
  }
  if (draft.pay === 'paid') return 'paid_at_door';
  if (draft.met === 'other') return 'seen_other';
  return draft.pay === 'promise' && promiseOf(draft, held) ? 'promise' : 'seen_tenant';
}

/** What they promised to pay. One that was typed before a hold became known (`held`) is not recorded. */
export function promiseOf(draft: Draft, held = false): { amountPence: number; on: string } | undefined {
  if (held) return undefined;
  const amountPence =
    draft.pay === 'promise' && draft.met !== 'nobody' ? readMoney(draft.amount, agreedLimits).pence : null;
  return amountPence === null || draft.on === '' ? undefined : { amountPence, on: draft.on };
}
