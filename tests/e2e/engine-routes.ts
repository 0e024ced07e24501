// Each route with each role that may open it, in another engine than Chromium.
import { expect, it } from 'vitest';
import { phoneSize, type EnginePage } from '../support/engine-page.ts';
import { signInOn, type Device } from '../support/engines.ts';
import type { House } from './house.ts';

const wall = { width: 1920, height: 1080 } as const;

/**
 * What the page still waits for, in words: a missing heading, a connection, a part that is marked busy, and each text that
 * ends in "…" outside of buttons: the app shows such texts while it loads.
 */
const waiting = `(() => {
  const shown = (one) => one.getClientRects().length > 0;
  const all = (css) => [...document.querySelectorAll(css)].filter(shown);
  const left = [];
  if (all('h1, h2, [data-testid=visit], main [role=group]').length === 0) left.push('no heading');
  for (const one of all('[data-fact=connection]')) if (!/Connected/.test(one.innerText)) left.push(one.innerText);
  for (const one of all('[aria-busy=true]')) left.push('busy: ' + (one.dataset.testid ?? one.className));
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (/…\\s*$/.test(data) && shown(parentElement) && !parentElement.closest('button, a, select, script'))
      left.push(data.trim());
  }
  return left;
})()`;

/** What no page may show: errors, and values that were not formatted. */
const wrongWords = /went wrong|Invalid Date|\bNaN\b|\bundefined\b|\[object /;

/** Waits until the page has loaded, for two frames; else fails with what it waits for and what it shows. */
async function settle(page: EnginePage, what: string, ms?: number): Promise<void> {
  const nothingLeft = `(async () => {
    const left = () => ${waiting}.length;
    if (left() > 0) return false;
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    return left() === 0;
  })()`;
  await page.until(what, nothingLeft, [], ms).catch(async (error: Error) => {
    const left = await page.run<string[]>(waiting).catch(() => []);
    throw new Error(`still loading (${left.join('; ')}): ${error.message}`);
  });
}

export function testRoutes(at: House, device: () => Promise<Device>): void {
  it('[TEST-33] a page that still loads is reported with what it waits for', async () => {
    const { page } = await device();
    await page.goto('/sign-in');
    await settle(page, 'signing in');
    const add = (html: string) =>
      page.run(`void document.querySelector('h1').insertAdjacentHTML('afterend', given[0])`, html);
    await add('<button type="button">Add a person…</button>');
    expect(await page.run(waiting)).toEqual([]);
    await add('<p class="late">Making the statement…</p><p class="late" aria-busy="true">Rows</p>');
    expect(await page.run(waiting)).toEqual(['busy: late', 'Making the statement…']);
    await expect(settle(page, 'a statement', 100)).rejects.toThrow('Making the statement…');
  });

  it('[TEST-31] opens every route as every role, without an error on the page or in the console', async () => {
    const { page } = await device();
    const wrong: string[] = [];
    for (const [who, routes] of Object.entries(await routesOf(at))) {
      if (who !== 'nobody') await signInOn(page, `${who}@demo.doorstep.test`);
      for (const [index, route] of routes.entries()) {
        const isWall = route === '/wallboard';
        if (isWall) await page.driver.resize(wall.width, wall.height);
        // The first by its address, the others by links.
        await (index === 0 || who === 'nobody' ? page.goto(route) : page.follow(route));
        await settle(page, `${route} for ${who}`);
        const name = `${who}${route.replaceAll(/[/?=]+/g, '-')}`;
        await page.look(name);
        const { text, sideways } = await page.run<{ text: string; sideways: number }>(
          `({ text: document.body.innerText, sideways: document.documentElement.scrollWidth - innerWidth })`,
        );
        if (wrongWords.test(text)) wrong.push(`${name}: ${text.slice(0, 300)}`);
        if (sideways > 1) wrong.push(`${name}: scrolls sideways by ${sideways} pixels`);
        wrong.push(...(await page.errors()).map((error) => `${name}: ${error}`));
        if (isWall) await page.driver.resize(phoneSize.width, phoneSize.height);
      }
    }
    expect(wrong).toEqual([]);
  });
}

/** Every page of the app, by the roles that may open it. People are named by their demo address. */
async function routesOf(at: House): Promise<Record<string, string[]>> {
  const one = await at.anyone();
  const [thread] = await at.db.sql<{ ref: string }[]>`
    select id::text as ref from thread where rent_account_id = any(${(await at.cases()).map((c) => c.id)}) order by n limit 1`;
  const [referral] = await at.db.sql<
    { ref: string }[]
  >`select ref::text as ref from referral where agency_id is null order by id limit 1`;
  const parts = (of: string, names: string) => names.split(' ').map((name) => `/${of}/${name}`);
  return {
    nobody: ['/sign-in', '/wallboard'],
    officer1: [
      '/worklist',
      `/cases/${one.id}`,
      `/cases/${one.id}?full`,
      `/cases/${one.id}/visit`,
      `/cases/${one.id}/plan`,
      `/cases/${one.id}/statement`,
      '/tasks',
      '/messages',
      ...(thread ? [`/messages/${thread.ref}`] : []),
      ...parts('performance', 'today trend officers bridge'),
      '/settings/mine',
      '/offline',
      '/about-assessment',
    ],
    manager: [
      '/worklist',
      `/cases/${one.id}`,
      '/visits',
      '/tasks',
      '/messages',
      ...parts('performance', 'today trend officers bridge reconciliation'),
      ...parts('settings', 'rota absences stints holidays visiting targets charts screens changes'),
      '/wallboard/approve',
    ],
    repairs: ['/repairs', ...(thread ? [`/repairs/${thread.ref}`] : []), '/about-assessment'],
    'money.advice': ['/referrals', ...(referral ? [`/referrals/${referral.ref}`] : [])],
    admin: ['/worklist', '/performance', '/settings', '/settings/people'],
  };
}
