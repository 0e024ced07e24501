// One real Chromium for a test file: CHROMIUM_PATH, else Playwright's own if installed, else the system's, else the one
// inside @sparticuz/chromium, so that a fresh machine with nothing but npm passes. Call closeBrowser() at the end.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};
export const desk: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

// The app is British, and so is its clock: dates must read the same on every machine.
const british: BrowserContextOptions = { locale: 'en-GB', timezoneId: 'Europe/London' };
const ours = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--force-color-profile=srgb'];

let running: Promise<Browser> | null = null;

async function find(): Promise<{ executablePath: string; args: string[] }> {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return { executablePath: named, args: ours };
  const playwrights = chromium.executablePath();
  if (playwrights && existsSync(playwrights)) return { executablePath: playwrights, args: ours };
  for (const folder of (process.env['PATH'] ?? '').split(delimiter))
    for (const name of ['chromium', 'chromium-browser', 'google-chrome'])
      if (existsSync(join(folder, name))) return { executablePath: join(folder, name), args: ours };
  const { default: carried } = await import('@sparticuz/chromium');
  // Its own list assumes one process in a small box: one tab's end would be the browser's.
  const args = carried.args.filter((arg) => !/single-process|no-zygote|headless/.test(arg));
  return { executablePath: await carried.executablePath(), args: [...new Set([...args, ...ours])] };
}

export function browser(): Promise<Browser> {
  running ??= find().then(({ executablePath, args }) =>
    chromium.launch({ executablePath, args, headless: true }),
  );
  return running;
}

/** A new person at a new device: nothing is shared with any other page but the browser itself. */
export async function newPage(
  url: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; errors: string[] }> {
  const context = await (await browser()).newContext({ ...british, baseURL: url, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // Refusals of the network are part of what is tested; what the page itself says went wrong is not.
    if (
      message.type() === 'error' &&
      !/Failed to load resource|WebSocket connection|ERR_/.test(message.text())
    )
      errors.push(message.text());
  });
  return { page, errors };
}

export async function closeBrowser(): Promise<void> {
  const closing = running;
  running = null;
  await (await closing)?.close();
}
