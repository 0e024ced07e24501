// What an inbox shows of the threads that are known here, and in which order. Pure; the order is the server's own
// (#domain/thread-order.ts), kept up here while messages arrive.
import type { ThreadForMe } from '#contract/thread.ts';
import { compareKeys, isLate, orderKey, type OrderKey } from '#domain/thread-order.ts';
import { isSnoozed } from '#domain/snooze.ts';
import { waitsFor, type Team } from '#domain/thread-state.ts';
import { lateness } from './due.ts';
import { fold } from '#domain/fold.ts';

export const shows = ['open', 'unanswered', 'mine', 'promised', 'snoozed', 'settled'] as const;
export type Show = (typeof shows)[number];
/** What the inbox is to show: which threads, and the words that are searched for. */
export type Wanted = { show: Show; text: string };
export type Reader = { staffId: number; team: Team };

const ms = (instant: string | null) => (instant === null ? null : Date.parse(instant));
/** Past its time without an answer, at an instant. */
const late = (thread: ThreadForMe, now: number) => isLate({ needsAnswerBy: ms(thread.needsAnswerBy) }, now);

/** Whether the reader's team has put it off: the repairs team's own list only, and never what is late. */
export const isPutOff = (thread: ThreadForMe, { team }: Reader, now: number): boolean =>
  team === 'repairs' &&
  thread.state !== 'settled' &&
  isSnoozed({ snoozedUntil: ms(thread.snoozedUntil) }, now) &&
  !late(thread, now);

/** Whether my team is waited for. */
export const isOurs = (thread: ThreadForMe, team: Team): boolean =>
  thread.state !== 'settled' && thread.state !== waitsFor(team);

/** Mine: the repairs team's when I took it; the officers' when I began it or am named in what I have not read. */
export const isMine = (thread: ThreadForMe, { staffId, team }: Reader): boolean =>
  team === 'repairs'
    ? thread.takenBy?.staffId === staffId || thread.mentionsMe
    : thread.openedBy.staffId === staffId || thread.mentionsMe;

function shownUnder(show: Show, thread: ThreadForMe, me: Reader, now: number): boolean {
  if (isPutOff(thread, me, now)) return show === 'snoozed';
  switch (show) {
    case 'snoozed':
      return false;
    case 'open':
      return thread.state !== 'settled';
    case 'unanswered':
      return isOurs(thread, me.team);
    case 'mine':
      return thread.state !== 'settled' && isMine(thread, me);
    case 'promised':
      return thread.state !== 'settled' && thread.promisedOn !== null;
    case 'settled':
      return thread.state === 'settled';
  }
}

/** True if each search word is in the row's text. */
export function matches(thread: ThreadForMe, text: string): boolean {
  const wanted = fold(text).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return true;
  const { home, subject, lastWords, repair, takenBy, openedBy, lastFrom } = thread;
  const searched = fold(
    [
      home.address,
      home.postcode,
      home.patch,
      subject,
      lastWords,
      repair?.description ?? '',
      takenBy?.name ?? '',
      openedBy.name,
      lastFrom.name,
    ].join(' '),
  );
  return wanted.every((word) => searched.includes(word));
}

function keyOf(thread: ThreadForMe, me: Reader, now: number): OrderKey {
  return orderKey(
    {
      id: thread.id,
      state: thread.state,
      needsAnswerBy: ms(thread.needsAnswerBy),
      waitingSince: ms(thread.waitingSince),
      lastAt: Date.parse(thread.lastAt),
      mine: thread.takenBy?.staffId === me.staffId,
      snoozedUntil: isPutOff(thread, me, now) ? ms(thread.snoozedUntil) : null,
    },
    me.team,
  );
}

/** `alsoFound`: what the server found for these words, in messages that no row shows. */
export function inboxOf(
  threads: Iterable<ThreadForMe>,
  wanted: Wanted,
  me: Reader,
  now: number,
  alsoFound: ReadonlySet<string> = new Set(),
): ThreadForMe[] {
  const shown = [...threads].filter(
    (t) => shownUnder(wanted.show, t, me, now) && (matches(t, wanted.text) || alsoFound.has(t.id)),
  );
  // By day: promises for past days come first.
  if (wanted.show === 'promised')
    return shown.sort((a, b) => (a.promisedOn! < b.promisedOn! ? -1 : a.promisedOn! > b.promisedOn! ? 1 : 0));
  return shown
    .map((thread) => ({ thread, key: keyOf(thread, me, now) }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ thread }) => thread);
}

/**
 * The conversation to answer after this one: where it still waits the one below it, so that a skipped one does not come back at
 * once, and after the last the first again; else the first, which is the latest due. null where no other waits.
 */
export function nextToAnswer(
  threads: Iterable<ThreadForMe>,
  after: string | null,
  me: Reader,
  now: number,
): string | null {
  const ids = inboxOf(threads, { show: 'unanswered', text: '' }, me, now).map(({ id }) => id);
  const at = after === null ? -1 : ids.indexOf(after);
  return ids[at + 1] ?? (at > 0 ? ids[0]! : null);
}

export function countsOf(threads: Iterable<ThreadForMe>, me: Reader, now: number): Record<Show, number> {
  const counts = { open: 0, unanswered: 0, mine: 0, promised: 0, snoozed: 0, settled: 0 };
  for (const thread of threads)
    for (const show of shows) if (shownUnder(show, thread, me, now)) counts[show] += 1;
  return counts;
}

/** What a list is cut into: late, due soon, to answer, waiting for the others; any other list is one piece. */
export type Section = 'late' | 'soon' | 'to_answer' | 'waiting' | 'settled' | 'one_piece';
export function sectionOf(thread: ThreadForMe, me: Reader, now: number): Section {
  if (thread.state === 'settled') return 'settled';
  if (!isOurs(thread, me.team)) return 'waiting';
  if (late(thread, now)) return 'late';
  return lateness(thread.needsAnswerBy, now) === 'soon' ? 'soon' : 'to_answer';
}
