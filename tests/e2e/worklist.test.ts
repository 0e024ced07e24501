// The main flow in a real browser against the real server: what an officer sees when the database changes.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { desk, phone } from '../support/browser.ts';
import {
  casesKept,
  databases,
  isFocused,
  markersInSight,
  noteMeasuring,
  noteRegistration,
  rowsAtRegistration,
  type InSight,
} from './probes.ts';
import {
  goOffline,
  house,
  officer1,
  repairsTeam,
  rowIds,
  rowOf,
  until,
  untilCount,
  untilText,
  withWorker,
} from './house.ts';

const at = house();
/** Is on the way to nobody: that would be shown above list and map. */
const officer2 = 'officer2@demo.doorstep.test';
/** Of the newest visit there. */
async function stateOf(caseId: number): Promise<unknown> {
  const [visit] = await at.db
    .sql`select state from visit where rent_account_id = ${caseId} order by id desc limit 1`;
  return visit?.['state'];
}

test('[UI-10] one press signs a demo person in and shows their worklist', async () => {
  const { page } = await at.device(phone);
  await page.goto('/');
  await page
    .getByRole('button', { name: /Income officer/ })
    .first()
    .click();
  await page.waitForURL('**/worklist');
  await page.locator('[data-case]').first().waitFor();
});

test('[UI-11] [UI-690] list and map show the same cases, also with a filter, and only then rows slide', async () => {
  const { page } = await at.device();
  await page.addInitScript(noteMeasuring);
  await at.signIn(page);
  await page.goto('/worklist');
  await page.locator('[data-case]').first().waitFor();
  await page.locator('.map-marker').first().waitFor();
  // The first view is of the work nearby.
  await page.getByRole('button', { name: 'Zoom to all cases' }).click();
  // A marker's label has its action; a cluster's has the count of each: "14 cases: 6 visit, 4 call, 4 wait."
  const onMap = async () => {
    const labels = await page
      .locator('.map-marker')
      .evaluateAll((marks) => marks.map((mark) => mark.getAttribute('aria-label') ?? ''));
    const sums = new Map<string, number>();
    const add = (action: string, count: number) => sums.set(action, (sums.get(action) ?? 0) + count);
    for (const label of labels) {
      const group = /^\d+ cases[^:]*: ([^.]*)\./.exec(label);
      if (!group) add(label.split(':')[0]!.toLowerCase(), 1);
      else
        for (const part of group[1]!.split(', ')) {
          const [, count, action] = /^(\d+) (.*)$/.exec(part)!;
          add(action!, Number(count));
        }
    }
    return Object.fromEntries([...sums].sort());
  };
  const inList = async () => {
    const actions = await page
      .locator('[data-case] .why .visually-hidden')
      .evaluateAll((all) => all.map((one) => one.textContent!.replace(':', '').trim().toLowerCase()));
    const sums = new Map<string, number>();
    for (const action of actions) sums.set(action, (sums.get(action) ?? 0) + 1);
    return Object.fromEntries([...sums].sort());
  };
  await until(async () => expect(await onMap()).toEqual(await inList()));
  // More than are made at once.
  expect((await rowIds(page)).length).toBeGreaterThan(8);
  expect(await page.evaluate(`window.rowsMeasured`)).toBe(0);
  await page.getByRole('button', { name: /^Visit \d/ }).click();
  const visits = (await at.cases()).filter((c) => c.action === 'visit').map((c) => c.id);
  await until(async () => {
    expect((await rowIds(page)).sort((a, b) => a - b)).toEqual(visits.sort((a, b) => a - b));
    expect(await onMap()).toEqual({ visit: visits.length });
  });
  expect(await page.evaluate(`window.rowsSlid`)).toBeGreaterThan(0);
});

test('[UI-12] [UI-701] a payment written by another system changes row and open case without a reload; an account in credit says so once', async () => {
  const { page } = await at.person();
  const one = await at.visitable();
  await rowOf(page, one.id).waitFor();
  const before = await rowOf(page, one.id).locator('[data-money]').textContent();
  await rowOf(page, one.id).click();
  await page.getByTestId('ledger').waitFor();
  const lines = await page.getByTestId('ledger').locator('tbody tr').count();
  // More than any line of the payment calendar expects by card: otherwise the arrears would not change.
  await at.pay(one.id, 19_034);
  await until(async () => {
    expect(await rowOf(page, one.id).locator('[data-money]').textContent()).not.toBe(before);
    expect(await page.getByTestId('ledger').textContent()).toContain('£190.34');
  });
  expect(lines).toBeGreaterThan(0);
  // [UI-701] All that was owed, after a part had been paid.
  await at.pay(one.id, one.balancePence);
  await untilText(page.getByTestId('real-arrears'), '£190.34');
  const top = (await page.locator('.part.top .card').textContent())!.replace(/\s+/g, ' ');
  expect(top).toContain('£190.34 in credit.');
  expect(top).not.toMatch(/overdue|£0\.00|In credit by/);
  expect(top.match(/190\.34/g)).toHaveLength(1);
});

test('[UI-13] [UI-526] a payment on the way shows a stand-down, the row stays crossed out, and turning back ends it and shows the next door', async () => {
  const one = await at.visitable();
  const { page } = await at.person(undefined, undefined, `/cases/${one.id}`);
  await page.getByTestId('set-out').click();
  await page.getByTestId('knock').waitFor();
  await until(async () => expect(await stateOf(one.id)).toBe('on_the_way'));
  await at.payAll(one.id);
  const alert = page.getByTestId('stand-down').locator('section');
  await alert.waitFor({ timeout: 3000 });
  expect(await alert.textContent()).toMatch(/Do not visit.*Paid £/s);
  await page.getByRole('button', { name: 'Close case' }).click();
  await rowOf(page, one.id).waitFor();
  expect(await rowOf(page, one.id).getAttribute('class')).toContain('left');
  await alert.getByRole('button', { name: 'Turn back' }).click();
  await alert.waitFor({ state: 'detached' });
  await until(async () => expect(await stateOf(one.id)).toBe('stood_down'));
  // [UI-526] Where the alert was, the next door; the case itself asks for nothing more.
  const after = page.getByTestId('after-turn-back');
  await after.getByTestId('directions').waitFor();
  expect(Number(await after.getByTestId('next-door').getAttribute('data-next'))).not.toBe(one.id);
  await page.goto(`/cases/${one.id}`);
  await page.getByTestId('visit-instead').waitFor();
  expect(await page.locator('[data-main-action]').count()).toBe(0);
});

test('[UI-14] the knock check answers in a second, and its answer is withdrawn when money comes', async () => {
  const one = await at.visitable();
  const { page } = await at.person(undefined, undefined, `/cases/${one.id}`);
  await page.getByTestId('set-out').click();
  const started = Date.now();
  await page.getByTestId('knock').click();
  const answer = page.getByTestId('knock-answer');
  await answer.waitFor();
  expect(Date.now() - started).toBeLessThan(2500);
  expect(await answer.textContent()).toMatch(/Clear to knock\s*(Payments received up to|[A-Z][A-Za-z ]+: )/s);
  await at.payAll(one.id);
  await page.getByTestId('stand-down').locator('section').waitFor();
  await untilCount(page.getByText('Clear to knock'), 0);
  await page.getByTestId('knock').click();
  await untilText(answer, /Do not knock/);
});

test('[UI-15] while a row has the focus nothing moves; the pill counts the waiting changes and shows them', async () => {
  const { page } = await at.person();
  const one = await at.visitable();
  await rowOf(page, one.id).waitFor();
  await page.keyboard.press('j');
  const before = await rowIds(page);
  await at.payAll(one.id);
  const pill = page.getByTestId('held');
  await pill.waitFor();
  expect(await pill.textContent()).toMatch(/1 case stopped\. Show/);
  expect(await rowIds(page)).toEqual(before);
  expect(await rowOf(page, one.id).textContent()).toMatch(/Paid £.*Nothing to do now/s);
  await pill.click();
  // [UI-478] has the rest: cases that were stood down are shown outside the list until they are dismissed.
  await page.getByTestId('stood-down').getByRole('button', { name: 'Hide' }).click();
  await until(async () => expect(await rowIds(page)).not.toContain(one.id));
});

test('[UI-16] [UI-404] without a connection the screen shows the age of the list, keeps unsent text, and recovers', async () => {
  const one = await at.visitable();
  const { page } = await at.person(officer1, { ...desk, ...withWorker }, `/cases/${one.id}`);
  await page.getByTestId('ledger').waitFor();
  const fact = (name: string) => page.locator(`[data-fact="${name}"]`);
  await until(async () => expect(await fact('age').getAttribute('data-stale')).toBe('false'));
  await page.evaluate(`navigator.storage.persist = async () => { window.persistAsked = true; return true; }`);
  await goOffline(page);
  expect(await fact('age').getAttribute('data-stale')).toBe('true');
  expect(await page.evaluate(`window.persistAsked`)).toBeUndefined();
  await page.getByRole('button', { name: 'Plan for today' }).click();
  await untilText(fact('waiting'), '1 to send');
  // [UI-404] The record is on this device alone: the browser is asked to keep it.
  await until(async () => expect(await page.evaluate(`window.persistAsked`)).toBe(true));
  await at.pay(one.id, 4321);
  await page.context().setOffline(false);
  await until(async () => {
    expect(await fact('connection').textContent()).toContain('Connected');
    expect(await fact('age').getAttribute('data-stale')).toBe('false');
    expect(await fact('waiting').textContent()).toContain('Nothing to send');
    expect(await page.getByTestId('ledger').textContent()).toContain('£43.21');
  }, 20_000);
  expect(await stateOf(one.id)).toBe('planned');
});

test('[UI-17] [UI-691] an app that is opened again shows the last list at once, without a server; its files were fetched after the list', async () => {
  const { page } = await at.device({ ...desk, ...withWorker });
  await page.addInitScript(noteRegistration);
  await at.signIn(page);
  await page.goto('/worklist');
  await page.locator('[data-case]').first().waitFor();
  const before = await rowIds(page);
  expect(await page.evaluate(rowsAtRegistration)).toBeGreaterThan(0);
  // The copy is stored within a few seconds of a change.
  await until(async () => {
    const kept = await page.evaluate<number>(casesKept);
    expect(kept).toBeGreaterThanOrEqual(before.length);
  }, 15_000);
  await page.context().setOffline(true);
  await page.reload();
  await page.locator('[data-case]').first().waitFor();
  expect((await rowIds(page)).sort()).toEqual(before.sort());
  expect(await page.locator('[data-fact="age"]').getAttribute('data-stale')).toBe('true');
});

test('[UI-18] signing out leaves nothing on the device; the repairs team has its inbox and sees no money', async () => {
  const { page } = await at.person();
  await page.locator('[data-case]').first().waitFor();
  await page.getByTestId('account').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  const left = await page.evaluate<string[]>(databases);
  expect(left).not.toContain('doorstep');

  const repairs = await at.person(repairsTeam);
  await repairs.page.getByRole('heading', { name: 'Inbox' }).waitFor();
  expect(await repairs.page.locator('main').textContent()).not.toContain('£');
});

async function inSight(page: Page): Promise<InSight[]> {
  await page.locator('.map-marker').first().waitFor();
  return page.evaluate<InSight[]>(markersInSight);
}

test('[MAP-53] the first view has the work nearby; the map goes to the person when they are found, not under a finger', async () => {
  const options = {
    ...phone,
    permissions: ['geolocation'],
    storageState: at.withPlace({ source: 'device' }),
  };
  const { page } = await at.person(officer2, options);
  // [MAP-52] Most of what is in sight has a marker of its own.
  const first = await inSight(page);
  const all = first.reduce((sum, one) => sum + one.cases, 0);
  expect(all).toBeGreaterThan(1);
  expect(first.filter((one) => one.cases === 1).length).toBeGreaterThanOrEqual(0.6 * all);

  // A quarter of a mile from a home.
  const one = (await at.cases(officer2)).find((c) => c.action === 'visit')!;
  const here = { latitude: one.latitude! + 0.0036, longitude: one.longitude!, accuracy: 15 };
  const dot = page.locator('.map-dot');
  const { x, y } = (await page.locator('.case-map').boundingBox())!;
  await page.mouse.move(x + 60, y + 200);
  await page.mouse.down();
  await page.context().setGeolocation(here);
  await dot.waitFor({ state: 'attached' });
  expect(await inSight(page)).toEqual(first);
  await page.mouse.up();
  // Then the map goes to the person, whose dot is above every marker.
  const dotInSight = async () => {
    const box = (await dot.boundingBox())!;
    const sheet = (await page.locator('.sheet').boundingBox())!;
    expect(box.x).toBeGreaterThan(0);
    expect(box.x + box.width).toBeLessThan(390);
    expect(box.y).toBeGreaterThan(y + 60);
    expect(box.y + box.height).toBeLessThan(sheet.y);
  };
  await until(async () => {
    expect(await inSight(page)).not.toEqual(first);
    await dotInSight();
  });
  const height = (pane: string) =>
    page.evaluate<number>(`Number(getComputedStyle(document.querySelector('${pane}')).zIndex)`);
  expect(await height('.leaflet-position-pane')).toBeGreaterThan(await height('.leaflet-marker-pane'));
});

test('[UI-542] [UI-545] [UI-617] [UI-663] [UI-664] [UI-665] [UI-667] a search opens the list, finds other tenancies after those on it, and is used by keyboard; a map that did not load is loaded later', async () => {
  const { page, errors } = await at.device(phone);
  // [UI-664] With a connection, and no answer about the map at first.
  await page.route('**/api/map', (route) => route.abort(), { times: 1 });
  await at.signIn(page, officer2);
  await page.goto('/worklist');
  await page.getByText('The map did not load. Use the list.').waitFor();
  // [UI-667] Also where half of the screen is taller than a phone's.
  const screen = page.viewportSize()!;
  await page.setViewportSize({ width: 768, height: 1024 });
  await until(async () => {
    const out = (await page.getByRole('button', { name: 'Zoom out' }).boundingBox())!;
    const sheet = (await page.locator('.sheet').boundingBox())!;
    expect(out.y + out.height).toBeLessThan(sheet.y);
  });
  await page.setViewportSize(screen);
  const listed = await at.cases(officer2);
  const [other] = await at.db.sql<{ id: number; reference: string; address: string }[]>`
    select a.id, a.reference, p.address from rent_account a join tenancy t on t.id = a.tenancy_id
    join property p on p.id = t.property_id join stint s on s.patch_id = p.patch_id and s.end_date is null
    join staff on staff.id = s.staff_id
    where staff.email = ${officer2} and not a.id = any(${listed.map(({ id }) => id)}::int[])
      and t.end_date is null order by a.id limit 1`;
  await rowOf(page, listed.find(({ action }) => action === 'visit')!.id).waitFor();
  const field = page.locator('#search');
  // [UI-545] The question about the position has no room then, and has it again afterwards.
  const nearest = page.getByText('Nearest first?');
  await nearest.waitFor();
  await field.click();
  expect(await page.locator('.sheet').getAttribute('data-stop')).toBe('list');
  await nearest.waitFor({ state: 'detached' });
  // Its last word is the street's kind, which homes on the list have too.
  const asked = page.waitForRequest('**/api/tenancies/search');
  await field.fill(other!.address.split(' ').at(-1)!);
  expect((await asked).url()).not.toContain('?');
  await untilText(page.getByTestId('other-tenancies'), /on your list, (no|\d+) other/);
  const first = page.locator('[data-case]').first();
  await page.keyboard.press('ArrowDown');
  expect(await first.evaluate(isFocused)).toBe(true);
  await page.keyboard.press('ArrowUp');
  expect(await field.evaluate(isFocused)).toBe(true);
  await page.keyboard.press('Escape');
  expect(await field.inputValue()).toBe('');
  await field.blur();
  await nearest.waitFor();
  // [UI-663] Nor has it on the way to a door.
  const [visit] = await at.db.sql<{ id: number }[]>`
    insert into visit (rent_account_id, staff_id, planned_for, state, set_out_at)
    select ${listed.find(({ action }) => action === 'visit')!.id}, id, now()::date, 'on_the_way', now()
    from staff where email = ${officer2} returning id`;
  await nearest.waitFor({ state: 'detached' });
  await at.db.sql`update visit set state = 'cancelled', ended_at = now() where id = ${visit!.id}`;
  await nearest.waitFor();
  await page.getByText('No street map set up').waitFor();
  // [UI-617] A search goes beyond "To do", and says so; beyond another filter it offers to.
  const waits = listed.find(({ action }) => action === 'wait')!;
  const chip = (name: string) => page.getByRole('button', { name: new RegExp(`^${name} \\d`) });
  const isOn = async (name: string) => expect(await chip(name).getAttribute('aria-pressed')).toBe('true');
  await isOn('To do');
  await field.fill(waits.reference);
  await rowOf(page, waits.id).waitFor();
  await isOn('All');
  await chip('To do').click();
  await field.fill('');
  await chip('Visit').click();
  await field.fill(waits.reference);
  await untilText(page.getByTestId('other-tenancies'), '1 on your list, no other tenancies.');
  await page.getByRole('button', { name: 'Show 1 outside these filters' }).click();
  await rowOf(page, waits.id).waitFor();
  await isOn('All');
  expect(await field.inputValue()).toBe(waits.reference);
  await field.fill('');
  await field.blur();

  await field.fill(other!.reference);
  await field.blur();
  expect(await nearest.count()).toBe(0);
  const found = page.locator(`[data-found="${other!.id}"]`);
  await found.waitFor();
  expect((await rowIds(page)).length).toBe(0);
  // [UI-665] What was found is no reason to search for something else.
  expect(await page.getByText('Try a surname').count()).toBe(0);
  await field.fill('zzzz');
  await page.getByText('Try a surname, a street or a payment reference.').waitFor();
  await field.fill(other!.reference);
  await field.blur();
  await found.waitFor();
  await goOffline(page);
  await untilText(page.getByTestId('other-tenancies'), 'only your list is searched');
  await page.context().setOffline(false);
  await found.waitFor({ timeout: 20_000 });
  await field.focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('case').getByTestId('ledger').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/cases/${other!.id}`);
  expect(errors).toEqual([]);
});

test('[UI-544] [UI-546] on a phone a drag over the rows moves the sheet at their top and scrolls them elsewhere, a tap stays a tap, and installing is offered at the return to the list', async () => {
  const seen = { origin: at.url, localStorage: [{ name: 'doorstep.install', value: 'seen' }] };
  const options = { ...phone, storageState: { cookies: [], origins: [seen] } };
  const { page, errors } = await at.person(officer2, options);
  const rows = page.locator('[data-case]');
  await rows.nth(6).waitFor({ state: 'attached' });
  const list = page.getByTestId('list');
  const sheet = page.locator('.sheet');
  const devtools = await page.context().newCDPSession(page);
  /** A finger goes from one height to another over the rows, at the speed of a slow drag. */
  const drag = async (from: number, to: number) => {
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
      devtools.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: y === undefined ? [] : [{ x: 200, y }],
      });
    const steps = 12;
    await touch('touchStart', from);
    for (let step = 1; step <= steps; step++) {
      await touch('touchMove', from + ((to - from) * step) / steps);
      await page.evaluate(`new Promise(requestAnimationFrame)`);
    }
    await touch('touchEnd');
  };
  const stop = () => sheet.getAttribute('data-stop');
  const scrolled = () => list.evaluate((element) => element.scrollTop);
  const settled = async (wanted: string) => {
    await until(async () => expect(await stop()).toBe(wanted));
    await until(async () => expect(await sheet.getAttribute('class')).not.toMatch(/gliding|dragging/));
  };

  expect(await stop()).toBe('half');
  const top = (await list.boundingBox())!.y;
  // Up: the sheet first, and the rest of the same drag scrolls.
  await drag(700, 120);
  await settled('list');
  const rest = await scrolled();
  expect(rest).toBeGreaterThan(100);
  expect((await list.boundingBox())!.y).toBeLessThan(top - 100);
  // Down while rows are scrolled: the rows, and the sheet keeps its place.
  const first = (await list.boundingBox())!.y + 20;
  await drag(first, first + 40);
  await until(async () => expect(await scrolled()).toBeLessThan(rest));
  expect(await stop()).toBe('list');
  await drag(first, 780);
  await until(async () => expect(await scrolled()).toBe(0));
  expect(await stop()).toBe('list');
  // At their top: the sheet, one stop and then the next. No row moves while it does, and none opens.
  const before = await rowIds(page);
  await drag(first, first + 320);
  await settled('half');
  expect(await scrolled()).toBe(0);
  expect(await rowIds(page)).toEqual(before);
  await drag(top + 10, 840);
  await settled('peek');
  expect(new URL(page.url()).pathname).toBe('/worklist');

  await page.getByRole('button', { name: 'Show more list' }).click();
  await settled('half');
  await rows.first().tap();
  await page.getByTestId('case').waitFor();

  // [UI-546] The browser can install, and this is not the first visit: the offer waits for the return to the list.
  const offer = page.getByTestId('install-offer');
  await page.evaluate(`dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
    prompt: async () => { window.installAsked = true; } }))`);
  const back = page.getByRole('link', { name: 'List', exact: true });
  await back.tap();
  await offer.waitFor();
  await offer.getByRole('button', { name: 'Not now' }).tap();
  await offer.waitFor({ state: 'detached' });
  await rows.first().tap();
  await page.getByTestId('case').waitFor();
  await back.tap();
  await page.getByTestId('case').waitFor({ state: 'detached' });
  expect(await page.evaluate(`localStorage.getItem('doorstep.install')`)).toBe('answered');
  expect(await offer.count()).toBe(0);
  await page.getByRole('button', { name: 'You', exact: true }).tap();
  await page.getByRole('button', { name: 'Install Doorstep' }).tap();
  await until(async () => expect(await page.evaluate(`window.installAsked`)).toBe(true));
  expect(errors).toEqual([]);
});

test('[UI-540] on a phone held sideways rows and map are next to each other, and a case covers both', async () => {
  const { page } = await at.person(officer2, {
    ...phone,
    viewport: { width: 844, height: 390 },
  });
  const rows = page.locator('[data-case]');
  await until(async () => {
    const [first, map] = [await rows.first().boundingBox(), await page.locator('.case-map').boundingBox()];
    expect(first!.y + first!.height).toBeLessThanOrEqual(390);
    expect(map!.x).toBeGreaterThanOrEqual(first!.x + first!.width);
  });
  expect((await inSight(page)).length).toBeGreaterThan(0);
  await rows.first().click();
  await page.getByTestId('case').waitFor();
  expect((await page.getByTestId('case').boundingBox())!.width).toBe(844);
});

test('[UI-19] a page that is left right after a resize reports no error', async () => {
  const page = await at.page(officer1, '/worklist');
  for (const width of [1000, 1200, 1100]) {
    await page.locator('.map-marker').first().waitFor();
    await page.setViewportSize({ width, height: 800 });
    // The map looks at its size again 200 ms after a resize.
    await page.evaluate(
      `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))`,
    );
    await page.getByRole('link', { name: 'Tasks' }).click();
    await page.getByRole('heading', { name: 'Tasks' }).waitFor();
    await page.evaluate(`new Promise((resolve) => setTimeout(resolve, 400))`);
    await page.getByRole('link', { name: 'Worklist' }).click();
  }
  at.expectQuiet();
});

test('[UI-19] no page reported an error', () => at.expectQuiet());
