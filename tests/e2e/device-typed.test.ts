// What was typed last, or where the device could not say yet what it holds, is not lost: sessions that end, pages that are
// left, a store that is busy or cannot be read, two tabs. Each of these moments is made, not waited for.
import type { Page, Route } from 'playwright';
import { expect, test } from 'vitest';
import {
  beginVisit,
  busyStore,
  copied,
  endSessions,
  noteOn,
  onSignIn,
  signInAs,
  slow,
  typeLast,
  unreadableStore,
} from './device.ts';
import { holdRequests, house, until } from './house.ts';
import { keptKeys } from './probes.ts';

const at = house(400);
const email = 'officer4@demo.doorstep.test';
const question = '[data-testid=ask] textarea';

async function ask(page: Page): Promise<void> {
  await page.getByTestId('case-messages').getByRole('button', { name: 'Ask the repairs team' }).click();
  await page.locator(question).waitFor();
}
const asked = (page: Page) => page.locator(question).inputValue();
async function signBackIn(page: Page): Promise<void> {
  await onSignIn(page);
  await signInAs(page, email);
  await page.locator('[data-fact="age"]').waitFor({ timeout: slow });
}
/** Ends the session, and types the last words before the page can know of it. */
async function endWhileTyping(page: Page, field: string, words: string): Promise<void> {
  const learns = await holdRequests(page, '**/api/me');
  await endSessions(at, email);
  // Back from the browser's cache: the page asks the server at once whether the session is still valid.
  const asks = `dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`;
  await page.evaluate(typeLast(field, words, asks));
  learns();
  await onSignIn(page);
  await page.unroute('**/api/me');
}

/** The form that starts a hold, in the open case. */
function startHold(page: Page) {
  const dialog = page.locator('dialog[open]');
  return {
    start: () => page.getByRole('button', { name: 'Start a hold' }).click(),
    said: dialog.getByLabel('Who told us, and how'),
    save: () => dialog.getByRole('button', { name: 'Start hold' }).click(),
  };
}

test('[UI-442] when a session ends under an open page nothing is lost of a visit that was typed at the same moment', async () => {
  const { page } = await at.person(email);
  await copied(page);
  const [first] = await at.cases(email);
  const visit = '[data-testid=visit] textarea';
  await beginVisit(page, first!.id, 'one word');
  await endWhileTyping(page, visit, 'one word and the last');
  await signBackIn(page);
  await page.goto(`/cases/${first!.id}/visit?step=who`);
  await until(
    async () => expect(await page.locator(visit).first().inputValue()).toBe('one word and the last'),
    slow,
  );
  expect(await page.locator('[data-field="met"] input:checked').count()).toBe(1);
  // The step's content is sent in this person's name when the step is left, not without a person.
  await page.getByTestId('next').click();
  await until(async () => {
    const met = await at.db.sql`select from visit where rent_account_id = ${first!.id} and met is not null`;
    expect(met.length).toBe(1);
  }, slow);
});

test('[UI-442] when a page is left nothing is lost of a budget that was typed at the same moment', async () => {
  const [one] = await at.cases(email);
  const { page } = await at.person(email, undefined, `/cases/${one!.id}`);
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

test('[UI-736] what is typed before the device has answered is neither lost nor stored over what the device holds', async () => {
  const [, one] = await at.cases(email);
  const { page } = await at.person(email, undefined, `/cases/${one!.id}`);
  await copied(page);
  // The form is open, and the device has not said what it holds of it, when the session ends.
  const free = await busyStore(page);
  await ask(page);
  await page.locator(question).fill('is the lift');
  await endWhileTyping(page, question, 'is the lift mended');
  await free();
  await signBackIn(page);
  await page.goto(`/cases/${one!.id}`);
  await ask(page);
  await until(async () => expect(await asked(page)).toBe('is the lift mended'), slow);

  await page.reload();
  await page.getByTestId('case-messages').getByRole('button', { name: 'Ask the repairs team' }).waitFor();
  const readable = await unreadableStore(page);
  await ask(page);
  await noteOn(page, 'does not let');
  await page.locator(question).fill('It is block C');
  await readable();
  const both = 'is the lift mended\nIt is block C';
  await until(async () => expect(await asked(page)).toBe(both), slow);
  await page.reload();
  await ask(page);
  await until(async () => expect(await asked(page)).toBe(both), slow);
});

test('[UI-737] a visit that the device could not read is not overwritten by the one that is begun instead', async () => {
  const [, , one] = await at.cases(email);
  const { page } = await at.person(email, undefined, `/cases/${one!.id}`);
  await beginVisit(page, one!.id, 'before');
  await page.getByTestId('visit').locator('header a').click();
  await page.getByTestId('visit').waitFor({ state: 'detached' });
  const goesOn = page.locator(`a[href^="/cases/${one!.id}/visit"]:visible`).first();
  await goesOn.waitFor();
  const readable = await unreadableStore(page);
  await goesOn.click();
  await page.getByTestId('next').click();
  await page.locator('[data-field="met"] input').first().check({ force: true });
  await page.getByTestId('visit').locator('textarea').first().fill('begun');
  await readable();
  await page.getByTestId('visit').locator('textarea').first().fill('begun instead');
  await until(async () => {
    const kept = await page.evaluate<{ metNote: string }[]>(keptKeys(`visit ${one!.id}`));
    expect(kept.map(({ metNote }) => metNote)).toEqual(['begun instead', 'before']);
  }, slow);
});

test('[UI-738] two tabs in which the same question is asked both keep what was typed when the session ends', async () => {
  const [, , , one] = await at.cases(email);
  const { page } = await at.person(email, undefined, `/cases/${one!.id}`);
  const other = await page.context().newPage();
  await other.goto(`/cases/${one!.id}`);
  // Each is open before the other has stored anything.
  await Promise.all([page, other].map(ask));
  await page.locator(question).fill('the roof leaks');
  await other.locator(question).fill('the door sticks');
  await endSessions(at, email);
  await Promise.all([page, other].map(onSignIn));
  await other.close();
  await signBackIn(page);
  await page.goto(`/cases/${one!.id}`);
  await ask(page);
  await until(async () => {
    expect(await asked(page)).toContain('the roof leaks');
    expect(await asked(page)).toContain('the door sticks');
  }, slow);
});

test('[UI-742] the next message that is typed while one is being stored is neither sent with it nor lost', async () => {
  const [, , , , one] = await at.cases(email);
  const { page } = await at.person(email, undefined, `/cases/${one!.id}`);
  await copied(page);
  await ask(page);
  await page.locator(question).fill('Who has the key?');
  await page.locator(question).press('Enter');
  const reply = page.locator('[data-testid=composer] textarea');
  await page.getByTestId('ask').waitFor({ state: 'detached' });
  await reply.fill('The gate is locked');
  const free = await busyStore(page);
  await reply.press('Enter');
  await reply.pressSequentially('The dog is out');
  await free();
  await until(async () => {
    const sent = await at.db.sql<{ body: string }[]>`
      select m.body from message m join thread t on t.id = m.thread_id
      where t.rent_account_id = ${one!.id} order by m.n`;
    expect(sent.map(({ body }) => body).slice(-2)).toEqual(['Who has the key?', 'The gate is locked']);
  }, slow);
  expect(await reply.inputValue()).toBe('The dog is out');
  await page.goto('/worklist');
  const drafts = async () => page.evaluate<{ body: string }[]>(keptKeys('draft '));
  await until(async () => expect((await drafts()).map(({ body }) => body)).toEqual(['The dog is out']));
});

test('[UI-742] what is typed into a form while it is being saved is kept as unsent, and is not saved with it', async () => {
  const [, , , , , one] = await at.cases(email);
  const { page } = await at.person(email, undefined, `/cases/${one!.id}`);
  await copied(page);
  const { said, start, save } = startHold(page);
  await start();
  await said.fill('The Insolvency Service');
  const free = await busyStore(page);
  await save();
  await said.fill('The Insolvency Service, by letter');
  await free();
  await said.waitFor({ state: 'detached' });
  await until(async () => {
    const holds = await at.db.sql`select reason from hold where rent_account_id = ${one!.id}`;
    expect(holds.map(({ reason }) => reason as string)).toEqual(['The Insolvency Service']);
  }, slow);
  const kept = async () => page.evaluate<{ reason: string }[]>(keptKeys('form '));
  await until(async () =>
    expect((await kept()).map(({ reason }) => reason)).toEqual(['The Insolvency Service, by letter']),
  );
});

test('[UI-738] text of one tab that another tab took over and cleared does not come back when the first is closed', async () => {
  const [, , , , , , one] = await at.cases(email);
  const { page } = await at.person(email, undefined, `/cases/${one!.id}`);
  const kept = async () => page.evaluate<{ reason: string }[]>(keptKeys('form '));
  const first = startHold(page);
  await first.start();
  await first.said.fill('A debt adviser rang');
  await until(async () => expect(await kept()).toHaveLength(1));
  const other = await page.context().newPage();
  await other.goto(`/cases/${one!.id}`);
  const second = startHold(other);
  await second.start();
  await until(async () => expect(await second.said.inputValue()).toBe('A debt adviser rang'), slow);
  expect(await kept()).toHaveLength(1);
  await other.getByTestId('kept-words').getByRole('button').click();
  await until(async () => expect(await kept()).toEqual([]));
  // Closed as it is, and left: neither stores it again.
  await page.keyboard.press('Escape');
  await first.said.waitFor({ state: 'detached' });
  await page.goto('/worklist');
  await page.locator('[data-fact="age"]').waitFor();
  expect(await kept()).toEqual([]);
});

test('[UI-741] a late answer about an earlier session does not end the one of the next sign-in', async () => {
  const { page } = await at.person(email);
  await copied(page);
  const routes: Route[] = [];
  await page.route('**/api/me', (route) => (routes.length < 2 ? void routes.push(route) : route.continue()));
  // The hub reports the end, and the page asks for itself: two requests of one session.
  await page.evaluate(`dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`);
  await endSessions(at, email);
  await until(() => expect(routes.length).toBe(2), slow);
  await routes[0]!.continue();
  await signBackIn(page);
  const late = page.waitForEvent('requestfinished', (request) => request === routes[1]!.request());
  await routes[1]!.fulfill({ status: 401, json: {} });
  await late;
  await page.locator('[data-case]').first().click();
  await page.getByTestId('case').waitFor();
  expect(page.url()).toContain('/cases/');
});
