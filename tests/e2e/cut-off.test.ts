// Losing the signal while parts of a page are still loading.
import { expect, test } from 'vitest';
import { house } from './house.ts';

const at = house();

/** A style sheet that did not load is still in the list, but its rules cannot be read. */
const lawIsStyled = String.raw`[...document.styleSheets].some((sheet) => {
  try {
    return /\/Law[^/]*\.css$/.test(sheet.href ?? '') && sheet.cssRules.length > 0;
  } catch {
    return false;
  }
})`;

test('[UI-76] a part whose style sheet was interrupted is shown all the same, and the style follows when the signal returns', async () => {
  const one = await at.anyone();
  const { page } = await at.device();
  await at.signIn(page);
  await page.context().route('**/Law*.css', (route) => route.abort('internetdisconnected'));
  await page.goto(`/cases/${one.id}`);
  await page.getByTestId('law').or(page.locator('[data-part="law"]')).first().waitFor();
  await page.locator('[data-part="law"]').getByRole('button', { name: 'Start a hold…' }).waitFor();
  const styled = () => page.evaluate<boolean>(lawIsStyled);
  expect(await styled()).toBe(false);
  await page.context().unroute('**/Law*.css');
  await page.evaluate(`window.dispatchEvent(new Event('online'))`);
  await expect.poll(styled, { timeout: 20_000 }).toBe(true);
  at.expectQuiet();
});
