// What the tests of a device's store share: a locked store, its message on the screen, signing in and out by hand.
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { casesKept } from './probes.ts';
import { until, untilCount, untilText, type House } from './house.ts';

/** Milliseconds for steps that a silent store, or an unreachable server, delays. */
export const slow = 20_000;

/**
 * Another page of this device that keeps every store locked, like a page that was frozen in the middle of a write: its
 * worker sleeps for ever in the middle of a transaction, which costs no processor time.
 */
export async function holdStore(page: Page): Promise<{ release: () => Promise<void> }> {
  const other = await page.context().newPage();
  await other.goto('/icon.svg');
  await other.evaluate(`new Promise((held) => {
    const frozen = () => {
      const opening = indexedDB.open('doorstep', 2);
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore('cases', { keyPath: 'id' });
        opening.result.createObjectStore('outbox', { keyPath: ['clientId', 'n'] });
        opening.result.createObjectStore('kept');
        const answers = opening.result.createObjectStore('answers', { keyPath: 'path' });
        answers.createIndex('facts', ['staffId', 'caseId', 'asOf', 'bytes']);
      };
      opening.onsuccess = () => {
        const tx = opening.result.transaction(['cases', 'kept', 'outbox', 'answers'], 'readwrite');
        tx.objectStore('kept').get('x').onsuccess = () => {
          postMessage('held');
          const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
          Atomics.wait(new Int32Array(buffer), 0, 0);
        };
      };
    };
    const worker = new Worker(URL.createObjectURL(new Blob(['(' + frozen + ')()'])));
    worker.onmessage = () => held(null);
  })`);
  return { release: () => other.close() };
}

/**
 * A transaction of this page that goes on keeps the values locked, as the copy of a long list does on a slow phone. Returns
 * what ends it.
 */
export async function busyStore(page: Page): Promise<() => Promise<unknown>> {
  await page.evaluate(`new Promise((held) => {
    globalThis.storeIsFree = false;
    const opening = indexedDB.open('doorstep');
    opening.onsuccess = () => {
      const store = opening.result.transaction('kept', 'readwrite').objectStore('kept');
      const goOn = () => {
        held(null);
        if (globalThis.storeIsFree) opening.result.close();
        else store.get('x').onsuccess = goOn;
      };
      goOn();
    };
  })`);
  return () => page.evaluate(`void (globalThis.storeIsFree = true)`);
}

/** From now on nothing that the device keeps can be read in this page, and all can be written. Returns what ends it. */
export async function unreadableStore(page: Page): Promise<() => Promise<unknown>> {
  await page.evaluate(`{
    globalThis.isUnreadable = true;
    for (const name of ['get', 'getAll', 'getAllKeys']) {
      const was = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (...given) {
        if (globalThis.isUnreadable) throw new DOMException('Connection lost.', 'UnknownError');
        return was.apply(this, given);
      };
    }
  }`);
  return () => page.evaluate(`void (globalThis.isUnreadable = false)`);
}

/** Removes a case from the device's copy, like an interrupted write. */
export const lose = `(id) => new Promise((lost) => {
  const opening = indexedDB.open('doorstep');
  opening.onsuccess = () => {
    const tx = opening.result.transaction('cases', 'readwrite');
    tx.objectStore('cases').delete(id);
    tx.oncomplete = () => { opening.result.close(); lost(null); };
  };
})`;

export const note = (page: Page) => page.getByTestId('store-note');
export const noteOn = (page: Page, text: string) => untilText(note(page), text, slow);
export const noteGone = (page: Page) => untilCount(note(page), 0, 40_000);
export const allSent = (page: Page) =>
  untilText(page.locator('[data-fact="waiting"]'), 'Nothing to send', slow);
export const copied = (page: Page) =>
  until(async () => expect(await page.evaluate<number>(casesKept)).toBeGreaterThan(0), slow);
export const onSignIn = (page: Page) => page.waitForURL('**/sign-in', { timeout: slow });
export const planned = async (at: House, caseId: number) =>
  until(async () => {
    const found = await at.db.sql`select from visit where rent_account_id = ${caseId} and state = 'planned'`;
    expect(found.length).toBe(1);
  }, slow);
/** On a visit's step "who", with some text written. */
export async function beginVisit(page: Page, caseId: number, words: string) {
  await page.goto(`/cases/${caseId}/visit?step=who`);
  await page.locator('[data-field="met"] input').first().check({ force: true });
  await page.getByTestId('visit').locator('textarea').first().fill(words);
}
/** Types into the first field, and does something else in the same task, so that no timer runs in between. */
export const typeLast = (selector: string, words: string, then: string) => `{
  const field = document.querySelector(${JSON.stringify(selector)});
  field.value = ${JSON.stringify(words)};
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  ${then};
}`;
export const staffIdOf = async (at: House, email: string) =>
  Number((await at.db.sql`select id from staff where email = ${email}`)[0]!['id']);
export const endSessions = async (at: House, email: string) =>
  at.db.sql`delete from auth."session" s using auth."user" u
    where s."userId" = u."id" and u."email" = ${email}`;
/** Signs in through the form, with a password. */
export async function signInAs(page: Page, email: string) {
  await page.getByRole('button', { name: 'Use email and password' }).click();
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill('doorstep-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
}
/** In the top bar of a desk, or in the bottom bar of a phone. */
export const account = (page: Page) =>
  page.locator('[data-testid=account]:visible, nav.bottom button:has-text("You"):visible').first();
export async function signOut(page: Page) {
  await account(page).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
}

export const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
