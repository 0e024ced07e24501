// A wall screen takes a new version automatically: at a quiet moment, once per version, and only if the new page can be
// fetched. Otherwise it tries again later, and the old page goes on meanwhile.
import { version as ours } from '$app/env';

const key = 'doorstep.wallboard.reloaded-for';
const lookEveryMs = 5 * 60_000;
const workerMs = 60_000;

type Options = {
  /** Nothing has moved for a while, and the server is there. `sinceMs`: how long the new version has been waiting. */
  quiet: (sinceMs: number) => boolean;
  /** ms between looks, for tests. */
  everyMs?: number;
};

/** Loads a new version at a moment for which `quiet` is true. */
export function followVersions({ quiet, everyMs = lookEveryMs }: Options): {
  look: () => void;
  stop: () => void;
} {
  let stopped = false;
  let looking = false;
  let dueSince: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (ms: number) => {
    clearTimeout(timer);
    // Not all screens of a building in the same second.
    if (!stopped) timer = setTimeout(look, ms * (0.8 + 0.4 * Math.random()));
  };
  const look = () => {
    if (stopped || looking) return;
    looking = true;
    void (async () => {
      const next = await served();
      const due = next !== null && next !== ours && next !== taken();
      dueSince = due ? (dueSince ?? performance.now()) : null;
      const waited = dueSince === null ? 0 : performance.now() - dueSince;
      if (due && quiet(waited) && (await pageIsThere()) && !stopped) await take(next);
      // Due, and not quiet: look again soon.
      later(due ? Math.min(everyMs, 15_000) : everyMs);
    })()
      .catch(() => later(everyMs))
      .finally(() => (looking = false));
  };
  later(everyMs);
  return {
    look,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** The version that the server hands out; null where it does not say. */
async function served(): Promise<string | null> {
  const response = await fetch('/_app/version.json', {
    cache: 'no-store',
    signal: AbortSignal.timeout(8000),
  });
  if (!response.ok) return null;
  const { version } = (await response.json()) as { version?: unknown };
  return typeof version === 'string' && version !== '' ? version : null;
}

/** The page, and every script that it names. */
async function pageIsThere(): Promise<boolean> {
  const get = (path: string) => fetch(path, { cache: 'no-cache', signal: AbortSignal.timeout(20_000) });
  const response = await get('/wallboard');
  if (!response.ok || !response.headers.get('content-type')?.startsWith('text/html')) return false;
  const html = await response.text();
  const scripts = [...new Set([...html.matchAll(/["'](\/?_app\/[^"']+\.js)["']/g)].map(([, path]) => path!))];
  if (scripts.length === 0) return false;
  for (const path of scripts) {
    const script = await get(path.startsWith('/') ? path : `/${path}`);
    await script.body?.cancel();
    if (!script.ok) return false;
  }
  return true;
}

async function take(next: string): Promise<void> {
  // With the old worker the old page would come back.
  if (!(await newWorkerAtWork())) return;
  // Without this note the same version might be taken again and again: then it is not taken at all.
  try {
    localStorage.setItem(key, next);
  } catch {
    return;
  }
  location.reload();
}

function taken(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** The service worker serves the page: the new worker must be active before the page is requested. */
async function newWorkerAtWork(): Promise<boolean> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration || !navigator.serviceWorker.controller) return true;
  await registration.update();
  const worker = registration.installing ?? registration.waiting;
  // It is active already: another window requested it.
  if (!worker) return true;
  return new Promise((resolve) => {
    const over = (ready: boolean) => {
      clearTimeout(late);
      worker.removeEventListener('statechange', use);
      navigator.serviceWorker.removeEventListener('controllerchange', changed);
      resolve(ready);
    };
    const late = setTimeout(() => over(false), workerMs);
    const changed = () => over(true);
    const use = () => {
      if (worker.state === 'installed') worker.postMessage('use-now');
      else if (worker.state === 'redundant') over(false);
    };
    navigator.serviceWorker.addEventListener('controllerchange', changed);
    worker.addEventListener('statechange', use);
    use();
  });
}
