// Subscribing this device to notifications that come while the app is closed (Web Push). Loaded when it is needed.
import { request } from '../live/api.ts';
import { chooseNotifications, notificationChoice } from '../live/notify.ts';

/** install: an iPhone or iPad, where only an app on the home screen may. denied: the browser was told to block them. */
export type PushState = 'on' | 'off' | 'denied' | 'install' | 'impossible';

/** The service worker is registered some seconds after the first opening. */
const workerMs = 15_000;

export async function pushState(): Promise<PushState> {
  if (!('PushManager' in globalThis) || !('Notification' in globalThis) || !('serviceWorker' in navigator))
    return /iPhone|iPad/.test(navigator.userAgent) || isTouchMac() ? 'install' : 'impossible';
  if (Notification.permission === 'denied') return 'denied';
  return (await subscription()) && notificationChoice() !== 'off' ? 'on' : 'off';
}

/** An iPad says that it is a Mac. */
const isTouchMac = () => /Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1;

async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Call in a press: the browser asks the person. Throws where it did not succeed. */
export async function turnOnPush(staffId: number): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return pushState();
  await subscribe();
  chooseNotifications(staffId);
  return 'on';
}

export async function turnOffPush(): Promise<PushState> {
  chooseNotifications('off');
  await forgetPush();
  return pushState();
}

/** The device stops receiving at once, also without signal; the server is asked to forget it. Never throws. */
export async function forgetPush(): Promise<void> {
  try {
    const known = await subscription();
    if (!known) return;
    await known.unsubscribe();
    await request('/api/push/unsubscribe', { method: 'POST', body: { endpoint: known.endpoint } });
  } catch {
    // The push service answers the server's next message with 410, and the server removes the device then.
  }
}

/** At an opening: the session may be a new one, and the browser may have another address. */
export async function renewPush(staffId: number): Promise<void> {
  if (notificationChoice() !== staffId || (await pushState()) === 'denied') return;
  if ('PushManager' in globalThis && Notification.permission === 'granted') await subscribe();
}

async function subscribe(): Promise<void> {
  const { publicKey } = await request<{ publicKey: string }>('/api/push');
  const { pushManager } = await workerReady();
  let known = await pushManager.getSubscription();
  const key = known?.options.applicationServerKey;
  // The server has other keys than when this device subscribed: what it sends would be refused.
  if (known && key && base64url(key) !== publicKey) {
    await known.unsubscribe();
    known = null;
  }
  known ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint, keys } = known.toJSON();
  await request('/api/push/subscribe', { method: 'POST', body: { endpoint, keys } });
}

async function workerReady(): Promise<ServiceWorkerRegistration> {
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error('no service worker')), workerMs),
  );
  return Promise.race([navigator.serviceWorker.ready, late]);
}

const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
