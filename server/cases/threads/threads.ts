// Conversations with the repairs team: begun, answered, read, taken, settled; and their way to and from the notes of a
// repair. Whoever calls holds the case's lock, so that the messages of a case have one order. Nothing here reads money.
import type { Handler, Handlers } from '../step.ts';
import { messageToRepair, noteRepair, noteToThread } from './repair-notes.ts';
import { markRead, reopen, settle, take } from './thread-marks.ts';
import { askBefore, send, start } from './thread-say.ts';

/** Officers in their patches, managers, and the repairs team in every home. */
const conversing: Handler<unknown>['by'] = ['officer', 'manager', 'repairs'];

export const threadHandlers = {
  'thread.start': { by: conversing, reads: 'home', ask: askBefore, do: start },
  'message.send': { by: conversing, reads: 'home', ask: askBefore, do: send },
  'thread.read': { by: conversing, reads: 'home', do: markRead },
  'thread.take': { by: ['repairs'], reads: 'home', do: take },
  'thread.settle': { by: conversing, reads: 'home', do: settle },
  'thread.reopen': { by: conversing, reads: 'home', do: reopen },
  'message.to-repair': { by: conversing, reads: 'home', do: messageToRepair },
  'repair.note': { by: conversing, reads: 'home', do: noteRepair },
  'repair-note.to-thread': { by: conversing, reads: 'home', do: noteToThread },
} satisfies Partial<Handlers>;
