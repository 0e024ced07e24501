// Two people at one case, in two windows of a real browser: claims, presence and conflicts.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { desk, phone } from '../support/browser.ts';
import { client } from '../support/app.ts';
import {
  goOffline,
  house,
  manager,
  officer1,
  repairsTeam,
  rowOf,
  until,
  untilCount,
  withWorker,
} from './house.ts';
import { violations } from './looks.ts';
import { isFocused, sideways, workerReady } from './probes.ts';

const at = house();
/** The page of the officer, or of the manager, with that case open. */
const officerAt = async (id: number, device = desk): Promise<Page> =>
  (await at.person(officer1, device, `/cases/${id}`)).page;
const bossAt = async (id: number): Promise<Page> => (await at.person(manager, desk, `/cases/${id}`)).page;
const bar = (page: Page) => page.getByTestId('claim');
const whose = async (page: Page, is: 'nobody' | 'mine' | 'theirs') =>
  until(async () => expect(await bar(page).getAttribute('data-whose')).toBe(is));
const nameOf = async (email: string) =>
  (await at.db.sql<{ name: string }[]>`select name from staff where email = ${email}`)[0]!.name;
/** The first tenant of that case. */
const tenant = async (caseId: number) =>
  (
    await at.db.sql<{ id: number; name: string; phone: string; language: string | null }[]>`
      select p.id, p.name, p.phone, p.language from person p join tenancy_person tp on tp.person_id = p.id
      join rent_account a on a.tenancy_id = tp.tenancy_id where a.id = ${caseId} and tp.role = 'tenant' order by p.id limit 1`
  )[0]!;
/** A case with a tenant whose number and language are not known. */
async function withoutNumber(): Promise<number> {
  const { id } = await at.visitable();
  await at.db.sql`update person set phone = null, language = null where id = ${(await tenant(id)).id}`;
  return id;
}
const change = async (page: Page, name: RegExp, value: string) => {
  await page.getByRole('button', { name }).first().click();
  await page.locator('form input').first().fill(value);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
};

test('[UI-200] one takes a case; the other sees whose it is on row and page, asks for it, and gets it', async () => {
  const one = await at.visitable();
  const { page: officer } = await at.person();
  const [mine, theirs] = [await nameOf(officer1), await nameOf(manager)];
  await rowOf(officer, one.id).click();
  await officer.getByTestId('take').click();
  await whose(officer, 'mine');
  const boss = await bossAt(one.id);
  await whose(boss, 'theirs');
  expect(await bar(boss).textContent()).toContain(`${mine} has this case`);
  await rowOf(boss, one.id).getByTestId('taken').filter({ hasText: mine }).waitFor();
  // Before setting out there is a note, and setting out is still possible.
  await boss.getByTestId('claim-warning').waitFor();

  // The officer is on another page of the app when the request arrives.
  await officer.goto('/worklist');
  await boss.getByRole('button', { name: 'Ask for this case' }).click();
  const note = officer.getByTestId('together-notes');
  await note.filter({ hasText: `${theirs} wants your case at` }).waitFor();
  await note.getByRole('button', { name: 'Hand over' }).click();
  await whose(boss, 'mine');
  await boss.getByTestId('together-notes').filter({ hasText: 'You now have' }).waitFor();
  await boss.getByRole('button', { name: 'Release' }).click();
  await whose(boss, 'nobody');
});

test('[UI-201] a person whose case is taken over is notified at once, also on a phone', async () => {
  const one = await at.visitable();
  const officer = await officerAt(one.id, phone);
  await officer.getByTestId('take').click();
  const boss = await bossAt(one.id);
  await whose(boss, 'theirs');
  await boss.getByRole('button', { name: 'Take over' }).click();
  await boss.getByRole('dialog').getByRole('button', { name: 'Take over' }).click();
  await whose(boss, 'mine');
  await officer.getByTestId('together-notes').filter({ hasText: 'has taken over' }).waitFor();
  await whose(officer, 'theirs');
  await boss.getByRole('button', { name: 'Release' }).click();
  await whose(officer, 'nobody');
});

test('[UI-202] each sees that the other has the case open, until they leave', async () => {
  const one = await at.visitable();
  const officer = await officerAt(one.id);
  const boss = await bossAt(one.id);
  const [mine, theirs] = [await nameOf(officer1), await nameOf(manager)];
  await officer.getByTestId('others').filter({ hasText: theirs }).waitFor();
  await boss.getByTestId('others').filter({ hasText: mine }).waitFor();
  await boss.goto('/worklist');
  await officer.getByTestId('others').waitFor({ state: 'detached' });
  // Managers see on the row who has the case open.
  await rowOf(boss, one.id)
    .filter({ hasText: `${mine} viewing` })
    .waitFor();
});

test('[UI-203] [UI-673] a missing number and language are added in place, and appear on the other’s page without a reload', async () => {
  const id = await withoutNumber();
  const officer = await officerAt(id, phone);
  const boss = await bossAt(id);
  const missing = officer.getByTestId('missing-data');
  await missing.getByRole('button', { name: /^Add .*phone number/ }).click();
  await missing.locator('input').fill('12');
  await missing.getByRole('button', { name: 'Save', exact: true }).click();
  await missing.getByText('UK phone numbers start with 0').waitFor();
  await missing.locator('input').fill('07700900345');
  await missing.getByRole('button', { name: 'Save', exact: true }).click();
  await missing.getByText('07700 900345').waitFor();
  await boss
    .getByRole('link', { name: /07700 900345/ })
    .first()
    .waitFor();
  // [UI-673] Until somebody records it, no page takes it for English.
  const { name } = await tenant(id);
  const line = (page: Page) =>
    page.getByRole('listitem').filter({ hasText: name }).filter({ hasText: 'Tenant.' });
  for (const page of [officer, boss]) await line(page).getByText('Language not recorded').waitFor();
  await missing.getByRole('button', { name: /^Add .*language/ }).click();
  await missing.locator('input').fill('Polish');
  await missing.getByRole('button', { name: 'Save', exact: true }).click();
  await missing.getByText('Language: Polish').waitFor();
  for (const page of [officer, boss]) await line(page).getByText('Speaks Polish').waitFor();
});

test('[UI-204] of two people who change the same field the second sees both values and chooses; different fields are both kept', async () => {
  const id = await withoutNumber();
  const officer = await officerAt(id);
  const boss = await bossAt(id);
  for (const page of [officer, boss]) await page.getByTestId('details').click();
  // The manager has no connection while both type.
  await boss.context().setOffline(true);
  await change(officer, /^Change .*phone number/, '07700 900111');
  await change(boss, /^Change .*phone number/, '07700 900222');
  await change(boss, /^Change .*language/, 'Welsh');
  await until(async () => expect((await tenant(id)).phone).toBe('07700 900111'));
  await boss.context().setOffline(false);
  const asked = boss.getByTestId('conflict');
  await asked.waitFor({ timeout: 30_000 });
  expect(await asked.textContent()).toContain('07700 900111');
  expect(await asked.textContent()).toContain('07700 900222');
  // Sent after the number, whose conflict is shown as soon as it is answered.
  await until(async () => expect((await tenant(id)).language).toBe('Welsh'));
  await asked.getByRole('button', { name: 'Use mine' }).click();
  await asked.waitFor({ state: 'detached' });
  await until(async () => expect((await tenant(id)).phone).toBe('07700 900222'));
  at.expectQuiet();
});

for (const [first, second] of [
  ['officer', 'manager'],
  ['manager', 'officer'],
] as const)
  test(`[UI-481] two people at one field, online: the ${first} saves first; the ${second}’s form keeps its text and shows the conflict`, async () => {
    const id = await withoutNumber();
    const pages = { officer: await officerAt(id, phone), manager: await bossAt(id) };
    const saved = async () => (await tenant(id)).phone;
    const words = { officer: '07700 900111', manager: '07700 900222' };
    const form = (who: 'officer' | 'manager') => pages[who].getByTestId('missing-data');
    for (const who of ['officer', 'manager'] as const) {
      await form(who)
        .getByRole('button', { name: /^Add .*phone number/ })
        .click();
      await form(who).locator('input').fill(words[who]);
    }
    await form(first).getByRole('button', { name: 'Save', exact: true }).click();
    await until(async () => expect(await saved()).toBe(words[first]));
    // The other's form is still there, with its text and an explanation.
    await form(second).getByTestId('meanwhile').filter({ hasText: words[first] }).waitFor();
    expect(await form(second).locator('input').inputValue()).toBe(words[second]);
    await form(second).getByRole('button', { name: 'Save', exact: true }).click();
    const asked = pages[second].getByTestId('conflict');
    await asked.waitFor();
    for (const value of Object.values(words)) expect(await asked.textContent()).toContain(value);
    expect(await saved()).toBe(words[first]);
    await asked.getByRole('button', { name: 'Use mine' }).click();
    await until(async () => expect(await saved()).toBe(words[second]));
  });

test('[UI-481] both save at once: one value is stored, and exactly one of the two gets a conflict', async () => {
  const id = await withoutNumber();
  const pages = [await officerAt(id), await bossAt(id)] as const;
  for (const [at, page] of pages.entries()) {
    await page.getByTestId('details').click();
    await page
      .getByRole('button', { name: /^Change .*phone number/ })
      .first()
      .click();
    await page.locator('dialog form input').first().fill(`07700 90033${at}`);
  }
  await Promise.all(pages.map((page) => page.getByRole('button', { name: 'Save', exact: true }).click()));
  await until(async () => {
    const asked = await Promise.all(pages.map((page) => page.getByTestId('conflict').count()));
    expect(asked.reduce((sum, one) => sum + one, 0)).toBe(1);
  });
});

test('[UI-583] [UI-641] [UI-643] [UI-673] on a phone the repairs team completes a home from its conversation, also without signal, and the officer sees it live; nothing is asked about people who have left', async () => {
  const id = await withoutNumber();
  const ids = { caseId: id, threadId: crypto.randomUUID(), messageId: crypto.randomUUID() };
  const asks = await client(at.url, officer1);
  const question = { ...ids, subject: 'The latch', body: 'Please look.' };
  expect((await asks.do('thread.start', question)).status).toBe('applied');
  asks.close();
  const officer = await officerAt(id);
  const page = await at.page(repairsTeam, `/repairs/${ids.threadId}`, { ...phone, ...withWorker });
  // One press from the conversation.
  await page.getByRole('button', { name: /^Home.*missing/ }).click();
  const missing = page.getByTestId('missing-data');
  const gaps = page.getByTestId('home-gaps');
  expect(await page.getByRole('dialog').textContent()).not.toMatch(/£|arrears|rent\b/i);
  await missing.getByRole('button', { name: /^Add .*phone number/ }).click();
  await missing.locator('input').fill('07700900456');
  await missing.getByRole('button', { name: 'Save', exact: true }).click();
  await officer
    .getByRole('link', { name: /07700 900456/ })
    .first()
    .waitFor();
  // [UI-673] The language of most people is recorded without typing.
  await missing.getByRole('button', { name: /^Add .*language/ }).click();
  await missing.getByRole('button', { name: 'Save as English' }).click();
  await missing.locator(':focus').getByText('Language: English').waitFor();
  await until(async () => expect((await tenant(id)).language).toBe('English'));

  await gaps.getByRole('button', { name: 'Confirm: who lives here' }).click();
  await gaps.getByLabel('Does anyone else live here?').fill('Ben Example');
  await gaps.getByRole('button', { name: 'Confirm who lives here' }).click();
  // [UI-643] What is missing is before the repairs, and the focus goes to the tick.
  await gaps.locator(':focus').getByText('Who lives here: confirmed').waitFor();
  const pane = page.getByTestId('home');
  const headings = await pane.locator('h3').allTextContents();
  expect(headings.indexOf('Missing about the home')).toBeLessThan(headings.indexOf('Repairs'));
  const under = () =>
    gaps.evaluate((one) => one.getBoundingClientRect().top - one.parentElement!.getBoundingClientRect().top);
  // What was read again after the name was added is a line longer.
  await pane.getByText(/Also living here:.*Ben Example/).waitFor();
  const place = await under();
  await officer.getByText('Ben Example').first().waitFor();

  await goOffline(page);
  await gaps.getByRole('button', { name: 'Check: smoke alarm' }).click();
  await gaps.getByText('Does not work').click();
  await gaps.getByText('This raises an emergency repair now.').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate<string[]>(sideways)).toEqual([]);
  await gaps.getByRole('button', { name: 'Save check' }).click();
  await gaps.getByText('Smoke alarm: does not work').waitFor();
  await gaps.getByText('Saved on this device. Will send.').first().waitFor();
  const checks = () => at.db.sql`select kind, finding from home_check where rent_account_id = ${id}`;
  expect(await checks()).toEqual([]);
  await page.context().setOffline(false);
  const sent = [{ kind: 'smoke_alarm', finding: 'not_working' }];
  await until(async () => expect(await checks()).toEqual(sent), 20_000);
  await untilCount(gaps.getByText('Will send.'), 0);
  await pane.getByText('Found in the home').waitFor();
  expect(await under()).toBe(place);
  await officer.getByText('Smoke alarm: does not work').first().waitFor();

  await missing.waitFor();
  await at.db.sql`update tenancy set end_date = start_date + 1
    where id = (select tenancy_id from rent_account where id = ${id})`;
  await page.reload();
  await page.getByRole('button', { name: 'Home', exact: true }).click();
  await page.getByText('These people have left.').waitFor();
  for (const asks of [missing, gaps]) expect(await asks.count()).toBe(0);
});

/** An emergency at that home, the first of the list of repairs. */
async function emergencyAt(caseId: number, description: string): Promise<number> {
  const [made] = await at.db.sql<{ id: number }[]>`
    insert into repair (property_id, category, priority, description, target_at)
    select t.property_id, 'heating', 'emergency', ${description}, now() - interval '400 days'
    from tenancy t join rent_account a on a.tenancy_id = t.id where a.id = ${caseId} returning id`;
  return made!.id;
}

test('[UI-681] [UI-682] [UI-683] on a phone an operative finds a repair, completes its home and writes to the officer, also without signal', async () => {
  const caseId = await withoutNumber();
  const officer = await officerAt(caseId);
  const page = await at.page(repairsTeam, '/repairs', { ...phone, ...withWorker });
  const answers: string[] = [];
  page.on('response', async (response) => {
    if (new URL(response.url()).pathname.startsWith('/api/'))
      answers.push(await response.text().catch(() => ''));
  });
  await page.getByRole('link', { name: 'Repairs', exact: true }).click();
  const rows = page.getByTestId('open-repairs').locator('[data-row]');
  await rows.nth(3).waitFor();
  // The list follows the database.
  const id = await emergencyAt(caseId, 'No heat since Sunday');
  const row = page.locator(`[data-row="${id}"]`);
  await row.waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate<string[]>(sideways)).toEqual([]);
  const address = (await row.locator('.where').textContent())!;
  await page.getByRole('searchbox').fill(`${address} heat sunday`);
  await untilCount(rows, 1);
  await row.click();

  const repair = page.getByTestId('repair-page');
  await repair.getByRole('heading', { name: address, level: 2 }).waitFor();
  await repair.getByRole('button', { name: /^Add \d+ missing details$/ }).click();
  await repair
    .getByTestId('missing-data')
    .getByRole('button', { name: /^Add .*phone number/ })
    .click();
  await repair.getByTestId('missing-data').locator('input').fill('07700900457');
  await repair.getByRole('button', { name: 'Save', exact: true }).click();
  await officer
    .getByRole('link', { name: /07700 900457/ })
    .first()
    .waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate<string[]>(sideways)).toEqual([]);

  await page.evaluate(workerReady);
  await goOffline(page);
  const gaps = repair.getByTestId('home-gaps');
  await gaps.getByRole('button', { name: 'Check: access' }).click();
  await gaps.getByText('Fine', { exact: true }).click();
  await gaps.getByRole('button', { name: 'Save check' }).click();
  await repair.getByLabel('Status of the repair: Heating').selectOption('in_progress');
  await repair.getByRole('button', { name: 'Message the officer' }).click();
  await repair
    .getByRole('textbox', { name: 'Your message to the officer' })
    .fill('The tenant is away until Friday.');
  await repair.getByRole('button', { name: 'Send', exact: true }).click();
  await repair.getByRole('link', { name: /No heat since Sunday.*away until Friday/ }).waitFor();

  // The list and the home stay on the device, with what was recorded there, and say that they may be old.
  await page.reload();
  await gaps.getByRole('button', { name: 'Check: CO alarm' }).waitFor({ timeout: 20_000 });
  await repair.getByRole('link', { name: /No heat since Sunday.*away until Friday/ }).waitFor();
  await page.getByRole('link', { name: 'Back to all repairs' }).click();
  await page.getByText(/^Not up to date\. Loaded/).waitFor();
  await row.getByText('In progress').waitFor();
  await row.getByText('To send').waitFor();
  await page.context().setOffline(false);
  const written = () => at.db.sql`
    select r.status, th.subject, th.state, (select body from message where thread_id = th.id) as body,
      (select finding from home_check where rent_account_id = ${caseId} and kind = 'access') as access
    from repair r join thread th on th.repair_id = r.id where r.id = ${id}`;
  const subject = 'No heat since Sunday';
  const body = 'The tenant is away until Friday.';
  const sent = { status: 'in_progress', subject, state: 'waiting_for_income', body, access: 'fine' };
  await until(async () => expect(await written()).toMatchObject([sent]), 20_000);
  await row.getByText('Waiting for the officer').waitFor();
  await untilCount(row.getByText('To send'), 0);
  await untilCount(page.getByText(/^Not up to date/), 0);
  await officer.getByTestId('case-messages').getByText(subject).first().waitFor();
  expect(answers.length).toBeGreaterThan(3);
  for (const answer of answers) expect(answer).not.toMatch(/pence|arrears|balance/i);
  expect(await page.locator('body').textContent()).not.toMatch(/£\d/);
});

test('[UI-684] the list of repairs by keyboard: next, open, message, order, search and back', async () => {
  const { id: caseId } = await at.visitable();
  const id = await emergencyAt(caseId, 'Gas smell in the hall');
  const page = await at.page(repairsTeam, '/open-repairs');
  const row = page.locator(`[data-row="${id}"]`);
  await row.waitFor();
  const first = page.getByTestId('open-repairs').locator('[data-row]').first();
  await page.keyboard.press('j');
  expect(await first.evaluate(isFocused)).toBe(true);
  await page.keyboard.press('/');
  await page.keyboard.type('gas smell');
  await untilCount(page.getByTestId('open-repairs').locator('[data-row]'), 1);
  await page.keyboard.press('Tab');
  await row.focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('repair-page').getByRole('heading', { level: 2 }).waitFor();
  await page.getByTestId('home-gaps').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('r');
  const field = page.getByRole('textbox', { name: 'Your message to the officer' });
  await until(async () => expect(await field.evaluate(isFocused)).toBe(true));
  await page.keyboard.type('Is anyone in?');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: /Gas smell in the hall.*Is anyone in\?/ }).waitFor();
  await page.keyboard.press('Escape');
  await untilCount(page.getByTestId('repair-page'), 0);
  await until(async () => expect(await row.evaluate(isFocused)).toBe(true));
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('o');
  await page.getByRole('region', { name: 'Open repairs' }).getByText('Emergency').first().waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('Message the officer, or open the conversation').waitFor();
});
