// What a conversation shows: the server's messages, and after them what this device has written and the server has not
// confirmed. A thread that was begun without signal is shown the same way. Pure.
//   [UI-160] a waiting write is in the thread at once, once, and in the order of writing;
//   [UI-161] what was refused keeps its words and says why.
import type { Thread, ThreadForMe, ThreadMessage, ThreadPerson } from '#contract/thread.ts';
import { afterSettling, afterWords, waitsFor, type Standing, type Team } from '#domain/thread-state.ts';
import { snoozeEnd } from '#domain/snooze.ts';
import type { Waiting } from '../live/waiting.ts';

export type Shown = Omit<ThreadMessage, 'receivedAt'> & {
  receivedAt: string | null;
  state: 'sent' | 'sending' | 'refused';
  why: string;
  item: Waiting | null;
};

/** What the outbox's arguments mean here; the outbox itself keeps them as it was given them. */
type Args = {
  caseId: number;
  threadId: string;
  messageId: string;
  subject?: string;
  repairId?: number;
  body: string;
  mentions: number[];
  photos: string[];
  promisedOn?: string;
  needsAnswerBy?: string;
};
const says = (item: Waiting) =>
  item.kind === ('message.send' as string) || item.kind === ('thread.start' as string);
const argsOf = (item: Waiting) => item.args as unknown as Args;

export const threadOf = (item: Waiting): string | null => {
  const id = item.args['threadId'];
  return typeof id === 'string' ? id : null;
};

/** The server's words first; `items` are this device's, oldest first, refused ones among them. */
export function shownMessages(
  known: readonly ThreadMessage[],
  items: readonly Waiting[],
  me: ThreadPerson,
  nameOf: (staffId: number) => string,
): Shown[] {
  const there = new Set(known.map(({ id }) => id));
  const mine = items
    .filter((item) => says(item) && !there.has(argsOf(item).messageId))
    .map((item): Shown => {
      const args = argsOf(item);
      return {
        id: args.messageId,
        threadId: args.threadId,
        from: me,
        body: args.body,
        mentions: args.mentions.map((staffId) => ({ staffId, name: nameOf(staffId) })),
        photos: args.photos.map((id) => ({ id, width: 4, height: 3 })),
        promisedOn: args.promisedOn ?? null,
        needsAnswerBy: args.needsAnswerBy ?? null,
        repairNoteId: null,
        at: item.madeAt,
        receivedAt: null,
        state: item.answer ? 'refused' : 'sending',
        why: item.answer?.message ?? '',
        item,
      };
    });
  return [...known.map((m): Shown => ({ ...m, state: 'sent', why: '', item: null })), ...mine];
}

/** A thread with what this device has done to it laid over it. Refused acts change nothing. `nameOf`: of a colleague, or ''. */
export function withMine<T extends Thread & { unread: number }>(
  thread: T,
  items: readonly Waiting[],
  me: ThreadPerson,
  nameOf: (staffId: number) => string = () => '',
): T {
  let next = thread;
  for (const item of items) {
    if (item.answer) continue;
    switch (item.kind as string) {
      case 'message.send': {
        const args = argsOf(item);
        next = {
          ...next,
          ...standingAfter(next, args, item.madeAt, me),
          ...lastOf(args, item.madeAt, me),
          snoozedUntil: null,
          unread: 0,
        };
        break;
      }
      case 'thread.settle':
        next = { ...next, ...onWire(afterSettling(standing(next))), snoozedUntil: null };
        break;
      case 'thread.reopen':
        // By when an answer is needed, the server says again.
        if (next.state === 'settled')
          next = { ...next, state: waitsFor(teamOf(next.lastFrom)), waitingSince: next.lastAt };
        break;
      case 'thread.take':
        next = { ...next, takenBy: item.args['mine'] ? { staffId: me.staffId, name: me.name } : null };
        break;
      case 'thread.assign': {
        const to = item.args['to'] as number | null;
        next = {
          ...next,
          takenBy: to === null ? null : { staffId: to, name: to === me.staffId ? me.name : nameOf(to) },
        };
        break;
      }
      case 'thread.snooze': {
        const until = item.args['until'] as string | null;
        // A step of the law may end it earlier: the server says so.
        const dues = next.needsAnswerBy === null ? [] : [Date.parse(next.needsAnswerBy)];
        next = {
          ...next,
          snoozedUntil: until && iso(snoozeEnd(Date.parse(until), dues, Date.parse(item.madeAt))),
        };
        break;
      }
      case 'thread.read':
        if (item.args['upTo'] === next.lastMessageId) next = { ...next, unread: 0 };
        break;
    }
  }
  return next;
}

const ms = (instant: string | null | undefined) => (instant ? Date.parse(instant) : null);
const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString());
const standing = (t: Thread): Standing => ({
  state: t.state,
  waitingSince: ms(t.waitingSince),
  needsAnswerBy: ms(t.needsAnswerBy),
  promisedOn: t.promisedOn,
});
const onWire = (s: Standing) => ({
  ...s,
  waitingSince: iso(s.waitingSince),
  needsAnswerBy: iso(s.needsAnswerBy),
});
const teamOf = (me: ThreadPerson): Team => (me.team === 'repairs' ? 'repairs' : 'income');
const standingAfter = (before: Thread | null, args: Args, at: string, me: ThreadPerson) =>
  onWire(
    afterWords(before && standing(before), {
      team: teamOf(me),
      at: Date.parse(at),
      needsAnswerBy: ms(args.needsAnswerBy),
      promisedOn: args.promisedOn ?? null,
    }),
  );
const lastOf = (args: Args, at: string, me: ThreadPerson) => ({
  lastAt: at,
  lastWords: args.body,
  lastFrom: me,
});

/** A thread of which only this device knows yet, or that was refused as a whole. */
export function begunHere(
  item: Waiting,
  me: ThreadPerson,
  home: Thread['home'],
  repair: Thread['repair'],
): ThreadForMe | null {
  if (item.kind !== ('thread.start' as string)) return null;
  const args = argsOf(item);
  return {
    id: args.threadId,
    caseId: args.caseId,
    subject: args.subject ?? '',
    repair,
    home,
    ...standingAfter(null, args, item.madeAt, me),
    ...lastOf(args, item.madeAt, me),
    takenBy: null,
    snoozedUntil: null,
    openedBy: me,
    openedAt: item.madeAt,
    lastMessageId: args.messageId,
    messages: 1,
    readBy: [],
    unread: 0,
    mentionsMe: false,
  };
}

/** A thread as sent to all, for this person: unread messages are counted on from what was known. */
export function forMe(
  thread: Thread,
  message: ThreadMessage | null,
  known: ThreadForMe | undefined,
  staffId: number,
): ThreadForMe {
  const readAll =
    thread.lastFrom.staffId === staffId ||
    thread.readBy.some((one) => one.staffId === staffId && one.upTo === thread.lastMessageId);
  if (readAll) return { ...thread, unread: 0, mentionsMe: false };
  const more = known ? Math.max(0, thread.messages - known.messages) : thread.messages;
  const names = message?.mentions.some((one) => one.staffId === staffId) ?? false;
  return {
    ...thread,
    unread: (known?.unread ?? 0) + more,
    mentionsMe: names || (known?.mentionsMe ?? false),
  };
}

/** Pages and live messages together: each once, in the order in which the server got them. */
export function merge(a: readonly ThreadMessage[], b: readonly ThreadMessage[]): ThreadMessage[] {
  const all = new Map(a.map((one) => [one.id, one]));
  for (const one of b) all.set(one.id, one);
  return [...all.values()].sort((x, y) =>
    x.receivedAt === y.receivedAt ? (x.id < y.id ? -1 : 1) : x.receivedAt < y.receivedAt ? -1 : 1,
  );
}
