import fc from 'fast-check';
import { expect, test } from 'vitest';
import { installWay, offersInstall, type InstallWay } from './install.ts';

const device = { installed: false, prompts: false, touchPoints: 0, userAgent: '' };
const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1';
const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15';
const android = 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0';
const desktop = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

test('[UI-546] an iPhone and an iPad install by Share, others by the browser’s question or its menu, and nothing where it is installed', () => {
  expect(installWay({ ...device, userAgent: iPhone, touchPoints: 5 })).toBe('share');
  expect(installWay({ ...device, userAgent: mac, touchPoints: 5 })).toBe('share');
  expect(installWay({ ...device, userAgent: mac })).toBe('none');
  expect(installWay({ ...device, userAgent: android, touchPoints: 5 })).toBe('menu');
  expect(installWay({ ...device, userAgent: desktop })).toBe('none');
  for (const userAgent of [iPhone, mac, android, desktop]) {
    expect(installWay({ ...device, userAgent, prompts: true })).toBe('prompt');
    expect(installWay({ ...device, userAgent, prompts: true, installed: true })).toBe('none');
  }
});

test('[UI-546] the offer is made at a return home, and not at a first visit, over work, or after an answer', () => {
  const good = { firstVisit: false, answered: false, cameHome: true, busy: false };
  expect(offersInstall({ ...good, way: 'prompt' })).toBe(true);
  expect(offersInstall({ ...good, way: 'share' })).toBe(true);
  const ways = fc.constantFrom<InstallWay[]>('prompt', 'share', 'menu', 'none');
  const moments = fc.record({
    way: ways,
    firstVisit: fc.boolean(),
    answered: fc.boolean(),
    cameHome: fc.boolean(),
    busy: fc.boolean(),
  });
  fc.assert(
    fc.property(moments, (moment) => {
      const { way, firstVisit, answered, cameHome, busy } = moment;
      const wrong = firstVisit || answered || busy || !cameHome || way === 'menu' || way === 'none';
      expect(offersInstall(moment)).toBe(!wrong);
    }),
  );
});
