// The performance page with a year of frozen weeks: the server's answer for the trend, counted anew and as it is kept,
// compared with the plainest sums over the same weeks; and in a real Chromium from the press on "Performance" to painted charts.
import type { Page } from 'playwright';
import { freezeNext } from '../../server/performance/weeks/weeks.ts';
import { closeBrowser } from '../lib/browser.ts';
import { milliseconds, percentile, type Bench, type Figure } from './figure.ts';
import { signIn, startApp, type App } from './lib/app.ts';
import { signedInPage } from './lib/page.ts';

const homes = 3000;
const answers = 40;
const opened = 12;
const goalMs = 1000;

export const bench: Bench = {
  name: 'performance',
  about: `the trend of ${homes} homes over 60 frozen weeks: ${answers} answers, ${opened} openings to paint`,
  async run(context) {
    const app = await startApp(context, { homes });
    await freezeAll(app);
    await app.sql`vacuum analyze`;
    const headers = { authorization: `Bearer ${await signIn(app.url, 'manager@demo.doorstep.test')}` };
    const patches = await app.sql<{ id: number }[]>`select id from patch order by id`;
    const get = async (of: string) => {
      const from = performance.now();
      const answer = await fetch(`${app.url}/api/performance/trend?of=${of}`, { headers });
      const { weeks } = (await answer.json()) as { weeks: number };
      return { ms: performance.now() - from, weeks };
    };
    const first = await get('landlord');
    context.say(`${first.weeks} frozen weeks`);
    // Each patch once: nothing of it is kept yet.
    const anew: number[] = [];
    for (const { id } of patches) anew.push((await get(`patch:${id}`)).ms);
    const kept: number[] = [];
    const floor: number[] = [];
    for (let i = 0; i < answers; i++) {
      kept.push((await get('landlord')).ms);
      const from = performance.now();
      await sums(app);
      floor.push(performance.now() - from);
    }
    const figures: Figure[] = [
      {
        name: 'server’s answer, counted anew for the team',
        value: first.ms,
        unit: 'ms',
        against: { name: 'plain sums over the same weeks', value: percentile(floor, 0.5) },
      },
      milliseconds('server’s answer, counted anew for a patch, p50', anew, 0.5),
      milliseconds('server’s answer, as kept, p50', kept, 0.5),
      milliseconds('server’s answer, as kept, p99', kept, 0.99),
    ];
    const { page, slow } = await signedInPage(app.url, 'manager');
    for (const rate of [1, 4]) {
      await slow(rate);
      const times = await openings(page, app.url);
      const name = `press to painted charts${rate > 1 ? `, ${rate} x CPU` : ''}`;
      figures.push(
        milliseconds(`${name}, p50`, times, 0.5),
        milliseconds(`${name}, p95`, times, 0.95, rate === 1 ? goalMs : undefined),
      );
    }
    await closeBrowser();
    await app.stop();
    return figures;
  },
};

/** The server's own job runs too: whichever comes first freezes a week. */
async function freezeAll({ sql }: App): Promise<void> {
  const log = { info() {}, warn() {}, error() {}, debug() {} };
  for (;;) {
    const next = await freezeNext({ sql, log, clock: Date.now });
    if ('idle' in next) return;
    if ('elsewhere' in next) await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** What money alone cannot do without: two sums over the frozen weeks. */
function sums({ sql }: App): Promise<unknown> {
  return Promise.all([
    sql`select week_on, line, sum(pence) from week_line group by 1, 2`,
    sql`select week_on, sum(closing_pence) from week_stretch where last and closing_pence > 0 group by 1`,
  ]);
}

/** From the worklist, each time on a page that has fetched nothing of performance yet. */
async function openings(page: Page, url: string): Promise<number[]> {
  const times: number[] = [];
  for (let i = -2; i < opened; i++) {
    await page.goto(`${url}/worklist`);
    await page.locator('[data-fact="age"][data-stale="false"]').waitFor();
    const took = await page.evaluate<number>(opener);
    if (i >= 0) times.push(took);
  }
  return times;
}

/** Runs in the page: presses Performance, then Trend as soon as it is there; says how long until ten charts are painted. */
const opener = `new Promise((resolve) => {
  const from = performance.now();
  let pressed = false;
  const look = () => {
    const trend = document.querySelector('nav[aria-label=Performance] a[href="/performance/trend"]');
    if (trend && !pressed) {
      pressed = true;
      trend.click();
    }
    if (document.querySelectorAll('[data-measure] canvas').length < 10) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from)));
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true });
  document.querySelector('nav[aria-label=Places] a[href="/performance"]').click();
})`;
