// Keeps the app's own files on the device, so that it opens at once and without signal. Nothing personal is ever kept
// here: what comes from /api and the socket passes by. A new version waits until the person says "use it now", or until
// the app was closed.
import { assets, immutable } from '$app/manifest';
import { self } from '$app/service-worker';
import { version } from '$app/env';
import { mapCache } from '../lib/live/map-cache.ts';

const cacheName = `doorstep ${version}`;
// The fallback page is in no list: every page of the app is this one file.
const shell = '/app.html';
const files = [...immutable, ...assets].map(({ path }) => `/${path.replace(/^\//, '')}`);
const kept = new Set(files);

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(cacheName);
      await cache.addAll(files);
      const response = await fetch('/', { cache: 'reload', headers: { accept: 'text/html' } });
      if (!response.ok) throw new Error('the app’s page could not be fetched');
      await cache.put(shell, response);
    })(),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name !== cacheName && name !== mapCache) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener('message', (event) => {
  if (event.data === 'use-now') void self.skipWaiting();
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(
    (async () => {
      const [open] = await self.clients.matchAll({ type: 'window' });
      // An open page shows what has happened, and may hold unsent text: it is not loaded again.
      if (open) await open.focus();
      else await self.clients.openWindow(pathOf(event.notification.data));
    })(),
  );
});

/** The page that a notification leads to; of a notification that the page itself showed, the worklist. */
function pathOf(data: unknown): string {
  const path = (data as { path?: unknown } | null)?.path;
  return typeof path === 'string' && /^\/[a-z]/.test(path) ? path : '/worklist';
}

// The server has something while the app may be closed. It is always shown: browsers take the permission away from an app
// that receives messages and shows nothing. While the app is in view it makes no sound, for the page shows the same.
self.addEventListener('push', (event) => {
  event.waitUntil(
    (async () => {
      const { title, body, tag, path } = event.data?.json() as Record<
        'title' | 'body' | 'tag' | 'path',
        string
      >;
      const windows = await self.clients.matchAll({ type: 'window' });
      const inView = windows.some(({ visibilityState }) => visibilityState === 'visible');
      await self.registration.showNotification(title, { body, tag, silent: inView, data: { path } });
    })(),
  );
});

// The push service gave this device another address.
self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(
    (async () => {
      const { publicKey } = (await (await fetch('/api/push')).json()) as { publicKey: string };
      const renewed = await self.registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: publicKey,
      });
      const { endpoint, keys } = renewed.toJSON();
      await fetch('/api/push/subscribe', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ endpoint, keys }),
      });
    })(),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    // The app's routes only: an address with a dot or under /api is somebody else's.
    if (
      /^\/(api|metrics|healthz|readyz|socket\.io|map)(\/|$)/.test(url.pathname) ||
      /\.[^/]*$/.test(url.pathname)
    )
      return;
    event.respondWith(fromCache(shell, request));
  } else if (kept.has(url.pathname)) {
    event.respondWith(fromCache(url.pathname, request));
  }
});

async function fromCache(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(path)) ?? fetch(request);
}
