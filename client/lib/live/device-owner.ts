// What happens to the device's store when another person, or nobody, is signed in. The rule (client/README.md, "What stays
// on a device"):
//   - A copy of the server's data (cases, conversations, figures, who is signed in) is removed as soon as this device
//     learns that the person may not see it any more: session ended, account closed, signed out, another person signed in.
//   - What a person wrote and the server does not have yet (a visit, half a message, a photograph, a waiting write) is
//     removed when they sign out, after a warning. When only the session ended it is set aside under their staff id, shown
//     to nobody else, given back when they sign in here again, and removed after 30 days.
import { disk, forgetInPage, isCopy, kept, mark, recover, removeDatabase, renameInPage } from './device.ts';
import { isWriting } from './in-page.ts';
import { forgetMap } from './map-cache.ts';
import {
  excludeFromErasure,
  markErasurePending,
  pendingErasure,
  clearErasurePending,
  type Forgotten,
} from './pending-sign-out.ts';

type Owned = { staffId?: number; keptAt?: string } | null | undefined;
type SetAside = { staffId: number; at: string; key: string; value: unknown };

/** Days after which unsent words are removed: set aside for a person, or in a form that was never opened again. */
const setAsideDays = 30;
const dayMs = 86_400_000;
/** They number the writes and name nobody. The numbers must not begin again while writes wait. */
const counters = new Set(['clientId', 'n']);
/** Made on this device by the person's choices: removing them with the copies would lose work. */
const ownPlans = new Set(['day', 'day.ask']);
/** Copies that an earlier version of the app kept here; they are answers now. */
const oldCopies = ['visits.today', 'doors'];
const asideFor = (staffId: number): string => `sealed ${staffId} `;

const nobody: Forgotten = new Set();
/** The last person who signed in on this page, and the number of sign-ins: a slow store may be emptied after the next one. */
const lastSignIn = { staffId: undefined as number | undefined, times: 0 };

/**
 * Removes every copy from this device. forgotten: the people whose words are erased too, with those still pending from
 * before; other people's are set aside. now: epoch ms. except: the person who is signed in now; their words stay in place.
 * Returns false where the store did not answer: the erasure stays pending, and is done before the next start reads.
 */
async function emptyStore(forgotten: Forgotten, now: number, except?: number): Promise<boolean> {
  const all = markErasurePending(forgotten);
  const { times } = lastSignIn;
  mark(false);
  if (all.size > 0 || except !== undefined) forgetStartPoint();
  const map = forgetMap();
  map.catch(() => {});
  try {
    const left = await disk.run(['cases', 'kept', 'outbox', 'answers'], 'readwrite', async (tx) => {
      const store = tx.objectStore('kept');
      const outbox = tx.objectStore('outbox');
      void tx.objectStore('cases').clear();
      void tx.objectStore('answers').clear();
      const holder = ((await store.get('me')) as Owned)?.staffId;
      // A person who signed in while this waited for the store keeps what they wrote since.
      const staying = except ?? (lastSignIn.times === times ? undefined : lastSignIn.staffId);
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
    await map;
    clearErasurePending();
    // Not after a session that ended: another tab may be storing what its person typed last.
    if (left === 0 && all.size > 0 && except === undefined && lastSignIn.times === times)
      await removeDatabase();
    return true;
  } catch {
    return false;
  }
}

/** Does an erasure that is still pending. Returns false if it fails: nothing may be read from the store then. */
export async function finishPendingErasure(now: number): Promise<boolean> {
  return pendingErasure() === null || emptyStore(nobody, now);
}

/** On sign-out: removes everything of this person, from the device and this page. undefined: whom the store names. */
export async function eraseOwner(staffId: number | undefined, now: number): Promise<boolean> {
  forgetInPage();
  return emptyStore(new Set([staffId ?? 'holder']), now);
}

/** When a session ended: removes the copies and sets aside what the person wrote. */
export async function setAsideOwner(staffId: number | undefined, now: number): Promise<boolean> {
  // First moves what is only in this page's memory to the device, if that answers.
  await recover();
  const at = new Date(now).toISOString();
  if (staffId !== undefined)
    renameInPage((key, value) =>
      isOpenWriting(key) && value
        ? [asideFor(staffId) + key, { staffId, at, key, value } satisfies SetAside]
        : [key, value],
    );
  return emptyStore(nobody, now);
}

/**
 * Call when the server confirmed who is signed in: removes or sets aside what another person left, and puts back what this
 * person left. seesMoney: false for people who may hold no copy of a case. always: empties the store even if the person
 * did not change.
 */
export async function makeOwner(
  staffId: number,
  seesMoney: boolean,
  now: number,
  always = false,
): Promise<void> {
  lastSignIn.staffId = staffId;
  lastSignIn.times++;
  const before = await kept<Owned>('me');
  const isOther = before?.staffId !== undefined && before.staffId !== staffId;
  if (isOther || always || !seesMoney || pendingErasure() !== null) {
    // First, whether or not the store answers: what they write next must survive the pending erasure.
    excludeFromErasure(staffId);
    await emptyStore(nobody, now, staffId);
  }
  givenBackTo = undefined;
  await giveBack(staffId, now);
}

/** Who has everything back that was set aside for them. */
let givenBackTo: number | undefined;

/** Where the device did not answer at the sign-in: call it at each later confirmation of the same person. */
export async function giveBackLate(staffId: number, now: number): Promise<void> {
  if (givenBackTo === staffId) return;
  const prefix = asideFor(staffId);
  const aside = await disk
    .run(
      ['kept'],
      'readonly',
      (tx) => tx.objectStore('kept').getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uffff`)),
      { atOnce: true },
    )
    .catch(() => null);
  if (aside?.length === 0) givenBackTo = staffId;
  else if (aside) await giveBack(staffId, now);
}

async function giveBack(staffId: number, now: number): Promise<void> {
  const prefix = asideFor(staffId);
  renameInPage((key, value) =>
    key.startsWith(prefix) ? [key.slice(prefix.length), (value as SetAside).value] : [key, value],
  );
  await disk
    .run(['kept'], 'readwrite', async (tx) => {
      const store = tx.objectStore('kept');
      for (const key of await store.getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uffff`))) {
        const aside = (await store.get(key)) as SetAside;
        // Newer words of theirs are in its place: it stays aside until those are gone.
        if ((await store.get(aside.key)) !== undefined) continue;
        await store.put(aside.value, aside.key);
        await store.delete(key);
      }
      for (const key of await store.getAllKeys(IDBKeyRange.bound('form ', 'form \uffff'))) {
        const { writtenAt } = (await store.get(key)) as { writtenAt: string };
        if (now - Date.parse(writtenAt) > setAsideDays * dayMs) await store.delete(key);
      }
    })
    .then(() => (givenBackTo = staffId))
    .catch(() => {});
}

/** After a change of rights: removes the copies that parts keep besides the worklist. Each part stores its own again. */
export async function forgetOtherCopies(): Promise<void> {
  void forgetMap().catch(() => void markErasurePending(nobody));
  await disk
    .run(
      ['kept', 'answers'],
      'readwrite',
      async (tx) => {
        const store = tx.objectStore('kept');
        const all = [...oldCopies, 'performance.trend', 'offline'].map((key) => store.delete(key));
        all.push(tx.objectStore('answers').clear());
        // 'threads', each 'thread …' and 'thread-home …'.
        await Promise.all([...all, store.delete(IDBKeyRange.bound('thread', 'thread\uffff') as never)]);
      },
      { atOnce: true },
    )
    .catch(() => void markErasurePending(nobody));
}

/** At the person's wish: removes every copy of the server's data. What they wrote stays, and who is signed in. */
export async function forgetAllCopies(): Promise<void> {
  mark(false);
  const map = forgetMap();
  map.catch(() => {});
  await disk
    .run(['cases', 'kept', 'answers'], 'readwrite', async (tx) => {
      const store = tx.objectStore('kept');
      await Promise.all([
        tx.objectStore('cases').clear(),
        tx.objectStore('answers').clear(),
        ...(await store.getAllKeys()).filter(isCopy).map((key) => store.delete(key)),
      ]);
    })
    .then(() => map)
    .catch(() => void markErasurePending(nobody));
}

/** The start point of a round may be a home address (worklist/place.svelte.ts keeps it in localStorage). */
function forgetStartPoint(): void {
  try {
    localStorage.removeItem('doorstep.place');
  } catch {
    // The browser refuses storage: there is no start point.
  }
}

const isOpenWriting = (key: string): boolean => isWriting(key) && !key.startsWith('sealed ');
