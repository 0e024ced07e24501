// A screen on a wall for a week, made short: what a week brings (messages that move every pane, cables pulled, server
// restarts, one new version), in a real Chromium; and whether it weighs at the end what it weighed at its beginning.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright';
import type { ScreenCode } from '../../server/contract/wallboard.ts';
import type { Tile, TilesNow } from '../../server/contract/tiles.ts';
import { readEnvironment } from '../../server/environment.ts';
import { startDoorstep, type Doorstep } from '../../server/main.ts';
import { closeBrowser, newPage } from '../lib/browser.ts';
import { ensureClient } from '../lib/client-build.ts';
import { percentile, type Bench, type Figure } from './figure.ts';
import { wire, type Wire } from './lib/cut-wire.ts';

const days = 7;
const messagesADay = 1000;
const cutsADay = 30;
const payments = 40;
const wall = { viewport: { width: 1920, height: 1080 } };

type Weight = { heap: number; nodes: number; listeners: number; sockets: number };

export const bench: Bench = {
  name: 'wallboard',
  about: `a week on a wall: ${days * messagesADay} messages, ${days * cutsADay} cuts, ${days} restarts, one new version`,
  async run(context) {
    await ensureClient(context.say);
    const database = await context.database(1500);
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-bench-wall-'));
    const buildFolder = join(folder, 'build');
    cpSync(join(import.meta.dirname, '../../build'), buildFolder, { recursive: true });
    const environment = readEnvironment({
      DATABASE_URL: database.url,
      DEMO: 'on',
      SIMULATE: 'off',
      PORT: '0',
      HOST: '127.0.0.1',
      DOORSTEP_DATA: folder,
      LOG_LEVEL: 'error',
    });
    const start = () => startDoorstep(environment, { buildFolder, weekly: false });
    let app = await start();
    const line = await wire();
    line.lead(app.url);
    const { page, errors } = await newPage(line.url, wall);
    let documents = 0;
    page.on('domcontentloaded', () => documents++);
    await approve(page, line.url);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    const weigh = async (): Promise<Weight> => ({ ...(await weightOf(devtools)), sockets: line.webSockets });

    await day(page, app, line);
    const began = await weigh();
    const times = await moves(page, app);
    for (let n = 1; n <= days; n++) {
      context.say(`day ${n} of ${days}`);
      await day(page, app, line);
      if (n === days) nextVersion(buildFolder);
      app = await restarted(app, start, line);
      if (n < days) await live(page);
      else await page.waitForEvent('domcontentloaded', { timeout: 180_000 });
    }
    context.say('the new version came by itself');
    await live(page);
    // A day more as the new version: it is not taken twice.
    app = await restarted(app, start, line);
    await live(page);
    await day(page, app, line);
    const ended = await weigh();
    const held = app.hub.screens.connected;
    await closeBrowser();
    await app.stop();
    await line.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });

    const flat = (name: string, unit: string, of: (weight: Weight) => number, slack: number): Figure => {
      const [value, was] = [of(ended), of(began)];
      const met = value <= was * slack;
      const goal = { text: slack === 1 ? 'no more' : `within ${slack} x`, met };
      return { name, value, unit, against: { name: 'after its first day', value: was }, goal };
    };
    const p95 = percentile(times, 0.95);
    return [
      flat('heap after a week, collected', 'MB', ({ heap }) => heap / 1e6, 1.1),
      flat('DOM nodes', 'nodes', ({ nodes }) => nodes, 1.02),
      flat('event listeners', 'listeners', ({ listeners }) => listeners, 1),
      flat('sockets of the page', 'sockets', (weight) => weight.sockets, 1),
      { name: 'sockets that the hub holds for it', value: held, unit: 'sockets', goal: once(held) },
      {
        name: 'pages loaded for one new version',
        value: documents - 2,
        unit: 'pages',
        goal: once(documents - 2),
      },
      { name: 'errors on the page', value: errors.length, unit: 'errors', goal: none(errors.length) },
      { name: 'commit to moved pane, p50', value: percentile(times, 0.5), unit: 'ms' },
      {
        name: 'commit to moved pane, p95',
        value: p95,
        unit: 'ms',
        goal: { text: 'under 1 s', met: p95 < 1000 },
      },
    ];
  },
};

const once = (count: number) => ({ text: 'one', met: count === 1 });
const none = (count: number) => ({ text: 'none', met: count === 0 });
const live = (page: Page) => page.locator('[data-testid=board][data-live=true]').waitFor({ timeout: 60_000 });

/** In by a code, as any screen. The first document is the code's. */
async function approve(page: Page, url: string): Promise<void> {
  const response = page.waitForResponse('**/api/wallboard/code');
  await page.goto('/wallboard');
  const { code } = (await (await response).json()) as ScreenCode;
  const post = (path: string, body: object, cookie?: string) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(cookie && { cookie }) },
      body: JSON.stringify(body),
    });
  const signedIn = await post('/api/auth/demo', { email: 'manager@demo.doorstep.test' });
  const cookie = signedIn.headers.getSetCookie()[0]!.split(';')[0]!;
  const answer = await post('/api/wallboard/screens', { code, name: 'Bench' }, cookie);
  if (!answer.ok) throw new Error(`The screen was not approved: ${answer.status}`);
  await live(page);
  // With its service worker at work, as a screen has it from its second start on.
  await page.evaluate('navigator.serviceWorker.ready.then(() => null)');
  await page.reload();
  await live(page);
}

/** Messages that move every pane, one a few milliseconds; and the cable pulled again and again. */
async function day(page: Page, app: Doorstep, line: Wire): Promise<void> {
  const tiles = app.tiles.of('all') as TilesNow;
  for (let i = 1; i <= messagesADay; i++) {
    app.hub.screens.sendTiles({ ...tiles, tiles: tiles.tiles.map((tile) => moved(tile, i)) });
    if (i % 20 === 0) await page.evaluate('new Promise((done) => requestAnimationFrame(() => done(null)))');
  }
  for (let i = 0; i < cutsADay; i++) {
    line.cut();
    await page.locator('[data-testid=board][data-live=false]').waitFor();
    // As a device does whose network is back: without it each try waits longer than the one before.
    await page.evaluate(`void dispatchEvent(new Event('online'))`);
    await live(page);
  }
  await page.evaluate('Promise.all(document.getAnimations().map((one) => one.finished)).then(() => null)');
}

function moved(tile: Tile, by: number): Tile {
  if (tile.kind === 'instant') return tile;
  const [first, ...more] = tile.parts;
  const parts = first ? [{ ...first, value: first.value + by * 100 }, ...more] : [];
  return { ...tile, parts, value: (tile.value ?? 0) + by * 100 };
}

/** From a payment's commit to its figure in the page, in ms. */
async function moves(page: Page, app: Doorstep): Promise<number[]> {
  const ids = await app.sql<
    { id: number }[]
  >`select id from rent_account where balance_pence > 20000 order by id limit 40`;
  const times: number[] = [];
  for (let i = 0; i < payments; i++) {
    const seen = page.evaluate<number>(`new Promise((done) => {
      const figure = document.querySelector('[data-testid=collected]');
      const was = figure.textContent;
      const watch = new MutationObserver(() => {
        if (figure.textContent === was) return;
        watch.disconnect();
        done(performance.timeOrigin + performance.now());
      });
      watch.observe(figure, { childList: true, characterData: true, subtree: true });
    })`);
    await page.evaluate('0');
    const { id } = ids[i % ids.length]!;
    await app.sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
      values (${id}, 12300, 'card', 'bench', ${`wall${i}`}, now()::date)`;
    const committed = performance.timeOrigin + performance.now();
    times.push((await seen) - committed);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return times;
}

async function restarted(app: Doorstep, start: () => Promise<Doorstep>, line: Wire): Promise<Doorstep> {
  await app.stop();
  const next = await start();
  line.lead(next.url);
  return next;
}

/** The same client under another version's name: what a build writes its version into. */
function nextVersion(buildFolder: string): void {
  const file = join(buildFolder, '_app/version.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  for (const name of ['app.html', 'service-worker.js', '_app/version.json']) {
    const path = join(buildFolder, name);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(version, `${version}-next`));
    for (const packed of ['br', 'gz']) rmSync(`${path}.${packed}`, { force: true });
  }
}

async function weightOf(devtools: CDPSession): Promise<Omit<Weight, 'sockets'>> {
  for (let i = 0; i < 3; i++) await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((metric) => metric.name === name)!.value;
  return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
}
