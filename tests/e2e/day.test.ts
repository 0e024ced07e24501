// "Plan my day" in a real browser: from the form to the visits that a manager sees, a payment on the way, a colleague who
// goes there first, a reload without signal. It is a Wednesday morning; where the whole run has another hour, the landlord's
// time zone is set so that it is morning there.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { client } from '../support/app.ts';
import { desk, phone } from '../support/browser.ts';
import { liveAt } from '../support/day/live.ts';
import { house, manager, officer1, rowIds, rowOf, until, untilText, withWorker } from './house.ts';
import { becomePhone, expectNothingSideways, violations, expectGoodPaper } from './looks.ts';
import { animationsRunning, casesKept, markersInSight, workerReady, type InSight } from './probes.ts';

// The morning of a weekday; where the run has its own day, a morning of that day.
liveAt();
const hourUtc = new Date().getUTCHours();
const offset = Math.max(-12, 10 - hourUtc);
/** The sign is reversed in these names: Etc/GMT-8 is eight hours ahead. */
const zone = `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
const localTime = (plusMinutes = 0): string =>
  new Date(Date.now() + (offset * 60 + plusMinutes) * 60_000).toISOString().slice(11, 16);

const at = house(1200, { zone });

const atHome = {
  geolocation: { latitude: 54.716, longitude: 2.11, accuracy: 20 },
  permissions: ['geolocation'],
};
const sum = (page: Page) => page.getByTestId('day-sum');
const when = (page: Page) => page.locator('[data-when]').allTextContents();
const literal = (text: string) => `'${text}'`;
const plannedIds = async (): Promise<number[]> =>
  (
    await at.db.sql<{ id: number }[]>`
      select v.rent_account_id as id from visit v join staff s on s.id = v.staff_id
      where s.email = ${officer1} and v.state = 'planned'
        and v.planned_for = (now() at time zone ${zone})::date order by v.created_at, v.id`
  ).map(({ id }) => id);

/** An officer with three hours, who starts at their present position. */
async function planned(options = desk, minutes = 180) {
  const person = await at.person(undefined, { ...options, ...atHome });
  const { page } = person;
  await page.getByRole('button', { name: 'Use my position' }).click();
  await page.getByRole('button', { name: 'My day', exact: true }).click();
  await page.getByLabel('Work until').fill(localTime(minutes));
  await page.getByRole('button', { name: 'Plan my day' }).click();
  await sum(page).waitFor();
  return { ...person, ids: await rowIds(page) };
}

test('[UI-220] with an end time, a way of travel and a start, the day has numbered stops with their times, on list and map', async () => {
  const { page, ids } = await planned();
  const cases = new Map((await at.cases()).map((c) => [c.id, c]));
  expect(ids.length).toBeGreaterThan(3);
  for (const id of ids) {
    const c = cases.get(id)!;
    expect(['visit', 'plan_review', 'court_review']).toContain(c.action);
    expect(c.blockers).toEqual([]);
    expect(c.alerts.filter(({ kind }) => kind === 'do_not_attend' || kind === 'no_lone_visits')).toEqual([]);
  }
  const numbers = await page.locator('[data-case] svg.mark').allTextContents();
  expect(numbers.map(Number)).toEqual(ids.map((_, i) => i + 1));
  const times = await when(page);
  expect(times.every((text) => /^about \d\d:\d[05]$/.test(text))).toBe(true);
  expect(times).toEqual(times.toSorted());
  expect(await page.getByTestId('count').textContent()).toContain(`${ids.length} stops`);
  // The map has the same stops, by number, and the route between them.
  await page.locator('.map-route path').first().waitFor({ state: 'attached' });
  // [MAP-51] Also when two of them are at one door, each has a marker of its own, and all are in sight.
  await at.db.sql`
    update property p set latitude = q.latitude, longitude = q.longitude
    from property q, tenancy t, rent_account a, tenancy u, rent_account b
    where a.id = ${ids[1]!} and t.id = a.tenancy_id and p.id = t.property_id
      and b.id = ${ids[0]!} and u.id = b.tenancy_id and q.id = u.property_id`;
  await page.locator('.map-route .map-leader').waitFor({ state: 'attached' });
  await until(async () => {
    const stops = (await page.evaluate<InSight[]>(markersInSight)).flatMap(({ label, x, y }) => {
      const number = /^Stop (\d+), /.exec(label)?.[1];
      return number ? [{ number: Number(number), x, y }] : [];
    });
    expect(stops.map(({ number }) => number).sort((a, b) => a - b)).toEqual(ids.map((_, i) => i + 1));
    for (const a of stops)
      for (const b of stops) if (a !== b) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(34);
  });
  // The cases that were left out, with reasons.
  await page.getByRole('button', { name: 'What was left out, and why' }).click();
  await page.getByRole('heading', { name: 'Left out' }).waitFor();
  const groups = await page.locator('dialog[open] summary').allTextContents();
  expect(groups.length).toBeGreaterThan(0);
  for (const group of groups) expect(group).toMatch(/^(No time today|Do not attend|No lone visits|No female staff|No male staff|On hold|With a colleague|Planned for another day|Not on the map): \d+ homes?$/); // prettier-ignore
});

test('[UI-530] the row, the stop and the case give the same first reason', async () => {
  const { page, ids } = await planned();
  const first = ids[0]!;
  const { reasons } = (await at.cases()).find(({ id }) => id === first)!;
  await page.locator('[data-stop="1"]').click();
  await page.locator('dialog[open]').getByText(reasons[0]!.text).waitFor();
  await page.getByRole('link', { name: 'Open the case' }).click();
  await page.getByTestId('next-step').getByText(reasons[0]!.text).waitFor();
  expect(await page.getByTestId('reasons').locator('li').first().textContent()).toBe(reasons[0]!.text);
  expect(await rowOf(page, first).textContent()).toContain(reasons[0]!.text);
});

test('[UI-531] [UI-663] on a bank holiday the day is planned for the next working day, within visiting hours, and says so', async () => {
  const today = `(now() at time zone ${literal(zone)})::date`;
  await at.db.sql.unsafe(
    `insert into bank_holiday (nation, on_date, name) values ('england', ${today}, 'A day for all')`,
  );
  await at.db.sql`update visiting_hours set opens = '10:00', closes = '12:30'`;
  try {
    const { page } = await at.person(undefined, { ...desk, ...atHome });
    await page.getByRole('button', { name: 'My day', exact: true }).click();
    await untilText(page.getByTestId('not-today'), 'Today is a bank holiday.');
    await page.getByText('Visiting hours are 10:00 to 12:30.').waitFor();
    const end = page.getByLabel('Work until');
    expect(await end.inputValue()).toBe('12:30');
    await end.fill('16:00');
    await page.getByRole('button', { name: 'Plan my day' }).click();
    await page.getByText('Choose a time from 10:15 to 12:30.').waitFor();
    await end.fill('12:30');
    await page.getByRole('button', { name: 'Plan my day' }).click();
    await untilText(sum(page), /Plan for (tomorrow|\w{3} \d+ \w{3}), ends about 1\d:\d\d/);
    // [UI-663] A planned day is not asked whether it should be nearest first.
    expect(await page.getByText('Nearest first?').count()).toBe(0);
    const times = await when(page);
    expect(times.length).toBeGreaterThan(2);
    for (const text of times) expect(text >= 'about 10:00' && text < 'about 12:30', text).toBe(true);
    const ids = await rowIds(page);
    await page.getByRole('button', { name: /^Mark \d+ visits as planned$/ }).click();
    await page.getByText('All marked as planned', { exact: true }).waitFor();
    // They stay after they were written for that day, also over a reload.
    await page.reload();
    await sum(page).waitFor();
    expect(await rowIds(page)).toEqual(ids);
    const days = await at.db.sql.unsafe<{ ahead: number; weekday: number }[]>(
      `select distinct planned_for - ${today} as ahead, extract(isodow from planned_for)::int as weekday
       from visit where state = 'planned' and rent_account_id = any('{${ids.join()}}')`,
    );
    expect(days).toHaveLength(1);
    expect(days[0]!.ahead).toBeGreaterThan(0);
    expect(days[0]!.weekday).toBeLessThan(6);
    // An agreed time outside the hours is refused at its field.
    await page.locator('[data-stop="1"]').click();
    await page.getByLabel('Agreed time').fill('18:00');
    await page.locator('dialog[open]').getByRole('alert').getByText('Choose a time from 10:00 to').waitFor();
  } finally {
    await at.db.sql.unsafe(`delete from bank_holiday where on_date = ${today} and name = 'A day for all'`);
    await at.db.sql`update visiting_hours set opens = default, closes = default`;
    await at.db.sql`delete from visit where state = 'planned' and planned_for > now()::date`;
  }
});

test('[UI-221] when it is paid a stop disappears live, with a sentence, and the others keep their order', async () => {
  const { page, ids } = await planned();
  const third = ids[2]!;
  await at.payAll(third);
  await until(async () => expect(await rowIds(page)).not.toContain(third));
  const stayed = (await rowIds(page)).filter((id) => ids.includes(id));
  expect(stayed).toEqual(ids.filter((id) => id !== third));
  const { address } = (
    await at.db.sql<{ address: string }[]>`
    select p.address from rent_account a join tenancy t on t.id = a.tenancy_id
    join property p on p.id = t.property_id where a.id = ${third}`
  )[0]!;
  const notice = (await page.getByTestId('day-notice').textContent())!;
  expect(notice).toContain(`Removed ${address}: paid £`);
  expect(notice).toMatch(/ by card at \d\d:\d\d\./);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByTestId('day-notice').waitFor({ state: 'detached' });
});

test('[UI-222] nothing moves while a row has the focus: the row is crossed out, and the pill shows the change', async () => {
  const { page, ids } = await planned();
  await rowOf(page, ids[0]!).focus();
  await at.payAll(ids[1]!);
  await until(async () => expect(await rowOf(page, ids[1]!).textContent()).toMatch(/Paid £.* at/));
  expect(await rowIds(page)).toEqual(ids);
  const numbers = await page.locator('[data-case] svg.mark').allTextContents();
  expect(numbers.map(Number)).toEqual(ids.map((_, i) => i + 1));
  expect(await page.getByTestId('held').textContent()).toContain('1 case stopped');
  await page.getByTestId('held').click();
  // It is shown outside the round until it is dismissed.
  await page.getByTestId('stood-down').locator(`[data-case="${ids[1]}"]`).waitFor();
  await page.getByRole('button', { name: 'Hide', exact: true }).click();
  await until(async () => expect(await rowIds(page)).not.toContain(ids[1]));
  expect(await page.getByTestId('day-notice').textContent()).toContain('Removed');
});

test('[UI-223] a colleague’s plan to go there removes the stop, with their name', async () => {
  const { page, ids } = await planned();
  const boss = await client(at.url, manager);
  const [{ day }] = (await at.db.sql`select to_char(now() at time zone ${zone}, 'YYYY-MM-DD') as day`) as unknown as [{ day: string }]; // prettier-ignore
  expect(await boss.do('visit.plan', { caseId: ids[0], plannedFor: day })).toMatchObject({
    status: 'applied',
  });
  await until(async () => expect(await rowIds(page)).not.toContain(ids[0]));
  expect(await page.getByTestId('day-notice').textContent()).toMatch(
    /^\s*Removed .*: .* plans to go there on \w{3} \d+ \w{3}\./,
  );
  await boss.do('visit.turn-back', { caseId: ids[0], because: 'cancelled' });
  // A colleague's claim removes it too.
  expect(await boss.do('case.take', { caseId: ids[1] })).toMatchObject({ status: 'applied' });
  await until(async () => expect(await rowIds(page)).not.toContain(ids[1]));
  await untilText(page.getByTestId('day-notice'), 'has taken it.');
  await boss.do('case.release', { caseId: ids[1] });
});

test('[UI-224] [UI-575] [UI-696] [UI-699] one press plans the visits in their order; the manager sees them, on the way and done, live', async () => {
  const { page: boss } = await at.device(desk);
  await at.signIn(boss, manager);
  // [UI-696] They do not load at first.
  await boss.route('**/api/visits/today', (route) => route.fulfill({ status: 500, body: '{}' }), {
    times: 1,
  });
  await boss.goto('/visits');
  await boss.getByTestId('not-loaded').getByRole('button', { name: 'Try again' }).click();
  await boss.getByTestId('not-loaded').waitFor({ state: 'detached' });
  const { page, ids } = await planned(phone);
  await page.getByRole('button', { name: /^Mark \d+ visits as planned$/ }).click();
  await page.getByText('All marked as planned', { exact: true }).waitFor();
  await until(async () => expect(await plannedIds()).toEqual(ids));
  const visit = (id: number) => boss.locator(`[data-visit="${id}"]`);
  for (const id of ids) await visit(id).and(boss.locator('[data-state=planned]')).waitFor();
  expect(await boss.getByTestId('visits-sum').textContent()).toContain(`${ids.length} planned`);
  // The manager sees them in the order of the round, although the device sends several cases at once.
  const shown = await boss
    .locator('[data-visit][data-state=planned]')
    .evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-visit'))));
  expect(shown.filter((id) => ids.includes(id))).toEqual(ids);
  await expectGoodPaper(page, 'the day');
  // [UI-699] The order is a sentence on paper, not buttons.
  const order = page.getByText('In the order of my day.');
  expect(await order.isVisible()).toBe(false);
  await page.emulateMedia({ media: 'print' });
  expect(await order.isVisible()).toBe(true);
  expect(await page.getByRole('group', { name: 'Order' }).count()).toBe(0);
  await page.emulateMedia({ media: 'screen' });
  await expectGoodPaper(boss, 'today’s visits');
  // By letters and shape, and in words.
  const markers = () =>
    boss
      .locator('.map-marker')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')).join(' '));
  await until(async () => expect(await markers()).toMatch(/planned/));

  const officer = await client(at.url, officer1);
  const [first, second] = ids as [number, number];
  await officer.do('visit.set-out', { caseId: first });
  await visit(first).and(boss.locator('[data-state=on_the_way]')).waitFor();
  // A visit under way keeps its position and cannot be moved.
  await until(async () => expect((await when(page))[0]).toBe('on the way'));
  expect(await page.locator('[data-stop="1"]').isDisabled()).toBe(true);
  await officer.do('visit.finish', { caseId: first, outcome: 'no_access', note: '' });
  await visit(first).and(boss.locator('[data-state=done]')).waitFor();
  const over = visit(first).and(boss.locator('[data-state=done]'));
  expect(await over.textContent()).toMatch(/Done at \d\d:\d\d: no answer/);
  // Paid: it was planned and is not needed any more.
  await at.payAll(second);
  await until(async () => expect(await rowIds(page)).not.toContain(second));
  await page.getByText('1 planned visit is no longer needed: tenant paid.').waitFor();
  await page.getByRole('button', { name: 'Cancel visit' }).click();
  await visit(second).and(boss.locator('[data-state=stood_down]')).waitFor();
  // All visits, or those of one officer.
  const name = (await boss.getByRole('heading', { level: 2 }).first().textContent())!.trim();
  expect(name).not.toBe('');
});

test('[UI-225] the day is still there after a reload without signal, and nobody else sees it', async () => {
  const { page, ids } = await planned({ ...phone, ...withWorker });
  await page.evaluate(workerReady);
  await until(async () => expect(await page.evaluate<number>(casesKept)).toBeGreaterThan(0));
  await page.context().setOffline(true);
  await page.reload();
  await sum(page).waitFor();
  await until(async () => expect(await rowIds(page)).toEqual(ids));
  // Without signal a day can be changed and planned again.
  await page.locator('[data-stop="1"]').click();
  await page.getByRole('button', { name: 'Skip this visit' }).click();
  await until(async () => expect(await rowIds(page)).not.toContain(ids[0]));
  await page.getByRole('button', { name: 'Plan again from now' }).click();
  await until(async () => expect((await rowIds(page)).length).toBeGreaterThan(1));
  expect(await rowIds(page)).not.toContain(ids[0]);
  await page.context().setOffline(false);
  // Another person on the same device sees no day of the first.
  await at.signIn(page, manager);
  await page.goto('/worklist');
  await page.getByRole('link', { name: 'Visits' }).first().waitFor();
  await page.locator('[data-case]').first().waitFor();
  expect(await sum(page).count()).toBe(0);
  await page.getByRole('button', { name: 'My day', exact: true }).click();
  await page.getByRole('heading', { name: 'Plan my day' }).waitFor();
});

test('[UI-226] everything works by keyboard alone: planning, moving, keeping and skipping', async () => {
  const { page } = await at.person(undefined, desk);
  await page.locator('[data-case]').first().waitFor();
  await page.keyboard.press('d');
  const end = page.getByLabel('Work until');
  await end.waitFor();
  await end.fill(localTime(180));
  await page.keyboard.press('Enter');
  await sum(page).waitFor();
  const ids = await rowIds(page);
  await page.keyboard.press('j');
  await until(async () =>
    expect(await page.evaluate(`document.activeElement.dataset.case`)).toBe(String(ids[0])),
  );
  await page.keyboard.press('Alt+ArrowDown');
  await until(async () => expect((await rowIds(page)).slice(0, 2)).toEqual([ids[1], ids[0]]));
  expect(await page.evaluate(`document.activeElement.dataset.case`)).toBe(String(ids[0]));
  await page.keyboard.press('Alt+ArrowUp');
  await until(async () => expect(await rowIds(page)).toEqual(ids));
  // The Tab key reaches the menu next, and the focus returns afterwards.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Keep in my day' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await until(async () => expect(await rowOf(page, ids[0]!).textContent()).toContain('Kept in your day'));
  expect(await page.evaluate(`document.activeElement.dataset.stop`)).toBe('1');
  // One key steps through the orders.
  await page.keyboard.press('o');
  expect(await page.getByRole('button', { name: 'Urgent' }).getAttribute('aria-pressed')).toBe('true');
  await page.keyboard.press('o');
  expect(await page.getByRole('button', { name: 'My day', exact: true }).getAttribute('aria-pressed')).toBe(
    'true',
  );
});

test('[UI-227] fewer hours leave out the stops that are worth least, more hours add those that fit; each with a sentence', async () => {
  const { page, ids } = await planned(desk, 240);
  const change = async (minutes: number) => {
    await page.getByRole('button', { name: 'Change my day' }).click();
    await page.getByLabel('Work until').fill(localTime(minutes));
    await page.getByRole('button', { name: 'Change the hours' }).click();
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  };
  await change(90);
  const fewer = await rowIds(page);
  expect(fewer.length).toBeLessThan(ids.length);
  expect(fewer).toEqual(ids.filter((id) => fewer.includes(id)));
  expect(await page.getByTestId('day-notice').textContent()).toContain('no time left that day');
  await change(300);
  await until(async () => expect((await rowIds(page)).length).toBeGreaterThanOrEqual(fewer.length));
});

test('[UI-228] no axe violation, nothing sideways and nothing animated, on phone and desk, light and dark', async () => {
  const { page } = await planned({ ...desk, reducedMotion: 'reduce' });
  const boss = await at.page(manager, '/visits', { ...desk, reducedMotion: 'reduce' });
  for (const size of ['desk', 'phone']) {
    if (size === 'phone') {
      await Promise.all([page, boss].map(becomePhone));
      await page.goto('/worklist');
      await boss.goto('/visits');
      await sum(page).waitFor();
    }
    const look = async (what: string, on = page) => {
      expect(await violations(on), `${what}, ${size}`).toEqual([]);
      await expectNothingSideways(on, what);
      expect(await on.evaluate<number>(animationsRunning), `${what}, ${size}`).toBe(0);
    };
    await look('the day');
    await page.locator('[data-stop="2"]').click();
    await page.getByRole('button', { name: 'Skip this visit' }).waitFor();
    await look('a stop');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Change my day' }).click();
    await page.getByLabel('Work until').waitFor();
    await look('the question');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'What was left out, and why' }).click();
    await page.getByRole('heading', { name: 'Left out' }).waitFor();
    await look('the day in full');
    await boss.getByTestId('visits-sum').waitFor();
    await look('visits', boss);
  }
});

test('[UI-19] no page reported an error', () => at.expectQuiet());
