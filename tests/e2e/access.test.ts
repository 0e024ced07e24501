// Accessibility: no axe violation on any route in either theme, everything by keyboard, nothing cut off at 320 px.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { desk, phone } from '../support/browser.ts';
import {
  animationsDone,
  animationsRunning,
  focusedCase,
  focusedText,
  sideways,
  spoilWithAnImage,
} from './probes.ts';
import { house, officer1, repairsTeam, rowIds, rowOf, until, untilText } from './house.ts';
import { becomePhone, violations } from './looks.ts';

const at = house(600);

async function settle(page: Page) {
  await page.locator('[data-case]').first().waitFor();
  await untilText(page.locator('[data-fact="age"]'), 'Up to date');
  await page.evaluate(animationsDone);
}

test('[UI-20] axe finds a violation that was inserted', async () => {
  const { page } = await at.device();
  await page.goto('/sign-in');
  await page
    .getByRole('button', { name: /Income officer/ })
    .first()
    .waitFor();
  await page.evaluate(spoilWithAnImage);
  expect((await violations(page)).join()).toContain('image-alt');
});

test('[UI-651] the sign-in form does not wait for the list of demo people, and stays when they come late', async () => {
  const { page } = await at.device();
  let answer = () => {};
  const late = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/demo/people', async (route) => {
    await late;
    await route.continue();
  });
  await page.goto('/sign-in');
  await page.getByLabel('Email address').fill('officer1@demo.doorstep.test');
  const came = page.waitForResponse('**/api/demo/people');
  answer();
  await (await came).finished();
  await page.getByRole('button', { name: 'Choose a demo person' }).waitFor();
  expect(await page.getByLabel('Email address').inputValue()).toBe('officer1@demo.doorstep.test');
});

test('[UI-20] no axe violation on any route in either theme, at a desk and on a phone', async () => {
  const { page } = await at.device();
  const repairs = await at.device();
  const one = await at.visitable();
  for (const size of ['desk', 'phone']) {
    if (size === 'phone') await Promise.all([page, repairs.page].map(becomePhone));
    const look = async (on: Page, what: string) =>
      expect(await violations(on), `${what}, ${size}`).toEqual([]);
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await page
      .getByRole('button', { name: /Income officer/ })
      .first()
      .waitFor();
    await look(page, 'sign-in');
    await at.signIn(page);
    await page.goto('/worklist');
    await settle(page);
    await look(page, 'worklist');
    await page.goto(`/cases/${one.id}`);
    await page.getByTestId('ledger').waitFor();
    await look(page, 'case');
    await page.getByTestId('facts').click();
    await page.locator('dialog[open]').waitFor();
    await look(page, 'facts');
    await page.goto('/nowhere');
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    await look(page, 'not found');
    await at.signIn(repairs.page, repairsTeam);
    await repairs.page.goto('/worklist');
    await repairs.page.getByRole('heading', { name: 'Inbox' }).waitFor();
    await look(repairs.page, 'repairs');
  }
});

test('[UI-21] from the list to a recorded visit with the keyboard alone', async () => {
  const { page } = await at.person();
  const one = await at.visitable();
  await settle(page);
  await page.keyboard.press('/');
  await page.keyboard.type(one.tenant);
  await until(async () => expect(await rowIds(page)).toContain(one.id));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await rowOf(page, one.id).waitFor();
  for (let presses = 0; presses < 400; presses++) {
    await page.keyboard.press('j');
    const focused = await page.evaluate<string | null>(focusedCase);
    if (Number(focused) === one.id) break;
  }
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/cases/${one.id}`);
  const press = async (name: string | RegExp) => {
    for (let presses = 0; presses < 60; presses++) {
      const text = await page.evaluate<string>(focusedText);
      if (typeof name === 'string' ? text === name : name.test(text)) return page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
    }
    throw new Error(`no way to ${String(name)} by Tab`);
  };
  await press('On my way');
  await page.getByTestId('knock').waitFor();
  // Until the server's answer arrives the buttons may still be rendered again.
  await rowOf(page, one.id).getByText('You are on the way').waitFor();
  await press(/^Record the visit/);
  await page.locator('dialog[open]').waitFor();
  await page.locator('input[type=radio]').first().focus();
  await page.keyboard.press('Space');
  await press('Save');
  await until(async () => {
    const [visit] = await at.db
      .sql`select outcome from visit where rent_account_id = ${one.id} order by id desc limit 1`;
    expect(visit?.['outcome']).toBe('seen_tenant');
  });
  await page.keyboard.press('Escape');
  await page.waitForURL('**/worklist');
});

test('[UI-22] at 320 px nothing is cut off sideways, and text at twice its size still fits', async () => {
  const { page } = await at.person(officer1, { ...phone, viewport: { width: 320, height: 640 } });
  await settle(page);
  expect(await page.evaluate<string[]>(sideways)).toEqual([]);
  const one = await at.anyone();
  await page.goto(`/cases/${one.id}`);
  await page.getByTestId('ledger').waitFor();
  expect(await page.evaluate<string[]>(sideways)).toEqual([]);

  await page.setViewportSize(phone.viewport!);
  await page.addStyleTag({ content: 'html { font-size: 200% !important }' });
  expect(await page.evaluate<string[]>(sideways)).toEqual([]);
});

/** Words of the rows' names that are on more than one line, though a line is wide enough for them. */
const brokenNames = `[...document.querySelectorAll('[data-case] .name')].flatMap((name) => {
  const text = name.lastChild;
  return [...text.data.matchAll(/\\S+/g)].filter((word) => {
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    return !word[0].includes('-') && range.getClientRects().length > 1;
  }).map(String);
})`;

test('[UI-543] [UI-697] [UI-698] with text at twice its size, Help, You and My day are in sight whole, and no name breaks inside a word; an opened case’s heading has the focus, and the help of a phone has no keys', async () => {
  const { page } = await at.person(officer1, { ...phone, viewport: { width: 320, height: 640 } });
  await settle(page);
  await page.addStyleTag({ content: 'html { font-size: 200% !important }' });
  for (const name of ['Help', 'You', 'My day']) {
    const box = (await page.getByRole('button', { name, exact: true }).boundingBox())!;
    expect(box.x, name).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width, name).toBeLessThanOrEqual(320);
    expect(box.y + box.height, name).toBeLessThanOrEqual(640);
  }
  // At the sheet's middle stop the first row is in sight, not a question cut in two.
  await expect
    .poll(() =>
      page.evaluate<string>(`(() => {
        const { left, top, width } = document.querySelector('[data-case] .name').getBoundingClientRect();
        return document.elementFromPoint(left + width / 4, top + 16)?.closest('[data-case]')?.dataset.case ?? '';
      })()`),
    )
    .not.toBe('');
  expect(await page.locator('[data-case] .name').count()).toBeGreaterThan(3);
  expect(await page.evaluate<string[]>(brokenNames)).toEqual([]);
  // [UI-697] A dialog without a field opens with the focus on its heading. [UI-698] A phone has no keys.
  await page.getByRole('button', { name: 'Help', exact: true }).click();
  await page.locator('dialog[open] h2:focus').waitFor();
  await page.getByTestId('shortcuts').waitFor({ state: 'attached' });
  expect(await page.getByTestId('shortcuts').isVisible()).toBe(false);
  await page.keyboard.press('Escape');
  await page.locator('[data-case]').first().press('Enter');
  await until(async () => expect(await page.evaluate(`document.activeElement.id`)).toBe('case-title'));
});

test('[UI-23] with reduced motion nothing is animated', async () => {
  const { page } = await at.person(undefined, { ...desk, reducedMotion: 'reduce' });
  await settle(page);
  const one = await at.anyone();
  await at.pay(one.id, 1000);
  await until(async () => expect(await page.evaluate<number>(animationsRunning)).toBe(0));
});
