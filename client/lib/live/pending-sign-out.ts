// The parts of a sign-out that could not be done yet, as marks in localStorage, which answers even when IndexedDB hangs.
//   - The session. Without signal the server cannot end it, and a script can neither read nor remove its cookie. While
//     this mark is set, the session is ended before any other request.
//   - The store. It could not be emptied: nothing is read from it until it has been. This mark holds the staff ids
//     (numbers, no names) of the people whose words are to be erased, because another person may sign in and write before
//     the store answers again.

const keys = { session: 'doorstep.sign-out-owed', store: 'doorstep.forget-owed', turn: 'doorstep.turn' };

export const isSignOutPending = (): boolean => read(keys.session) !== null;
export const markSignOutPending = (): void => write(keys.session, '1');
export const clearSignOutPending = (): void => write(keys.session, null);

/**
 * The staff ids of the people whose words are erased when the store is emptied; other people's are set aside. 'holder' is
 * the person whom the store itself names, where the page did not know who signed out.
 */
export type Forgotten = ReadonlySet<number | 'holder'>;

/** null: the store needs no emptying; an empty set: it does, and nobody's words are erased. */
export function pendingErasure(): Forgotten | null {
  const mark = read(keys.store);
  if (mark === null) return null;
  const [how, ...who] = mark.split(' ');
  return new Set(how === 'forget' ? who.map((one) => (one === 'holder' ? one : Number(one))) : []);
}

/**
 * Records that the store must be emptied, in addition to what was recorded before. Returns all people whose words are
 * erased, also where no mark can be stored.
 */
export function markErasurePending(forgotten: Forgotten): Forgotten {
  const all = new Set([...(pendingErasure() ?? []), ...forgotten]);
  writeStore(all);
  return all;
}

/**
 * This person has signed in here: what they write from now on must not be erased for an earlier sign-out. 'holder' may now
 * be the same person, so it is removed from the mark as well: those words are set aside instead.
 */
export function excludeFromErasure(staffId: number): void {
  const pending = pendingErasure();
  if (pending) writeStore(new Set([...pending].filter((one) => one !== staffId && one !== 'holder')));
}

export const clearErasurePending = (): void => write(keys.store, null);

function writeStore(forgotten: Forgotten): void {
  write(keys.store, forgotten.size > 0 ? ['forget', ...forgotten].join(' ') : 'seal');
}

/**
 * A value that changes with each sign-in and sign-out on this device. Other tabs are notified (onSignInElsewhere), and a
 * page that returns from the back/forward cache compares it with the value it had. It holds no personal data.
 */
export const signInMark = (): string => read(keys.turn) ?? '';
export function markSignIn(way: 'in' | 'out'): void {
  write(keys.turn, `${way} ${crypto.randomUUID()}`);
}
/** Calls `work` when somebody signs in or out in another tab. Returns a function that stops it. */
export function onSignInElsewhere(work: () => void): () => void {
  const changed = (event: StorageEvent) => event.key === keys.turn && work();
  window.addEventListener('storage', changed);
  return () => window.removeEventListener('storage', changed);
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // The browser refuses storage: nothing is stored on this device at all.
  }
}
