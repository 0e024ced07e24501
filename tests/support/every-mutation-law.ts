// The same for holds and law: a valid example of each kind. hold.review and hold.end refer to the hold with holdId,
// alert.review and alert.end to the alert with alertId.
import type { lawArgs } from '../../server/contract/mutations/law.ts';
import type { Example } from './every-mutation.ts';
import { londonDay } from './london-day.ts';

export function everyLawMutation(
  caseId: number,
  { holdId = 1, alertId = 1, staffId = 1 } = {},
): Record<keyof typeof lawArgs, Example> {
  const today = londonDay();
  const evidenceId = crypto.randomUUID();
  const taskId = crypto.randomUUID();
  const evidence = { caseId, evidenceId, item: 'early_contact', on: today, note: 'Called.' };
  const task = {
    caseId,
    taskId,
    what: 'Ask about the claim',
    dueOn: londonDay(7),
    forRole: 'officer',
    forStaff: staffId,
  };
  const dates = { reviewOn: londonDay(30), expiresOn: londonDay(90) };
  return {
    'hold.start': {
      by: 'manager',
      args: {
        caseId,
        kind: 'agreed',
        startsOn: today,
        reason: 'In hospital.',
        reference: 'H-1',
        reviewOn: londonDay(7),
        endsOn: londonDay(20),
      },
    },
    'hold.review': {
      by: 'officer',
      args: { caseId, holdId, note: 'Still there.', reviewOn: londonDay(7), endsOn: londonDay(20) },
      baseVersion: 1,
    },
    'hold.end': { by: 'manager', args: { caseId, holdId, reason: 'Home again.' }, baseVersion: 1 },
    'alert.add': {
      by: 'officer',
      args: { caseId, kind: 'translation_needed', detail: 'Polish.', source: 'The tenant', ...dates },
    },
    'alert.review': {
      by: 'officer',
      args: { caseId, alertId, note: 'Still so.', ...dates },
      baseVersion: 1,
    },
    'alert.end': { by: 'manager', args: { caseId, alertId, reason: 'Moved.' }, baseVersion: 1 },
    'evidence.add': { by: 'officer', args: evidence },
    'evidence.withdraw': {
      by: 'officer',
      args: { caseId, evidenceId, reason: 'Another home.' },
      before: [{ kind: 'evidence.add', args: evidence }],
    },
    'court.step': {
      by: 'officer',
      args: {
        caseId,
        stepId: crypto.randomUUID(),
        kind: 'hearing_listed',
        on: today,
        hearingOn: londonDay(30),
        reference: 'C-1',
        note: 'By post.',
      },
    },
    'task.add': { by: 'officer', args: task },
    'task.done': {
      by: 'officer',
      args: { caseId, taskId, note: 'Asked.' },
      before: [{ kind: 'task.add', args: task }],
    },
  };
}
