import { expect, test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import { smallLandlord } from '../../tests/support/landlord.ts';
import { routes } from './parts.ts';
import { paymentRoutes } from './payments.ts';

test('[HTTP-75] the last day that a payment may have is counted from the landlord’s today, also where it is another day in UTC', async () => {
  const { sql } = await freshDatabase();
  const { accounts, manager } = await smallLandlord(sql, { homes: 1, patches: 1 });
  let now = 0;
  const app = routes();
  app.use(async (c, next) => {
    c.set('actor', { staffId: manager, name: 'Manager Example', role: 'manager', patchIds: 'all' });
    await next();
  });
  app.route('/', paymentRoutes({ sql, clock: () => now }));
  const send = async (at: string, valueDate: string) => {
    now = Date.parse(at);
    const sent = { amountPence: 100, method: 'cash', source: 'test', sourceRef: `${at} ${valueDate}` };
    const response = await app.request('/api/payments', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ ...sent, rentAccountId: accounts[0], valueDate }]),
    });
    return ((await response.json()) as { answers: { status: string }[] }).answers[0]!.status;
  };
  // A payment may be dated 30 days ahead. At half past eleven in UTC it is the next day in London in summer.
  expect(await send('2026-06-30T22:30:00Z', '2026-07-30')).toBe('applied');
  expect(await send('2026-06-30T22:30:00Z', '2026-07-31')).toBe('refused');
  expect(await send('2026-06-30T23:30:00Z', '2026-07-31')).toBe('applied');
  expect(await send('2026-06-30T23:30:00Z', '2026-08-01')).toBe('refused');
});
