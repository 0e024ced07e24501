// An officer's day, in another engine than Chromium, on a phone.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { EnginePage } from '../support/engine-page.ts';
import { signInOn, type Device } from '../support/engines.ts';
import { until, type House } from './house.ts';
import { keptKeys, waitingOnDevice } from './probes.ts';

export function testStory(at: House, device: () => Promise<Device>): void {
  it('[TEST-32] [UI-487] plays the main story: list, case, stand-down, visit, photograph, no signal, message, installed', async () => {
    const { page, relay } = await device();
    await signInOn(page, 'officer1@demo.doorstep.test');
    await story(page, at, (up) => (relay.up = up)).finally(() => (relay.up = true));
    expect(await page.errors()).toEqual([]);
  });
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
  await page.look('story-1-case');
  await page.press('[data-testid=set-out]');
  await until(async () => expect(await stateOf(one.id)).toBe('on_the_way'));
  await page.see('[data-testid=knock]');
  await page.look('story-2-on-the-way');
  await at.payAll(one.id);
  await page.see('[data-testid=stand-down] section', 'Paid £');
  await page.look('story-3-stand-down');
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
  const file = await photograph(page);
  // Here the signal ends; everything that is written from now on is on this device, not only in the page's memory.
  signal(false);
  await page.driver.attach('[data-check=condition] input[type=file]', file);
  await page.until(
    'the photograph on the device',
    `${keptKeys('photo ', 'keys')}.then((all) => all.length === 1)`,
  );
  await page.look('story-4-photograph');
  await page.press('[data-check=condition] label', 'Can wait');
  await page.fill('[data-check=condition] textarea', 'The wall is cracked');
  await page.press('[data-testid=rest-fine]');
  await page.until('the words on the device', `${keptKeys('visit ')}.then((all) => JSON.stringify(all).includes('The wall is cracked'))`); // prettier-ignore
  await next();
  for (const step of ['details', 'budget']) {
    await onStep(step);
    await next();
  }
  await onStep('money');
  await page.press('[data-testid=visit] label', 'Promised to pay');
  await page.fill('[data-field=amount] input', '25.50');
  await next();
  await onStep('next');
  await next();
  await onStep('end');
  await next();
  await page.see('[data-testid=visit-done]');
  await page.look('story-5-done-without-signal');
  expect(await stateOf(two.id)).not.toBe('done');
  await page.until('records on the device', waitingOnDevice);
  expect(await page.run(`document.querySelector('[data-testid=store-note]')?.innerText ?? ''`)).toBe('');
  signal(true);
  await page.see('[data-testid=visit-done]', 'All sent', 45_000);
  await until(async () => expect(await stateOf(two.id)).toBe('done'));
  await until(async () => {
    const [photo] = await at.db.sql<{ width: number; height: number }[]>`
      select width, height from photo where rent_account_id = ${two.id}`;
    expect(photo).toEqual({ width: 1600, height: 800 });
  }, 15_000);
  await page.look('story-6-sent');

  const [ask] = (await at.cases()).filter((c) => c.id !== one.id && c.id !== two.id);
  await page.goto(`/cases/${ask!.id}`);
  await page.press('[data-testid=case-messages] button', 'Ask the repairs team');
  await page.fill('[data-testid=composer] textarea', `Which day, in ${page.engine}?`);
  await page.press('[data-testid=composer] button', 'Send');
  await page.see('[data-testid=log]', `Which day, in ${page.engine}?`);
  await page.look('story-7-message');
  await until(async () => {
    const [written] = await at.db.sql<{ n: number }[]>`
      select count(*)::int as n from message where body like ${`Which day, in ${page.engine}%`}`;
    expect(written!.n).toBe(1);
  });

  // After all these pages the device's copy of the list is still complete (UI-486).
  await page.goto('/worklist');
  await page.see('.chip', `All ${(await at.cases()).length}`);

  // What an engine reads when the app is added to the home screen.
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
