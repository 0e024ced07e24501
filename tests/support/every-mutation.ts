// A valid example of each kind of mutation. The tests of refusals, rights and repeated sending use all of them: a new kind is
// added here, with the mutations that must come before it.
import type { MutationKind } from '../../server/contract/up.ts';
import { everyLawMutation } from './every-mutation-law.ts';
import { londonDay } from './london-day.ts';

export type Doer = 'officer' | 'manager' | 'repairs' | 'money_advice';
export type Example = {
  /** Whose work it is. */
  by: Doer;
  /** All arguments, including optional ones. */
  args: { caseId: number } & Record<string, unknown>;
  /** Mutations that must come before, in this order; `by` the same person by default. */
  before?: { kind: MutationKind; args: { caseId: number } & Record<string, unknown>; by?: Doer }[];
  /** Carries the version of the row that is edited. */
  baseVersion?: number;
};
/**
 * A case and what hangs on it: a person who lives there, an open repair of the home, an officer of the patch, and the hold
 * and the alert that some kinds speak of.
 */
export type Subject = {
  caseId: number;
  personId: number;
  repairId: number;
  staffId: number;
  holdId?: number;
  alertId?: number;
};

/** Each call names new rows, as a device would. */
export function everyMutation({
  caseId,
  personId,
  repairId,
  staffId,
  ...standing
}: Subject): Record<MutationKind, Example> {
  const today = londonDay();
  const [threadId, messageId, otherMessage, noteId, noteMessage] = Array.from({ length: 5 }, () =>
    crypto.randomUUID(),
  );
  const visitId = crypto.randomUUID();
  const plan = {
    caseId,
    planId: crypto.randomUUID(),
    totalPence: 100,
    arrearsPence: 100,
    instalmentPence: 100,
    rhythm: 'weekly',
    firstDueOn: today,
    overReason: '',
    agreedWith: 'Ann',
    agreedHow: 'visit',
    consent: 'spoken',
    note: 'A note.',
  };
  const budget = {
    caseId,
    budgetId: crypto.randomUUID(),
    sittingId: crypto.randomUUID(),
    household: { adults: 1, childrenUnder14: 0, children14to17: 0 },
    lines: [
      { code: 'earnings', amountPence: 100, period: 'weekly', what: 'Shop', nextOn: today, owedPence: 0 },
    ],
    note: 'A note.',
  };
  const need = { caseId, needId: crypto.randomUUID(), kind: 'hearing', note: 'A note.', since: today };
  const referral = {
    caseId,
    referralId: crypto.randomUUID(),
    about: 'debt',
    reason: 'Behind with everything.',
    agreed: 'A call.',
    urgent: true,
    consent: 'spoken',
    budgetId: budget.budgetId,
    sharedArrearsPence: 100,
  };
  const { referralId } = referral;
  const referred = { kind: 'referral.make', args: referral, by: 'officer' } as const;
  const setOut = { kind: 'visit.set-out', args: { caseId } } as const;
  const start = { caseId, threadId, messageId, subject: 'Boiler', body: 'No hot water since Monday.' };
  const thread = { kind: 'thread.start', args: start, by: 'officer' } as const;
  const taken = { kind: 'case.take', args: { caseId } } as const;
  return {
    'budget.record': { by: 'officer', args: budget },
    'plan.agree': { by: 'officer', args: plan, baseVersion: 0 },
    'plan.end': {
      by: 'officer',
      args: { caseId, plan: plan.planId, reason: 'mistake', note: '' },
      before: [{ kind: 'plan.agree', args: plan }],
    },
    'prompt.answer': {
      by: 'officer',
      args: { caseId, answerId: crypto.randomUUID(), code: 'winter_fuel', answer: 'later', note: 'A note.' },
    },
    'support.add': { by: 'officer', args: need },
    'support.end': {
      by: 'officer',
      args: { caseId, need: need.needId, note: '' },
      before: [{ kind: 'support.add', args: need }],
    },
    'referral.make': { by: 'officer', args: referral },
    'referral.take': { by: 'money_advice', args: { caseId, referralId, mine: true }, before: [referred] },
    'referral.outcome': {
      by: 'money_advice',
      args: { caseId, referralId, outcome: 'helped', note: 'A note.' },
      before: [referred],
    },
    'visit.plan': { by: 'officer', args: { caseId, plannedFor: today } },
    'visit.set-out': { by: 'officer', args: { caseId, accompanied: true } },
    'visit.knock-check': { by: 'officer', args: { caseId }, before: [setOut] },
    'visit.go-anyway': { by: 'officer', args: { caseId, reason: 'Asked to.' }, before: [setOut] },
    'visit.turn-back': { by: 'officer', args: { caseId, because: 'cancelled' }, before: [setOut] },
    'visit.finish': {
      by: 'officer',
      args: { caseId, outcome: 'promise', note: 'A note.', promise: { amountPence: 100, on: today } },
    },
    'visit.met': {
      by: 'officer',
      args: { caseId, visitId, met: 'tenant', people: [personId], note: 'A note.' },
    },
    'visit.no-access': {
      by: 'officer',
      args: { caseId, visitId, reason: 'no_answer', cardLeft: true, note: '' },
    },
    'check.record': {
      by: 'officer',
      args: {
        caseId,
        visitId,
        checks: [
          {
            checkId: crypto.randomUUID(),
            kind: 'damp_mould',
            room: 'Bathroom',
            finding: 'problem',
            severity: 'significant',
          },
        ],
      },
    },
    'visit.next': { by: 'officer', args: { caseId, visitId, step: 'call', on: today, note: '' } },
    'hazard.step': {
      by: 'repairs',
      args: { caseId, repairId, step: 'investigate', on: today, severity: 'significant' },
    },
    'contact.record': {
      by: 'officer',
      args: {
        caseId,
        kind: 'call',
        reached: true,
        note: 'A note.',
        promise: { amountPence: 2_000, on: today },
        next: { step: 'call', on: today },
      },
    },
    'thread.start': { by: 'officer', args: { ...start, repairId, mentions: [staffId], photos: [] } },
    'message.send': {
      by: 'repairs',
      args: {
        caseId,
        threadId,
        messageId: otherMessage,
        body: 'Ann comes with the part.',
        mentions: [staffId],
        photos: [],
        promisedOn: today,
      },
      before: [thread],
    },
    'thread.read': { by: 'repairs', args: { caseId, threadId, upTo: messageId }, before: [thread] },
    'thread.take': { by: 'repairs', args: { caseId, threadId, mine: true }, before: [thread] },
    'thread.assign': {
      by: 'repairs',
      args: { caseId, threadId, to: null, seen: null },
      before: [thread],
    },
    'thread.snooze': {
      by: 'repairs',
      args: { caseId, threadId, until: new Date(Date.now() + 86_400_000).toISOString() },
      before: [thread],
    },
    'thread.settle': { by: 'officer', args: { caseId, threadId }, before: [thread] },
    'thread.reopen': {
      by: 'officer',
      args: { caseId, threadId },
      before: [thread, { kind: 'thread.settle', args: { caseId, threadId } }],
    },
    'message.to-repair': {
      by: 'officer',
      args: { caseId, messageId, repairId, noteId },
      before: [thread],
    },
    'repair.status': { by: 'repairs', args: { caseId, repairId, status: 'ordered', seen: 'reported' } },
    'repair.note': { by: 'repairs', args: { caseId, noteId, repairId, note: 'Valve ordered.' } },
    'repair-note.to-thread': {
      by: 'repairs',
      args: { caseId, noteId, threadId, messageId: noteMessage },
      before: [
        thread,
        { kind: 'repair.note', args: { caseId, noteId, repairId, note: 'Valve ordered.' }, by: 'repairs' },
      ],
    },
    'case.take': { by: 'officer', args: { caseId, hours: 2, over: true } },
    'case.release': { by: 'officer', args: { caseId, to: staffId }, before: [taken] },
    'case.ask': { by: 'manager', args: { caseId }, before: [{ ...taken, by: 'officer' }] },
    'case.keep': {
      by: 'officer',
      args: { caseId },
      before: [taken, { kind: 'case.ask', args: { caseId }, by: 'manager' }],
    },
    'household.confirm': { by: 'officer', args: { caseId, also: ['Child Example'] } },
    'person.correct': {
      by: 'officer',
      args: { caseId, personId, field: 'phone', value: '07700 900123' },
      baseVersion: 1,
    },
    ...everyLawMutation(caseId, { staffId, ...standing }),
  };
}
