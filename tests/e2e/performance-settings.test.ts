// Settings in real windows: a manager's change updates what others see, a wrong value is refused with a message, and every
// change can be undone.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { desk, phone } from '../support/browser.ts';
import { house, manager, officer1, until, untilCount } from './house.ts';
import { becomePhone, expectNoFault, expectNothingSideways, violations } from './looks.ts';
import { focusedText } from './probes.ts';
import { londonDay } from '../support/london-day.ts';

const at = house(200);
const tablet = { width: 768, height: 1024 };
const dialog = (page: Page) => page.locator('dialog[open]');
const done = (page: Page) => page.getByTestId('done');

async function open(email: string, part: string, options = desk) {
  const page = await at.page(email, `/settings/${part}`, options);
  await page.locator(`[data-part="${part}"] > *`).first().waitFor();
  return page;
}
/** The answer is on screen. */
const framesPassed = `new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)))`;
/** Fields and buttons of the part that are not whole between the sides of the screen. */
const offScreen = `[...document.querySelectorAll('[data-part] :is(select, input, button)')].filter((one) => {
  const { left, right } = one.getBoundingClientRect();
  return one.checkVisibility() && (left < 0 || right > innerWidth);
}).map((one) => one.textContent.trim() || one.type)`;
const listed = (page: Page) => page.locator('[data-case]').count();

test('[UI-361] a patch that a manager hands over reaches the other officer’s worklist live, and leaves it after the undo', async () => {
  const [patch] = await at.db.sql<{ id: number; name: string }[]>`select p.id, p.name from patch p
    join stint t on t.patch_id = p.id join staff s on s.id = t.staff_id
    where s.email = ${officer1} and t.end_date is null`;
  const [taker] = await at.db.sql<
    { name: string }[]
  >`select name from staff where email = 'officer2@demo.doorstep.test'`;
  const theirs = await at.cases(officer1);
  expect(theirs.length).toBeGreaterThan(0);
  const officer = await at.person('officer2@demo.doorstep.test');
  await officer.page.locator('[data-testid=list]:not([aria-busy=true])').waitFor();
  const before = await listed(officer.page);
  const boss = await open(manager, 'rota');
  await boss.locator(`[data-testid=rota-row][data-patch="${patch!.id}"]`).getByRole('button').click();
  await dialog(boss).getByLabel('New officer').selectOption({ label: taker!.name });
  await dialog(boss).getByText('until the day before').waitFor();
  await dialog(boss).getByRole('button', { name: 'Hand over', exact: true }).click();
  await done(boss).getByText(`${patch!.name} goes from`).waitFor();
  await until(async () => expect(await listed(officer.page)).toBeGreaterThan(before));
  await done(boss).getByRole('button', { name: 'Undo' }).click();
  await done(boss).getByText('Undone').waitFor();
  await until(async () => expect(await listed(officer.page)).toBe(before));
});

test('[UI-362] [UI-719] an absence with a wrong date is refused with a message and keeps the input; when corrected it appears for others', async () => {
  const page = await open(manager, 'absences');
  const other = await open(manager, 'rota', phone);
  const [one] = await at.db.sql<{ name: string; id: number; patch: number }[]>`
    select s.name, s.id, t.patch_id as patch from staff s join stint t on t.staff_id = s.id
    where s.email = 'officer2@demo.doorstep.test' and t.end_date is null limit 1`;
  await at.db.sql`delete from absence where staff_id = ${one!.id}`;
  // By keyboard alone.
  await page.locator('[data-new]').waitFor();
  await page.keyboard.press('n');
  const form = dialog(page);
  // [UI-719] Each missing field says so, the first has the focus, and what is filled in is wrong no more.
  await form.getByLabel('First day').focus();
  await page.keyboard.press('Enter');
  await form.getByTestId('missing').getByText('Choose a person. Enter the first day.').waitFor();
  await until(async () => expect(await page.evaluate(focusedText)).toContain('Choose a person'));
  const saysOf = async (label: string) => {
    const ids = await form.getByLabel(label).getAttribute('aria-describedby');
    return ids === null ? '' : page.locator(`[id="${ids.split(' ').at(-1)!}"]`).textContent();
  };
  expect([await saysOf('Person'), await saysOf('First day')]).toEqual([
    'Choose a person.',
    'Enter the first day.',
  ]);
  await form.getByLabel('Person').selectOption({ label: one!.name });
  expect(await form.getByLabel('Person').getAttribute('aria-invalid')).toBe('false');
  await form.getByLabel('First day').fill(londonDay(12));
  await untilCount(form.getByTestId('missing'), 0);
  await form.getByLabel('Last day').fill(londonDay(2));
  await page.keyboard.press('Enter');
  await form.getByRole('alert').getByText('not before the first day').waitFor();
  expect(await form.getByLabel('First day').inputValue()).toBe(londonDay(12));
  await form.getByLabel('First day').fill(londonDay(1));
  // The settings are read again meanwhile, and the form is not changed.
  const again = page.waitForResponse(/api\/settings$/);
  await page.evaluate("dispatchEvent(new Event('online'))");
  await (await again).finished();
  await page.evaluate(framesPassed);
  expect(await form.getByLabel('First day').inputValue()).toBe(londonDay(1));
  await page.keyboard.press('Enter');
  await untilCount(dialog(page), 0);
  expect(await page.evaluate(focusedText)).toContain('Add an absence');
  await page.getByTestId('absence').filter({ hasText: one!.name }).first().getByText('(2 days)').waitFor();
  // The other window reads again at the latest when its signal returns; it does not show the kind of absence.
  await other.evaluate("dispatchEvent(new Event('online'))");
  const row = other.locator(`[data-testid=rota-row][data-patch="${one!.patch}"]`);
  await row.getByText(`${one!.name} is away`).waitFor();
  expect(await row.textContent()).not.toMatch(/leave/i);
  // Its own officer sees it, and nobody else's.
  const officer = await open('officer2@demo.doorstep.test', 'mine', phone);
  await untilCount(officer.getByTestId('absence'), 1);
});

test('[UI-650] an officer finds their patches and absences under “You”, and a page that is not theirs leads there', async () => {
  const page = await at.page('officer2@demo.doorstep.test', '/settings/rota', phone);
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  await page.getByRole('link', { name: 'Go to your settings' }).click();
  await page.locator('[data-part=mine]').getByTestId('stint').first().waitFor();
  await page.goto('/tasks');
  await page.getByRole('button', { name: 'You', exact: true }).click();
  await dialog(page).getByRole('link', { name: 'Your patches and absences' }).click();
  await page.locator('[data-part=mine]').getByTestId('stint').first().waitFor();
  await untilCount(dialog(page), 0);
});

test('[UI-363] [UI-633] a change is in the list of changes with its author, and is undone from there; many changes are read from either end and searched', async () => {
  const page = await open(manager, 'charts');
  await page.getByRole('button', { name: 'Add an annotation' }).click();
  await dialog(page).getByLabel('What happened').fill('Letters by email');
  await dialog(page).getByLabel('Day', { exact: true }).fill('2026-10-05');
  await dialog(page).getByRole('button', { name: 'Add annotation' }).click();
  await page.getByTestId('annotation').filter({ hasText: 'Letters by email' }).waitFor();
  await page.getByRole('link', { name: 'Changes' }).click();
  const change = page.getByTestId('change').first();
  const words = change.locator('p').first();
  await words.filter({ hasText: 'Annotation added: “Letters by email”' }).waitFor();
  const undo = change.getByRole('button', { name: /^Undo/ });
  await page.setViewportSize({ width: 320, height: 640 });
  expect((await undo.boundingBox())!.height, 'Undo is one line').toBeLessThan(50);
  await undo.click();
  await words.filter({ hasText: 'Undone: Annotation added' }).waitFor();
  expect(await at.db.sql`select 1 from annotation where words = 'Letters by email'`).toHaveLength(0);

  // [UI-633] More than one page: from either end, and searched, with the words in the body.
  await at.db.sql`insert into setting_change (id, staff_id, at, kind, words, asked)
    select gen_random_uuid(), (select id from staff where email = ${manager}),
      '2026-01-05T10:00:00Z'::timestamptz + n * interval '1 minute', 'patch.add', 'Patch added: ' || n, '{}' from generate_series(1, 60) n`;
  await page.reload();
  await page.getByTestId('change').first().waitFor();
  await page.getByLabel('Order', { exact: true }).selectOption({ label: 'Oldest first' });
  await words.filter({ hasText: /^Patch added: 1$/ }).waitFor();
  await page.getByRole('button', { name: 'Show later changes' }).click();
  await untilCount(page.getByTestId('change').filter({ hasText: 'Patch added' }), 60);
  await page.getByRole('searchbox').fill('LETTERS annotation');
  await untilCount(page.getByTestId('change').filter({ hasNotText: 'Letters by email' }), 0);
  expect(await page.getByTestId('change').count()).toBeGreaterThan(0);
  await page.getByRole('searchbox').fill('zzzz');
  await page.getByText('No row has all of these words.').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(page.url()).not.toContain('zzzz');
});

test('[UI-632] people are sorted by any column, and many are searched, at a desk and on a phone', async () => {
  await at.db.sql`insert into staff (name, email, role)
    select 'Person ' || n, 'person' || n || '@demo.doorstep.test', 'repairs' from generate_series(1, 25) n`;
  const page = await open('admin@demo.doorstep.test', 'people');
  const table = page.getByRole('table', { name: 'People' });
  const names = () =>
    table.locator('[data-testid=person] td:first-child > span:last-child').allTextContents();
  await page.getByTestId('person').first().waitFor();
  const given = await names();
  const sortsBy = async (column: string, direction: string) => {
    const heading = table.getByRole('columnheader', { name: column });
    await heading.getByRole('button').press('Enter');
    expect(await heading.getAttribute('aria-sort')).toBe(direction);
  };
  await sortsBy('Name', 'ascending');
  await sortsBy('Name', 'descending');
  const order = new Intl.Collator('en-GB', { numeric: true, sensitivity: 'base' });
  expect(await names()).toEqual((await names()).toSorted((a, b) => order.compare(b, a)));
  await sortsBy('Name', 'none');
  expect(await names()).toEqual(given);
  await becomePhone(page);
  await sortsBy('Email', 'ascending');
  await page.getByRole('searchbox').fill('repairs 25');
  await until(async () => expect((await names()).map((name) => name.trim())).toEqual(['Person 25']));
  expect(await violations(page)).toEqual([]);
  await expectNothingSideways(page, 'people');
});

test('[UI-364] [UI-634] every part, on a phone and at a desk, in either theme: no axe violation, nothing sideways at 320 px, no broken word on a tablet, no control cut with text at twice its size', async () => {
  const page = await open('admin@demo.doorstep.test', 'rota');
  for (const size of ['desk', 'phone']) {
    if (size === 'phone') await becomePhone(page);
    for (const link of await page.getByRole('navigation', { name: 'Settings' }).getByRole('link').all()) {
      await link.click();
      const part = (await link.getAttribute('href'))!.split('/').at(-1)!;
      await page.locator(`[data-part="${part}"] > :not([role=status])`).first().waitFor();
      expect(await violations(page), `${part}, ${size}`).toEqual([]);
      await expectNothingSideways(page, part);
      if (size === 'desk') {
        await page.setViewportSize(tablet);
        await expectNoFault(page, ['broken word', 'cut text', 'overlapping text'], `${part}, tablet`);
        await page.setViewportSize(desk.viewport!);
        continue;
      }
      // [UI-634] At 320 px with text at twice its size.
      await page.setViewportSize({ width: 320, height: 640 });
      await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
      expect(await page.evaluate<string[]>(offScreen), `${part}, text twice its size`).toEqual([]);
      await page.evaluate(`document.documentElement.style.fontSize = ''`);
      await page.setViewportSize(phone.viewport!);
    }
  }
  at.expectQuiet();
});

test('[OFF-84] a device reports its unsent work by itself; managers see whose devices have some and since when, and who has had no contact', async () => {
  const boss = await open(manager, 'devices');
  await until(async () => {
    const rows = await at.db.sql`select d.records, d.photographs, d.oldest_at, d.version from device d
      join staff s on s.id = d.staff_id where s.email = ${manager}`;
    expect(rows).toMatchObject([{ records: 0, photographs: 0, oldest_at: null }]);
    expect(rows[0]!['version']).not.toBe('');
  }, 30_000);
  const days = (count: number) => new Date(Date.now() - count * 86_400_000);
  const people = await at.db.sql<{ id: number; name: string }[]>`
    select id, name from staff where email like 'officer_@demo.doorstep.test' and email <> ${officer1} order by email`;
  const [two, three] = people;
  await at.db.sql`delete from absence where staff_id = any(${[two!.id, three!.id]})`;
  const device = (staff: number, records: number, photos: number, since: Date | null, seen: Date) =>
    at.db
      .sql`insert into device (staff_id, id, kind, records, photographs, oldest_at, clock_offset_ms, version, first_seen_at, last_seen_at)
      values (${staff}, ${crypto.randomUUID()}, 'phone', ${records}, ${photos}, ${since}, 0, 'test', ${days(60)}, ${seen})`;
  await device(two!.id, 4, 12, days(3), days(0));
  await device(three!.id, 1, 0, days(20), days(14));
  await boss.reload();
  const unsent = boss.getByTestId('unsent-device');
  await untilCount(unsent, 2);
  const text = async () => (await unsent.allTextContents()).join(' | ').replace(/\s+/g, ' ');
  expect(await text()).toMatch(
    new RegExp(`${three!.name}’s phone .*1 record .*\\|.*${two!.name}’s phone .*4 records and 12 photos`),
  );
  const silent = boss.getByTestId('silent-device');
  await untilCount(silent, 1);
  expect(await silent.textContent()).toContain(three!.name);
  expect(await violations(boss)).toEqual([]);
  await becomePhone(boss);
  await expectNothingSideways(boss);
  const officer = await at.page(officer1, '/settings/devices');
  await officer.locator('a[href="/settings"]').first().waitFor();
  expect(await officer.locator('a[href="/settings/devices"]').count()).toBe(0);
  expect((await officer.request.get('/api/devices')).status()).toBe(403);
});
