// The same Chromium as in the benchmarks, with the day of the test.
import type { BrowserContextOptions } from 'playwright';
import { newPage as newPageToday } from '../../scripts/lib/browser.ts';
import { moveContext } from './day/page.ts';

export * from '../../scripts/lib/browser.ts';

export async function newPage(
  url: string,
  options: BrowserContextOptions = {},
): ReturnType<typeof newPageToday> {
  const made = await newPageToday(url, options);
  await moveContext(made.page.context());
  return made;
}
