// Pages on which somebody has done something: opened a dialog or a form, signed in with a wrong password; and starts that hang.
import type { BrowserContext, Page } from 'playwright';
import { at, type GalleryPage } from './page.ts';

const click = (page: Page, selector: string): Promise<void> => page.locator(selector).first().click();

/** Opens a form of the settings and sends it empty, so that its first refusal is seen. */
const sendsEmpty =
  (opener: string) =>
  async (page: Page): Promise<void> => {
    await click(page, opener);
    await click(page, 'dialog[open] button[type=submit]');
  };
const buttonOf = (words: string): string => `main button:has-text("${words}")`;

/** Dialogs of the frame: on a phone they open from the bar at the thumb, at a desk from the bar on top. */
const opens = {
  you: (page: Page) => click(page, '[data-testid=account]:visible, .bottom > button:last-child:visible'),
  help: (page: Page) =>
    click(page, '.tools > button:first-child:visible, .bottom > button:nth-last-child(2):visible'),
  facts: (page: Page) => click(page, '.facts-place button:visible'),
};
const dialogsOf = (who: string, path: string, which: (keyof typeof opens)[]): GalleryPage[] =>
  which.map((one) => ({
    name: `${who.replace(/\d|money\./, '')}-dialog-${one}`,
    email: at(who),
    path,
    // Headless browsers refuse notifications: they are offered as on a device that was not asked yet.
    before: (context) =>
      context.addInitScript(`Object.defineProperty(Notification, 'permission', { get: () => 'default' })`),
    act: opens[one],
  }));

/** Opens the first conversation of the repairs team, or the first with these words in its row. */
async function opensConversation(page: Page, words = ''): Promise<void> {
  await click(page, `[data-row]:has-text("${words}")`);
  await page.waitForSelector('[data-testid=log]');
}
/** At a desk the home is next to the conversation, with no button. */
async function opensHome(page: Page): Promise<void> {
  const button = page.locator('main button:has-text("Home")').first();
  if (await button.isVisible()) await button.click();
}
const conversationDialogs: Record<string, (page: Page) => Promise<void>> = {
  assign: (page) => click(page, 'main button:has-text("Assign")'),
  snooze: (page) => click(page, 'main button:has-text("Snooze")'),
  home: opensHome,
};

const settingsForms: [string, string][] = [
  ['absences', '[data-new]'],
  ['stints', buttonOf('Add a stint')],
  ['stints-hand-over', '[data-new]'],
  ['holidays', '[data-new]'],
  ['visiting', '[data-new]'],
  ['targets', '[data-new]'],
  ['charts', '[data-new]'],
  ['charts-restart', buttonOf('Restart')],
];

const neverAnswered = (url: string) => (context: BrowserContext) => context.route(url, () => {});
const elevenSeconds = (page: Page): Promise<void> => page.clock.fastForward(11_000);

export const actedPages: readonly GalleryPage[] = [
  ...dialogsOf('officer1', '/worklist', ['you', 'help', 'facts']),
  ...dialogsOf('manager', '/worklist', ['you']),
  ...dialogsOf('repairs', '/repairs', ['you', 'help']),
  ...Object.entries(conversationDialogs).map(([name, act]) => ({
    name: `repairs-dialog-${name}`,
    email: at('repairs'),
    path: '/repairs',
    act: async (page: Page) => {
      await opensConversation(page);
      await act(page);
    },
  })),
  {
    // A repair is completed while steps of the law about a hazard are open.
    name: 'repairs-dialog-law',
    email: at('repairs'),
    path: '/repairs',
    act: async (page) => {
      await opensConversation(page, 'Damp');
      await opensHome(page);
      await page.locator('.status select').first().selectOption('completed');
    },
  },
  ...dialogsOf('money.advice', '/referrals', ['help']),
  {
    // Half a message would be lost.
    name: 'officer-dialog-sign-out',
    email: at('officer1'),
    path: '/messages',
    act: async (page) => {
      await click(page, '.list a.list-row');
      await page.locator('.answer textarea').fill('Has the part come?');
      await page.waitForTimeout(500);
      await page.goBack();
      await opens.you(page);
      await click(page, 'dialog[open] button:has-text("Sign out")');
      await page.waitForSelector('[data-testid=sign-out-warning]');
    },
  },
  ...settingsForms.map(([name, opener]) => ({
    name: `manager-form-${name}`,
    email: at('manager'),
    path: `/settings/${name.split('-')[0]!}`,
    act: sendsEmpty(opener),
  })),
  { name: 'admin-form-person', email: at('admin'), path: '/settings/people', act: sendsEmpty('[data-new]') },
  {
    name: 'sign-in-wrong',
    email: null,
    path: '/sign-in',
    act: async (page) => {
      await click(page, buttonOf('Use email and password'));
      await page.fill('#email', at('officer1'));
      await page.fill('#password', 'not the password');
      await click(page, 'button[type=submit]');
      await page.waitForSelector('[role=alert]');
    },
  },
  {
    name: 'sign-in-ended',
    email: at('officer1'),
    path: '/tasks',
    act: async (page) => {
      await page.context().clearCookies();
      await page.reload();
      await page.waitForURL('**/sign-in');
    },
  },
  {
    name: 'opening-no-answer',
    email: at('officer1'),
    path: '/worklist',
    before: async (context) => {
      await context.clock.install();
      await neverAnswered('**/api/me')(context);
    },
    act: elevenSeconds,
  },
  {
    name: 'opening-failed',
    email: at('officer1'),
    path: '/worklist',
    before: (context) => context.route('**/api/me', (route) => route.fulfill({ status: 500, body: '{}' })),
    act: (page) => page.waitForTimeout(500),
  },
  {
    // The app's own files do not come: the page itself speaks.
    name: 'opening-no-app',
    email: at('officer1'),
    path: '/worklist',
    before: async (context) => {
      await context.clock.install();
      await context.route('**/*.js', (route) => route.abort());
    },
    act: elevenSeconds,
  },
  {
    name: 'officer-install-offer',
    email: at('officer1'),
    path: '/worklist',
    before: (context) => context.addInitScript(`localStorage.setItem('doorstep.install', 'seen')`),
    act: async (page) => {
      await page.evaluate(`window.dispatchEvent(new Event('beforeinstallprompt'))`);
      await click(page, 'nav a[href="/tasks"]:visible');
      await page.waitForURL('**/tasks');
      await click(page, 'nav a[href="/worklist"]:visible');
      await page.waitForSelector('[data-testid=install-offer]');
    },
  },
  {
    name: 'officer-no-storage',
    email: at('officer1'),
    path: '/worklist',
    before: (context) =>
      context.addInitScript(`
        IDBFactory.prototype.open = () => { throw new DOMException('Refused', 'SecurityError'); };`),
    act: (page) => page.waitForSelector('[data-testid=store-note]'),
  },
];
