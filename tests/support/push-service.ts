// A push service and browsers that subscribed to it, for tests: it takes messages over HTTP and decrypts them as a browser does
// (RFC 8291 and RFC 8188, aes128gcm), written here from the standards and not with the library that encrypts.
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterFile } from './cleanup.ts';

type Notification = { title: string; body: string; tag: string; path: string };
export type Pushed = {
  device: string;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  shown: Notification;
  /** The claims of the server's signed token, which was verified with the key that is sent with it. */
  claims: { aud: string; sub: string; exp: number };
  publicKey: string;
};
type Answer = { status: number; headers?: Record<string, string> };

/** Ended with the file. */
export async function pushService() {
  const devices = new Map<string, { ecdh: ReturnType<typeof createECDH>; auth: Buffer }>();
  const came: Pushed[] = [];
  /** Decides the answer to a message; the standard is 201. */
  const service = { answer: (_: Pushed): Answer => ({ status: 201 }), requests: 0 };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      service.requests += 1;
      const device = request.url!.slice(1);
      const known = devices.get(device);
      if (!known) return response.writeHead(410).end();
      const bytes = Buffer.concat(parts);
      const shown = JSON.parse(decrypted(bytes, known.ecdh, known.auth)) as Notification;
      const pushed = { device, headers: request.headers, bytes, shown, ...token(request.headers) };
      const { status, headers = {} } = service.answer(pushed);
      if (status === 201) came.push(pushed);
      response.writeHead(status, headers).end('x'.repeat(100_000));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterFile(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(service, {
    came,
    origin,
    allows: (endpoint: string) => endpoint.startsWith(`${origin}/`),
    /** A browser that subscribes; `forget` makes the service answer 410 for it. */
    device() {
      const name = randomBytes(9).toString('base64url');
      const ecdh = createECDH('prime256v1');
      const p256dh = ecdh.generateKeys().toString('base64url');
      const auth = randomBytes(16);
      devices.set(name, { ecdh, auth });
      return {
        name,
        subscription: {
          endpoint: `${origin}/${name}`,
          keys: { p256dh, auth: auth.toString('base64url') },
        },
        forget: () => devices.delete(name),
        came: () => came.filter(({ device }) => device === name),
      };
    },
  });
}

function decrypted(body: Buffer, ecdh: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const length = body[20]!;
  const senderKey = body.subarray(21, 21 + length);
  const sealed = body.subarray(21 + length);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), senderKey]);
  const key = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(senderKey), auth, info, 32));
  const part = (name: string, size: number) =>
    Buffer.from(hkdfSync('sha256', key, salt, `Content-Encoding: ${name}\0`, size));
  const decipher = createDecipheriv('aes-128-gcm', part('aes128gcm', 16), part('nonce', 12));
  decipher.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  // The last record ends with the byte 2, and zeros that pad it.
  return plain.subarray(0, plain.lastIndexOf(2)).toString();
}

function token({ authorization }: IncomingHttpHeaders): Pick<Pushed, 'claims' | 'publicKey'> {
  const [, jwt, publicKey] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization ?? '')!;
  const [head, claims, signature] = jwt!.split('.');
  const point = Buffer.from(publicKey!, 'base64url');
  const coordinate = (from: number) => point.subarray(from, from + 32).toString('base64url');
  const key = createPublicKey({
    key: { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33) },
    format: 'jwk',
  });
  const signed = Buffer.from(`${head}.${claims}`);
  if (!verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature!, 'base64url')))
    throw new Error('the signature of the token is wrong');
  return { claims: JSON.parse(Buffer.from(claims!, 'base64url').toString()), publicKey: publicKey! };
}
