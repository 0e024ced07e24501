// The states in which the gallery shows each page, and how each is brought about.
import type { BrowserContext, Page } from 'playwright';
import type { LandlordName } from './landlords.ts';

export type State = {
  name: string;
  landlord: LandlordName;
  /** Before the page is opened. */
  before?: (context: BrowserContext) => Promise<unknown>;
  /** After it is opened and shown. */
  after?: (page: Page, context: BrowserContext) => Promise<void>;
};

const api = /\/api\/(?!auth\/)/;
const noData = /\/api\/(?!auth\/|me$)/;

export const states: readonly State[] = [
  { name: 'full', landlord: 'demo' },
  {
    // No answer ever comes.
    name: 'loading',
    landlord: 'demo',
    before: (context) => context.route(noData, () => {}),
  },
  {
    name: 'error',
    landlord: 'demo',
    before: (context) => context.route(noData, (route) => route.fulfill({ status: 500, body: '{}' })),
  },
  {
    name: 'offline',
    landlord: 'demo',
    after: async (page, context) => {
      await context.setOffline(true);
      await page.waitForTimeout(1500);
    },
  },
  {
    // The connection is cut, and the page's clock is moved on by a quarter of an hour.
    name: 'stale',
    landlord: 'demo',
    before: (context) => context.clock.install(),
    after: async (page, context) => {
      await context.route(api, (route) => route.abort());
      await context.setOffline(true);
      await page.clock.fastForward('15:00');
      await page.waitForTimeout(500);
    },
  },
  { name: 'long names', landlord: 'long names' },
  {
    name: 'text at 200%',
    landlord: 'demo',
    after: async (page) => {
      await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
    },
  },
  { name: 'empty', landlord: 'empty' },
];
