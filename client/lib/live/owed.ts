// What a sign-out still owes. Signing out without signal forgets everything on this device at once, but the session ends
// only when the server hears of it, and the cookie cannot be read or removed by a script. So a mark stays; while it is
// there, the session is ended before anything else is asked of the server. A second mark says that the store itself could
// not be emptied: then nothing is read from it until it has been. It carries the staff ids (numbers, no names) of those
// whose words are to be forgotten: somebody else may have signed in and written before the store answers again.
// Marks are in localStorage: it answers at once and does not depend on the store that may be hanging.

const keys = { session: 'doorstep.sign-out-owed', store: 'doorstep.forget-owed', turn: 'doorstep.turn' };

export const owesSession = (): boolean => read(keys.session) !== null;
export const oweSession = (): void => write(keys.session, '1');
export const sessionSettled = (): void => write(keys.session, null);

/**
 * Whose words are to be forgotten when the store is emptied, by staff id; everybody else's are set aside. 'holder' stands
 * for the person that the store itself names, where the page did not know who signed out.
 */
export type Forgotten = ReadonlySet<number | 'holder'>;

/** null: the store owes nothing; an empty set: it is to be emptied, and nobody's words are to be forgotten. */
export function owesStore(): Forgotten | null {
  const mark = read(keys.store);
  if (mark === null) return null;
  const [how, ...who] = mark.split(' ');
  return new Set(how === 'forget' ? who.map((one) => (one === 'holder' ? one : Number(one))) : []);
}

/**
 * The store is to be emptied. What was owed before stays owed: a sign-out is not made less by the end of a session, or by
 * another sign-out, that comes after it. Returns everybody who is to be forgotten now, also where no mark can be kept.
 */
export function oweStore(forgotten: Forgotten): Forgotten {
  const all = new Set([...(owesStore() ?? []), ...forgotten]);
  writeStore(all);
  return all;
}

/**
 * This person has signed in here: what they write from now on must not be forgotten for a sign-out before. A person who is
 * only known as the holder cannot be told from them any more, and is then set aside.
 */
export function keepWordsOf(staffId: number): void {
  const owed = owesStore();
  if (owed) writeStore(new Set([...owed].filter((one) => one !== staffId && one !== 'holder')));
}

export const storeSettled = (): void => write(keys.store, null);

function writeStore(forgotten: Forgotten): void {
  write(keys.store, forgotten.size > 0 ? ['forget', ...forgotten].join(' ') : 'seal');
}

/**
 * Changes with each sign-in and sign-out on this device. Other pages hear of it (onTurn), and a page that comes back out
 * of the back/forward cache compares it with what it knew. Holds nothing of anybody.
 */
export const turnNow = (): string => read(keys.turn) ?? '';
export function turn(way: 'in' | 'out'): void {
  write(keys.turn, `${way} ${crypto.randomUUID()}`);
}
/** Calls `work` when somebody signs in or out in another tab. Returns the way to stop. */
export function onTurn(work: () => void): () => void {
  const heard = (event: StorageEvent) => event.key === keys.turn && work();
  window.addEventListener('storage', heard);
  return () => window.removeEventListener('storage', heard);
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
    // Storage refused: nothing is kept on this device at all.
  }
}
