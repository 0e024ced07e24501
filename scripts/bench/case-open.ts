// Opening a case with five years of ledger: the server's answer compared with the plainest selects of the same
// rows, and in a real Chromium from the press on a row to the painted ledger, at full speed and slowed four times.
import type { Page } from 'playwright';
import { closeBrowser } from '../lib/browser.ts';
import { milliseconds, percentile, type Bench, type Figure } from './figure.ts';
import { signIn, startApp, type App } from './lib/app.ts';
import { framesEnd, signedInPage } from './lib/page.ts';

const homes = 3000;
const years = 5;
const answers = 300;
const opened = 40;
const goalMs = 150;

export const bench: Bench = {
  name: 'case-open',
  about: `a case with ${years} years of ledger: ${answers} answers, ${opened} openings to paint`,
  async run(context) {
    const app = await startApp(context, { homes });
    const token = await signIn(app.url, 'officer1@demo.doorstep.test');
    const headers = { authorization: `Bearer ${token}` };
    const list = (await (await fetch(`${app.url}/api/worklist`, { headers })).json()) as {
      cases: { id: number; action: string }[];
    };
    const ids = list.cases.filter((c) => c.action !== 'none').map((c) => c.id);
    await addYears(app, ids);
    const [ledger] = await app.sql<{ lines: number }[]>`
      select (select count(*) from charge where rent_account_id = ${ids[0]!})::int
        + (select count(*) from payment where rent_account_id = ${ids[0]!})::int as lines`;
    context.say(`${ids.length} cases, some ${ledger!.lines} lines of ledger each`);

    const [ours, why, floor] = await answerTimes(app, ids, headers);
    const against = (p: number) => ({
      against: { name: 'plain selects of the same rows', value: percentile(floor, p) },
    });
    const figures: Figure[] = [
      { ...milliseconds('server’s answer, p50', ours, 0.5), ...against(0.5) },
      { ...milliseconds('server’s answer, p99', ours, 0.99), ...against(0.99) },
      { ...milliseconds('why: 26 weeks replayed, p50', why, 0.5), ...against(0.5) },
    ];
    const { page, slow } = await signedInPage(app.url, 'officer1');
    await page.goto('/worklist');
    await page.locator('[data-fact="age"][data-stale="false"]').waitFor();
    await page.evaluate(opener);
    for (const rate of [1, 4]) {
      await slow(rate);
      const times = await openingTimes(page);
      const name = `press to painted ledger${rate > 1 ? `, ${rate} x CPU` : ''}`;
      const goal = rate === 1 ? goalMs : undefined;
      figures.push(
        milliseconds(`${name}, p50`, times, 0.5, goal),
        milliseconds(`${name}, p95`, times, 0.95, goal),
      );
    }
    await closeBrowser();
    await app.stop();
    return figures;
  },
};

/** Rent and as much money each week before what the demo has, a contact a month: the balance stays what it is. */
async function addYears({ sql }: App, ids: number[]): Promise<void> {
  await sql`
    insert into charge (rent_account_id, amount_pence, due_on, posted_at)
    select a.id, greatest(a.weekly_rent_pence, 1), d.on_day, d.on_day
    from rent_account a
    cross join lateral (select coalesce(min(due_on), now()::date) as first from charge where rent_account_id = a.id) f
    cross join lateral (select f.first - 7 * w as on_day from generate_series(1, ${years * 52}::int) w) d
    where a.id = any(${ids}::int[]) and d.on_day > now()::date - ${years * 365}::int`;
  await sql`
    insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
    select c.rent_account_id, c.amount_pence, 'card', 'bench', 'five years ' || c.id, c.due_on + 2, c.due_on + 2
    from charge c where c.rent_account_id = any(${ids}::int[])
      and c.due_on < (select min(value_date) from payment p where p.rent_account_id = c.rent_account_id)`;
  await sql`
    insert into contact (rent_account_id, staff_id, kind, reached, note, happened_at, received_at)
    select id, (select min(id) from staff), 'call', true, 'Rang about the rent', d, d
    from unnest(${ids}::int[]) a(id), generate_series(now() - ${`${years} years`}::interval, now() - interval '1 month', interval '1 month') d`;
  await sql`vacuum analyze`;
}

async function answerTimes(
  app: App,
  ids: number[],
  headers: Record<string, string>,
): Promise<[number[], number[], number[]]> {
  const ours: number[] = [];
  const why: number[] = [];
  const floor: number[] = [];
  const timed = async (into: number[], work: () => Promise<unknown>) => {
    const from = performance.now();
    await work();
    into.push(performance.now() - from);
  };
  const get = (path: string) => fetch(app.url + path, { headers }).then((response) => response.text());
  for (let i = -30; i < answers; i++) {
    // The first ones warm what a running server has warm.
    const warm = i < 0;
    const id = ids[(i + ids.length * 30) % ids.length]!;
    await timed(warm ? [] : ours, () => get(`/api/cases/${id}`));
    await timed(warm ? [] : floor, () => selects(app, id));
    await timed(warm ? [] : why, () => get(`/api/cases/${id}/why`));
  }
  return [ours, why, floor];
}

/** What the page shows, as the tables have it: no order, no sums, no words. */
function selects({ sql }: App, id: number): Promise<unknown> {
  return Promise.all([
    sql`select * from charge where rent_account_id = ${id}`,
    sql`select * from payment where rent_account_id = ${id}`,
    sql`select * from adjustment where rent_account_id = ${id}`,
    sql`select * from contact where rent_account_id = ${id}`,
    sql`select * from visit where rent_account_id = ${id}`,
    sql`select * from hold where rent_account_id = ${id}`,
    sql`select * from repayment_plan where rent_account_id = ${id}`,
    sql`select * from expected_income where rent_account_id = ${id}`,
    sql`select r.* from rent_account a join tenancy t on t.id = a.tenancy_id join repair r on r.property_id = t.property_id where a.id = ${id}`,
    sql`select p.* from rent_account a join tenancy_person tp on tp.tenancy_id = a.tenancy_id join person p on p.id = tp.person_id where a.id = ${id}`,
    sql`select * from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id where a.id = ${id}`,
  ]);
}

async function openingTimes(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (let i = -5; i < opened; i++) {
    const took = await page.evaluate<number>(`openCase(${i + 5})`);
    if (i >= 0) times.push(took);
  }
  return times;
}

/** Runs in the page: presses a row, and says how long until the ledger of that case has been painted. */
const opener = `${framesEnd}
  globalThis.openCase = async (n) => {
    const rows = [...document.querySelectorAll('[data-case]')];
    const row = rows[n % rows.length];
    const name = location.pathname;
    const old = document.querySelector('[data-testid=ledger]');
    await new Promise((r) => setTimeout(r, 300));
    const from = performance.now();
    row.click();
    await new Promise((resolve) => {
      const there = () => {
        const ledger = document.querySelector('[data-testid=ledger] tbody tr');
        return ledger && ledger.closest('[data-testid=ledger]') !== old && location.pathname !== name;
      };
      const observer = new MutationObserver(() => {
        if (!there()) return;
        observer.disconnect();
        requestAnimationFrame(() => void framesEnd().then(resolve));
      });
      observer.observe(document.body, { subtree: true, childList: true });
    });
    return performance.now() - from;
  };
`;
