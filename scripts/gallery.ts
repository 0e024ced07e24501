// npm run gallery -- [NAME…]: pictures of every page, for each role, size, theme and state, on contact sheets in
// tests/.output/gallery, and what is wrong with their layout in faults.txt there. With names, only the pages whose name
// contains one of them (`officer-case`, `settings`).
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { closeBrowser, newPage } from './lib/browser.ts';
import { ensureClient } from './lib/client-build.ts';
import { layoutFaults } from './lib/layout-faults.ts';
import { Stopping } from './lib/stopping.ts';
import { startLandlords } from './gallery/landlords.ts';
import type { GalleryPage } from './gallery/page.ts';
import { galleryPages } from './gallery/pages.ts';
import { makeSheet, type Picture } from './gallery/sheet.ts';
import { states, type State } from './gallery/states.ts';

type Size = { name: string; width: number; height: number; touch: boolean; print?: true };
const sizes: Record<'phone' | 'landscape' | 'tablet' | 'desk' | 'wall' | 'smallWall' | 'portrait', Size> = {
  phone: { name: 'phone', width: 390, height: 844, touch: true },
  landscape: { name: 'phone, landscape', width: 844, height: 390, touch: true },
  tablet: { name: 'tablet', width: 768, height: 1024, touch: true },
  desk: { name: 'desk', width: 1440, height: 900, touch: false },
  wall: { name: 'wall', width: 1920, height: 1080, touch: false },
  smallWall: { name: 'wall, 720p', width: 1280, height: 720, touch: false },
  portrait: { name: 'wall, portrait', width: 1080, height: 1920, touch: false },
};
/** So tall that a whole page is seen, as far as it is ever scrolled. */
const whole: Size[] = [
  { name: 'phone, whole page', width: 390, height: 3000, touch: true },
  { name: 'desk, whole page', width: 1440, height: 3000, touch: false },
];
/** The width of A4 within its margins. The picture is of the page as it would be printed, in one piece. */
const paper: Size = { name: 'on paper', width: 718, height: 1040, touch: false, print: true };
const sizesOf = (page: GalleryPage): Size[] =>
  page.wall
    ? [sizes.wall, sizes.smallWall, sizes.portrait]
    : [sizes.phone, sizes.landscape, sizes.tablet, sizes.desk];
const fewSizesOf = (page: GalleryPage): Size[] => (page.wall ? [sizes.wall] : [sizes.phone, sizes.desk]);

/** In which states, besides full, a page is shown on which somebody does something. */
const actedStates = new Set(['long names', 'text at 200%']);

const say = (line: string) => console.log(line);
const wanted = process.argv.slice(2);
const output = join(import.meta.dirname, '..', 'tests', '.output', 'gallery');
const stopping = new Stopping();
const folder = mkdtempSync(join(tmpdir(), 'doorstep-gallery-'));
stopping.add(() => rmSync(folder, { recursive: true, force: true }));
stopping.add(closeBrowser);

try {
  await ensureClient(say);
  if (wanted.length === 0) rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const landlords = await startLandlords(folder, stopping, say);
  const began = performance.now();
  const pages = (await galleryPages(landlords.demo)).filter(
    ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
  );
  let count = 0;
  const troubles: string[] = [];
  const faults: string[] = [];
  // Two pages at a time: one is drawn while the other loads.
  const queue = [...pages];
  const lane = async () => {
    for (let page = queue.shift(); page; page = queue.shift()) {
      const [full, ...rest] = states;
      const others = page.act ? rest.filter(({ name }) => actedStates.has(name)) : rest;
      const sheets: [string, Picture[]][] = [
        [page.name, await picturesOf(page, full!, sizesOf(page), ['light', 'dark'])],
        [
          `${page.name}-states`,
          (await inTurn(others, (state) => picturesOf(page!, state, fewSizesOf(page!), ['light']))).flat(),
        ],
        ...(page.wall || page.act
          ? []
          : [
              [
                `${page.name}-whole`,
                [
                  ...(await picturesOf(page, full!, whole, ['light'])),
                  ...(await picturesOf(page, full!, [paper], ['light'])),
                ],
              ] as [string, Picture[]],
            ]),
      ];
      for (const [name, pictures] of sheets) {
        await makeSheet(join(output, `${name}.png`), name, pictures);
        count += pictures.length;
      }
      say(`${page.name}: ${sheets.reduce((sum, [, pictures]) => sum + pictures.length, 0)} pictures`);
    }
  };
  await Promise.all([lane(), lane()]);
  for (const trouble of troubles) say(trouble);
  writeFileSync(join(output, 'faults.txt'), faults.join('\n') + '\n');
  say(`${faults.length} faults of layout: faults.txt`);
  say(
    `${count} pictures of ${pages.length} pages in ${Math.round((performance.now() - began) / 1000)} s: ${output}`,
  );

  /** The page in that state, in each size and theme. Opened once for touch and once for a mouse, then resized. */
  async function picturesOf(
    page: GalleryPage,
    state: State,
    wantedSizes: Size[],
    themes: ('light' | 'dark')[],
  ): Promise<Picture[]> {
    const { url } = landlords[state.landlord];
    const pictures: Picture[] = [];
    for (const touch of [true, false]) {
      const these = wantedSizes.filter((size) => size.touch === touch);
      if (these.length === 0) continue;
      const { page: shown } = await newPage(url, {
        viewport: these[0]!,
        hasTouch: touch,
        isMobile: touch,
        serviceWorkers: 'block',
        reducedMotion: 'reduce',
      });
      const context = shown.context();
      const note = (error: unknown) => troubles.push(`${page.name}, ${state.name}: ${String(error)}`);
      if (page.email) await signIn(context, url, page.email);
      await page.before?.(context);
      await state.before?.(context);
      await shown.goto(page.path, { waitUntil: 'load' }).catch(note);
      await settled(shown);
      await page.act?.(shown)?.catch(note);
      await state.after?.(shown, context);
      for (const size of these)
        for (const theme of themes) {
          await shown.setViewportSize(size);
          await shown.emulateMedia({ colorScheme: theme, media: size.print ? 'print' : 'screen' });
          if (size.print) await shown.setViewportSize({ width: size.width, height: await heightOf(shown) });
          await shown.waitForTimeout(250);
          if (theme === 'light')
            for (const fault of await layoutFaults(shown, size.touch))
              faults.push(`${page.name} · ${state.name} · ${size.name}: ${fault}`);
          const image = await shown.screenshot({ type: 'jpeg', quality: 80 });
          pictures.push({
            caption: `${state.name} · ${size.name}${theme === 'dark' ? ' · dark' : ''}`,
            width: size.width,
            image,
          });
        }
      await context.close();
    }
    return pictures;
  }
  await stopping.end(0);
} catch (error) {
  await stopping.fail(error);
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** The height of the whole page, of which a picture can still be read. */
async function heightOf(page: Page): Promise<number> {
  return Math.min(5000, await page.evaluate<number>('document.documentElement.scrollHeight'));
}

/** A session without a page of its own. */
async function signIn(context: BrowserContext, url: string, email: string): Promise<void> {
  const answer = await context.request.post(`${url}/api/auth/demo`, {
    data: { email },
    headers: { origin: url },
  });
  if (!answer.ok()) throw new Error(`${email} could not sign in: ${answer.status()}`);
}

/** Until nothing has been requested for a while, or 4 s: some states wait for ever. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 4000 }).catch(() => {});
  await page.waitForTimeout(400);
}
