// A conversation while writes wait, are refused, or arrive twice or out of order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Thread, ThreadForMe, ThreadMessage, ThreadPerson } from '#contract/thread.ts';
import type { MutationKind } from '#contract/up.ts';
import type { Waiting } from '../live/waiting.ts';
import { tenantsOf } from '../words/case.ts';
import { wholeHome, type StoredHome } from './whole-home.ts';
import { begunHere, forMe, merge, shownMessages, withMine } from './shown.ts';

const me: ThreadPerson = { staffId: 1, name: 'Ann Lee', team: 'income' };
const other: ThreadPerson = { staffId: 2, name: 'Bo Repairs', team: 'repairs' };
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 10, minute)).toISOString();

const message = (n: number, from = other, minute = n): ThreadMessage => ({
  id: id(n),
  threadId: id(900),
  from,
  body: `words ${n}`,
  mentions: [],
  photos: [],
  promisedOn: null,
  needsAnswerBy: null,
  repairNoteId: null,
  at: at(minute),
  receivedAt: at(minute),
});
const thread = (over: Partial<Thread> = {}): Thread => ({
  id: id(900),
  caseId: 7,
  subject: 'Leak',
  repair: null,
  home: { address: '1 Mill Lane', postcode: 'QJ1 0AA', patch: 'Centre' },
  state: 'waiting_for_income',
  takenBy: null,
  needsAnswerBy: null,
  waitingSince: at(1),
  promisedOn: '2026-11-26',
  snoozedUntil: null,
  openedBy: me,
  openedAt: at(0),
  lastAt: at(1),
  lastWords: 'words 1',
  lastFrom: other,
  lastMessageId: id(1),
  messages: 2,
  readBy: [],
  ...over,
});
const item = (n: number, kind: string, args: object, answer?: Waiting['answer']): Waiting => ({
  id: id(500 + n),
  clientId: 'device',
  n,
  kind: kind as MutationKind,
  args: { caseId: 7, threadId: id(900), ...args },
  madeAt: at(30 + n),
  staffId: 1,
  ...(answer ? { answer } : {}),
});
const words = (n: number) => ({ messageId: id(n), body: `mine ${n}`, mentions: [2], photos: [] });
const nameOf = () => 'Bo Repairs';

test('[UI-160] waiting messages come after the server’s, in the order in which they were written', () => {
  const shown = shownMessages(
    [message(1)],
    [item(1, 'message.send', words(11)), item(2, 'message.send', words(12))],
    me,
    nameOf,
  );
  expect(shown.map(({ id: of, state }) => [of, state])).toEqual([
    [id(1), 'sent'],
    [id(11), 'sending'],
    [id(12), 'sending'],
  ]);
  expect(shown[1]!.mentions).toEqual([{ staffId: 2, name: 'Bo Repairs' }]);
});

test('[UI-160] a message that the server has appears once', () => {
  const sent = { ...message(11, me), body: 'mine 11' };
  const shown = shownMessages([message(1), sent], [item(1, 'message.send', words(11))], me, nameOf);
  expect(shown.map(({ id: of, state }) => [of, state])).toEqual([
    [id(1), 'sent'],
    [id(11), 'sent'],
  ]);
});

test('[UI-161] a refused message keeps its text, shows the reason, and does not change the thread', () => {
  const refused = item(1, 'message.send', words(11), {
    id: id(501),
    status: 'refused',
    message: 'Not yours.',
  });
  const [one] = shownMessages([], [refused], me, nameOf);
  expect(one).toMatchObject({ body: 'mine 11', state: 'refused', why: 'Not yours.' });
  const before: ThreadForMe = { ...thread(), unread: 1, mentionsMe: false };
  expect(withMine(before, [refused], me)).toBe(before);
});

test('[UI-160] a thread follows what this device did: question, settlement, taking, reading', () => {
  const before: ThreadForMe = { ...thread(), unread: 1, mentionsMe: false };
  const asked = withMine(before, [item(1, 'message.send', { ...words(11), needsAnswerBy: at(50) })], me);
  expect(asked).toMatchObject({
    state: 'waiting_for_repairs',
    needsAnswerBy: at(50),
    promisedOn: '2026-11-26',
    lastWords: 'mine 11',
    unread: 0,
  });
  expect(withMine(before, [item(1, 'thread.settle', {})], me).state).toBe('settled');
  expect(withMine(before, [item(1, 'thread.take', { mine: true })], me).takenBy?.staffId).toBe(1);
  expect(withMine(before, [item(1, 'thread.read', { upTo: id(1) })], me).unread).toBe(0);
  // Reading an older message does not read all.
  expect(withMine(before, [item(1, 'thread.read', { upTo: id(0) })], me).unread).toBe(1);
  // A message after settling opens it again.
  const again = withMine(before, [item(1, 'thread.settle', {}), item(2, 'message.send', words(11))], me);
  expect(again.state).toBe('waiting_for_repairs');
});

test('[UI-160] a thread that was begun without signal is shown', () => {
  const begun = begunHere(
    item(1, 'thread.start', { ...words(11), subject: 'Leak', needsAnswerBy: at(50) }),
    me,
    thread().home,
    null,
  );
  expect(begun).toMatchObject({
    subject: 'Leak',
    state: 'waiting_for_repairs',
    unread: 0,
    lastMessageId: id(11),
  });
  expect(begunHere(item(1, 'message.send', words(11)), me, thread().home, null)).toBeNull();
});

test('[UI-162] unread counts each message of the others once, however often it arrives', () => {
  const known: ThreadForMe = { ...thread({ messages: 2 }), unread: 1, mentionsMe: false };
  const next = thread({ messages: 3, lastMessageId: id(3) });
  const named = { ...message(3), mentions: [{ staffId: 1, name: 'Ann Lee' }] };
  const once = forMe(next, named, known, 1);
  expect(once).toMatchObject({ unread: 2, mentionsMe: true });
  expect(forMe(next, named, once, 1)).toMatchObject({ unread: 2, mentionsMe: true });
  // A message read here or in another window is read; my own messages are read too.
  const read = { ...next, readBy: [{ staffId: 1, name: 'Ann Lee', upTo: id(3) }] };
  expect(forMe(read, null, once, 1)).toMatchObject({ unread: 0, mentionsMe: false });
  expect(forMe({ ...next, lastFrom: me }, message(3, me), known, 1).unread).toBe(0);
});

test('[UI-162] pages and live messages in any order give the same conversation, with each message once', () => {
  const all = Array.from({ length: 12 }, (_, n) => message(n, n % 2 ? me : other, Math.floor(n / 2)));
  const arrivals = fc.array(fc.subarray(all, { minLength: 1 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(arrivals, (parts) => {
      const joined = parts.reduce<ThreadMessage[]>((known, part) => merge(known, part), []);
      const wanted = all.filter((one) => parts.some((part) => part.includes(one)));
      expect(joined).toEqual(merge([], wanted));
      expect(new Set(joined.map((one) => one.id)).size).toBe(joined.length);
      expect(merge(joined, joined)).toEqual(joined);
    }),
  );
});

test('[UI-581] what waits to be sent is laid over a thread: assigned, put off no later than it is due, back at a message', () => {
  const before = forMe(thread({ needsAnswerBy: at(45) }), null, undefined, 1);
  const named = (items: Waiting[]) => withMine(before, items, me, nameOf);
  const snooze = (until: number | null) => item(1, 'thread.snooze', { until: until && at(until) });
  expect(named([item(1, 'thread.assign', { to: 2, seen: null })]).takenBy).toEqual({
    staffId: 2,
    name: 'Bo Repairs',
  });
  expect(named([item(1, 'thread.assign', { to: 1, seen: null })]).takenBy?.name).toBe('Ann Lee');
  expect(named([item(1, 'thread.assign', { to: null, seen: 2 })]).takenBy).toBe(null);
  expect(named([snooze(40)]).snoozedUntil).toBe(at(40));
  expect(named([snooze(600)]).snoozedUntil).toBe(at(45));
  for (const end of [snooze(null), item(2, 'message.send', words(11)), item(2, 'thread.settle', {})])
    expect(named([snooze(40), end]).snoozedUntil).toBe(null);
  const refused = item(
    1,
    'thread.snooze',
    { until: at(40) },
    { id: id(1), status: 'refused', message: 'It is late.' },
  );
  expect(named([refused]).snoozedUntil).toBe(null);
});

test('[UI-583] a home that an earlier version of the app stored is shown without signal, with nobody known and all to be asked', () => {
  const stored = {
    home: { address: '1 Example Road' },
    repairs: [],
    alerts: [],
    found: { checks: [], hazards: [] },
  } as unknown as StoredHome;
  const home = wholeHome(stored);
  expect(home).toEqual({
    ...stored,
    home: { address: '1 Example Road', tenancyEndsOn: null },
    people: [],
    householdConfirmedAt: null,
  });
  expect(tenantsOf(home.people)).toEqual([]);
  const known = { ...home, householdConfirmedAt: at(1) };
  expect(wholeHome(known)).toEqual(known);
});
