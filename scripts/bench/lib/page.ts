// A page of a real Chromium that a person of the demo is signed in on, and whose processor can be slowed.
import type { BrowserContextOptions, CDPSession, Page } from 'playwright';
import { desk, newPage } from '../../lib/browser.ts';

export type BenchPage = {
  page: Page;
  devtools: CDPSession;
  /** Slows the page's processor so many times; 1 is full speed. */
  slow: (rate: number) => Promise<void>;
};

/** The session is there before the first page is opened: signing in is not measured. */
export async function signedInPage(
  url: string,
  who: string,
  options: BrowserContextOptions = desk,
): Promise<BenchPage> {
  const { page } = await newPage(url, options);
  await page.request.post(`${url}/api/auth/demo`, {
    data: { email: `${who}@demo.doorstep.test` },
    headers: { origin: url },
  });
  const devtools = await page.context().newCDPSession(page);
  const slow = async (rate: number) => void (await devtools.send('Emulation.setCPUThrottlingRate', { rate }));
  return { page, devtools, slow };
}

/** Script for a page: framesEnd() resolves when the frame that is being made has been painted. */
export const framesEnd = `
  const { port1, port2 } = new MessageChannel();
  port1.start();
  const framesEnd = () => new Promise((resolve) => {
    port1.addEventListener('message', () => resolve(), { once: true });
    port2.postMessage(null);
  });
`;
