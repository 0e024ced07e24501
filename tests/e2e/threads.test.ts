// The conversation with the repairs team, between people at two screens: from a question at a repair to the promised day on
// the officer's visit; without signal; typing; text in every script; by keyboard alone.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import type { CaseSummary } from '../../server/contract/case-summary.ts';
import type { Inbox } from '../../server/contract/thread.ts';
import { layoutFaults } from '../../scripts/lib/layout-faults.ts';
import { client } from '../support/app.ts';
import { desk, phone } from '../support/browser.ts';
import { notWhole, sideways, workerReady } from './probes.ts';
import {
  goOffline,
  holdRequests,
  house,
  officer1,
  repairsTeam,
  until,
  untilCount,
  untilText,
  withWorker,
} from './house.ts';
import { becomePhone, violations } from './looks.ts';

const at = house(450);

const log = (page: Page) => page.getByTestId('log');
const rows = (page: Page) => page.locator('[data-row]');
const field = (page: Page) => page.getByTestId('composer').getByRole('textbox');
const send = (page: Page) =>
  page.getByTestId('composer').getByRole('button', { name: 'Send', exact: true }).click();
async function say(page: Page, words: string): Promise<void> {
  await field(page).fill(words);
  await send(page);
}

/** Homes on the officer's list without a conversation, each used by one test. */
const used = new Set<number>();
async function home(fits: (c: CaseSummary) => boolean = () => true): Promise<CaseSummary> {
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

/** The officer's page with that case open. */
const officerAt = async (one: CaseSummary, options = desk): Promise<Page> =>
  (await at.person(officer1, options, `/cases/${one.id}`)).page;

/** The field for a question about a repair of the open case. */
async function aboutRepair(page: Page) {
  const ask = page.getByRole('button', { name: /^Ask the repairs team about/ });
  await ask.first().click();
  return page.getByRole('textbox', { name: 'Your question' });
}

/** A general question, written in the open case; its thread is open afterwards. */
async function ask(page: Page, words: string): Promise<void> {
  await page.getByTestId('case-messages').getByRole('button', { name: 'Ask the repairs team' }).click();
  await page.getByRole('textbox', { name: 'Your question' }).fill(words);
  await send(page);
  await log(page).getByText(words).first().waitFor();
}

/** The same without the officer's page, for tests of the other side's. */
async function asked(words: string): Promise<CaseSummary> {
  const one = await home();
  const officer = await client(at.url, officer1);
  const ids = { caseId: one.id, threadId: crypto.randomUUID(), messageId: crypto.randomUUID() };
  expect(
    await officer.do('thread.start', { ...ids, subject: words.slice(0, 60), body: words }),
  ).toMatchObject({ status: 'applied' });
  officer.close();
  return one;
}

async function inbox(options = desk): Promise<Page> {
  const { page } = await at.person(repairsTeam, options, '/repairs');
  await page.locator('[data-fact="connection"]').getByText('Connected').waitFor();
  return page;
}

async function open(page: Page, words: string): Promise<void> {
  await rows(page).filter({ hasText: words }).first().click();
  await log(page).waitFor();
}

const stateOf = async (one: CaseSummary) =>
  (
    await at.db.sql`
    select state, waiting_since is not null as waits from thread where rent_account_id = ${one.id}`
  )[0];

/** The number next to "Messages" or "Inbox" in the bar; 0 without one. */
async function badge(page: Page): Promise<number> {
  const shown = page.getByTestId('messages-count').locator('visible=true');
  return (await shown.count()) > 0 ? Number.parseInt((await shown.textContent())!, 10) : 0;
}
const untilBadge = (page: Page, count: number) => until(async () => expect(await badge(page)).toBe(count));

/** The same, when it equals the server's count. */
async function settledBadge(
  page: Page,
  waits: (thread: Inbox['threads'][number]) => boolean,
): Promise<number> {
  const answer = await page.request.get('/api/threads?filter=open');
  const count = ((await answer.json()) as Inbox).threads.filter(waits).length;
  await untilBadge(page, count);
  return count;
}

test('[UI-166] from a question at a repair to the promised day on the officer’s visit, in two windows without a reload', async () => {
  const one = await withRepair();
  const repairs = await inbox();
  const before = await settledBadge(
    repairs,
    (t) => t.state === 'waiting_for_repairs' && t.snoozedUntil === null,
  );
  const officer = await officerAt(one, phone);
  await (await aboutRepair(officer)).fill('Which day can I tell the tenant?');
  await officer.getByRole('button', { name: 'Answer by', exact: true }).click();
  const needed = officer.getByRole('group', { name: 'Answer needed by' }).getByRole('button').first();
  expect((await needed.textContent())!.trim()).not.toBe('');
  await needed.click();
  await send(officer);

  const row = rows(repairs).filter({ hasText: one.address });
  await row.waitFor();
  expect(await row.textContent()).toContain('Answer by');
  await untilBadge(repairs, before + 1);
  await row.click();
  await log(repairs).getByText('Which day can I tell the tenant?').waitFor();
  await repairs.getByTestId('home').getByText('This conversation').waitFor();

  await repairs.getByRole('button', { name: 'Promise a day' }).click();
  await repairs
    .getByRole('group', { name: 'We will be there' })
    .getByRole('button', { name: 'Tomorrow' })
    .click();
  await send(repairs);

  // At once, in the conversation, on the visit's bar and at the repair.
  await log(officer).getByText('We will be there tomorrow.').waitFor();
  await until(async () => {
    const promised = await officer.getByTestId('repairs-promised').allTextContents();
    expect(promised.length).toBeGreaterThanOrEqual(2);
    for (const words of promised) expect(words).toContain('Repairs promised tomorrow');
  });
  await officer
    .getByRole('region', { name: 'Visit', exact: true })
    .getByText('Repairs promised tomorrow')
    .waitFor();
  const [thread] = await at.db.sql`
    select state, promised_on = now()::date + 1 as tomorrow from thread where rent_account_id = ${one.id}`;
  expect(thread).toMatchObject({ state: 'waiting_for_income', tomorrow: true });
  // It is not waiting for the repairs team any more.
  await untilBadge(repairs, before);
});

test('[UI-160] a question written without signal is in the thread at once and is sent later without a press', async () => {
  const one = await home();
  const repairs = await inbox();
  const officer = await officerAt(one, { ...desk, ...withWorker });
  await officer.getByTestId('case-messages').getByRole('button', { name: 'Ask the repairs team' }).waitFor();
  await goOffline(officer);
  await ask(officer, 'Written in the cellar.');
  await officer.getByText('Saved on this device. Will send.').waitFor();
  // And a second message, in a thread that the server does not know yet.
  await say(officer, 'And the light there is broken.');
  await log(officer).getByText('And the light there is broken.').waitFor();
  expect(await rows(repairs).filter({ hasText: one.address }).count()).toBe(0);

  await officer.context().setOffline(false);
  await rows(repairs).filter({ hasText: 'And the light there is broken.' }).waitFor({ timeout: 20_000 });
  await untilCount(officer.getByText('Saved on this device'), 0, 10_000);
  const words = await log(officer).locator('[data-message] .words').allTextContents();
  expect(words).toEqual(['Written in the cellar.', 'And the light there is broken.']);
  const sent = await at.db.sql`select body from message where rent_account_id = ${one.id} order by n`;
  expect(sent.map(({ body }) => body as string)).toEqual(words);
});

test('[UI-161] a refused message keeps its text, with the reason, also when its case has left the page', async () => {
  const officer = await officerAt(await home(), { ...desk, ...withWorker });
  await ask(officer, 'The first question.');
  await officer.locator('[data-fact="waiting"]').getByText('Nothing to send').waitFor();
  await officer.evaluate(workerReady);
  await goOffline(officer);
  await say(officer, 'Words that nobody may take away.');
  await officer.getByText('Saved on this device. Will send.').waitFor();
  // Meanwhile another officer got the patch, and this officer another one: without any they would be signed out.
  const stints = await at.db.sql`
    update stint set end_date = now()::date where end_date is null
      and staff_id = (select id from staff where email = ${officer1}) returning id`;
  const [other] = await at.db.sql`
    insert into stint (patch_id, staff_id, start_date)
    select p.id, s.id, now()::date - 1 from patch p, staff s
    where s.email = ${officer1} and not exists (
      select from stint held where held.patch_id = p.id and held.staff_id = s.id)
    order by p.id limit 1 returning id`;
  try {
    await officer.context().setOffline(false);
    // With the patch the case has left the open page: what was not accepted is in its place, and among all that was not.
    const left = officer.getByTestId('case').filter({ hasText: 'This case is not on your list.' });
    await left.getByText('You wrote: Words that nobody may take away.').waitFor({ timeout: 60_000 });
    await officer.locator('[data-fact="waiting"]').getByText('1 not accepted').waitFor();
    await officer.getByTestId('facts').click();
    const refused = officer.locator('dialog[open] li').filter({ hasText: 'Not accepted:' });
    await refused.getByText('Words that nobody may take away.').waitFor();
    expect(await refused.textContent()).toMatch(/Not accepted: [^.]+\. \S+/);
  } finally {
    await at.db.sql`delete from stint where id = ${other!['id'] as number}`;
    await at.db
      .sql`update stint set end_date = null where id in ${at.db.sql(stints.map(({ id }) => id as number))}`;
  }
});

test('[UI-164] each sees that the other is typing, until the message arrives', async () => {
  const one = await home();
  const officer = await officerAt(one);
  const { page: repairs } = await at.device();
  let typing = 0;
  repairs.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('"thread:typing"')) typing++;
    }),
  );
  await at.signIn(repairs, repairsTeam);
  await repairs.goto('/repairs');
  await ask(officer, 'Is anybody there?');
  await open(repairs, one.address);
  await log(repairs).getByText('Is anybody there?').waitFor();
  // One reads it, and the other sees that.
  await log(officer)
    .getByText(/Seen by/)
    .waitFor();

  await field(repairs).pressSequentially('Yes, I ', { delay: 40 });
  await officer.getByTestId('typing').getByText('is writing…').waitFor();
  // Seven keys in less than two seconds are sent once.
  expect(typing).toBe(1);
  await field(officer).pressSequentially('Good', { delay: 40 });
  await repairs.getByTestId('typing').getByText('is writing…').waitFor();
  await field(repairs).pressSequentially('am.');
  await send(repairs);
  await log(officer).getByText('Yes, I am.').waitFor();
  await until(async () => expect(await officer.getByTestId('typing').textContent()).toBe(''));
  // Without further keys the note disappears after a time.
  await until(async () => expect(await repairs.getByTestId('typing').textContent()).toBe(''));
});

test('[UI-165] a message in a window without focus is not marked as read until the window has the focus', async () => {
  const one = await home();
  const officer = await officerAt(one);
  const { page: repairs } = await at.device();
  await repairs.addInitScript('window.isLookedAt = false; document.hasFocus = () => window.isLookedAt;');
  await at.signIn(repairs, repairsTeam);
  await repairs.goto('/repairs');
  await ask(officer, 'Nobody looks at this yet.');
  await open(repairs, one.address);
  await log(repairs).getByText('Nobody looks at this yet.').waitFor();
  await say(officer, 'Nor at this.');
  await log(repairs).getByText('Nor at this.').waitFor();
  const [{ now }] = (await at.db.sql`select clock_timestamp() as now`) as unknown as [{ now: Date }];
  await repairs.evaluate('window.isLookedAt = true; void window.dispatchEvent(new Event("focus"))');
  await log(officer)
    .getByText(/Seen by/)
    .waitFor();
  const read = await at.db.sql<{ read_at: Date }[]>`
    select r.read_at from thread_read r join thread t on t.id = r.thread_id join staff s on s.id = r.staff_id
    where t.rent_account_id = ${one.id} and s.email = ${repairsTeam}`;
  expect(read.map(({ read_at }) => read_at > now)).toEqual([true]);
});

test('[UI-167] HTML and text in every script are shown as they were written', async () => {
  const one = await home();
  const officer = await officerAt(one);
  const repairs = await inbox();
  const written = [
    '<img src=x onerror="document.title=\'taken\'"><b>bold</b> &amp; <script>document.title="taken"</script>',
    'السقف يتسرب منذ أسبوع',
    '屋根が漏れています 🏚️',
    'Дах протікає; стеля мокра',
    'छत टपक रही है',
    'e\u0301 and Z\u0351\u036b\u0343algo',
  ];
  await ask(officer, written[0]!);
  for (const words of written.slice(1)) {
    await field(officer).fill(words);
    await field(officer).press('Enter');
    await log(officer).getByText(words, { exact: true }).waitFor();
  }
  await open(repairs, one.address);
  await until(async () =>
    expect(await log(repairs).locator('[data-message] .words').allTextContents()).toEqual(written),
  );
  for (const page of [officer, repairs]) {
    expect(await page.title()).not.toBe('taken');
    expect(await log(page).locator('img, b:not(.named), script').filter({ hasText: 'bold' }).count()).toBe(0);
    expect(await page.evaluate<string[]>(sideways)).toEqual([]);
  }
});

test('[UI-168] the inbox works by keyboard alone: down the list, read, mention a colleague, answer, settle', async () => {
  const one = await home();
  const officer = await officerAt(one);
  await ask(officer, 'Who has the key of the shed?');
  const page = await inbox();
  await rows(page).filter({ hasText: one.address }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('shed');
  await untilCount(rows(page), 1);
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
  const name = (await at.db.sql`select name from staff where email = ${officer1}`)[0]!['name'] as string;
  await page.keyboard.type(name.slice(0, 4));
  await page.getByTestId('mentions').getByText(name).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await log(officer).locator('.named.me').getByText(`@${name}`).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await until(async () => expect(await stateOf(one)).toMatchObject({ state: 'settled' }));
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Help' }).getByText('Close: nothing more is needed').waitFor();
});

test('[UI-584] [UI-636] [UI-640] [UI-646] by keyboard: a reply and the next one to answer, assigned, snoozed, several at once, undone; a repair is completed with what the law requires, and that undone', async () => {
  const first = await asked('Is the boiler of flat one mended?');
  const second = await asked('Is the gutter of flat two mended?');
  const third = await asked('Is the fence of flat three mended?');
  const soon = new Date(Date.now() + 3_600_000);
  await at.db.sql`update thread set needs_answer_by = ${soon} where rent_account_id = ${second.id}`;
  const [{ id: colleague }] = (await at.db.sql`insert into staff (name, email, role)
    values ('Bo Example', 'bo@demo.doorstep.test', 'repairs') returning id`) as unknown as [{ id: number }];
  const arranged = async (one: CaseSummary) =>
    (
      await at.db.sql`select taken_by, state, snoozed_until > now() as snoozed,
        snoozed_until = needs_answer_by as "untilDue" from thread where rent_account_id = ${one.id}`
    )[0];
  const page = await inbox();
  await page.getByRole('button', { name: /^To answer/ }).click();
  await page.keyboard.press('/');
  await page.keyboard.type('mended');
  await untilCount(rows(page), 3);
  await open(page, first.address);
  await log(page).getByText('Is the boiler of flat one mended?').waitFor();
  await page.keyboard.press('r');
  await page.keyboard.type('Yes, on Monday.');
  await page.keyboard.press('Control+Enter');
  // What is due first is next, although others have waited longer.
  await until(async () => {
    const id = await page.getByTestId('thread').getAttribute('data-thread');
    const [next] = await at.db.sql`
      select needs_answer_by = (select min(needs_answer_by) from thread where state = 'waiting_for_repairs') as first
      from thread where id = ${id} and state = 'waiting_for_repairs'`;
    expect(next).toEqual({ first: true });
  });
  // [UI-636] The keyboard is on its heading, which is announced, and R replies to it.
  await page.getByTestId('thread').locator('[data-page-heading]:focus').waitFor();
  await untilText(page.getByTestId('announcer'), 'Next conversation: ');
  await page.keyboard.press('r');
  await page.getByTestId('composer').locator(':focus').waitFor();
  await page.keyboard.press('Escape');

  await open(page, second.address);
  await log(page).getByText('Is the gutter of flat two mended?').waitFor();
  await page.keyboard.press('r');
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  await page.getByRole('dialog').getByRole('button', { name: 'Bo Example' }).click();
  await until(async () => expect(await arranged(second)).toMatchObject({ taken_by: colleague }));
  await page.keyboard.press('s');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Tomorrow/ })
    .click();
  await untilCount(rows(page), 1);
  // No later than it is due.
  await until(async () => expect(await arranged(second)).toMatchObject({ snoozed: true, untilDue: true }));
  await page.keyboard.press('z');
  await untilCount(rows(page), 2);
  await until(async () => expect(await arranged(second)).toMatchObject({ snoozed: null }));

  await page.keyboard.press('Escape');
  await rows(page).first().focus();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await untilText(page.getByTestId('selected'), '2 selected');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('e');
  await untilCount(rows(page), 0);
  for (const one of [second, third])
    await until(async () => expect(await arranged(one)).toMatchObject({ state: 'settled' }));
  await page.getByTestId('undo-settle').getByText('2 conversations').waitFor();
  await page.keyboard.press('z');
  await untilCount(rows(page), 2);

  const [{ id: repairId }] = (await at.db.sql`
    with damp as (insert into repair (property_id, category, priority, status, reported_at)
      select t.property_id, 'damp_mould', 'urgent', 'ordered', now() - interval '1 day'
      from tenancy t join rent_account a on a.tenancy_id = t.id where a.id = ${second.id} returning id, reported_at)
    insert into hazard (repair_id, severity, aware_at, nation)
    select id, 'significant', reported_at, 'england' from damp returning repair_id as id`) as unknown as [
    { id: number },
  ];
  const status = async () =>
    (await at.db.sql`select status from repair where id = ${repairId}`)[0]!['status'];
  await open(page, second.address);
  const select = page.getByRole('combobox', { name: 'Status of the repair: damp and mould' });
  await select.selectOption('Completed');
  const law = page.getByTestId('law-requires');
  await law.getByText('The law still requires:').waitFor();
  expect(await select.inputValue()).toBe('ordered');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await law.getByRole('button', { name: 'Save' }).click();
  // What runs from the investigation can be recorded now; the reason is for what is left.
  await law.getByRole('button', { name: /^Record.*summary/ }).waitFor();
  await law.getByRole('button', { name: 'Complete anyway' }).click();
  await law.getByText('Enter a reason, or record each step.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.type('No hazard was found.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await until(async () => expect(await status()).toBe('completed'));
  await page.getByText('Changed from ordered.').waitFor();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await until(async () => expect(await status()).toBe('ordered'));
  await until(async () => expect(await select.inputValue()).toBe('ordered'));
  const changes = await at.db
    .sql`select status, reason from repair_status_change where repair_id = ${repairId} order by id`;
  expect(changes).toEqual([
    { status: 'completed', reason: 'No hazard was found.' },
    { status: 'ordered', reason: '' },
  ]);

  // [UI-646] The repair that is reported with a check comes in above it.
  const low = { width: 1440, height: 600 };
  await page.setViewportSize(low);
  const gaps = page.getByTestId('home-gaps');
  await gaps.getByRole('button', { name: 'Record another check' }).click();
  await gaps.getByLabel('What did you check?').selectOption('Smoke alarm');
  await gaps.getByText('Does not work').click();
  await gaps.getByRole('button', { name: 'Save check' }).click();
  await page.getByTestId('home').getByText('Found in the home').waitFor();
  await until(async () => {
    const { y, height } = (await gaps.locator(':focus').boundingBox())!;
    expect(y).toBeGreaterThan(0);
    expect(y + height).toBeLessThanOrEqual(low.height);
  });
});

test('[UI-170] [UI-529] an officer on the worklist sees at once that repairs have answered; the note covers no way back', async () => {
  const one = await asked('Was the lock changed?');
  const { page: officer } = await at.person(officer1, phone);
  const repairs = await inbox();
  await open(repairs, one.address);
  const before = await settledBadge(officer, (t) => t.state === 'waiting_for_income' && t.unread > 0);
  await say(repairs, 'Yes, this morning.');
  await officer.getByTestId('news').getByText('Yes, this morning.').waitFor();
  await untilBadge(officer, before + 1);
  await untilText(officer.getByTestId('announcer'), 'Yes, this morning.');
  // [UI-529] It covers no way back.
  await officer.locator('[data-case]').first().click();
  const back = (await officer.getByTestId('case').getByRole('link', { name: 'List' }).boundingBox())!;
  const shown = (await officer.getByTestId('news').boundingBox())!;
  expect(shown.y).toBeGreaterThanOrEqual(back.y + back.height);
  // After opening it from there it is read, and the count is 0.
  await officer.getByTestId('news').getByText('Yes, this morning.').click();
  await log(officer).getByText('Yes, this morning.').waitFor();
  await untilCount(officer.getByTestId('news'), 0);
});

test('[UI-172] a message becomes a note on the repair, and a note a message', async () => {
  const one = await withRepair();
  const repairs = await inbox();
  const officer = await officerAt(one);
  await (await aboutRepair(officer)).fill('The stopcock is under the stairs.');
  await send(officer);
  await open(repairs, one.address);
  await log(repairs)
    .getByRole('button', { name: /^More about the message from/ })
    .first()
    .click();
  await repairs
    .getByRole('button', { name: /^Add to notes/ })
    .first()
    .click();
  await repairs.getByTestId('home').getByText('The stopcock is under the stairs.').waitFor();
  await log(officer).getByText('Added to the repair’s notes').waitFor();

  await repairs.getByRole('button', { name: 'Add a note' }).first().click();
  await repairs.getByLabel('Note on this repair').fill('Part ordered, comes in a week.');
  await repairs.getByRole('button', { name: 'Save note' }).click();
  await repairs.getByRole('button', { name: 'Add to conversation' }).click();
  await log(officer).getByText('Part ordered, comes in a week.').waitFor();
});

test('[UI-178] a photograph is sent with a message, also one that was taken without signal; the repairs team sees it', async () => {
  const one = await home();
  const officer = await officerAt(one, { ...desk, ...withWorker });
  const repairs = await inbox();
  await ask(officer, 'This is what I see.');
  await officer.locator('[data-fact="waiting"]').getByText('Nothing to send').waitFor();
  await goOffline(officer);
  await officer.getByLabel('Photographs', { exact: true }).setInputFiles('client/static/icon-192.png');
  await officer.getByRole('list', { name: 'Photographs in this message' }).getByRole('img').waitFor();
  await send(officer);
  const shown = (page: Page) =>
    log(page)
      .getByRole('img', { name: 'Photograph 1 of 1' })
      .evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);
  await until(async () => expect(await shown(officer)).toBeGreaterThan(0));
  await officer.context().setOffline(false);
  await open(repairs, one.address);
  await log(repairs).getByText('Photographs.').waitFor({ timeout: 20_000 });
  await until(async () => expect(await shown(repairs)).toBeGreaterThan(0), 20_000);
  await repairs.getByTestId('home').getByRole('img').waitFor();
});

test('[UI-171] [UI-717] the repairs team’s pages request no money and show none; a long address is whole in its row', async () => {
  const one = await asked('A question with no money in it.');
  const address = `Flat 127, The Old Corn Exchange and Assembly Rooms, Upper Whinthorpe Waterside, ${one.address}`;
  await at.db.sql`
    update property set address = ${address}
    where id = (select t.property_id from tenancy t join rent_account a on a.tenancy_id = t.id where a.id = ${one.id})`;
  const page = await inbox();
  await rows(page).filter({ hasText: address }).waitFor();
  expect(await page.evaluate<string[]>(notWhole('[data-row] :is(.head, .subject)'))).toEqual([]);
  const answers: string[] = [];
  page.on('response', async (response) => {
    if (new URL(response.url()).pathname.startsWith('/api/'))
      answers.push(await response.text().catch(() => ''));
  });
  await open(page, address);
  await page.getByTestId('home').getByText(one.postcode).first().waitFor();
  await until(() => expect(answers.length).toBeGreaterThan(1));
  for (const body of answers) expect(body).not.toMatch(/pence|arrears|balance/i);
  expect(await page.locator('body').textContent()).not.toMatch(/£\d/);
});

test('[UI-169] no axe violation in inbox, conversation and overview, at a desk and on a phone, in either theme', async () => {
  const one = await home();
  const officer = await officerAt(one);
  await ask(officer, 'Does everybody see this?');
  const page = await inbox();
  for (const size of ['desk', 'phone']) {
    if (size === 'phone') {
      await Promise.all([officer, page].map(becomePhone));
      await officer.goto(`/cases/${one.id}`);
      await officer.getByTestId('case-messages').locator('[data-row]').first().click();
      await log(officer).waitFor();
      await page.goto('/repairs');
    }
    const look = async (at: Page, what: string) =>
      expect(await violations(at), `${size}: ${what}`).toEqual([]);
    await look(officer, 'in the case');
    await rows(page).first().waitFor();
    await look(page, 'inbox');
    await open(page, one.address);
    await log(page).locator('[data-message]').first().waitFor();
    await page.getByRole('button', { name: 'Promise a day' }).click();
    await look(page, 'conversation');
    await field(page).fill('@');
    await page.getByTestId('mentions').waitFor();
    await look(page, 'naming');
    await officer.goto('/messages');
    await rows(officer).first().waitFor();
    await look(officer, 'overview');
  }
});

test('[UI-173] [UI-644] at 320 px, and with text at twice its size, inbox and conversation stay inside the screen, with some lines of the messages and the way to send', async () => {
  const one = await asked(`A word ${'without-any-place-to-break'.repeat(12)} in it`);
  const page = await inbox({ ...phone, viewport: { width: 320, height: 640 } });
  await rows(page).first().waitFor();
  expect(await page.evaluate<string[]>(sideways)).toEqual([]);
  await open(page, one.address);
  await log(page).locator('[data-message]').first().waitFor();
  expect(await page.evaluate<string[]>(sideways)).toEqual([]);
  // [UI-644] The most that is ever above the messages: late, and after a promised day.
  await at.db.sql`
    update thread set needs_answer_by = now() - interval '1 day', promised_on = now()::date - 2 where rent_account_id = ${one.id}`;
  await page.reload();
  await page.getByTestId('promised-on').waitFor();

  await page.setViewportSize(phone.viewport!);
  await page.addStyleTag({ content: 'html { font-size: 200% !important }' });
  expect(await page.evaluate<string[]>(sideways)).toEqual([]);
  const button = page.getByTestId('composer').getByRole('button', { name: 'Send', exact: true });
  const bottom = async () => (await button.boundingBox())!.y + (await button.boundingBox())!.height;
  await until(async () => expect(await bottom()).toBeLessThanOrEqual(phone.viewport!.height));
  // In rem: the text is twice as large.
  expect((await log(page).boundingBox())!.height).toBeGreaterThanOrEqual(6 * 32);
  await page.getByRole('button', { name: /^Home.*missing/ }).click();
  await page.getByTestId('home-gaps').waitFor();
  expect(await layoutFaults(page, true)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.goBack();
  await rows(page).first().waitFor();
  expect(await page.evaluate<string[]>(sideways)).toEqual([]);
});

test('[UI-179] on a touch screen as wide as a desk, the choices of the inbox are 44 px high', async () => {
  const page = await inbox({ viewport: { width: 1180, height: 820 }, hasTouch: true, isMobile: true });
  const choices = page.getByRole('group', { name: 'Show' }).getByRole('button');
  await choices.first().waitFor();
  for (const one of await choices.all()) expect((await one.boundingBox())!.height).toBeGreaterThanOrEqual(44);
});

test('[UI-482] text typed while a conversation opens goes into its field, and no key settles it unseen', async () => {
  const one = await asked('The socket in the kitchen sparks.');
  const page = await inbox();
  const row = rows(page).filter({ hasText: one.address });
  await row.waitFor();
  // The server's answer is slow, and the person types at once.
  const release = await holdRequests(page, /\/api\/threads\/[0-9a-f-]{36}/);
  await row.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('r');
  await page.keyboard.type('electrician comes');
  release();
  await log(page).getByText('The socket in the kitchen sparks.').waitFor();
  await until(async () => expect(await field(page).inputValue()).toBe('electrician comes'));
  await page.keyboard.type(' today');
  expect(await field(page).inputValue()).toBe('electrician comes today');
  expect(await stateOf(one)).toMatchObject({ state: 'waiting_for_repairs' });
});

test('[UI-483] [UI-636] settling is undone with Z and with a button, and a settled conversation can be opened again', async () => {
  const question = 'Is the landing light mended?';
  const one = await asked(question);
  await asked('Is the porch light mended?');
  const page = await inbox();
  const waiting = { state: 'waiting_for_repairs', waits: true };
  await open(page, question);
  await log(page).getByText(question).waitFor();
  // [UI-636] Enter on the row of the open conversation brings the focus to its heading.
  await rows(page).filter({ hasText: question }).first().press('Enter');
  await page.getByTestId('thread').locator('[data-page-heading]:focus').waitFor();
  const settle = page.getByRole('button', { name: 'Close conversation', exact: true });
  const undo = page.getByTestId('undo-settle');
  await settle.click();
  await undo.getByText(question, { exact: false }).or(undo.getByText(one.address)).first().waitFor();
  await until(async () => expect(await stateOf(one)).toEqual({ state: 'settled', waits: false }));
  await page.keyboard.press('z');
  await until(async () => expect(await stateOf(one)).toEqual(waiting));
  await log(page).getByText(question).waitFor();
  await settle.click();
  await undo.getByRole('button', { name: 'Undo' }).click();
  await until(async () => expect(await stateOf(one)).toEqual(waiting));

  // What is done before the undo has been saved counts: the list stays.
  await log(page).getByText(question).waitFor();
  await settle.click();
  await until(async () => expect(await stateOf(one)).toEqual({ state: 'settled', waits: false }));
  await undo.getByRole('button', { name: 'Undo' }).waitFor();
  await page.evaluate(`for (const key of ['z', 'Escape'])
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));`);
  await until(async () => expect(await stateOf(one)).toEqual(waiting));
  await untilCount(page.getByTestId('thread'), 0);
});

test('[UI-483] while the messages are loading the key does not settle, and the button does', async () => {
  const question = 'Is the stair rail mended?';
  const one = await asked(question);
  const page = await inbox();
  const release = await holdRequests(page, /\/api\/threads\/[0-9a-f-]{36}/);
  await open(page, question);
  const settle = page.getByRole('button', { name: 'Close conversation', exact: true });
  await settle.waitFor();
  await page.keyboard.press('e');
  expect(await settle.isVisible()).toBe(true);
  await settle.click();
  await until(async () => expect(await stateOf(one)).toMatchObject({ state: 'settled' }));
  release();
});

test('[UI-19] no page reported an error', () => at.expectQuiet());
