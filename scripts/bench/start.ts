// What a person waits for: the second `npm start`, and the first opening of the worklist on a phone with a weak signal.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeBrowser, phone } from '../lib/browser.ts';
import { percentile, type Bench, type Figure } from './figure.ts';
import { startApp } from './lib/app.ts';
import { signedInPage, type BenchPage } from './lib/page.ts';

const root = join(import.meta.dirname, '..', '..');
const loads = 5;
// Lighthouse's "slow 4G": 1.6 Mbit/s down, 150 ms there and back; and a processor four times slower than this one.
const network = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1e6) / 8,
  uploadThroughput: (0.75 * 1e6) / 8,
};

export const bench: Bench = {
  name: 'start',
  about:
    'second start to ready; first load of the worklist on throttled 4G and 4 x CPU, a phone, nothing cached',
  async run(context) {
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-bench-start-'));
    chmodSync(folder, 0o755);
    context.say('first start');
    const first = await startOnce(folder);
    const seconds: number[] = [];
    for (let i = 0; i < 3; i++) seconds.push(await startOnce(folder));
    rmSync(folder, { recursive: true, force: true });
    const second = percentile(seconds, 0.5);
    return [
      { name: 'first start to ready, 3,000 homes made and the pages built', value: first / 1000, unit: 's' },
      {
        name: 'second start to ready, median of 3',
        value: second / 1000,
        unit: 's',
        goal: { text: 'within 5 s', met: second <= 5000 },
      },
      ...(await firstLoad(context)),
    ];
  },
};

/** Milliseconds from the command to its ready line; then ends it as a terminal does, by a signal to the whole group. */
function startOnce(folder: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const from = performance.now();
    const child = spawn('npm', ['start'], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: '', DOORSTEP_DATA: folder, PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let ready = 0;
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (ready || !output.includes('Doorstep is ready')) return;
      ready = performance.now() - from;
      process.kill(-child.pid!, 'SIGTERM');
    });
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    // 'close' comes later than npm's exit: no process of the group holds the output any more.
    child.on('close', () =>
      ready ? resolve(ready) : reject(new Error(`npm start ended before it was ready: ${output}`)),
    );
  });
}

async function firstLoad(context: Parameters<Bench['run']>[0]): Promise<Figure[]> {
  const app = await startApp(context, { homes: 3000 });
  const usable: number[] = [];
  let script = 0;
  let total = 0;
  for (let i = 0; i < loads; i++) {
    const opened = await signedInPage(app.url, 'officer1', { ...phone, serviceWorkers: 'block' });
    const { page } = opened;
    const bytes = await throttle(opened);
    const from = performance.now();
    await page.goto('/worklist', { waitUntil: 'commit' });
    await page.locator('[data-case]').first().waitFor();
    usable.push(performance.now() - from);
    await page.locator('.leaflet-marker-icon').first().waitFor({ timeout: 60_000 });
    script = bytes.script();
    total = bytes.total();
    await page.context().close();
  }
  await closeBrowser();
  await app.stop();
  const typical = percentile(usable, 0.5);
  return [
    {
      name: 'script of the worklist, transferred',
      value: script / 1000,
      unit: 'kB',
      goal: { text: 'under 150 kB', met: script < 150_000 },
    },
    { name: 'everything transferred until the map stands', value: total / 1000, unit: 'kB' },
    {
      name: `time to usable, median of ${loads}`,
      value: typical / 1000,
      unit: 's',
      goal: { text: 'within 3 s', met: typical <= 3000 },
    },
    { name: 'time to usable, slowest', value: Math.max(...usable) / 1000, unit: 's' },
  ];
}

/** Slows the page's network and processor; counts what really crosses the line, by kind. */
async function throttle({ devtools, slow }: BenchPage) {
  const kinds = new Map<string, boolean>();
  let script = 0;
  let total = 0;
  devtools.on('Network.responseReceived', (event) => {
    kinds.set(event.requestId, event.type === 'Script' || /javascript/.test(event.response.mimeType));
  });
  devtools.on('Network.loadingFinished', (event) => {
    total += event.encodedDataLength;
    if (kinds.get(event.requestId)) script += event.encodedDataLength;
  });
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', network);
  await slow(4);
  return { script: () => script, total: () => total };
}
