// "Plan my day": is the round good, and is it there at once? Worth is judged on instances made from the demo town's own
// homes, small ones against the best round there is (every set of stops looked at), large ones against going to the
// nearest door each time. Time is measured where it is spent: in a worker of a real Chromium, with 60 cases.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeTown } from '../../db/demo/town/town.ts';
import { Random } from '../../db/demo/random.ts';
import { nearestFirst, planRound, type RoundRequest } from '../../server/domain/rounds/round.ts';
import { closeBrowser, newPage } from '../lib/browser.ts';
import { percentile, type Bench, type Figure } from './figure.ts';
import { bestRound } from './lib/best-round.ts';

const small = { instances: 120, stops: 13 };
const large = { instances: 60, stops: 60 };
const startsAt = Date.UTC(2026, 10, 9, 10);

type Town = ReturnType<typeof makeTown>;

/** Doors within a walk or a drive of one of the town's homes; a few with an appointment. */
function instance(town: Town, seed: number, stops: number, appointments: boolean): RoundRequest {
  const random = Random.stream(seed, 'round');
  const mode = seed % 2 === 0 ? 'walking' : 'driving';
  const reach = mode === 'walking' ? 900 : 3500;
  const hours = 1.5 + random.next() * 3;
  const home = random.pick(town.lots);
  const near = town.lots.filter((lot) => Math.hypot(lot.x - home.x, lot.y - home.y) < reach);
  const at = (lot: { latitude: number; longitude: number }) => ({
    latitude: lot.latitude,
    longitude: lot.longitude,
  });
  return {
    stops: Array.from({ length: stops }, (_, i) => ({
      ...at(random.pick(near)),
      id: i + 1,
      value: Math.round(30 + random.next() * 110),
      minutes: random.pick([15, 20, 20, 30]),
      appointmentAt:
        appointments && random.next() < 0.1 ? startsAt + Math.floor(random.next() * hours * 3_600_000) : null,
      keep: false,
    })),
    from: at(home),
    to: seed % 3 === 0 ? at(home) : null,
    startsAt,
    endsAt: startsAt + hours * 3_600_000,
    travel: { mode, table: null },
  };
}

export const bench: Bench = {
  name: 'round',
  about: `a day's round: ${small.instances} instances of ${small.stops} doors against the best there is, ${large.instances} of ${large.stops} against nearest-first, and ${large.stops} cases in a browser's worker`,
  async run({ say }) {
    const town = makeTown({ seed: 1, homes: 3000 });
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let seed = 1; seed <= small.instances; seed++) {
      const request = instance(town, seed, small.stops, seed % 4 === 0);
      const best = bestRound(request).value;
      if (best === 0) continue;
      ours.push(planRound(request).value / best);
      theirs.push(nearestFirst(request).value / best);
    }
    say(`${ours.length} small instances done`);
    const gains: number[] = [];
    const longer: number[] = [];
    for (let seed = 1001; seed <= 1000 + large.instances; seed++) {
      const request = instance(town, seed, large.stops, seed % 4 === 0);
      const planned = planRound(request).value;
      gains.push(planned / nearestFirst(request).value);
      longer.push(planned / planRound({ ...request, rounds: 3000 }).value);
    }
    say(`${gains.length} large instances done`);
    const times = await inBrowser(
      Array.from({ length: 30 }, (_, i) => instance(town, 2001 + i, large.stops, false)),
    );
    const [mean, worst] = [average(ours), Math.min(...ours)];
    const figures: Figure[] = [
      {
        name: `worth of the best, ${small.stops} doors, mean`,
        value: mean * 100,
        unit: '%',
        against: { name: 'nearest-first', value: average(theirs) * 100 },
        goal: { text: '95 % or more', met: mean >= 0.95 },
      },
      {
        name: 'the same, worst instance',
        value: worst * 100,
        unit: '%',
        against: { name: 'nearest-first', value: Math.min(...theirs) * 100 },
        goal: { text: '95 % or more', met: worst >= 0.95 },
      },
      {
        name: `worth, ${large.stops} doors, mean`,
        value: average(gains),
        unit: 'x of nearest-first',
        goal: { text: 'more than 1 in the worst', met: Math.min(...gains) > 1 },
      },
      { name: 'the same, worst instance', value: Math.min(...gains), unit: 'x of nearest-first' },
      {
        name: `worth of ten times as long a search, ${large.stops} doors, mean`,
        value: average(longer) * 100,
        unit: '%',
      },
      {
        name: `plan ${large.stops} cases in a worker, p50`,
        value: percentile(times.worker, 0.5),
        unit: 'ms',
        goal: { text: 'under 300 ms', met: percentile(times.worker, 0.5) < 300 },
      },
      { name: 'the same, slowest of 30', value: Math.max(...times.worker), unit: 'ms' },
      {
        name: 'longest that the page itself was held meanwhile',
        value: times.held,
        unit: 'ms',
        against: { name: 'with nothing to plan', value: times.idle },
      },
      {
        name: 'the same work with a quarter of the processor, p50 (for information)',
        value: percentile(times.slow, 0.5),
        unit: 'ms',
      },
    ];
    return figures;
  },
};

const average = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;

/** The rules as they are, without types, in a page of their own: no build between what is measured and what is run. */
async function inBrowser(requests: RoundRequest[]) {
  const domain = join(import.meta.dirname, '../../server/domain');
  const worker = `import { planRound } from '/domain/rounds/round.ts';
    onmessage = ({ data }) => {
      const began = performance.now();
      planRound(data);
      postMessage(performance.now() - began);
    };`;
  const server = createServer((request, response) => {
    const [, file] = /^\/domain\/([a-z/-]+\.ts)$/.exec(request.url ?? '') ?? [];
    const type = file || request.url === '/worker.js' ? 'text/javascript' : 'text/html';
    response.setHeader('content-type', type);
    if (!file) response.end(request.url === '/worker.js' ? worker : '<!doctype html><title>round</title>');
    else void readFile(join(domain, file), 'utf8').then((text) => response.end(stripTypeScriptTypes(text)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { page } = await newPage(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await page.goto('/');
    const measured = await page.evaluate<{ worker: number[]; held: number; idle: number }>(`(async () => {
      const requests = ${JSON.stringify(requests)};
      const worker = new Worker('/worker.js', { type: 'module' });
      const ask = (request) => new Promise((resolve) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.postMessage(request);
      });
      for (const request of requests.slice(0, 3)) await ask(request);
      // What the page's own thread is kept from doing shows between two turns of its loop.
      const watch = () => {
        const { port1, port2 } = new MessageChannel();
        let [held, last, stopped] = [0, performance.now(), false];
        port1.onmessage = () => {
          const now = performance.now();
          held = Math.max(held, now - last);
          last = now;
          if (!stopped) port2.postMessage(0);
        };
        port2.postMessage(0);
        return () => ((stopped = true), held);
      };
      const stop = watch();
      const began = performance.now();
      const times = [];
      for (const request of requests) times.push(await ask(request));
      const held = stop();
      const rest = watch();
      await new Promise((resolve) => setTimeout(resolve, performance.now() - began));
      return { worker: times, held, idle: rest() };
    })()`);
    // A worker is not slowed by the devtools: the same work on the page's own thread is.
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    const slow = await page.evaluate<number[]>(`(async () => {
      const { planRound } = await import('/domain/rounds/round.ts');
      return ${JSON.stringify(requests.slice(0, 10))}.map((request) => {
        const began = performance.now();
        planRound(request);
        return performance.now() - began;
      });
    })()`);
    return { ...measured, slow };
  } finally {
    await closeBrowser();
    await new Promise((resolve) => server.close(resolve));
  }
}
