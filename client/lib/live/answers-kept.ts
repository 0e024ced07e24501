// Copies of the server's answers on this device, for reading without signal: each under the path that it answers, with the
// time of the answer and the person that it was for. They are copies: removed whenever a copy of a case is
// (device-owner.ts), and never the only place of anything.
import { disk, heldBy } from './device.ts';
import { keepsCopies } from './keeps-copies.ts';
import type { KeptAnswer, Sealed } from './kept-answer.ts';

/** An answer to be stored; `text` is its JSON. */
export type AnswerText = Pick<KeptAnswer, 'path' | 'caseId' | 'asOf'> & { text: string };
export type AnswerFacts = Pick<KeptAnswer, 'path' | 'caseId' | 'asOf' | 'bytes'>;
/** An answer read from the device. */
export type Copy = { asOf: string; answer: unknown };

// The only two functions that know how a body is stored. They run outside of transactions, which end while they wait.
const seal = (text: string): Promise<Sealed> =>
  through(new Blob([text]), new CompressionStream('deflate-raw')).then((bytes) => new Uint8Array(bytes));
const unseal = async (body: Sealed): Promise<string> =>
  new TextDecoder().decode(await through(new Blob([body]), new DecompressionStream('deflate-raw')));
const through = (blob: Blob, stream: CompressionStream | DecompressionStream): Promise<ArrayBuffer> =>
  new Response(blob.stream().pipeThrough(stream)).arrayBuffer();

const ofACase = /^\/api\/cases\/(\d+)(?:\/(?:balances|why|threads))?$/;
const ofAll = /^\/api\/(?:threads\/[\w-]{36}|thread-templates|tasks|visits\/today)$/;
const ofPeople = /^\/api\/people-to-mention\?case=(\d+)$/;

/** Whether the answer of a path is kept. Not: further pages, filtered lists, what is searched for. */
export const isKept = (path: string): boolean =>
  ofACase.test(path) || ofAll.test(path) || ofPeople.test(path);

/** The case of which this is a part; 0: of no single one. */
export function caseOf(path: string, answer: unknown): number {
  const found = ofACase.exec(path) ?? ofPeople.exec(path);
  if (found) return Number(found[1]);
  return (answer as { thread?: { caseId?: number } } | null)?.thread?.caseId ?? 0;
}

/**
 * Stores answers for this person. A copy that is newer stays. False where the device did not take them; nothing is tried
 * again, since the next reading brings them. Never rejects.
 */
export async function keepAnswers(staffId: number, answers: readonly AnswerText[]): Promise<boolean> {
  if (!keepsCopies()) return false;
  try {
    const rows = await Promise.all(
      answers.map(async ({ path, caseId, asOf, text }): Promise<KeptAnswer> => {
        const body = await seal(text);
        return { path, staffId, caseId, asOf, bytes: body.byteLength, body };
      }),
    );
    return await disk.run(['answers'], 'readwrite', async (tx) => {
      const store = tx.objectStore('answers');
      for (const row of rows) {
        // They may have signed out while this waited for the store.
        if (heldBy() !== staffId) return false;
        const there = await store.get(row.path);
        if (there?.staffId !== staffId || there.asOf <= row.asOf) await store.put(row);
      }
      return true;
    });
  } catch {
    return false;
  }
}

/** This device's copy of the answer to that path, for the person who is signed in; null where there is none. */
export async function copyOf(path: string): Promise<Copy | null> {
  const staffId = heldBy();
  if (staffId === null) return null;
  try {
    const row = await disk.run(['answers'], 'readonly', (tx) => tx.objectStore('answers').get(path), {
      atOnce: true,
    });
    if (row?.staffId !== staffId) return null;
    const answer: unknown = JSON.parse(await unseal(row.body));
    // Signed out meanwhile: nothing is shown.
    return heldBy() === staffId ? { asOf: row.asOf, answer } : null;
  } catch {
    return null;
  }
}

/** The facts of every copy of this person, without reading a body. Rejects where the store does not answer. */
export function answersKept(staffId: number): Promise<AnswerFacts[]> {
  const range = IDBKeyRange.bound([staffId], [staffId + 1]);
  return disk.run(['answers'], 'readonly', async (tx, goesOn) => {
    const found: AnswerFacts[] = [];
    let cursor = await tx.objectStore('answers').index('facts').openKeyCursor(range);
    while (cursor) {
      const [, caseId, asOf, bytes] = cursor.key;
      found.push({ path: cursor.primaryKey, caseId, asOf, bytes });
      if (found.length % 100 === 0) goesOn();
      cursor = await cursor.continue();
    }
    return found;
  });
}

/** Removes these copies. Never rejects: what could not be removed is removed with the next round. */
export async function dropAnswers(paths: readonly string[]): Promise<void> {
  if (heldBy() === null || paths.length === 0) return;
  await disk
    .run(
      ['answers'],
      'readwrite',
      (tx) => Promise.all(paths.map((path) => tx.objectStore('answers').delete(path))),
      { atOnce: true },
    )
    .catch(() => {});
}

/** The person may not see what that path answers any more: removes its copy, and where it is of a case, all of the case. */
export async function dropRefused(path: string): Promise<void> {
  const caseId = ofACase.exec(path)?.[1];
  const one = `/api/cases/${caseId}`;
  await disk
    .run(
      ['answers'],
      'readwrite',
      (tx) => tx.objectStore('answers').delete(caseId ? IDBKeyRange.bound(one, `${one}/\uffff`) : path),
      { atOnce: true },
    )
    .catch(() => {});
}
