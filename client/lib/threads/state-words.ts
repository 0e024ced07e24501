// A conversation's state in words. Pure. The repairs team's own screens say "you" and "the officer".
import type { Team } from '#domain/thread-state.ts';
import type { Thread, ThreadForMe, ThreadMessage } from '#contract/thread.ts';
import { sayWord } from '../words/actions.ts';
import { age, timeOf, dayOf, dayWords, when } from '../words/time.ts';
import { dueWords, lateness } from './due.ts';
import { isOurs, type Reader, type Section } from './inbox.ts';
import { isOpenRepair } from '#domain/repairs.ts';

export const teamNames = { income: 'Income', repairs: 'Repairs', other: '' } as const;

export const sectionWords = (section: Section, team: Team): string =>
  ({
    late: 'Late',
    soon: 'Due soon',
    to_answer: team === 'repairs' ? 'To answer' : 'Answered',
    waiting: team === 'repairs' ? 'Waiting for officers' : 'Waiting for the repairs team',
    settled: 'Closed',
    one_piece: '',
  })[section];

/** 'Late since today 10:00', 'Answer by today 17:00'; '' where there is no deadline. */
export function dueSentence(thread: Pick<Thread, 'needsAnswerBy'>, now: number): string {
  if (thread.needsAnswerBy === null) return '';
  return lateness(thread.needsAnswerBy, now) === 'late'
    ? `Late since ${dueWords(thread.needsAnswerBy, now)}`
    : `Answer by ${dueWords(thread.needsAnswerBy, now)}`;
}

/** 'Repairs promised today', 'Repairs promised Thu 26 Nov'; for a day gone by 'Repairs promised Mon 9 Nov, now past'. */
export function promiseSentence(promisedOn: string, now: number): string {
  const past = promisedOn < dayOf(now);
  return `Repairs promised ${dayWords(promisedOn, now)}${past ? ', now past' : ''}`;
}

/** 'Snoozed until tomorrow 08:00' */
export const snoozeSentence = (until: string, now: number): string => `Snoozed until ${dueWords(until, now)}`;

/** 'Damp and mould', or what the thread is about in general. */
export const aboutWords = (thread: Pick<Thread, 'repair'>): string =>
  thread.repair ? sayWord(thread.repair.category) : 'General question';

/** Who must answer next, from the reader's side. */
export function stateWords(thread: ThreadForMe, me: Reader): string {
  if (thread.state === 'settled') return 'Closed';
  if (isOurs(thread, me.team)) return me.team === 'repairs' ? 'Waiting for your team' : 'Answered';
  return me.team === 'repairs' ? 'Waiting for the officer' : 'Waiting for the repairs team';
}

/** 'You: …' or 'Sam Shah: …', one line. */
export function lastLine(thread: ThreadForMe, staffId: number): string {
  const who = thread.lastFrom.staffId === staffId ? 'You' : thread.lastFrom.name;
  return `${who}: ${thread.lastWords.replace(/\s+/g, ' ')}`;
}

/** When a thread last moved, short: '10:42', 'Mon 9 Nov'. */
export const lastTime = (thread: ThreadForMe, now: number): string => when(thread.lastAt, now);

/** '10:42', and when it arrived, where that was much later: '10:02, arrived 10:42'. */
export function timeWords(message: { at: string; receivedAt: string | null }, now: number): string {
  const sent = timeOf(message.at);
  if (message.receivedAt === null) return sent;
  const late = Date.parse(message.receivedAt) - Date.parse(message.at) > 120_000;
  if (!late) return sent;
  const day = dayOf(message.receivedAt);
  const on = day === dayOf(message.at) ? '' : `${dayWords(day, now)} `;
  return `${sent}, arrived ${on}${timeOf(message.receivedAt)}`;
}

/** Who of the others has read up to these words: 'Seen by Sam Shah and 2 others'; '' where nobody has. */
export function seenWords(
  thread: ThreadForMe,
  messages: readonly Pick<ThreadMessage, 'id'>[],
  id: string,
  staffId: number,
): string {
  const place = new Map(messages.map((one, at) => [one.id, at]));
  const mine = place.get(id) ?? Infinity;
  const names = thread.readBy
    .filter((one) => one.staffId !== staffId && (place.get(one.upTo) ?? -1) >= mine)
    .map(({ name }) => name);
  if (names.length === 0) return '';
  const [first, second, ...rest] = names;
  if (rest.length > 0) return `Seen by ${first} and ${rest.length + 1} others`;
  return `Seen by ${second ? `${first} and ${second}` : first}`;
}

/** 'Sam Shah is writing…' */
export function writingWords(names: readonly string[]): string {
  if (names.length === 0) return '';
  if (names.length === 1) return `${names[0]} is writing…`;
  return `${names.slice(0, 2).join(' and ')}${names.length > 2 ? ' and others' : ''} are writing…`;
}

type RepairTimes = { status: string; targetAt: string | null; completedAt: string | null };
/** 'Done Mon 9 Nov', 'Late by 3 days', 'Due tomorrow', 'No target date'. */
export function repairTime(repair: RepairTimes, now: number): { words: string; late: boolean } {
  if (repair.completedAt) return { words: `Done ${when(repair.completedAt, now)}`, late: false };
  if (!isOpenRepair(repair)) return { words: sayWord(repair.status), late: false };
  if (repair.targetAt === null) return { words: 'No target date', late: false };
  const target = Date.parse(repair.targetAt);
  return target < now
    ? { words: `Late by ${age(target, now)}`, late: true }
    : { words: `Due ${when(repair.targetAt, now)}`, late: false };
}

/** 'We will be there today.': the text of a promised day that is sent without words. */
export const promiseBody = (day: string, now: number): string => {
  const when = dayWords(day, now);
  return `We will be there ${/^(today|tomorrow)$/.test(when) ? when : `on ${when}`}.`;
};

/** The first line, shortened to what a list has room for. */
export const firstLine = (text: string): string => {
  const line = text.trim().split('\n')[0]!.trim();
  return line.length <= 80 ? line : `${line.slice(0, 79).trimEnd()}…`;
};

/** The subject of a conversation that is begun about a repair. */
export const aboutRepair = ({ description, category }: { description: string; category: string }): string =>
  firstLine(description || sayWord(category));
