// What a sign-out still owes. Signing out without signal forgets everything on this device at once, but the session ends
// only when the server hears of it, and the cookie cannot be read or removed by a script. So a mark stays, which names
// nobody; while it is there, the session is ended before anything else is asked of the server. A second mark says that the
// store itself could not be emptied: then nothing is read from it until it has been.
// Marks are in localStorage: it answers at once and does not depend on the store that may be hanging.

const keys = { session: 'doorstep.sign-out-owed', store: 'doorstep.forget-owed', turn: 'doorstep.turn' };
type Owed = 'session' | 'store';

/** null: nothing is owed; else how (`owe`). */
export function owes(what: Owed): string | null {
  return read(keys[what]);
}
export function owe(what: Owed, how = '1'): void {
  // A sign-out is not made less by the end of a session that comes after it.
  if (read(keys[what]) !== 'forget') write(keys[what], how);
}
export function settled(what: Owed): void {
  write(keys[what], null);
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
