// The conversation with the repairs team: threads inside a case, about one repair or in general. Threads and messages
// are named by the device, so that a reply written without signal speaks of a thread that the server does not know yet.
import { z } from 'zod';
import { caseId, madeId, text, words } from './parts.ts';
import { repairStatuses } from '../../domain/repairs.ts';
import { recordedDay, recordedInstant, rowId } from '../scalars.ts';

const mentions = z.array(rowId).max(20).default([]);
/** Photographs that were handed over before (POST /api/cases/:id/photos). */
const photos = z.array(madeId).max(10).default([]);

export const threadArgs = {
  /** The first message opens the thread. needsAnswerBy: an instant; the other team sees it as a due time. */
  'thread.start': z.object({
    caseId,
    threadId: madeId,
    messageId: madeId,
    repairId: rowId.optional(),
    subject: text.refine(
      (words) => words.length > 0 && words.length <= 200,
      'is empty or over 200 characters',
    ),
    body: words,
    mentions,
    photos,
    needsAnswerBy: recordedInstant.optional(),
  }),
  /** promisedOn: the repairs team's answer "by that day", shown in the case and on the visit until another is given. */
  'message.send': z.object({
    caseId,
    threadId: madeId,
    messageId: madeId,
    body: words,
    mentions,
    photos,
    promisedOn: recordedDay.optional(),
    needsAnswerBy: recordedInstant.optional(),
  }),
  /** Everything up to this message has been read by me. */
  'thread.read': z.object({ caseId, threadId: madeId, upTo: madeId }),
  /** Assigns the answer to the sender (repairs team), or to nobody. */
  'thread.take': z.object({ caseId, threadId: madeId, mine: z.boolean() }),
  /**
   * Assigns the answer to a colleague of the repairs team, or to nobody. seen: who had it on the sender's screen; refused
   * where it is somebody else's by now.
   */
  'thread.assign': z.object({ caseId, threadId: madeId, to: rowId.nullable(), seen: rowId.nullable() }),
  /**
   * Puts the conversation off until then, or (null) takes that back. It comes back earlier at a new message, and when an
   * answer or a step of the law is due.
   */
  'thread.snooze': z.object({ caseId, threadId: madeId, until: recordedInstant.nullable() }),
  /** Nothing more is needed; a later message opens it again. */
  'thread.settle': z.object({ caseId, threadId: madeId }),
  /** Reopens the conversation in the state that its messages give. No effect where it is open. */
  'thread.reopen': z.object({ caseId, threadId: madeId }),
  /** A message's words become a note on a repair, which says where they came from. Once for each message. */
  'message.to-repair': z.object({ caseId, messageId: madeId, repairId: rowId, noteId: madeId }),
  /**
   * The state of the work on a repair. seen: its state on the sender's screen; refused where it is another by now. reason: why
   * it is closed although the law still requires a step; needed then. Left out: a device from before the field was added.
   */
  'repair.status': z.object({
    caseId,
    repairId: rowId,
    status: z.enum(repairStatuses),
    seen: z.enum(repairStatuses),
    reason: words.refine((typed) => typed.length <= 1000, 'is over 1000 characters').optional(),
  }),
  /** A note of the repairs team on a repair. */
  'repair.note': z.object({ caseId, noteId: madeId, repairId: rowId, note: words }),
  /** Copies a repair's note into a thread as a message of the sender. */
  'repair-note.to-thread': z.object({ caseId, noteId: madeId, threadId: madeId, messageId: madeId }),
} as const;
