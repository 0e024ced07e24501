// Notifications of a closed app in a real browser: turned on in "You", pushed by the server, shown by the service worker. The
// browser of the tests has no push service, so its subscription is one of the test's own service.
import { expect, test } from 'vitest';
import { newPage, phone } from '../support/browser.ts';
import { pay } from '../support/landlord.ts';
import { pushService } from '../support/push-service.ts';
import { signIn } from '../support/app.ts';
import { emailOf, setUp } from '../hub/setup.ts';
import { until } from './house.ts';
import { workerReady } from './probes.ts';

const service = await pushService();
const { app, sql, join } = await setUp({ homes: 12, patches: 1, push: { allows: service.allows } });

test('[OFF-110] an officer turns notifications on, is sent a stopped visit with the app closed, and turns them off', async () => {
  const device = service.device();
  const { page } = await newPage(app.url, phone);
  // A headless browser refuses notifications whatever it was granted.
  await page.addInitScript(`{
    Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
    Notification.requestPermission = async () => 'granted';
    let known = null;
    const made = { endpoint: ${JSON.stringify(device.subscription.endpoint)}, options: { applicationServerKey: null },
      toJSON: () => (${JSON.stringify(device.subscription)}), unsubscribe: async () => { known = null; return true; } };
    PushManager.prototype.getSubscription = async () => known;
    PushManager.prototype.subscribe = async () => (known = made);
  }`);
  const { cookie } = await signIn(app.url, emailOf('officer1'));
  await page.context().addCookies(
    cookie.split('; ').map((pair) => {
      const at = pair.indexOf('=');
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: app.url };
    }),
  );
  const cdp = await page.context().newCDPSession(page);
  let registrationId = '';
  cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    registrationId = registrations[0]?.registrationId ?? registrationId;
  });
  await cdp.send('ServiceWorker.enable');
  await page.goto('/worklist');
  await page.evaluate(workerReady);
  await page.getByRole('button', { name: 'You', exact: true }).first().click();
  const part = page.getByTestId('notifications');
  await part.getByRole('button', { name: 'Turn on notifications' }).click();
  await until(async () => expect(await part.getAttribute('data-state')).toBe('on'));

  const officer = await join('officer1');
  const one = [...officer.worklist.values()].find((c) => c.action === 'visit' && c.alerts.length === 0)!;
  expect(await officer.do('visit.set-out', { caseId: one.id })).toMatchObject({ status: 'applied' });
  await officer.until(() => officer.worklist.get(one.id)?.visit?.state === 'on_the_way');
  const [worker] = page.context().serviceWorkers();
  if (!worker) throw new Error('the app has no service worker');
  await worker.evaluate('registration.showNotification = async (...shown) => { self.shown = shown; }');
  await page.goto('about:blank');
  await pay(sql, one.id, 60_000);
  await until(async () => expect(device.came()).toHaveLength(1));
  const data = JSON.stringify(device.came()[0]!.shown);
  expect(registrationId).not.toBe('');
  await cdp.send('ServiceWorker.deliverPushMessage', { origin: app.url, registrationId, data });
  await until(async () =>
    expect(await worker.evaluate('self.shown')).toEqual([
      'Visit stopped',
      { body: 'Open Doorstep to see why.', tag: 'stand-down', silent: false, data: { path: '/worklist' } },
    ]),
  );
  await page.goto('/worklist');
  await page.getByTestId('stand-down').getByRole('button').first().waitFor();
  expect(await page.getByTestId('stand-down').innerText()).toContain(one.address);

  await page.getByRole('button', { name: 'You', exact: true }).first().click();
  // The stub forgot its subscription with the page; the app renewed it at the opening.
  await until(async () => expect(await part.getAttribute('data-state')).toBe('on'));
  await part.getByRole('button', { name: 'Turn off notifications' }).click();
  await until(async () => expect(await part.getAttribute('data-state')).toBe('off'));
  await until(async () => expect(await sql`select from push_subscription`).toHaveLength(0));
  await page.context().close();
});
