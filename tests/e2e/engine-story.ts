// What an officer and everybody else does in a day, in another engine than Chromium: each route as each role that may open
// it, and the main story on a phone.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { phoneSize, type EnginePage } from '../support/engine-page.ts';
import { signInOn, type Device } from '../support/engines.ts';
import { until, type House } from './house.ts';

const wall = { width: 1920, height: 1080 } as const;

/** The page has a heading, is connected where it says how it is, and nothing on it waits any more. */
const settled = `(() => {
  const shown = (one) => one.getClientRects().length > 0;
  const all = (css) => [...document.querySelectorAll(css)].filter(shown);
  const text = document.body.innerText;
  return all('h1, h2, [data-testid=visit], main [role=group]').length > 0
    && !/(Opening|Fetching|Reading|Waiting|Comparing|Looking)[^.]*…/.test(text)
    && all('[data-fact=connection]').every((one) => /Connected/.test(one.innerText))
    && all('[aria-busy=true]').length === 0;
})()`;

/** What no page may ever show: what went wrong, and values that were never put into words. */
const wrongWords = /went wrong|Invalid Date|\bNaN\b|\bundefined\b|\[object /;

export function testDays(at: House, device: () => Promise<Device>): void {
  it('[TEST-31] opens every route as every role, without an error on the page or in the console', async () => {
    const { page } = await device();
    const wrong: string[] = [];
    for (const [who, routes] of Object.entries(await routesOf(at))) {
      if (who !== 'nobody') await signInOn(page, `${who}@demo.doorstep.test`);
      for (const route of routes) {
        await page.driver.resize(...sizeOf(route));
        await page.goto(route);
        await page.until(`${route} for ${who}`, settled);
        const name = `${who}${route.replaceAll(/[/?=]+/g, '-')}`;
        await page.picture(name);
        const text = await page.text();
        if (wrongWords.test(text)) wrong.push(`${name}: ${text.slice(0, 300)}`);
        const sideways = await page.run<number>('document.documentElement.scrollWidth - innerWidth');
        if (sideways > 1) wrong.push(`${name}: scrolls sideways by ${sideways} pixels`);
        wrong.push(...(await page.errors()).map((error) => `${name}: ${error}`));
      }
    }
    await page.driver.resize(phoneSize.width, phoneSize.height);
    expect(wrong).toEqual([]);
  });

  it('[TEST-32] plays the main story: list, case, stand-down, visit, photograph, no signal, message, installed', async () => {
    const { page, relay } = await device();
    await signInOn(page, 'officer1@demo.doorstep.test');
    await story(page, at, (up) => (relay.up = up));
    expect(await page.errors()).toEqual([]);
  });
}

const sizeOf = (route: string): [number, number] =>
  route === '/wallboard' ? [wall.width, wall.height] : [phoneSize.width, phoneSize.height];

/** Every page of the app, by who may open it. Whoever signs in is named by their demo address. */
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
      '/about-assessment',
    ],
    manager: [
      '/worklist',
      `/cases/${one.id}`,
      '/visits',
      '/tasks',
      '/messages',
      ...parts('performance', 'today trend officers bridge reconciliation'),
      ...parts('settings', 'rota absences stints holidays targets charts screens changes'),
      '/wallboard/approve',
    ],
    repairs: ['/repairs', ...(thread ? [`/repairs/${thread.ref}`] : []), '/about-assessment'],
    'money.advice': ['/referrals', ...(referral ? [`/referrals/${referral.ref}`] : [])],
    admin: ['/worklist', '/performance', '/settings', '/settings/people'],
  };
}

/** An officer's day on a phone. `signal(false)` takes the network away. */
async function story(page: EnginePage, at: House, signal: (up: boolean) => void): Promise<void> {
  const stateOf = async (caseId: number) => {
    const [visit] = await at.db.sql<{ state: string }[]>`
      select state from visit where rent_account_id = ${caseId} order by id desc limit 1`;
    return visit?.state;
  };
  const one = await at.visitable();
  await page.goto('/worklist');
  await page.press(`[data-case="${one.id}"]`);
  await page.see('[data-testid=ledger]');
  await page.picture('story-1-case');
  await page.press('[data-testid=set-out]');
  await until(async () => expect(await stateOf(one.id)).toBe('on_the_way'));
  await page.see('[data-testid=knock]');
  await page.picture('story-2-on-the-way');
  await at.payAll(one.id);
  await page.see('[data-testid=stand-down] section', 'Paid £');
  await page.picture('story-3-stand-down');
  await page.press('[data-testid=stand-down] button', 'Turn back');
  await until(async () => expect(await stateOf(one.id)).toBe('stood_down'));

  const two = await at.visitable([one.id]);
  const onStep = (step: string) => page.see(`[data-testid=visit][data-step=${step}]`);
  const next = () => page.press('[data-testid=next]');
  await page.goto(`/cases/${two.id}`);
  await page.press('[data-testid=set-out]');
  await page.press('[data-testid=start-visit]');
  await onStep('door');
  await next();
  await onStep('who');
  await page.press('[data-field=met] label');
  await next();
  await onStep('checks');
  await page.press('[data-check=condition] label', 'Needs repair');
  await page.until(
    'a field for photographs',
    `!!document.querySelector('[data-check=condition] input[type=file]')`,
  );
  await page.driver.attach('[data-check=condition] input[type=file]', await photograph(page));
  await page.see('[data-check=condition] li', 'Sent');
  await page.picture('story-4-photograph');
  await page.press('[data-check=condition] label', 'Can wait');
  await page.fill('[data-check=condition] textarea', 'The wall is cracked');
  await page.press('[data-testid=rest-fine]');
  await next();
  for (const step of ['details', 'budget']) {
    await onStep(step);
    await next();
  }
  await onStep('money');
  signal(false);
  await page.press('[data-testid=visit] label', 'They promised to pay');
  await page.fill('[data-field=amount] input', '25.50');
  await next();
  await onStep('next');
  await next();
  await onStep('end');
  await next();
  await page.see('[data-testid=visit-done]');
  await page.picture('story-5-done-without-signal');
  expect(await stateOf(two.id)).not.toBe('done');
  signal(true);
  await page.see('[data-testid=visit-done]', 'Everything has been sent', 45_000);
  await until(async () => expect(await stateOf(two.id)).toBe('done'));
  const [photo] = await at.db.sql<{ width: number; height: number }[]>`
    select width, height from photo where rent_account_id = ${two.id}`;
  expect(photo).toEqual({ width: 1600, height: 800 });
  await page.picture('story-6-sent');

  const [ask] = (await at.cases()).filter((c) => c.id !== one.id && c.id !== two.id);
  await page.goto(`/cases/${ask!.id}`);
  await page.press('[data-testid=case-messages] button', 'Ask the repairs team');
  await page.fill('[data-testid=composer] textarea', `Which day, in ${page.engine}?`);
  await page.press('[data-testid=composer] button', 'Send');
  await page.see('[data-testid=log]', `Which day, in ${page.engine}?`);
  await page.picture('story-7-message');
  await until(async () => {
    const [written] = await at.db.sql<{ n: number }[]>`
      select count(*)::int as n from message where body like ${`Which day, in ${page.engine}%`}`;
    expect(written!.n).toBe(1);
  });

  // What an engine reads when the app is put on the home screen.
  const installed = await page.run<{ display: string; start: number; icons: number[] }>(`(async () => {
    const manifest = await (await fetch(document.querySelector('link[rel=manifest]').href)).json();
    const sizes = manifest.icons.filter(({ type }) => type === 'image/png').map(async ({ src }) => {
      const icon = Object.assign(new Image(), { src });
      await icon.decode();
      return icon.naturalWidth;
    });
    const start = (await fetch(manifest.start_url)).status;
    return { display: manifest.display, start, icons: await Promise.all(sizes) };
  })()`);
  expect(installed).toEqual({ display: 'standalone', start: 200, icons: [192, 512, 512] });
}

/** A photograph of 2,400 by 1,200 pixels that the engine itself draws and encodes; returns where it lies. */
async function photograph(page: EnginePage): Promise<string> {
  const text = await page.run<string>(`(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 2400, height: 1200 });
    const draw = canvas.getContext('2d');
    draw.fillStyle = '#345';
    draw.fillRect(0, 0, 2400, 1200);
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
  })()`);
  const path = join(mkdtempSync(join(tmpdir(), 'doorstep-photograph-')), 'wall.jpg');
  writeFileSync(path, Buffer.from(text, 'base64'));
  return path;
}
