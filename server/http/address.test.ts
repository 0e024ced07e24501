import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { addressReader } from './address.ts';
import type { Env } from './parts.ts';

async function countedAs(trusted: string[], direct: string, forwarded?: string): Promise<string> {
  const read = addressReader(trusted);
  const app = new Hono<Env>().get('/', (c) => c.text(read(c)));
  const incoming = { socket: { remoteAddress: direct, remotePort: 1, remoteFamily: 'IPv4' } };
  const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return (await app.request('/', { headers }, { incoming } as never)).text();
}

test('[HTTP-60] without TRUSTED_PROXIES X-Forwarded-For is ignored', async () => {
  expect(await countedAs([], '192.0.2.1', '198.51.100.7')).toBe('192.0.2.1');
  expect(await countedAs(['10.0.0.1'], '192.0.2.1', '198.51.100.7')).toBe('192.0.2.1');
});

test('[HTTP-60] behind trusted proxies it is the last address that is not a proxy’s; earlier ones may be invented', async () => {
  const trusted = ['10.0.0.0/8', '::1'];
  expect(await countedAs(trusted, '10.0.0.1', '198.51.100.7')).toBe('198.51.100.7');
  expect(await countedAs(trusted, '::1', '203.0.113.9, 198.51.100.7, 10.2.3.4')).toBe('198.51.100.7');
  expect(await countedAs(trusted, '::ffff:10.0.0.1', ' 198.51.100.7:4711 ')).toBe('198.51.100.7');
  expect(await countedAs(trusted, '10.0.0.1', 'a lie, unknown')).toBe('10.0.0.1');
  expect(await countedAs(trusted, '10.0.0.1')).toBe('10.0.0.1');
  expect(await countedAs(trusted, '10.0.0.1', '')).toBe('10.0.0.1');
});

test('[HTTP-60] all addresses of one IPv6 network count as one', async () => {
  expect(await countedAs([], '2001:db8::1')).toBe('2001:db8:0:0::/64');
  expect(await countedAs([], '2001:DB8:0:0:ffff:1:2:3')).toBe('2001:db8:0:0::/64');
  expect(await countedAs([], '2001:db8:0:1::1')).toBe('2001:db8:0:1::/64');
  expect(await countedAs(['::1'], '::1', '[2001:db8::5]:443')).toBe('2001:db8:0:0::/64');
});
