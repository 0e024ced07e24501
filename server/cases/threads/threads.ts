// Conversations with the repairs team: begun, answered, read, taken, assigned, put off, settled; and their way to and from
// the notes of a repair. The caller holds the case's lock, so that the messages of a case have one order. Nothing here reads
// money.
import type { Handlers } from '../step.ts';
import { setRepairStatus } from './repair-status.ts';
import { assign, snooze } from './thread-desk.ts';
import { messageToRepair, noteRepair, noteToThread } from './repair-notes.ts';
import { markRead, reopen, settle, take } from './thread-marks.ts';
import { prereadMessage, send, start } from './thread-say.ts';

export const threadHandlers = {
  'thread.start': { reads: 'home', preread: prereadMessage, do: start },
  'message.send': { reads: 'home', preread: prereadMessage, do: send },
  'thread.read': { reads: 'home', do: markRead },
  'thread.take': { reads: 'home', do: take },
  'thread.assign': { reads: 'home', do: assign },
  'thread.snooze': { reads: 'home', do: snooze },
  'repair.status': { reads: 'home', do: setRepairStatus },
  'thread.settle': { reads: 'home', do: settle },
  'thread.reopen': { reads: 'home', do: reopen },
  'message.to-repair': { reads: 'home', do: messageToRepair },
  'repair.note': { reads: 'home', do: noteRepair },
  'repair-note.to-thread': { reads: 'home', do: noteToThread },
} satisfies Partial<Handlers>;
