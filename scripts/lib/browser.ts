// One real Chromium for a test file: CHROMIUM_PATH, else Playwright's own if installed, else the one inside
// @sparticuz/chromium, so that a fresh machine with nothing but npm passes, else the system's. Call closeBrowser() at the
// end.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { hasRoomyMemory } from './memory-folder.ts';

export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};
export const desk: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

// The app is British, and so is its clock: dates must read the same on every machine.
const british: BrowserContextOptions = { locale: 'en-GB', timezoneId: 'Europe/London' };
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--force-color-profile=srgb',
  // Where shared memory is small the browser would crash; elsewhere files in its place cost a tenth more.
  ...(hasRoomyMemory() ? [] : ['--disable-dev-shm-usage']),
];

let running: Promise<Browser> | null = null;

/**
 * Where a Chromium may be, in the order in which they are tried. The carried one is a headless shell: a page in it costs
 * a third of the processor time that a page in the system's whole browser costs.
 */
export async function* chromiums(): AsyncGenerator<string> {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return yield named;
  const playwrights = chromium.executablePath();
  if (playwrights && existsSync(playwrights)) yield playwrights;
  if (process.platform === 'linux' && process.arch === 'x64') yield await carried();
  for (const folder of (process.env['PATH'] ?? '').split(delimiter))
    for (const name of ['chromium', 'chromium-browser', 'google-chrome'])
      if (existsSync(join(folder, name))) yield join(folder, name);
}

/**
 * The Chromium inside @sparticuz/chromium, unpacked once for each of its versions. The package unpacks into the folder
 * for temporary files, and takes a half-written file of another process for a whole one: so it unpacks into a folder of
 * its own, which gets its name when it is complete.
 */
async function carried(): Promise<string> {
  const root = join(import.meta.dirname, '..', '..');
  const about = join(root, 'node_modules', '@sparticuz', 'chromium', 'package.json');
  const { version } = JSON.parse(readFileSync(about, 'utf8')) as { version: string };
  const folder = join(root, 'node_modules', '.cache', `doorstep-chromium-${version}`);
  if (existsSync(folder)) return join(folder, 'chromium');
  mkdirSync(dirname(folder), { recursive: true });
  const making = mkdtempSync(`${folder}-`);
  const unpack = "import('@sparticuz/chromium').then((it) => it.default.executablePath())";
  await promisify(execFile)(process.execPath, ['-e', unpack], {
    cwd: root,
    env: { ...process.env, TMPDIR: making },
  });
  try {
    renameSync(making, folder);
  } catch (error) {
    // Another process was first.
    rmSync(making, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
  return join(folder, 'chromium');
}

/** The first of them that starts; when none does, the error says why for each. */
async function launch(): Promise<Browser> {
  const why: unknown[] = [];
  for await (const executablePath of chromiums())
    try {
      return await chromium.launch({ executablePath, args: chromiumArguments, headless: true });
    } catch (error) {
      why.push(error);
    }
  throw new AggregateError(why, 'no Chromium starts here');
}

function browser(): Promise<Browser> {
  running ??= launch();
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
    // Refusals of the network are part of what is tested, and how a service worker is blocked or takes over is the
    // browser's affair; what the page itself says went wrong, or the browser finds wrong with it, is not.
    if (
      ['error', 'warning'].includes(message.type()) &&
      !/Failed to load resource|WebSocket connection|ERR_|service worker/i.test(message.text())
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
