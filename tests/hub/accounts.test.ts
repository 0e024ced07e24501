// The demo's people, and what is left of them when the demo is over.
import { expect, test } from 'vitest';
import { signIn, startApp } from '../support/app.ts';
import { freshDatabase } from '../support/database.ts';
import { smallLandlord } from '../support/landlord.ts';

test('[ACCESS-6] without DEMO no demo person has an account, and one who had loses it with its sessions', async () => {
  const db = await freshDatabase();
  await smallLandlord(db.sql);
  const demo = await startApp(db);
  const { cookie } = await signIn(demo.url, 'manager@demo.doorstep.test');
  expect((await fetch(`${demo.url}/api/me`, { headers: { cookie } })).status).toBe(200);
  await demo.stop();

  const real = await startApp(db, { environment: { DEMO: 'off' } });
  expect((await fetch(`${real.url}/api/me`, { headers: { cookie } })).status).toBe(401);
  await expect(signIn(real.url, 'manager@demo.doorstep.test')).rejects.toThrow();
  const credentials = { email: 'manager@demo.doorstep.test', password: 'doorstep-demo' };
  const response = await fetch(`${real.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  });
  expect(response.status).toBe(401);
  expect((await fetch(`${real.url}/api/demo/people`)).status).toBe(404);
  const [left] = await db.sql<{ n: number }[]>`select count(*)::int as n from auth."user"`;
  expect(left!.n).toBe(0);
});
