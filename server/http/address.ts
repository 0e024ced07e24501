// Where a request came from, for counting failures. A proxy in front of us reports it in X-Forwarded-For; any other client can
// write that header too, so it counts only where the proxy itself is named in TRUSTED_PROXIES.
import { BlockList, isIP } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { AddressOf, Env } from './parts.ts';

/** `trusted`: addresses and networks (10.0.0.0/8), checked by environment.ts. Returns '' where the address is unknown. */
export function addressReader(trusted: readonly string[]): AddressOf {
  const proxies = new BlockList();
  for (const one of trusted) {
    const [address, bits] = one.split('/') as [string, string?];
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) proxies.addAddress(address, family);
    else proxies.addSubnet(address, Number(bits), family);
  }
  const isProxy = (address: string) =>
    isIP(address) !== 0 && proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return (c) => countedAs(clientOf(socketAddress(c), c.req.header('x-forwarded-for'), isProxy));
}

/**
 * The right-most address that is not one of our proxies: each proxy appends its peer's address, so anything to the left
 * of that, or that is not an address, may be forged.
 */
function clientOf(
  direct: string,
  forwarded: string | undefined,
  isProxy: (address: string) => boolean,
): string {
  let client = plain(direct);
  for (const hop of (forwarded ?? '').split(',').reverse()) {
    if (!isProxy(client)) break;
    const next = plain(hop.trim());
    if (isIP(next) === 0) break;
    client = next;
  }
  return client;
}

/** Without the port that some proxies add, and an IPv4 address as itself where it comes inside an IPv6 one. */
function plain(address: string): string {
  const bare = /^\[(.+)\](:\d+)?$/.exec(address)?.[1] ?? address.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1');
  return /^::ffff:(\d+(?:\.\d+){3})$/i.exec(bare)?.[1] ?? bare;
}

/** A subscriber of IPv6 has a network of 64 bits to take addresses from (RFC 6177): they count as one. */
function countedAs(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head, tail] = address.toLowerCase().split('%')[0]!.split('::') as [string, string?];
  const before = head ? head.split(':') : [];
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return `${groups.map((group) => parseInt(group, 16).toString(16)).join(':')}::/64`;
}

function socketAddress(c: Context<Env>): string {
  try {
    return getConnInfo(c).remote.address ?? '';
  } catch {
    return '';
  }
}
