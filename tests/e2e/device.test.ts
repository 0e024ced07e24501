// What a device keeps, for whom, and what happens when its store does not answer: in a real browser, with a store that is
// really held by another page, really closed, really full.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { phone } from '../support/browser.ts';
import { axeIn, casesKept, databases, keptKeys, sideways, workerReady } from './probes.ts';
import { house, rowOf, until } from './house.ts';

const at = house(600);
const slow = 20_000;

/** Another page of this device that keeps every store locked, as a page that was frozen in the middle of a write does. */
async function holdStore(page: Page): Promise<{ release: () => Promise<void> }> {
  const other = await page.context().newPage();
  await other.goto('/icon.svg');
  await other.evaluate(`new Promise((held) => {
    globalThis.hold = true;
    const opening = indexedDB.open('doorstep', 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('cases', { keyPath: 'id' });
      opening.result.createObjectStore('outbox', { keyPath: ['clientId', 'n'] });
      opening.result.createObjectStore('kept');
    };
    opening.onsuccess = () => {
      const db = opening.result;
      const tx = db.transaction(['cases', 'kept', 'outbox'], 'readwrite');
      tx.oncomplete = () => db.close();
      const again = () => globalThis.hold && (tx.objectStore('kept').get('x').onsuccess = again);
      again();
      held(null);
    };
  })`);
  return { release: () => other.close() };
}

/** Removes a case from the device's copy, as a write that was cut off in the middle did. */
const lose = `(id) => new Promise((lost) => {
  const opening = indexedDB.open('doorstep');
  opening.onsuccess = () => {
    const tx = opening.result.transaction('cases', 'readwrite');
    tx.objectStore('cases').delete(id);
    tx.oncomplete = () => { opening.result.close(); lost(null); };
  };
})`;

const note = (page: Page) => page.getByTestId('store-note');
const noteOn = (page: Page, text: string) =>
  until(async () => expect(await note(page).textContent()).toContain(text), slow);
const noteGone = (page: Page) => until(async () => expect(await note(page).count()).toBe(0), 40_000);
const allSent = (page: Page) =>
  until(
    async () =>
      expect(await page.locator('[data-fact="waiting"]').textContent()).toContain('Nothing to send'),
    slow,
  );
const copied = (page: Page) =>
  until(async () => expect(await page.evaluate<number>(casesKept)).toBeGreaterThan(0), slow);
const onSignIn = (page: Page) => page.waitForURL('**/sign-in', { timeout: slow });
const planned = async (caseId: number) =>
  until(async () => {
    const found = await at.db.sql`select from visit where rent_account_id = ${caseId} and state = 'planned'`;
    expect(found.length).toBe(1);
  }, slow);
/** On a visit's step "who", with a few words written. */
async function beginVisit(page: Page, caseId: number, words: string) {
  await page.goto(`/cases/${caseId}/visit?step=who`);
  await page.locator('[data-field="met"] input').first().check({ force: true });
  await page.getByTestId('visit').locator('textarea').first().fill(words);
}
/** Types into the first field there, and does something else in the same task: no timer runs in between. */
const typeLast = (selector: string, words: string, then: string) => `{
  const field = document.querySelector(${JSON.stringify(selector)});
  field.value = ${JSON.stringify(words)};
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  ${then};
}`;
const staffIdOf = async (email: string) =>
  Number((await at.db.sql`select id from staff where email = ${email}`)[0]!['id']);
const endSessions = async (email: string) =>
  at.db.sql`delete from auth."session" s using auth."user" u
    where s."userId" = u."id" and u."email" = ${email}`;
/** Through the form, as somebody with a password does. */
async function signInAs(page: Page, email: string) {
  await page.getByRole('button', { name: 'Use e-mail and password' }).click();
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill('doorstep-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
}
/** In the bar of a desk, or at the thumb on a phone. */
const account = (page: Page) =>
  page.locator('[data-testid=account]:visible, nav.bottom button:has-text("You"):visible').first();
async function signOut(page: Page) {
  await account(page).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
}

test('[UI-435] a store that another page holds is passed over with a word, and what is written is sent and at last kept', async () => {
  const { page } = await at.device(phone);
  await at.signIn(page);
  const one = await at.visitable();
  const held = await holdStore(page);
  const began = Date.now();
  await page.goto('/worklist');
  await page.locator('[data-case]').first().waitFor();
  // The list came from the server; nothing waited for the store without a limit.
  expect(Date.now() - began).toBeLessThan(15_000);
  await page.goto(`/cases/${one.id}`);
  await noteOn(page, 'does not answer');
  await page.getByRole('button', { name: 'Plan for today' }).click();
  await planned(one.id);
  await allSent(page);
  await beginVisit(page, one.id, 'typed while the store was silent');
  await held.release();
  await noteGone(page);
  await until(async () => {
    const kept = JSON.stringify(await page.evaluate(keptKeys('visit ')));
    expect(kept).toContain('typed while the store was silent');
  }, slow);
});

test('[UI-435] connections that close in the middle, and a store that is full, lose nothing that was written', async () => {
  const { page } = await at.device(phone);
  await page.addInitScript(`{
    const open = indexedDB.open.bind(indexedDB);
    globalThis.connections = [];
    indexedDB.open = (...given) => {
      const asked = open(...given);
      asked.addEventListener('success', () => globalThis.connections.push(asked.result));
      return asked;
    };
    for (const name of ['put', 'add']) {
      const was = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (...given) {
        if (globalThis.full) throw new DOMException('No room.', 'QuotaExceededError');
        return was.apply(this, given);
      };
    }
  }`);
  await at.signIn(page);
  const one = await at.visitable();
  await page.goto(`/cases/${one.id}`);
  await page.getByTestId('set-out').waitFor();
  await page.evaluate(`void globalThis.connections.splice(0).forEach((db) => db.close())`);
  await page.getByTestId('set-out').click();
  await allSent(page);
  expect(await note(page).count()).toBe(0);
  await page.evaluate(`void (globalThis.full = true)`);
  await page.getByTestId('start-visit').click();
  await page.getByTestId('next').click();
  await noteOn(page, 'is full');
  await page.locator('[data-field="met"] input').first().check({ force: true });
  await page.getByTestId('next').click();
  await until(async () => {
    const [met] = await at.db.sql`select from visit where rent_account_id = ${one.id} and met is not null`;
    expect(met).toBeDefined();
  }, slow);
  await page.evaluate(`void (globalThis.full = false)`);
  await noteGone(page);
});

test('[UI-436] a start that has not come up in ten seconds says so, and which step it waits for', async () => {
  const { page } = await at.device(phone);
  await at.signIn(page);
  let answer: () => void = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/me', async (route) => {
    await answered;
    await route.continue();
  });
  // Longer than the screen's ten seconds: the request's own limit is not what is tested here.
  await page.addInitScript(`AbortSignal.timeout = () => new AbortController().signal`);
  await page.goto('/worklist');
  await until(async () => {
    const words = await page.getByTestId('slow-start').textContent();
    expect(words).toContain('waiting for an answer from the server');
  }, slow);
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(1);
  expect(await axeIn(page)).toEqual([]);
  answer();
  await page.locator('[data-case]').first().waitFor();

  const cut = await at.device(phone);
  await at.signIn(cut.page);
  await cut.page.route('**/_app/immutable/**/*.js', () => {});
  await cut.page.goto('/worklist', { waitUntil: 'commit' });
  await until(async () => {
    expect(await cut.page.getByTestId('slow-start').textContent()).toContain('waiting for its own files');
  }, slow);
});

test('[UI-436] without an answer and with nothing kept it says that it could not open, and opens by itself later', async () => {
  const { page } = await at.device(phone);
  await at.signIn(page);
  await page.route('**/api/me', (route) => route.abort());
  await page.goto('/worklist');
  await until(async () =>
    expect(await page.getByTestId('slow-start').textContent()).toContain('could not open'),
  );
  await page.unroute('**/api/me');
  await page.locator('[data-case]').first().waitFor({ timeout: slow });
});

test('[UI-431] a page that was put away and comes back goes on where it was', async () => {
  const { page } = await at.person(undefined, phone);
  const one = await at.visitable();
  await page.goto(`/cases/${one.id}`);
  await page.getByRole('button', { name: 'Plan for today' }).waitFor();
  const transition = (name: string) =>
    page.evaluate(`void dispatchEvent(new PageTransitionEvent('${name}', { persisted: true }))`);
  await transition('pagehide');
  await transition('pageshow');
  await page.getByRole('button', { name: 'Plan for today' }).click();
  await planned(one.id);
  await allSent(page);
});

test('[UI-486] a copy that lacks rows is not shown: the list comes from the server, whole', async () => {
  const { page } = await at.person();
  await copied(page);
  const all = (await at.cases()).length;
  const shown = () => page.getByRole('button', { name: `All ${all}` }).count();
  await until(async () => expect(await shown()).toBe(1));
  await page.goto('/icon.svg');
  await page.evaluate(`(${lose})(${(await at.visitable()).id})`);
  await page.goto('/worklist');
  await until(async () => expect(await shown()).toBe(1));
});

test('[UI-438] sign out in one tab and in again in the other: both go on, without a reload', async () => {
  const { page, errors } = await at.person();
  await page.locator('[data-case]').first().waitFor();
  const second = await page.context().newPage();
  await second.goto('/worklist');
  await second.locator('[data-case]').first().waitFor();
  await signOut(page);
  await onSignIn(page);
  await onSignIn(second);
  await second
    .getByRole('button', { name: /Income officer/ })
    .first()
    .click();
  await second.locator('[data-case]').first().waitFor();
  // The first tab hears of it too.
  await page.locator('[data-case]').first().waitFor({ timeout: slow });
  const one = await at.visitable();
  await second.goto(`/cases/${one.id}`);
  await second.getByRole('button', { name: 'Plan for today' }).click();
  await planned(one.id);
  expect(errors).toEqual([]);
});

test('[UI-439] signing out without signal forgets at once, and the session ends before anything else at the next contact', async () => {
  const email = 'officer2@demo.doorstep.test';
  const { page } = await at.person(email);
  await copied(page);
  await page.evaluate(workerReady);
  await page.context().setOffline(true);
  await signOut(page);
  await onSignIn(page);
  await until(async () => expect(await page.evaluate(databases)).not.toContain('doorstep'));
  await until(async () =>
    expect(await page.locator('main').textContent()).toContain('when you have signal again'),
  );
  // Nothing on the device names anybody.
  const marks = await page.evaluate<string[]>(`Object.entries(localStorage).flat()`);
  expect(marks.filter((mark) => /officer|@|\d{3}/.test(mark) && !/-/.test(mark))).toEqual([]);
  // Closed and opened again, still without signal: nothing comes back.
  await page.goto('/worklist');
  await onSignIn(page);
  expect(await page.locator('[data-case]').count()).toBe(0);
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/') && pathname !== '/api/demo/people') asked.push(pathname);
  });
  const staffId = await staffIdOf(email);
  await page.context().setOffline(false);
  await page.goto('/worklist');
  await until(async () => {
    const left = await at.db.sql`
      select from auth."session" s join auth."user" u on u."id" = s."userId" where u."staffId" = ${staffId}`;
    expect(left.length).toBe(0);
  }, slow);
  await onSignIn(page);
  expect(asked[0]).toBe('/api/auth/sign-out');
  expect(asked).not.toContain('/api/worklist');
  expect(asked).not.toContain('/api/me');
  await page.reload();
  await page
    .getByRole('button', { name: /Income officer/ })
    .first()
    .waitFor();
  expect(await page.locator('[data-case]').count()).toBe(0);
});

test('[UI-439] somebody else who signs in next ends the former session first, and sees nothing of it', async () => {
  const email = 'officer3@demo.doorstep.test';
  const { page } = await at.person(email);
  await copied(page);
  await page.evaluate(workerReady);
  await page.context().setOffline(true);
  await signOut(page);
  await onSignIn(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  // The connection is back, and the page has not heard of it yet.
  await page.evaluate(`addEventListener('online', (event) => event.stopImmediatePropagation(), true)`);
  await page.context().setOffline(false);
  await page.goto('/sign-in');
  await page
    .getByRole('button', { name: /Repairs team/ })
    .first()
    .click();
  await page.getByRole('heading', { name: 'Inbox' }).waitFor({ timeout: slow });
  const order = asked.filter((path) => /sign-out|auth\/demo$/.test(path));
  expect(order[0]).toBe('/api/auth/sign-out');
  expect(order.at(-1)).toBe('/api/auth/demo');
  const left = await at.db.sql`select from auth."session" s join auth."user" u on u."id" = s."userId"
    where u."staffId" = ${await staffIdOf(email)}`;
  expect(left.length).toBe(0);
  expect(await page.evaluate<number>(casesKept)).toBe(0);
});

test('[UI-440] an account that is closed leaves no case on the device, also without signal and for whoever comes next', async () => {
  const email = 'officer4@demo.doorstep.test';
  const { page } = await at.person(email);
  await copied(page);
  await page.evaluate(workerReady);
  await at.db.sql`update staff set active = false where email = ${email}`;
  await onSignIn(page);
  await until(async () => expect(await page.evaluate<number>(casesKept)).toBe(0));
  expect(await page.evaluate<string[]>(keptKeys('', 'keys'))).not.toContain('me');
  await page.context().setOffline(true);
  await page.goto('/worklist');
  await page.getByTestId('slow-start').waitFor({ timeout: slow });
  expect(await page.locator('[data-case]').count()).toBe(0);
  await page.context().setOffline(false);
  await at.db.sql`update staff set active = true where email = ${email}`;
});

test('[UI-441] an officer whose last patch was taken has no case on screen or on the device, connected or later', async () => {
  const email = 'officer2@demo.doorstep.test';
  const staffId = await staffIdOf(email);
  const here = await at.person(email);
  const away = await at.person(email);
  await copied(here.page);
  await copied(away.page);
  await away.page.evaluate(workerReady);
  await away.page.goto('about:blank');
  const stints = await at.db.sql<{ patch_id: number; start_date: string }[]>`
    delete from stint where staff_id = ${staffId} and end_date is null returning patch_id, start_date::text`;
  await until(async () => expect(await here.page.locator('[data-case]').count()).toBe(0));
  await until(async () => expect(await here.page.evaluate<number>(casesKept)).toBe(0));
  await away.page.goto('/worklist');
  await until(async () => expect(await away.page.evaluate<number>(casesKept)).toBe(0), slow);
  await until(async () => expect(await away.page.locator('[data-case]').count()).toBe(0));
  await away.page.context().setOffline(true);
  await away.page.reload();
  await account(away.page).waitFor();
  expect(await away.page.locator('[data-case]').count()).toBe(0);
  await away.page.context().setOffline(false);
  for (const { patch_id, start_date } of stints)
    await at.db
      .sql`insert into stint (staff_id, patch_id, start_date) values (${staffId}, ${patch_id}, ${start_date})`;
  await here.page.locator('[data-case]').first().waitFor({ timeout: slow });
});

test('[UI-442] when a session is ended the copies go; what was written waits for the same person, and nobody else sees it', async () => {
  const email = 'officer1@demo.doorstep.test';
  const { page } = await at.person(email, phone);
  await copied(page);
  const one = await at.visitable();
  await beginVisit(page, one.id, 'half of');
  // The page that comes up hears that the session is over as soon as it asks who is here.
  await page.route('**/api/me', async (route) => {
    await endSessions(email);
    await route.continue();
  });
  // Typed in the last instant before the page goes, in one task: no pause has stored it.
  await page.evaluate(typeLast('[data-testid=visit] textarea', 'half of a visit', 'location.reload()'));
  await onSignIn(page);
  await page.unroute('**/api/me');
  await until(async () => {
    const keys = await page.evaluate<string[]>(keptKeys('', 'keys'));
    expect(keys.filter((key) => !/^(sealed |clientId$|n$)/.test(key))).toEqual([]);
    expect(keys.some((key) => key.endsWith(` visit ${one.id}`))).toBe(true);
  });
  expect(await page.evaluate<number>(casesKept)).toBe(0);
  // A manager on the same device: the same case, and nothing of the officer's words.
  await signInAs(page, 'manager@demo.doorstep.test');
  await page.locator('[data-case]').first().waitFor({ timeout: slow });
  await page.goto(`/cases/${one.id}/visit?step=who`);
  await page.locator('[data-field="met"] input').first().waitFor({ state: 'attached' });
  expect(await page.locator('[data-field="met"] input:checked').count()).toBe(0);
  expect(await page.locator('body').textContent()).not.toContain('half of a visit');
  await page.goto('/worklist');
  await page.locator('[data-case]').first().waitFor();
  await signOut(page);
  await until(async () => {
    // They opened a visit themselves: they are asked.
    const sure = page.getByRole('button', { name: 'Sign out and lose it' });
    if (await sure.isVisible()) await sure.click();
    expect(page.url()).toContain('/sign-in');
  });
  // It was not the manager's to lose.
  await signInAs(page, email);
  await page.locator('[data-fact="age"]').waitFor({ timeout: slow });
  await page.goto(`/cases/${one.id}/visit?step=who`);
  await until(async () => {
    const words = await page.getByTestId('visit').locator('textarea').first().inputValue();
    expect(words).toBe('half of a visit');
  });
});

test('[UI-442] a session that ends under an open page takes nothing that was typed in the same instant: a visit, a message', async () => {
  const email = 'officer4@demo.doorstep.test';
  const { page } = await at.person(email);
  await copied(page);
  const [first, second] = await at.cases(email);
  // Back out of the browser's cache: the page asks the server at once whether the session still is.
  const asks = `dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`;
  const back = async () => {
    await onSignIn(page);
    await signInAs(page, email);
    await page.locator('[data-fact="age"]').waitFor({ timeout: slow });
  };
  await beginVisit(page, first!.id, 'one word');
  await endSessions(email);
  await page.evaluate(typeLast('[data-testid=visit] textarea', 'one word and the last', asks));
  await back();
  await page.goto(`/cases/${first!.id}/visit?step=who`);
  const words = page.getByTestId('visit').locator('textarea').first();
  await until(async () => expect(await words.inputValue()).toBe('one word and the last'), slow);
  expect(await page.locator('[data-field="met"] input:checked').count()).toBe(1);
  // What the step says is sent in this person's name when it is left, and not in nobody's.
  await page.getByTestId('next').click();
  await until(async () => {
    const met = await at.db.sql`select from visit where rent_account_id = ${first!.id} and met is not null`;
    expect(met.length).toBe(1);
  }, slow);

  const question = '[data-testid=ask] textarea';
  const ask = async () => {
    await page.goto(`/cases/${second!.id}`);
    await page.getByTestId('case-messages').getByRole('button', { name: 'Ask the repairs team' }).click();
    await page.locator(question).waitFor();
  };
  await ask();
  await page.locator(question).fill('is the lift');
  await endSessions(email);
  await page.evaluate(typeLast(question, 'is the lift mended', asks));
  await back();
  await ask();
  await until(async () => expect(await page.locator(question).inputValue()).toBe('is the lift mended'), slow);
});

test('[UI-442] a page that goes takes nothing of a budget that was typed in the same instant', async () => {
  const email = 'officer4@demo.doorstep.test';
  const { page } = await at.person(email);
  const [one] = await at.cases(email);
  await page.goto(`/cases/${one!.id}`);
  await page.getByTestId('budget-open').click();
  await page.getByTestId('budget-editor').locator('textarea').waitFor();
  await page.evaluate(
    typeLast('[data-testid=budget-editor] textarea', 'The meter is prepaid', 'location.reload()'),
  );
  await until(async () => {
    const found = await at.db.sql`select from budget
      where rent_account_id = ${one!.id} and note = 'The meter is prepaid'`;
    expect(found.length).toBe(1);
  }, slow);
});

test('[UI-443] before a sign-out it says how many records, photographs, visits and messages would be lost', async () => {
  const { page } = await at.person('officer3@demo.doorstep.test');
  const one = (await at.cases('officer3@demo.doorstep.test')).find(
    (c) => c.visit === null && c.alerts.length === 0,
  )!;
  await page.goto(`/cases/${one.id}`);
  await page.getByTestId('ledger').waitFor();
  await page.goto(`/cases/${one.id}/visit?step=who`);
  await page.getByTestId('visit').locator('[data-field="met"] input').first().waitFor();
  // The rest of the app, the account menu among it, is on the device by then.
  await page.evaluate(workerReady);
  await page.context().setOffline(true);
  await page.locator('[data-field="met"] input').first().check({ force: true });
  await page.getByTestId('next').click();
  await until(async () => expect(await page.getByTestId('visit').getAttribute('data-step')).toBe('checks'));
  const file = { name: 'door.png', mimeType: 'image/png', buffer: onePixel };
  const check = page.locator('[data-check="condition"]');
  await check.getByRole('radio', { name: 'Needs repair' }).check({ force: true });
  await check.locator('input[type=file]').setInputFiles(file);
  await until(async () => {
    const photos = await page.evaluate<string[]>(keptKeys('photo ', 'keys'));
    expect(photos).toHaveLength(1);
  });
  await page.getByRole('link', { name: 'Case' }).first().click();
  await signOut(page);
  const warning = page.getByTestId('sign-out-warning');
  await until(async () => {
    const lines = await warning.locator('li').allTextContents();
    expect(lines).toEqual(['1 record not sent', '1 photograph not sent', '1 visit not finished']);
  });
  expect(await axeIn(page)).toEqual([]);
  expect(await page.evaluate(sideways)).toEqual([]);
  await page.getByRole('button', { name: 'Stay signed in' }).click();
  await page.context().setOffline(false);
  await allSent(page);
});

test('[UI-444] another person who signs in on the same page begins with an empty page, and their own list', async () => {
  const { page } = await at.person('officer1@demo.doorstep.test');
  await page.locator('[data-case]').first().waitFor();
  const theirs = new Set((await at.cases('officer1@demo.doorstep.test')).map(({ id }) => id));
  await signOut(page);
  await onSignIn(page);
  await page.evaluate(`void (globalThis.former = true)`);
  await signInAs(page, 'officer2@demo.doorstep.test');
  await page.locator('[data-case]').first().waitFor({ timeout: slow });
  expect(await page.evaluate(`globalThis.former`)).toBeUndefined();
  const shown = await page.locator('[data-case]').evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-case')))); // prettier-ignore
  expect(shown.filter((id) => theirs.has(id))).toEqual([]);
});

test('[UI-444] a tab that shows one person’s list never acts for whoever signed in in another tab', async () => {
  const { page } = await at.person('officer1@demo.doorstep.test');
  const one = await at.visitable();
  await page.goto(`/cases/${one.id}`);
  await rowOf(page, one.id).waitFor();
  // The cookie changes under the page, and nobody tells it.
  await at.signIn(page, 'officer2@demo.doorstep.test');
  await page.context().setOffline(true);
  await until(async () =>
    expect(await page.locator('[data-fact="connection"]').textContent()).toContain('No connection'), slow); // prettier-ignore
  await page.getByRole('button', { name: 'Plan for today' }).click();
  await page.context().setOffline(false);
  await until(async () => {
    const words = await page.locator('body').textContent();
    expect(words).not.toContain(one.tenant);
  }, 40_000);
  const visits = await at.db.sql`select from visit v join staff s on s.id = v.staff_id
    where v.rent_account_id = ${one.id} and v.state = 'planned' and s.email = 'officer2@demo.doorstep.test'`;
  expect(visits.length).toBe(0);
});

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
