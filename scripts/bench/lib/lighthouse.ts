// Lighthouse's verdict on a page, in a Chromium that was never there before: its own process and profile for each run,
// because Lighthouse attaches to a browser by its address, and nothing else may watch the page meanwhile.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse, { type Flags } from 'lighthouse';
import { chromium } from 'playwright';
import { chromiumArguments, chromiums } from '../../lib/browser.ts';

export type Verdict = Scores & {
  /** The same without the time in which other programs had the processor: what the page itself costs. */
  alone: Scores;
  /** Errors in the console, in words. */
  errors: string[];
};
type Scores = {
  /** 0 to 100. */
  score: number;
  /** Milliseconds in which the page could not have answered a touch. */
  blocking: number;
  /** Cumulative layout shift. */
  shift: number;
  /** Milliseconds until the largest part of the first screen is painted. */
  largest: number;
};

/** On the preset of Lighthouse: a mid-range phone on slow 4G, simulated from a run at full speed. */
export async function judge(url: string, email: string): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-lighthouse-'));
  const { browser, address } = await start(join(folder, 'profile'));
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  const recorded = join(folder, 'recorded');
  const flags = { port: Number(new URL(address).port), logLevel: 'error', ...judged } as const;
  try {
    await signIn(address, url, email);
    await lighthouse(url, { ...flags, gatherMode: recorded });
    const { scores, errors } = await audit(url, { ...flags, auditMode: recorded });
    keepProcessorTime(recorded);
    const { scores: alone } = await audit(url, { ...flags, auditMode: recorded });
    return { ...scores, alone, errors };
  } finally {
    browser.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

const judged = { onlyCategories: ['performance'], onlyAudits: ['errors-in-console'] };

/** Judges what was recorded. */
async function audit(url: string, flags: Flags): Promise<{ scores: Scores; errors: string[] }> {
  const run = await lighthouse(url, flags);
  if (!run || run.lhr.runtimeError) throw new Error(run?.lhr.runtimeError?.message ?? 'no result');
  const { audits, categories } = run.lhr;
  if (new URL(run.lhr.finalDisplayedUrl).pathname !== new URL(url).pathname)
    throw new Error(`${url} went to ${run.lhr.finalDisplayedUrl}`);
  const value = (name: string) => audits[name]!.numericValue!;
  const errors = audits['errors-in-console']!.details as { items: { description?: string }[] } | undefined;
  return {
    scores: {
      score: Math.round(categories['performance']!.score! * 100),
      blocking: value('total-blocking-time'),
      shift: value('cumulative-layout-shift'),
      largest: value('largest-contentful-paint'),
    },
    errors: (errors?.items ?? []).map(({ description }) => description ?? ''),
  };
}

type TraceEvent = { ph: string; dur?: number; tdur?: number };

/** Replaces the length of each task by its processor time, which Chromium records next to it. Both in microseconds. */
function keepProcessorTime(recorded: string): void {
  for (const name of readdirSync(recorded).filter((file) => /trace\.json$/i.test(file))) {
    const file = join(recorded, name);
    const trace = JSON.parse(readFileSync(file, 'utf8')) as { traceEvents: TraceEvent[] };
    for (const event of trace.traceEvents)
      if (event.dur !== undefined && event.tdur !== undefined) event.dur = Math.min(event.dur, event.tdur);
    writeFileSync(file, JSON.stringify(trace));
  }
}

/** The first Chromium that starts, with the address at which it is controlled. */
async function start(profile: string): Promise<{ browser: ChildProcess; address: string }> {
  const why: unknown[] = [];
  for await (const path of chromiums()) {
    const browser = spawn(
      path,
      [...chromiumArguments, '--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    try {
      return { browser, address: await addressOf(browser) };
    } catch (error) {
      why.push(error);
    }
  }
  throw new AggregateError(why, 'no Chromium starts here');
}

function addressOf(browser: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    browser.stderr!.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(output);
      if (found) resolve(found[1]!);
    });
    browser.once('error', reject);
    browser.once('exit', () => reject(new Error(output)));
  });
}

/** Leaves a session in the profile: signing in is not measured. */
async function signIn(address: string, url: string, email: string): Promise<void> {
  const controlled = await chromium.connectOverCDP(address);
  const { origin } = new URL(url);
  const answer = await controlled
    .contexts()[0]!
    .request.post(`${origin}/api/auth/demo`, { data: { email }, headers: { origin } });
  if (!answer.ok()) throw new Error(`Signing in failed: ${answer.status()}`);
  await controlled.close();
}
