// What every browser test starts with: the demo's landlord in its own database, the real server with the built client, and
// people at devices. Call `house()` at a file's top level; a device closes at the end of the test that opened it, and
// everything else at the file's end. All of it has one given day, a Wednesday morning (support/day/live.ts), so that the
// tests are the same on every day.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { dayText, londonDay } from '../../db/demo/days.ts';
import { clientIsCurrent, ensureClient } from '../../scripts/lib/client-build.ts';
import { townTiles } from '../../scripts/lib/demo.ts';
import type { CaseSummary } from '../../server/contract/case-summary.ts';
import { startApp, signIn, type App } from '../support/app.ts';
import { closeBrowser, desk, newPage } from '../support/browser.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { liveAt } from '../support/day/live.ts';
import { recordShifts } from './probes.ts';

export type Person = { page: Page; errors: string[]; email: string };

export type Options = {
  zone?: string;
  /** With the town's streets, drawn for this landlord. */
  map?: boolean;
};

export const officer1 = 'officer1@demo.doorstep.test';
export const manager = 'manager@demo.doorstep.test';
export const adviser = 'money.advice@demo.doorstep.test';
export const repairsTeam = 'repairs@demo.doorstep.test';

/**
 * A device with the service worker, for a test that opens pages without signal. Others do without: at a new device the
 * worker fetches all of the app, which costs as much as opening the list.
 */
export const withWorker = { serviceWorkers: 'allow' } as const;

export class House {
  db!: TestDatabase;
  app!: App;
  /** The file of the town's streets, with `map`. */
  tiles: string | null = null;
  /** All devices that were opened in the file: the errors of their pages are kept when they are closed. */
  readonly #people: Person[] = [];
  #ofTheFile = 0;

  async open(homes: number, { zone, map = false }: Options = {}): Promise<void> {
    liveAt();
    await ensureClient(() => {});
    expect(clientIsCurrent(), 'the client must build').toBe(true);
    this.db = await freshDatabase({ demo: { homes, today: dayText(londonDay(Date.now())) } });
    if (zone) await this.db.sql`update landlord set time_zone = ${zone}`;
    if (map)
      this.tiles = await townTiles(this.db.url, mkdtempSync(join(tmpdir(), 'doorstep-town-')), () => {});
    this.app = await startApp(this.db, this.tiles ? { environment: { MAP_TILES: this.tiles } } : {});
  }

  get url(): string {
    return this.app.url;
  }

  /** A device with nobody signed in. */
  async device(options: BrowserContextOptions = desk): Promise<Person> {
    const person = { ...(await newPage(this.url, { serviceWorkers: 'block', ...options })), email: '' };
    await person.page.addInitScript(recordShifts);
    this.#people.push(person);
    return person;
  }

  /**
   * A person who is signed in, on the given page, with everything loaded. Give the page that a test is about: each other page
   * that is opened first costs about a second of processor time.
   */
  async person(email = officer1, options: BrowserContextOptions = desk, path = '/worklist'): Promise<Person> {
    const person = await this.device(options);
    person.email = email;
    await this.signIn(person.page, email);
    await person.page.goto(path);
    if (!email.startsWith('repairs'))
      await person.page
        .locator('[data-fact="age"][data-stale="false"]')
        .first()
        .waitFor({ state: 'attached' });
    return person;
  }

  /** The same for a page that has no list, or a test that waits for something else on it. */
  async page(email: string, path: string, options: BrowserContextOptions = desk): Promise<Page> {
    const { page } = await this.device(options);
    await this.signIn(page, email);
    await page.goto(path);
    return page;
  }

  /** Storage of a device that knows this start point (place.svelte.ts). */
  withPlace(place: object): {
    cookies: [];
    origins: { origin: string; localStorage: { name: string; value: string }[] }[];
  } {
    const localStorage = [{ name: 'doorstep.place', value: JSON.stringify(place) }];
    return { cookies: [], origins: [{ origin: this.url, localStorage }] };
  }

  /** Gives the device a session, without opening a page. */
  async signIn(page: Page, email = officer1): Promise<void> {
    const { cookie } = await signIn(this.url, email);
    await page.context().addCookies(
      cookie.split('; ').map((pair) => {
        const at = pair.indexOf('=');
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url: this.url };
      }),
    );
  }

  /** Cases of the officer's own patch by action, from the server's memory. */
  async cases(email = officer1): Promise<CaseSummary[]> {
    const patches = await this.db.sql<{ patch_id: number }[]>`
      select t.patch_id from stint t join staff s on s.id = t.staff_id
      where s.email = ${email} and t.start_date <= now()::date and (t.end_date is null or t.end_date > now()::date)`;
    return this.app.worklist.list(patches.map((p) => p.patch_id)) as CaseSummary[];
  }

  /** A case that an officer may visit alone, with enough debt that a small payment does not end it. */
  async visitable(skip: readonly number[] = []): Promise<CaseSummary> {
    const found = (await this.cases()).find(
      (c) =>
        c.action === 'visit' &&
        c.alerts.length === 0 &&
        c.visit === null &&
        c.realArrearsPence > 20_000 &&
        !skip.includes(c.id),
    );
    if (!found) throw new Error('the demo’s first officer has nobody to visit');
    return found;
  }

  /** Any case on the first officer's list. */
  async anyone(): Promise<CaseSummary> {
    return (await this.cases()).find((c) => c.action === 'call' || c.action === 'visit')!;
  }

  /** Written by another system, straight into the table. */
  async pay(caseId: number, amountPence: number, method = 'card'): Promise<void> {
    await this.db.sql`
      insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
      values (${caseId}, ${amountPence}, ${method}, 'e2e', ${crypto.randomUUID()}, now()::date)`;
  }

  /** The whole debt, and a pound more. */
  async payAll(caseId: number): Promise<void> {
    const [account] = await this.db.sql<{ balance_pence: number }[]>`
      select balance_pence from rent_account where id = ${caseId}`;
    await this.pay(caseId, Number(account!.balance_pence) + 100);
  }

  /** Devices that are open now stay open; closeDevices closes those that were opened after this call. */
  keepDevices(): void {
    this.#ofTheFile = this.#people.length;
  }

  /** An open page costs the machine about a tenth of a core: each test would be slower than the one before it. */
  async closeDevices(): Promise<void> {
    await Promise.all(this.#people.slice(this.#ofTheFile).map(({ page }) => page.context().close()));
  }

  /** No page reported an error, and no page had an error or a warning in its console. */
  expectQuiet(): void {
    for (const { errors, email } of this.#people)
      expect(errors, `errors on the page of ${email}`).toEqual([]);
  }
}

/** keepDevices: a device stays open until the file's end, for tests that continue where the one before ended. */
export function house(
  homes = 400,
  { keepDevices = false, ...options }: Options & { keepDevices?: boolean } = {},
): House {
  const made = new House();
  beforeAll(() => made.open(homes, options));
  if (!keepDevices) {
    // A device that a file's own beforeAll opened is the whole file's.
    beforeEach(() => made.keepDevices());
    afterEach(() => made.closeDevices());
  }
  afterAll(async () => {
    await closeBrowser();
  });
  return made;
}

/** Opens the path unless it is open already. */
export async function goTo(page: Page, path: string): Promise<void> {
  if (new URL(page.url()).pathname !== path) await page.goto(path);
}

/** Sets out on a visit; where the action of the case is another one, by its smaller button. */
export async function setOut(page: Page): Promise<void> {
  const either = page.locator('[data-testid=set-out], [data-testid=visit-instead]').first();
  await either.waitFor();
  if ((await either.getAttribute('data-testid')) === 'visit-instead') await either.click();
  await page.getByTestId('set-out').click();
}

/** Repeats until it is true; the message is that of the last attempt. */
export async function until(check: () => Promise<void> | void, ms = 8000): Promise<void> {
  await expect
    .poll(
      async () => {
        try {
          await check();
          return 'holds';
        } catch (error) {
          return (error as Error).message;
        }
      },
      { timeout: ms, interval: 50 },
    )
    .toBe('holds');
}

/** Waits until the text of that element contains these words, or matches. */
export const untilText = (element: Locator, text: string | RegExp, ms?: number): Promise<void> =>
  until(async () => expect(await element.textContent()).toMatch(text), ms);

/** Waits until there are so many of these elements. */
export const untilCount = (elements: Locator, count: number, ms?: number): Promise<void> =>
  until(async () => expect(await elements.count()).toBe(count), ms);

/** Takes the device's signal away, and waits until the page knows. */
export async function goOffline(page: Page): Promise<void> {
  await page.context().setOffline(true);
  await untilText(page.locator('[data-fact="connection"]'), 'No connection', 20_000);
}

/** Requests that match wait until the function that this returns is called. */
export async function holdRequests(page: Page, url: string | RegExp): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(url, async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

export const rowOf = (page: Page, id: number) => page.locator(`[data-case="${id}"]`);
/** The ids of all rows, when all are loaded. */
export async function rowIds(page: Page): Promise<number[]> {
  await page.locator('[data-testid=list]:not([aria-busy=true])').waitFor();
  return page
    .locator('[data-case]')
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-case'))));
}
