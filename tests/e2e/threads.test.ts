// The conversation with the repairs team, between people at two screens: from a question at a repair to the promised day on
// the officer's visit; without signal; typing; text in every script; by keyboard alone.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import type { CaseSummary } from '../../server/contract/case-summary.ts';
import type { Inbox } from '../../server/contract/thread.ts';
import { desk, phone } from '../support/browser.ts';
import { sideways } from './probes.ts';
import { goTo, house, until, withWorker, type Person } from './house.ts';
import { violations } from './looks.ts';

const at = house(450, { worker: false });
const repairsTeam = 'repairs@demo.doorstep.test';

const log = (page: Page) => page.getByTestId('log');
const rows = (page: Page) => page.locator('[data-row]');
const composer = (page: Page) => page.getByTestId('composer');
const send = (page: Page) => composer(page).getByRole('button', { name: 'Send' }).click();

/** Homes on the officer's list without a conversation, each used by one test. */
const used = new Set<number>();
async function home(fits: (c: CaseSummary) => boolean): Promise<CaseSummary> {
  const written = await at.db.sql<{ id: number }[]>`select distinct rent_account_id as id from thread`;
  const skip = new Set([...used, ...written.map(({ id }) => id)]);
  const found = (await at.cases()).find((c) => !skip.has(c.id) && fits(c));
  if (!found) throw new Error('no such home is left on the first officer’s list');
  used.add(found.id);
  return found;
}
/** An open repair of the home; where the demo has a conversation about each, a new one is reported. */
async function withRepair(): Promise<CaseSummary> {
  const ready = await home((c) => c.openRepairs.length > 0 && c.alerts.length === 0).catch(() => null);
  if (ready) return ready;
  const one = await home((c) => c.alerts.length === 0);
  await at.db.sql`
    insert into repair (property_id, category, priority, description)
    select t.property_id, 'plumbing', 'routine', 'The kitchen tap drips'
    from tenancy t join rent_account a on a.tenancy_id = t.id where a.id = ${one.id}`;
  return one;
}
const anyHome = () => home(() => true);

/** A general question, written in the case by the officer; its thread is open afterwards. */
async function ask(page: Page, one: CaseSummary, words: string): Promise<void> {
  await goTo(page, `/cases/${one.id}`);
  await page.getByTestId('case-messages').getByRole('button', { name: 'Ask the repairs team' }).click();
  const field = page.getByRole('textbox', { name: 'Your question' });
  await field.fill(words);
  await send(page);
  await log(page).getByText(words.split('\n')[0]!).first().waitFor();
}

async function inbox(options = desk): Promise<Person> {
  const person = await at.person(repairsTeam, options);
  await person.page.waitForURL('**/repairs');
  await person.page.locator('[data-fact="connection"]').getByText('Connected').waitFor();
  return person;
}

async function open(page: Page, words: string): Promise<void> {
  await rows(page).filter({ hasText: words }).first().click();
  await log(page).waitFor();
}

/** The number next to "Messages" or "Inbox" in the bar; 0 without one. */
async function badge(page: Page): Promise<number> {
  const shown = page.getByTestId('messages-count').locator('visible=true');
  return (await shown.count()) > 0 ? Number.parseInt((await shown.textContent())!, 10) : 0;
}

/** The same, when it equals the server's count. */
async function settledBadge(
  page: Page,
  waits: (thread: Inbox['threads'][number]) => boolean,
): Promise<number> {
  const answer = await page.request.get('/api/threads?filter=open');
  const count = ((await answer.json()) as Inbox).threads.filter(waits).length;
  await until(async () => expect(await badge(page)).toBe(count));
  return count;
}

test('[UI-166] from a question at a repair to the promised day on the officer’s visit, in two windows without a reload', async () => {
  const one = await withRepair();
  const repairs = await inbox();
  const before = await settledBadge(repairs.page, (t) => t.state === 'waiting_for_repairs');
  const officer = await at.person(undefined, phone, `/cases/${one.id}`);
  await officer.page
    .getByRole('button', { name: /^Ask the repairs team about/ })
    .first()
    .click();
  await officer.page.getByRole('textbox', { name: 'Your question' }).fill('Which day can I tell the tenant?');
  await officer.page.getByRole('button', { name: 'Answer by…' }).click();
  const needed = officer.page.getByRole('group', { name: 'Needs an answer by' }).getByRole('button').first();
  const by = (await needed.textContent())!.trim();
  await needed.click();
  await send(officer.page);

  const row = rows(repairs.page).filter({ hasText: one.address });
  await row.waitFor();
  expect(await row.textContent()).toContain('Answer by');
  await until(async () => expect(await badge(repairs.page)).toBe(before + 1));
  await row.click();
  await log(repairs.page).getByText('Which day can I tell the tenant?').waitFor();
  await repairs.page.getByTestId('home').getByText('This conversation').waitFor();
  expect(by.length).toBeGreaterThan(0);

  await repairs.page.getByRole('button', { name: 'Promise a day' }).click();
  await repairs.page
    .getByRole('group', { name: 'We will be there' })
    .getByRole('button', { name: 'Tomorrow' })
    .click();
  await send(repairs.page);

  // At once, in the conversation, on the visit's bar and at the repair.
  await log(officer.page).getByText('We will be there tomorrow.').waitFor();
  const promised = officer.page.getByTestId('repairs-promised');
  await until(async () => {
    const texts = await promised.allTextContents();
    expect(texts.length).toBeGreaterThanOrEqual(2);
    for (const words of texts) expect(words).toContain('Repairs promised tomorrow');
  });
  await officer.page
    .getByRole('region', { name: 'Visit', exact: true })
    .getByText('Repairs promised tomorrow')
    .waitFor();
  const [thread] = await at.db.sql`
    select state, promised_on = now()::date + 1 as tomorrow from thread where rent_account_id = ${one.id}`;
  expect(thread).toMatchObject({ state: 'waiting_for_income', tomorrow: true });
  // It is not waiting for the repairs team any more.
  await until(async () => expect(await badge(repairs.page)).toBe(before));
});

test('[UI-160] a question written without signal is in the thread at once and is sent later without a press', async () => {
  const one = await anyHome();
  const repairs = await inbox();
  const officer = await at.person(undefined, { ...desk, ...withWorker }, `/cases/${one.id}`);
  await officer.page
    .getByTestId('case-messages')
    .getByRole('button', { name: 'Ask the repairs team' })
    .waitFor();
  await officer.page.context().setOffline(true);
  await until(
    async () =>
      expect(await officer.page.locator('[data-fact="connection"]').textContent()).toContain('No connection'),
    20_000,
  );
  await officer.page
    .getByTestId('case-messages')
    .getByRole('button', { name: 'Ask the repairs team' })
    .click();
  await officer.page.getByRole('textbox', { name: 'Your question' }).fill('Written in the cellar.');
  await send(officer.page);
  await log(officer.page).getByText('Written in the cellar.').waitFor();
  await officer.page.getByText('Saved on this device. Will send.').waitFor();
  // A second message, in a thread that nobody else has yet.
  await composer(officer.page).getByRole('textbox').fill('And the light there is broken.');
  await send(officer.page);
  await log(officer.page).getByText('And the light there is broken.').waitFor();
  expect(await rows(repairs.page).filter({ hasText: one.address }).count()).toBe(0);

  await officer.page.context().setOffline(false);
  await rows(repairs.page).filter({ hasText: 'And the light there is broken.' }).waitFor({ timeout: 20_000 });
  await until(
    async () => expect(await officer.page.getByText('Saved on this device').count()).toBe(0),
    10_000,
  );
  const words = await log(officer.page).locator('[data-message] .words').allTextContents();
  expect(words).toEqual(['Written in the cellar.', 'And the light there is broken.']);
  const sent = await at.db.sql`
    select body from message where rent_account_id = ${one.id} order by n`;
  expect(sent.map(({ body }) => body as string)).toEqual(words);
});

test('[UI-161] a refused message keeps its text in the thread, with the reason', async () => {
  const one = await anyHome();
  const officer = await at.person(undefined, { ...desk, ...withWorker }, `/cases/${one.id}`);
  await ask(officer.page, one, 'The first question.');
  await officer.page.locator('[data-fact="waiting"]').getByText('Nothing to send').waitFor();
  await officer.page.context().setOffline(true);
  await until(
    async () =>
      expect(await officer.page.locator('[data-fact="connection"]').textContent()).toContain('No connection'),
    20_000,
  );
  await composer(officer.page).getByRole('textbox').fill('Words that nobody may take away.');
  await send(officer.page);
  await officer.page.getByText('Saved on this device. Will send.').waitFor();
  // Meanwhile another officer got the patch, and this officer another one: without any they would be signed out.
  const stints = await at.db.sql`
    update stint set end_date = now()::date where end_date is null
      and staff_id = (select id from staff where email = 'officer1@demo.doorstep.test') returning id`;
  const [other] = await at.db.sql`
    insert into stint (patch_id, staff_id, start_date)
    select p.id, s.id, now()::date - 1 from patch p, staff s
    where s.email = 'officer1@demo.doorstep.test' and not exists (
      select from stint held where held.patch_id = p.id and held.staff_id = s.id)
    order by p.id limit 1 returning id`;
  try {
    await officer.page.context().setOffline(false);
    await officer.page.getByText('Not sent.').waitFor({ timeout: 60_000 });
    await officer.page.getByText('Words that nobody may take away.').first().waitFor();
    expect(await officer.page.getByRole('alert').filter({ hasText: 'Not sent.' }).textContent()).toMatch(
      /Not sent\. \S+/,
    );
  } finally {
    await at.db.sql`delete from stint where id = ${other!['id'] as number}`;
    await at.db
      .sql`update stint set end_date = null where id in ${at.db.sql(stints.map(({ id }) => id as number))}`;
  }
});

test('[UI-164] each sees that the other is typing, until the message arrives', async () => {
  const one = await anyHome();
  const officer = await at.person(undefined, undefined, `/cases/${one.id}`);
  const repairs = await at.device();
  const sentAt: number[] = [];
  repairs.page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('"thread:typing"')) sentAt.push(performance.now());
    }),
  );
  await at.signIn(repairs.page, repairsTeam);
  await repairs.page.goto('/repairs');
  await ask(officer.page, one, 'Is anybody there?');
  await open(repairs.page, one.address);
  await log(repairs.page).getByText('Is anybody there?').waitFor();
  // One reads it, and the other sees that.
  await log(officer.page)
    .getByText(/Seen by/)
    .waitFor();

  await composer(repairs.page).getByRole('textbox').pressSequentially('Yes, I ', { delay: 40 });
  await officer.page.getByTestId('typing').getByText('is writing…').waitFor();
  // Seven keys in less than two seconds are sent once.
  expect(sentAt.length).toBe(1);
  await composer(officer.page).getByRole('textbox').pressSequentially('Good', { delay: 40 });
  await repairs.page.getByTestId('typing').getByText('is writing…').waitFor();
  await composer(repairs.page).getByRole('textbox').pressSequentially('am.');
  await send(repairs.page);
  await log(officer.page).getByText('Yes, I am.').waitFor();
  await until(async () => expect(await officer.page.getByTestId('typing').textContent()).toBe(''));
  // Without further keys the note disappears after a time.
  await until(async () => expect(await repairs.page.getByTestId('typing').textContent()).toBe(''));
});

test('[UI-165] a message in a window without focus is not marked as read until the window has the focus', async () => {
  const one = await anyHome();
  const officer = await at.person(undefined, undefined, `/cases/${one.id}`);
  const repairs = await at.device();
  await repairs.page.addInitScript('window.isLookedAt = false; document.hasFocus = () => window.isLookedAt;');
  await at.signIn(repairs.page, repairsTeam);
  await repairs.page.goto('/repairs');
  await ask(officer.page, one, 'Nobody looks at this yet.');
  await open(repairs.page, one.address);
  await log(repairs.page).getByText('Nobody looks at this yet.').waitFor();
  await composer(officer.page).getByRole('textbox').fill('Nor at this.');
  await send(officer.page);
  await log(repairs.page).getByText('Nor at this.').waitFor();
  const [{ now }] = (await at.db.sql`select clock_timestamp() as now`) as unknown as [{ now: Date }];
  await repairs.page.evaluate('window.isLookedAt = true; void window.dispatchEvent(new Event("focus"))');
  await log(officer.page)
    .getByText(/Seen by/)
    .waitFor();
  const read = await at.db.sql<{ read_at: Date }[]>`
    select r.read_at from thread_read r join thread t on t.id = r.thread_id join staff s on s.id = r.staff_id
    where t.rent_account_id = ${one.id} and s.email = ${repairsTeam}`;
  expect(read.map(({ read_at }) => read_at > now)).toEqual([true]);
});

test('[UI-167] HTML and text in every script are shown as they were written', async () => {
  const one = await anyHome();
  const officer = await at.person(undefined, undefined, `/cases/${one.id}`);
  const repairs = await inbox();
  const said = [
    '<img src=x onerror="document.title=\'taken\'"><b>bold</b> &amp; <script>document.title="taken"</script>',
    'السقف يتسرب منذ أسبوع',
    '屋根が漏れています 🏚️',
    'Дах протікає; стеля мокра',
    'छत टपक रही है',
    'e\u0301 and Z\u0351\u036b\u0343algo',
  ];
  await ask(officer.page, one, said[0]!);
  for (const words of said.slice(1)) {
    await composer(officer.page).getByRole('textbox').fill(words);
    await composer(officer.page).getByRole('textbox').press('Enter');
    await log(officer.page).getByText(words, { exact: true }).waitFor();
  }
  await open(repairs.page, one.address);
  await until(async () =>
    expect(await log(repairs.page).locator('[data-message] .words').allTextContents()).toEqual(said),
  );
  for (const { page } of [officer, repairs]) {
    expect(await page.title()).not.toBe('taken');
    expect(await log(page).locator('img, b:not(.named), script').filter({ hasText: 'bold' }).count()).toBe(0);
    expect(await page.evaluate<string[]>(sideways)).toEqual([]);
  }
});

test('[UI-168] the inbox works by keyboard alone: down the list, read, mention a colleague, answer, settle', async () => {
  const one = await anyHome();
  const officer = await at.person(undefined, undefined, `/cases/${one.id}`);
  await ask(officer.page, one, 'Who has the key of the shed?');
  const { page } = await inbox();
  await rows(page).filter({ hasText: one.address }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('shed');
  await until(async () => expect(await rows(page).count()).toBe(1));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('j');
    if ((await page.locator('[data-row]:focus').textContent())?.includes(one.address)) break;
  }
  await page.keyboard.press('Enter');
  await log(page).getByText('Who has the key of the shed?').waitFor();
  await page.keyboard.press('r');
  await page.keyboard.type('We have it, @');
  const name = (await at.db.sql`select name from staff where email = 'officer1@demo.doorstep.test'`)[0]![
    'name'
  ] as string;
  await page.keyboard.type(name.slice(0, 4));
  await page.getByTestId('mentions').getByText(name).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await log(officer.page).locator('.named.me').getByText(`@${name}`).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await until(async () => {
    const [thread] = await at.db.sql`select state from thread where rent_account_id = ${one.id}`;
    expect(thread?.['state']).toBe('settled');
  });
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Help' }).getByText('Settle: nothing more is needed').waitFor();
});

test('[UI-170] an officer on the worklist sees at once that repairs have answered', async () => {
  const one = await anyHome();
  const officer = await at.person(undefined, phone, `/cases/${one.id}`);
  const repairs = await inbox();
  await ask(officer.page, one, 'Was the lock changed?');
  await officer.page.goto('/worklist');
  await officer.page.locator('[data-fact="age"][data-stale="false"]').waitFor();
  await open(repairs.page, one.address);
  const before = await settledBadge(officer.page, (t) => t.state === 'waiting_for_income' && t.unread > 0);
  await composer(repairs.page).getByRole('textbox').fill('Yes, this morning.');
  await send(repairs.page);
  await officer.page.getByTestId('news').getByText('Yes, this morning.').waitFor();
  await until(async () => expect(await badge(officer.page)).toBe(before + 1));
  await until(async () =>
    expect(await officer.page.getByTestId('announcer').textContent()).toContain('Yes, this morning.'),
  );
  // After opening it from there it is read, and the count is 0.
  await officer.page.getByTestId('news').getByText('Yes, this morning.').click();
  await log(officer.page).getByText('Yes, this morning.').waitFor();
  await until(async () => expect(await officer.page.getByTestId('news').count()).toBe(0));
});

test('[UI-172] a message becomes a note on the repair, and a note a message', async () => {
  const one = await withRepair();
  const repairs = await inbox();
  const officer = await at.person(undefined, undefined, `/cases/${one.id}`);
  await officer.page
    .getByRole('button', { name: /^Ask the repairs team about/ })
    .first()
    .click();
  await officer.page
    .getByRole('textbox', { name: 'Your question' })
    .fill('The stopcock is under the stairs.');
  await send(officer.page);
  await open(repairs.page, one.address);
  await log(repairs.page)
    .getByRole('button', { name: /^More about this message/ })
    .first()
    .click();
  await repairs.page
    .getByRole('button', { name: /^Put it into the notes of/ })
    .first()
    .click();
  await repairs.page.getByTestId('home').getByText('The stopcock is under the stairs.').waitFor();
  await log(officer.page).getByText('In the repair’s notes').waitFor();

  await repairs.page.getByRole('button', { name: 'Add a note' }).first().click();
  await repairs.page.getByLabel('Note on this repair').fill('Part ordered, comes in a week.');
  await repairs.page.getByRole('button', { name: 'Keep the note' }).click();
  await repairs.page.getByRole('button', { name: 'Put into the conversation' }).click();
  await log(officer.page).getByText('Part ordered, comes in a week.').waitFor();
});

test('[UI-178] a photograph is sent with a message, also one that was taken without signal; the repairs team sees it', async () => {
  const one = await anyHome();
  const officer = await at.person(undefined, { ...desk, ...withWorker }, `/cases/${one.id}`);
  const repairs = await inbox();
  await ask(officer.page, one, 'This is what I see.');
  await officer.page.locator('[data-fact="waiting"]').getByText('Nothing to send').waitFor();
  await officer.page.context().setOffline(true);
  await officer.page.locator('[data-fact="connection"]').getByText('No connection').waitFor();
  await officer.page.getByLabel('Photographs', { exact: true }).setInputFiles('client/static/icon-192.png');
  await officer.page.getByRole('list', { name: 'Photographs of this message' }).getByRole('img').waitFor();
  await send(officer.page);
  const shown = (page: Page) =>
    log(page)
      .getByRole('img', { name: 'Photograph 1 of 1' })
      .evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);
  await until(async () => expect(await shown(officer.page)).toBeGreaterThan(0));
  await officer.page.context().setOffline(false);
  await open(repairs.page, one.address);
  await log(repairs.page).getByText('Photographs.').waitFor({ timeout: 20_000 });
  await until(async () => expect(await shown(repairs.page)).toBeGreaterThan(0), 20_000);
  await repairs.page.getByTestId('home').getByRole('img').waitFor();
});

test('[UI-171] the repairs team’s pages request no money and show none', async () => {
  const one = await withRepair();
  const officer = await at.person(undefined, undefined, `/cases/${one.id}`);
  await ask(officer.page, one, 'A question with no money in it.');
  const { page } = await inbox();
  const heard: string[] = [];
  page.on('response', async (response) => {
    if (new URL(response.url()).pathname.startsWith('/api/'))
      heard.push(await response.text().catch(() => ''));
  });
  await open(page, one.address);
  await page.getByTestId('home').getByText(one.postcode).first().waitFor();
  await until(() => expect(heard.length).toBeGreaterThan(1));
  for (const body of heard) expect(body).not.toMatch(/pence|arrears|balance/i);
  expect(await page.locator('body').textContent()).not.toMatch(/£\d/);
});

for (const [size, options] of [
  ['phone', phone],
  ['desk', desk],
] as const)
  test(`[UI-169] no axe violation in inbox, conversation and overview, in either theme: ${size}`, async () => {
    const one = await anyHome();
    const officer = await at.person(undefined, options, `/cases/${one.id}`);
    await ask(officer.page, one, `A question from a ${size}.`);
    expect(await violations(officer.page), 'in the case').toEqual([]);
    const { page } = await inbox(options);
    await rows(page).first().waitFor();
    expect(await violations(page), 'inbox').toEqual([]);
    await open(page, one.address);
    await log(page).locator('[data-message]').first().waitFor();
    await page.getByRole('button', { name: 'Promise a day' }).click();
    expect(await violations(page), 'conversation').toEqual([]);
    await composer(page).getByRole('textbox').fill('@');
    await page.getByTestId('mentions').waitFor();
    expect(await violations(page), 'naming').toEqual([]);
    await officer.page.goto('/messages');
    await rows(officer.page).first().waitFor();
    expect(await violations(officer.page), 'overview').toEqual([]);
  });

test('[UI-173] at 320 px, and with text at twice its size, inbox and conversation stay inside the screen', async () => {
  const one = await anyHome();
  const officer = await at.person(undefined, undefined, `/cases/${one.id}`);
  await ask(officer.page, one, `A word ${'without-any-place-to-break'.repeat(12)} in it`);
  for (const large of [false, true]) {
    const { page } = await inbox(large ? phone : { ...phone, viewport: { width: 320, height: 640 } });
    if (large) await page.addStyleTag({ content: 'html { font-size: 200% !important }' });
    await rows(page).first().waitFor();
    expect(await page.evaluate<string[]>(sideways)).toEqual([]);
    await open(page, one.address);
    await log(page).locator('[data-message]').first().waitFor();
    expect(await page.evaluate<string[]>(sideways)).toEqual([]);
  }
});

test('[UI-179] on a touch screen as wide as a desk, the choices of the inbox are 44 px high', async () => {
  const { page } = await inbox({ viewport: { width: 1180, height: 820 }, hasTouch: true, isMobile: true });
  const choices = page.getByRole('group', { name: 'Show' }).getByRole('button');
  await choices.first().waitFor();
  for (const one of await choices.all()) expect((await one.boundingBox())!.height).toBeGreaterThanOrEqual(44);
});

test('[UI-482] text typed while a conversation opens goes into its field, and no key settles it unseen', async () => {
  const one = await anyHome();
  const officer = await at.person(undefined, undefined, `/cases/${one.id}`);
  await ask(officer.page, one, 'The socket in the kitchen sparks.');
  const { page } = await inbox();
  const row = rows(page).filter({ hasText: one.address });
  await row.waitFor();
  // The server's answer is slow, and the person types at once.
  let release = () => {};
  const held = new Promise<void>((go) => (release = go));
  await page.route(/\/api\/threads\/[0-9a-f-]{36}/, async (route) => {
    await held;
    await route.continue();
  });
  await row.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('r');
  await page.keyboard.type('electrician comes');
  release();
  await log(page).getByText('The socket in the kitchen sparks.').waitFor();
  const field = composer(page).getByRole('textbox');
  await until(async () => expect(await field.inputValue()).toBe('electrician comes'));
  await page.keyboard.type(' today');
  expect(await field.inputValue()).toBe('electrician comes today');
  const states = await at.db.sql`select state from thread where rent_account_id = ${one.id}`;
  expect(states).toMatchObject([{ state: 'waiting_for_repairs' }]);
});

test('[UI-483] settling is undone with Z and with a button, and a settled conversation can be opened again', async () => {
  const one = await anyHome();
  const officer = await at.person(undefined, undefined, `/cases/${one.id}`);
  await ask(officer.page, one, 'Is the landing light mended?');
  const { page } = await inbox();
  const state = async () => {
    const [thread] = await at.db.sql`
      select state, waiting_since is not null as waits from thread where rent_account_id = ${one.id}`;
    return thread;
  };
  const waiting = { state: 'waiting_for_repairs', waits: true };
  await open(page, 'Is the landing light mended?');
  await log(page).getByText('Is the landing light mended?').waitFor();
  const settle = page.getByRole('button', { name: 'Settle', exact: true });
  const undo = page.getByTestId('undo-settle');
  await settle.click();
  await undo
    .getByText('Is the landing light mended?', { exact: false })
    .or(undo.getByText(one.address))
    .first()
    .waitFor();
  await until(async () => expect(await state()).toEqual({ state: 'settled', waits: false }));
  await page.keyboard.press('z');
  await until(async () => expect(await state()).toEqual(waiting));
  await log(page).getByText('Is the landing light mended?').waitFor();
  await settle.click();
  await undo.getByRole('button', { name: 'Undo' }).click();
  await until(async () => expect(await state()).toEqual(waiting));
});

test('[UI-19] no page reported an error', () => {
  at.expectQuiet();
});
