// Whose device this is, and what happens to what it holds when that changes. The rule (client/README.md, "What stays on a
// device"):
//   - A copy of what the server has (cases, conversations, figures, who is signed in) goes as soon as this device hears
//     that the person may not see it any more: session ended, account closed, signed out, somebody else signed in.
//   - What a person wrote and the server does not have yet (a visit, half a message, a photograph, a write that waits)
//     goes when they sign out themselves, after a warning. When the session merely ended it is set aside under their own
//     staff id, shown to nobody else, given back when they sign in here again, and removed after 30 days.
import { disk, forgetInPage, kept, mark, recover, removeDatabase, renameInPage } from './device.ts';
import { isWriting } from './in-page.ts';
import { keepWordsOf, oweStore, owesStore, storeSettled, type Forgotten } from './owed.ts';

type Owned = { staffId?: number; keptAt?: string } | null | undefined;
type SetAside = { staffId: number; at: string; key: string; value: unknown };

/** Days for which what somebody wrote waits for them: on a device that they do not sign in to, in a form never opened again. */
export const setAsideDays = 30;
const dayMs = 86_400_000;
/** They count writes and name nobody; numbers must not begin anew while writes wait. */
const counters = new Set(['clientId', 'n']);
/** Made here by the person's own choices: lost work if it went with the copies. */
const ownPlans = new Set(['day', 'day.ask']);
const asideFor = (staffId: number): string => `sealed ${staffId} `;

const nobody: Forgotten = new Set();
/** Who signed in last in this page, and how often somebody has: a slow store may empty itself only after that. */
const arrived = { staffId: undefined as number | undefined, times: 0 };

/**
 * Removes every copy from this device. forgotten: their words go too, with those of whoever is owed to be forgotten from
 * before; everybody else's are set aside. except: this person is signed in now, and their words stay where they are. False
 * where the store did not answer: then it is owed, and done before anything is read at the next start.
 */
async function empty(forgotten: Forgotten, now: number, except?: number): Promise<boolean> {
  const all = oweStore(forgotten);
  const { times } = arrived;
  mark(false);
  if (all.size > 0 || except !== undefined) forgetStartPoint();
  try {
    const left = await disk.run(['cases', 'kept', 'outbox'], 'readwrite', async (tx) => {
      const store = tx.objectStore('kept');
      const outbox = tx.objectStore('outbox');
      void tx.objectStore('cases').clear();
      const holder = ((await store.get('me')) as Owned)?.staffId;
      // A person who signed in while this waited for the store keeps what they have written since.
      const staying = except ?? (arrived.times === times ? undefined : arrived.staffId);
      const isForgotten = (owner: number): boolean =>
        all.has(owner) || (all.has('holder') && (holder === undefined || owner === holder));
      let words = 0;
      for (const key of await store.getAllKeys()) {
        if (counters.has(key)) continue;
        if (key.startsWith('sealed ')) {
          const one = (await store.get(key)) as SetAside;
          if (now - Date.parse(one.at) > setAsideDays * dayMs) await store.delete(key);
          else words++;
          continue;
        }
        const value = isWriting(key) || ownPlans.has(key) ? ((await store.get(key)) as Owned) : null;
        const owner = value?.staffId ?? holder ?? staying;
        if (value && owner !== undefined && owner === staying) {
          words++;
          continue;
        }
        await store.delete(key);
        if (!value || owner === undefined || isForgotten(owner)) continue;
        const aside: SetAside = { staffId: owner, at: new Date(now).toISOString(), key, value };
        await store.put(aside, asideFor(owner) + key);
        words++;
      }
      for (const item of await outbox.getAll()) {
        const isOld = now - Date.parse(item.madeAt) > setAsideDays * dayMs;
        if (item.staffId !== staying && (isOld || isForgotten(item.staffId)))
          await outbox.delete([item.clientId, item.n]);
        else words++;
      }
      return words;
    });
    storeSettled();
    if (left === 0 && except === undefined && arrived.times === times) await removeDatabase();
    return true;
  } catch {
    return false;
  }
}

/** What an earlier sign-out or end of a session could not remove. False: nothing may be read from the store yet. */
export async function settleStore(now: number): Promise<boolean> {
  return owesStore() === null || empty(nobody, now);
}

/** Signing out: nothing of this person stays, on the device or in this page. undefined: the person whom the store names. */
export async function forgetHolder(staffId: number | undefined, now: number): Promise<boolean> {
  forgetInPage();
  return empty(new Set([staffId ?? 'holder']), now);
}

/** The session ended elsewhere: the copies go, and what they wrote waits for them. */
export async function sealHolder(staffId: number | undefined, now: number): Promise<boolean> {
  // What only this page has goes to the device first, where that answers.
  await recover();
  const at = new Date(now).toISOString();
  if (staffId !== undefined)
    renameInPage((key, value) =>
      isOpenWriting(key) && value
        ? [asideFor(staffId) + key, { staffId, at, key, value } satisfies SetAside]
        : [key, value],
    );
  return empty(nobody, now);
}

/**
 * This person is signed in here now, by the server's word. What somebody else left is removed or set aside, and what they
 * left themselves is put back. seesMoney: whoever does not has no copy of a case here.
 */
export async function adopt(staffId: number, seesMoney: boolean, now: number, always = false): Promise<void> {
  arrived.staffId = staffId;
  arrived.times++;
  const before = await kept<Owned>('me');
  const isOther = before?.staffId !== undefined && before.staffId !== staffId;
  if (isOther || always || !seesMoney || owesStore() !== null) {
    // First, and whether or not the store answers: what they write next must outlive what is owed.
    keepWordsOf(staffId);
    await empty(nobody, now, staffId);
  }
  const prefix = asideFor(staffId);
  renameInPage((key, value) =>
    key.startsWith(prefix) ? [key.slice(prefix.length), (value as SetAside).value] : [key, value],
  );
  await disk
    .run(['kept'], 'readwrite', async (tx) => {
      const store = tx.objectStore('kept');
      for (const key of await store.getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uffff`))) {
        const aside = (await store.get(key)) as SetAside;
        // Something newer of theirs is in its place: then it waits for its turn.
        if ((await store.get(aside.key)) !== undefined) continue;
        await store.put(aside.value, aside.key);
        await store.delete(key);
      }
      for (const key of await store.getAllKeys(IDBKeyRange.bound('form ', 'form \uffff'))) {
        const { writtenAt } = (await store.get(key)) as { writtenAt: string };
        if (now - Date.parse(writtenAt) > setAsideDays * dayMs) await store.delete(key);
      }
    })
    .catch(() => {});
}

/** Copies that parts keep beside the worklist go, after rights changed; each part keeps its own anew. */
export async function forgetOtherCopies(): Promise<void> {
  await disk
    .run(
      ['kept'],
      'readwrite',
      async (tx) => {
        const store = tx.objectStore('kept');
        const all = ['visits.today', 'performance.trend'].map((key) => store.delete(key));
        // 'threads', and each 'thread …'.
        await Promise.all([...all, store.delete(IDBKeyRange.bound('thread', 'thread\uffff') as never)]);
      },
      { atOnce: true },
    )
    .catch(() => void oweStore(nobody));
}

/** Where somebody starts their round may be their home (worklist/place.svelte.ts keeps it in localStorage). */
function forgetStartPoint(): void {
  try {
    localStorage.removeItem('doorstep.place');
  } catch {
    // Storage refused: there is none.
  }
}

const isOpenWriting = (key: string): boolean => isWriting(key) && !key.startsWith('sealed ');
