// One open page in a browser that Playwright cannot drive (WebKitGTK, Debian's Firefox). An engine gives the few
// primitives below; everything else, above all waiting for conditions, is written once, here.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type EngineName = 'webkit' | 'firefox';

/** What an engine's driver must be able to do. All sizes are CSS pixels of the viewport. */
export type Driver = {
  readonly engine: EngineName;
  /** Returns when the document and its scripts have loaded. */
  open(url: string): Promise<void>;
  /** Runs the body of an async function in the page; arguments and result are plain JSON. */
  evaluate(body: string, args: unknown[]): Promise<unknown>;
  /** A real pointer press at a point, through the browser's own input path. */
  clickAt(x: number, y: number): Promise<void>;
  /** Real key presses into whatever has the focus. */
  type(text: string): Promise<void>;
  /** Puts a file into the `<input type="file">` that the selector finds. */
  attach(selector: string, path: string): Promise<void>;
  /** A PNG of the viewport. */
  screenshot(): Promise<Buffer>;
  resize(width: number, height: number): Promise<void>;
  close(): Promise<void>;
};

/** The screen of an iPhone 14: what officers carry. */
export const phoneSize = { width: 390, height: 844 } as const;

type Found = { x: number; y: number } | string;

/** `true`: the page is about to be left, and is marked, so that the next one can be distinguished from it. */
const collect = `globalThis.doorstepLeft ||= arguments[0]; return (globalThis.doorstepSaid ?? []).splice(0);`;

/**
 * Finds the first visible element that the selector and the text name, brings it into view, waits two frames in which it
 * must not move, and returns its middle, or a sentence why it cannot be pressed yet. (Code that runs in a page is text,
 * because these files are type-checked without a document.)
 */
const find = `(async () => {
  const [selector, text] = given;
  const plain = (value) => (value ?? '').replace(/\\s+/g, ' ').trim();
  const named = [...document.querySelectorAll(selector)].filter(
    (one) => [one.innerText, one.getAttribute('aria-label')].some((name) => plain(name).includes(text)),
  );
  const shown = named.find((one) => one.getClientRects().length > 0);
  if (!shown) return 'nothing visible is ' + selector + ' ' + text + ' (' + named.length + ' hidden)';
  if (shown.disabled) return selector + ' ' + text + ' is disabled';
  shown.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  const place = () => Object.values(shown.getBoundingClientRect().toJSON()).join();
  const before = place();
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  if (place() !== before) return selector + ' ' + text + ' moves';
  const box = shown.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const top = document.elementFromPoint(x, y);
  if (!top || !(shown.contains(top) || top.closest('label')?.contains(shown)))
    return selector + ' ' + text + ' is covered by ' + top?.outerHTML.slice(0, 120);
  return { x, y };
})()`;

const follow = `(() => {
  const link = Object.assign(document.createElement('a'), { href: given[0] });
  document.body.append(link);
  link.click();
  link.remove();
})()`;

const visible = `[...document.querySelectorAll(given[0])].some(
  (one) => one.getClientRects().length > 0 && one.innerText.replace(/\\s+/g, ' ').includes(given[1]),
)`;

export class EnginePage {
  readonly driver: Driver;
  /** Where the app is for this browser, without a slash at the end. */
  readonly base: string;
  readonly #errors: string[] = [];

  constructor(driver: Driver, base: string) {
    this.driver = driver;
    this.base = base.replace(/\/$/, '');
  }

  get engine(): EngineName {
    return this.driver.engine;
  }

  /** Opens a path of the app as if its address was typed. Keeps the errors of the page before. */
  async goto(path: string): Promise<void> {
    await this.#collect(true);
    await this.driver.open(this.base + path);
    // Firefox sometimes answers while the page before is still there.
    await this.until(`the page at ${path}`, `!globalThis.doorstepLeft && document.readyState === 'complete'`);
  }

  /** Goes to a path from inside the app as if a link was pressed, and returns when it is shown. */
  async follow(path: string): Promise<void> {
    await this.run(follow, path);
    await this.until(`the way to ${path}`, `(location.pathname + location.search).startsWith(given[0])`, [
      path,
    ]);
  }

  /**
   * The value of an expression in the page, awaited if it is a promise. `given` is the list of the arguments; arguments
   * and value are plain JSON.
   */
  async run<T>(expression: string, ...given: unknown[]): Promise<T> {
    return (await this.driver.evaluate(`const given = [...arguments]; return (${expression});`, given)) as T;
  }

  /** Waits until the expression is truthy, and returns its value. Throws after `ms`, with the text of `what`. */
  async until<T>(what: string, expression: string, given: unknown[] = [], ms = 15_000): Promise<T> {
    const end = Date.now() + ms;
    for (;;) {
      // The page may be changing to another address: then this throws, and is repeated.
      const found = await this.run<T>(expression, ...given).catch((error: Error) => error);
      if (found && !(found instanceof Error)) return found;
      if (Date.now() > end)
        throw new Error(
          `${this.engine}: ${what} did not come in ${ms} ms (last answer: ${String(found)}); on screen: ${await this.text()}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  }

  /** Waits until an element of that selector (and with that text in it) is visible. */
  async see(selector: string, text = '', ms?: number): Promise<void> {
    await this.until(`${selector} ${text}`, visible, [selector, text], ms);
  }

  /** Presses the element with the pointer as soon as it can be pressed. */
  async press(selector: string, text = '', ms = 15_000): Promise<void> {
    const end = Date.now() + ms;
    for (;;) {
      const found = await this.run<Found>(find, selector, text).catch((error: Error) => error.message);
      if (typeof found !== 'string') {
        await this.driver.clickAt(found.x, found.y);
        return;
      }
      if (Date.now() > end) throw new Error(`${this.engine}: ${found}; on screen: ${await this.text()}`);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  }

  /** Presses a field and types into it, key by key. */
  async fill(selector: string, text: string): Promise<void> {
    await this.press(selector);
    await this.driver.type(text);
  }

  /** The page's visible text. */
  text(): Promise<string> {
    return this.run<string>(`document.body.innerText.replace(/\\s+/g, ' ').slice(0, 4000)`).catch(String);
  }

  /** Keeps a picture for people to look at, where ENGINE_PICTURES is set: each costs a part of a second. */
  async look(name: string): Promise<void> {
    if (process.env['ENGINE_PICTURES']) await this.picture(name);
  }

  /** Keeps a picture of the viewport below tests/.output/engines, and returns it. */
  async picture(name: string): Promise<Buffer> {
    const bytes = await this.driver.screenshot();
    writeFileSync(this.pathOf(name), bytes);
    return bytes;
  }

  /** Where a picture of that name is kept. */
  pathOf(name: string): string {
    const folder = join(import.meta.dirname, '..', '.output', 'engines', this.engine);
    mkdirSync(folder, { recursive: true });
    return join(folder, `${name}.png`);
  }

  /** Errors of the pages since the last call: exceptions, rejections, console errors, refused scripts. */
  async errors(): Promise<string[]> {
    await this.#collect();
    return this.#errors.splice(0);
  }

  async close(): Promise<void> {
    await this.driver.close();
  }

  async #collect(isLeaving = false): Promise<void> {
    // Before the first page there is nothing to ask.
    const errors = await this.driver.evaluate(collect, [isLeaving]).catch(() => []);
    if (Array.isArray(errors)) this.#errors.push(...errors.map(String));
  }
}
