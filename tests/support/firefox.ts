// Firefox as the system has it, driven by WebDriver BiDi (w3c.github.io/webdriver-bidi), which Firefox itself speaks over
// a WebSocket. Playwright drives only a Firefox of its own making, Debian has no geckodriver, and the dozen commands that
// the tests need are fewer lines than a client library would be packages.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFirefox, firefoxPackages } from '../../scripts/lib/engines.ts';
import { phoneSize, type Driver } from './engine-page.ts';

/** No page of its own, no request that is not the test's. */
const preferences: Record<string, string | number | boolean> = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'remote.active-protocols': 1,
  'services.settings.server': 'data:,nothing',
  'toolkit.telemetry.enabled': false,
};

type Remote = { result?: unknown; error?: string; message?: string; id?: number };
type Evaluated = { type: string; result?: { value?: string }; exceptionDetails?: { text: string } };

/** Starts a Firefox of its own without a window, with nothing kept from before. `language` is an Accept-Language list. */
export async function openFirefox({
  language = 'en-GB',
  size = phoneSize as { width: number; height: number },
} = {}): Promise<Driver> {
  const program = findFirefox();
  if (!program) throw new Error(`Firefox is not installed: ${firefoxPackages.join(', ')}`);
  const profile = mkdtempSync(join(tmpdir(), 'doorstep-firefox-'));
  writeFileSync(
    join(profile, 'user.js'),
    Object.entries({ ...preferences, 'intl.accept_languages': language })
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
      .join(''),
  );
  const browser = spawn(
    program,
    ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' } },
  );
  const exited = new Promise<void>((resolve) => browser.once('exit', () => resolve()));
  const stop = async () => {
    browser.kill();
    await exited;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };

  try {
    const address = await new Promise<string>((resolve, reject) => {
      let output = '';
      browser.once('error', reject);
      browser.once('exit', () => reject(new Error(`Firefox ended at its start: ${output.slice(-500)}`)));
      browser.stderr.on('data', (bytes: Buffer) => {
        output += String(bytes);
        const found = /WebDriver BiDi listening on (ws:\S+)/.exec(output);
        if (found) resolve(found[1]!);
      });
    });
    const socket = new WebSocket(`${address}/session`);
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = () => reject(new Error('Firefox does not take the connection'));
    });
    const waiting = new Map<number, (answer: Remote) => void>();
    let next = 1;
    socket.onmessage = ({ data }) => {
      const answer = JSON.parse(String(data)) as Remote;
      if (answer.id === undefined) return;
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    };
    socket.onclose = () => {
      for (const settle of waiting.values()) settle({ error: 'closed', message: 'Firefox ended' });
    };
    const call = async <T>(method: string, params: object): Promise<T> => {
      const id = next++;
      const answer = await new Promise<Remote>((resolve) => {
        waiting.set(id, resolve);
        socket.send(JSON.stringify({ id, method, params }));
      });
      if (answer.error) throw new Error(`Firefox: ${method}: ${answer.error}: ${answer.message}`);
      return answer.result as T;
    };

    await call('session.new', { capabilities: {} });
    const { context } = await call<{ context: string }>('browsingContext.create', { type: 'tab' });
    const resize = async (width: number, height: number) => {
      await call('browsingContext.setViewport', { context, viewport: { width, height } });
    };
    await resize(size.width, size.height);
    const actions = (source: object) => call('input.performActions', { context, actions: [source] });
    return {
      engine: 'firefox',
      resize,
      open: async (url) => void (await call('browsingContext.navigate', { context, url, wait: 'complete' })),
      evaluate: async (body, given) => {
        const answer = await call<Evaluated>('script.callFunction', {
          functionDeclaration: `async function (given) {
            const value = await (async function () { ${body} }).apply(null, JSON.parse(given));
            return JSON.stringify({ value });
          }`,
          arguments: [{ type: 'string', value: JSON.stringify(given) }],
          target: { context },
          awaitPromise: true,
        });
        if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text);
        return (JSON.parse(answer.result!.value!) as { value?: unknown }).value;
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
        const { nodes } = await call<{ nodes: { sharedId: string }[] }>('browsingContext.locateNodes', {
          context,
          locator: { type: 'css', value: selector },
          maxNodeCount: 1,
        });
        if (!nodes[0]) throw new Error(`nothing on the page is ${selector}`);
        await call('input.setFiles', { context, element: { sharedId: nodes[0].sharedId }, files: [path] });
      },
      screenshot: async () => {
        const { data } = await call<{ data: string }>('browsingContext.captureScreenshot', { context });
        return Buffer.from(data, 'base64');
      },
      close: async () => {
        await call('browser.close', {}).catch(() => {});
        socket.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
