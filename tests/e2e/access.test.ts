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
import { house, rowIds, rowOf, until } from './house.ts';
import { violations } from './looks.ts';

const at = house(450, { worker: false });

async function settle(page: Page) {
  await page.locator('[data-case]').first().waitFor();
  await until(async () =>
    expect(await page.locator('[data-fact="age"]').textContent()).toContain('Up to date'),
  );
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

for (const [size, options] of [
  ['phone', phone],
  ['desk', desk],
] as const)
  test(`[UI-20] no axe violation on any route in either theme: ${size}`, async () => {
    const { page } = await at.device(options);
    await page.goto('/sign-in');
    await page
      .getByRole('button', { name: /Income officer/ })
      .first()
      .waitFor();
    expect(await violations(page), 'sign-in').toEqual([]);
    await at.signIn(page);
    await page.goto('/worklist');
    await settle(page);
    expect(await violations(page), 'worklist').toEqual([]);
    const one = await at.visitable();
    await page.goto(`/cases/${one.id}`);
    await page.getByTestId('ledger').waitFor();
    expect(await violations(page), 'case').toEqual([]);
    await page.getByTestId('facts').click();
    await page.locator('dialog[open]').waitFor();
    expect(await violations(page), 'facts').toEqual([]);
    await page.goto('/nowhere');
    await page.getByRole('heading', { name: 'There is no page here' }).waitFor();
    expect(await violations(page), 'not found').toEqual([]);

    const repairs = await at.person('repairs@demo.doorstep.test', options);
    await repairs.page.getByRole('heading', { name: 'Inbox' }).waitFor();
    expect(await violations(repairs.page), 'repairs').toEqual([]);
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
  await press('Record the visit');
  await page.locator('dialog[open]').waitFor();
  await page.locator('input[type=radio]').first().focus();
  await page.keyboard.press('Space');
  await press('Save the visit');
  await until(async () => {
    const [visit] = await at.db
      .sql`select outcome from visit where rent_account_id = ${one.id} order by id desc limit 1`;
    expect(visit?.['outcome']).toBe('seen_tenant');
  });
  await page.keyboard.press('Escape');
  await page.waitForURL('**/worklist');
});

test('[UI-22] at 320 px nothing is cut off sideways, and text at twice its size still fits', async () => {
  const narrow = { ...phone, viewport: { width: 320, height: 640 } };
  const { page } = await at.person(undefined, narrow);
  await settle(page);
  expect(await page.evaluate<string[]>(sideways)).toEqual([]);
  const one = await at.anyone();
  await page.goto(`/cases/${one.id}`);
  await page.getByTestId('ledger').waitFor();
  expect(await page.evaluate<string[]>(sideways)).toEqual([]);

  const large = await at.person(undefined, phone);
  await settle(large.page);
  await large.page.addStyleTag({ content: 'html { font-size: 200% !important }' });
  await large.page.goto(`/cases/${one.id}`);
  await large.page.getByTestId('ledger').waitFor();
  await large.page.addStyleTag({ content: 'html { font-size: 200% !important }' });
  expect(await large.page.evaluate<string[]>(sideways)).toEqual([]);
});

test('[UI-23] with reduced motion nothing is animated', async () => {
  const { page } = await at.person(undefined, { ...desk, reducedMotion: 'reduce' });
  await settle(page);
  const one = await at.anyone();
  await at.pay(one.id, 1000);
  await until(async () => {
    const running = await page.evaluate<number>(animationsRunning);
    expect(running).toBe(0);
  });
});
