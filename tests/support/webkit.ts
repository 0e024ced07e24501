// WebKit, the engine of every browser on an iPhone, as Debian has it: WebKitGTK's MiniBrowser, driven by WebKitWebDriver
// (W3C WebDriver) on a virtual screen. It has no bar at full screen, so that the viewport can be as narrow as a phone.
// Playwright's own WebKit is in no package registry; this one is a package of the system.
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { findWebkit, webkitPackages } from '../../scripts/lib/engines.ts';
import { phoneSize, type Driver } from './engine-page.ts';

type Reply = { value: unknown };
type Failure = { error: string; message: string };

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** Xvfb chooses a free display and prints it. */
async function openScreen(program: string): Promise<{ screen: ChildProcess; display: string }> {
  const screen = spawn(program, ['-displayfd', '1', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const display = await new Promise<string>((resolve, reject) => {
    screen.once('error', reject);
    screen.once('exit', () => reject(new Error('the virtual screen ended')));
    screen.stdout.once('data', (bytes: Buffer) => resolve(String(bytes).trim()));
  });
  return { screen, display: `:${display}` };
}

/**
 * Starts a WebKit of its own, with nothing kept from before. `language` is the environment's LANG: with none, WebKit
 * calls its language "C". Close it, or it outlives the test.
 */
export async function openWebkit({
  language = 'en_GB.UTF-8',
  size = phoneSize as { width: number; height: number },
} = {}): Promise<Driver> {
  const programs = findWebkit();
  if (!programs) throw new Error(`WebKit is not installed: ${webkitPackages.join(', ')}`);
  const { screen, display } = await openScreen(programs.screen);
  const port = await freePort();
  const { LANG: _lang, LANGUAGE: _language, LC_ALL: _all, ...rest } = process.env;
  const driver = spawn(programs.driver, [`--port=${port}`], {
    env: { ...rest, DISPLAY: display, ...(language && { LANG: language }) },
    stdio: 'ignore',
  });
  let ended = false;
  driver.once('exit', () => (ended = true));
  const stop = () => {
    driver.kill();
    screen.kill();
  };

  async function call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    });
    const { value } = (await response.json()) as Reply;
    if (response.ok) return value;
    const { error, message } = value as Failure;
    throw new Error(`WebKit: ${error}: ${message || path}`);
  }

  try {
    for (;;) {
      if (ended) throw new Error('WebKitWebDriver ended at its start');
      const ready = await call('GET', '/status').catch(() => null);
      if ((ready as { ready?: boolean } | null)?.ready) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const args = ['--automation', '--full-screen'];
    const { sessionId } = (await call('POST', '/session', {
      capabilities: {
        alwaysMatch: {
          browserName: 'MiniBrowser',
          'webkitgtk:browserOptions': { binary: programs.browser, args },
        },
      },
    })) as { sessionId: string };
    const at = `/session/${sessionId}`;
    const resize = async (width: number, height: number) => {
      await call('POST', `${at}/window/rect`, { x: 0, y: 0, width, height });
    };
    await resize(size.width, size.height);
    const actions = (source: object) => call('POST', `${at}/actions`, { actions: [source] });
    return {
      engine: 'webkit',
      resize,
      open: async (url) => void (await call('POST', `${at}/url`, { url })),
      evaluate: async (body, given) => {
        const script = `const done = arguments[arguments.length - 1];
          (async function () { ${body} }).apply(null, [...arguments].slice(0, -1))
            .then((value) => done({ value }), (error) => done({ error: String(error) }));`;
        const { value, error } = (await call('POST', `${at}/execute/async`, { script, args: given })) as {
          value?: unknown;
          error?: string;
        };
        if (error) throw new Error(error);
        return value;
      },
      clickAt: async (x, y) => {
        await actions({
          type: 'pointer',
          id: 'mouse',
          parameters: { pointerType: 'mouse' },
          actions: [
            { type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 0 },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerUp', button: 0 },
          ],
        });
      },
      type: async (text) => {
        await actions({
          type: 'key',
          id: 'keyboard',
          actions: [...text].flatMap((value) => [
            { type: 'keyDown', value },
            { type: 'keyUp', value },
          ]),
        });
      },
      attach: async (selector, path) => {
        const element = (await call('POST', `${at}/element`, {
          using: 'css selector',
          value: selector,
        })) as Record<string, string>;
        await call('POST', `${at}/element/${Object.values(element)[0]}/value`, { text: path });
      },
      screenshot: async () => Buffer.from((await call('GET', `${at}/screenshot`)) as string, 'base64'),
      close: async () => {
        await call('DELETE', at).catch(() => {});
        stop();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}
