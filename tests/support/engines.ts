// The two engines other than Chromium that people's phones and desks have, where this machine has them. A test uses all of
// them and skips a missing one (`describe.skipIf`), which the count of skipped tests shows.
import { EnginePage, type EngineName } from './engine-page.ts';
import { findFirefox, findWebkit, firefoxPackages, webkitPackages } from '../../scripts/lib/engines.ts';
import { openFirefox } from './firefox.ts';
import { Relay } from './relay.ts';
import { openWebkit } from './webkit.ts';

export const engines = {
  webkit: { title: 'WebKit', found: () => findWebkit() !== null, packages: webkitPackages, open: openWebkit },
  firefox: {
    title: 'Firefox',
    found: () => findFirefox() !== null,
    packages: firefoxPackages,
    open: openFirefox,
  },
} as const satisfies Record<EngineName, object>;

export const engineNames = Object.keys(engines) as EngineName[];

export type Device = { page: EnginePage; relay: Relay; close(): Promise<void> };
type Options = { language?: string; size?: { width: number; height: number } };

/** A separate browser with its own relay (`relay.up = false` removes its signal). Nobody is signed in. */
export async function openDevice(engine: EngineName, app: string, options: Options = {}): Promise<Device> {
  const relay = await Relay.to(app);
  try {
    const page = new EnginePage(await engines[engine].open(options), relay.url);
    const close = async () => {
      await page.close();
      await relay.close();
    };
    return { page, relay, close };
  } catch (error) {
    await relay.close();
    throw error;
  }
}

/** Signs a demo person in without a press, from an address that is not a page of the app, so that no script runs there. */
export async function signInOn(page: EnginePage, email: string): Promise<void> {
  await page.goto('/icon.svg');
  const status = await page.run<number>(
    `fetch('/api/auth/demo', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: given[0] }),
    }).then((answer) => answer.status)`,
    email,
  );
  if (status !== 200) throw new Error(`signing in as ${email} answered ${status}`);
}
