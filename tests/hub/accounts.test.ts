// The demo's people, and what remains of them when the demo is switched off.
import { expect, test } from 'vitest';
import { signIn, startApp } from '../support/app.ts';
import { emailOf, setUp } from './setup.ts';

const { db, app, ask, cookieOf } = await setUp();

test('[ACCESS-6] without DEMO no demo person has an account; an existing one is removed with its sessions', async () => {
  const cookie = await cookieOf('manager');
  expect((await ask(cookie, '/api/me')).status).toBe(200);
  await app.stop();

  const real = await startApp(db, { environment: { DEMO: 'off' } });
  expect((await fetch(`${real.url}/api/me`, { headers: { cookie } })).status).toBe(401);
  await expect(signIn(real.url, emailOf('manager'))).rejects.toThrow();
  const response = await fetch(`${real.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: emailOf('manager'), password: 'doorstep-demo' }),
  });
  expect(response.status).toBe(401);
  expect((await fetch(`${real.url}/api/demo/people`)).status).toBe(404);
  expect(await db.sql`select from auth."user"`).toHaveLength(0);
});
