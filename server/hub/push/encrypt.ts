// Web Push's cryptography, by the standards and with Node's own primitives: a message encrypted for one device (RFC 8291, in the
// coding aes128gcm of RFC 8188), and the signed token by which a push service knows this server (VAPID, RFC 8292).
import { createCipheriv, createECDH, createPrivateKey, hkdfSync, randomBytes, sign } from 'node:crypto';
import type { PushKeys, Subscription } from '../../cases/push/push-store.ts';

const curve = 'prime256v1';
/** The record size in the head of a message; a message is one record, and shorter. */
const recordSize = 4_096;
/** At most 24 hours by the standard; half, as the clocks of two machines differ. */
const tokenSeconds = 12 * 3_600;
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64url');

export function makePushKeys(): PushKeys {
  const ecdh = createECDH(curve);
  return { publicKey: base64url(ecdh.generateKeys()), privateKey: base64url(ecdh.getPrivateKey()) };
}

/** `random`: the sender's private key and the salt of this one message; a test gives those of the standard's example. */
export function encryptFor(
  { keys }: Subscription,
  plain: string,
  random?: { privateKey: Buffer; salt: Buffer },
): Buffer {
  const sender = createECDH(curve);
  if (random) sender.setPrivateKey(random.privateKey);
  else sender.generateKeys();
  const salt = random?.salt ?? randomBytes(16);
  const receiverKey = bytesOf(keys.p256dh);
  const senderKey = sender.getPublicKey();
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), receiverKey, senderKey]);
  const key = Buffer.from(
    hkdfSync('sha256', sender.computeSecret(receiverKey), bytesOf(keys.auth), info, 32),
  );
  const part = (name: string, size: number) =>
    Buffer.from(hkdfSync('sha256', key, salt, `Content-Encoding: ${name}\0`, size));
  const cipher = createCipheriv('aes-128-gcm', part('aes128gcm', 16), part('nonce', 12));
  // The byte 2 ends the last record.
  const sealed = [cipher.update(plain), cipher.update(Buffer.of(2)), cipher.final(), cipher.getAuthTag()];
  const size = Buffer.alloc(4);
  size.writeUInt32BE(recordSize);
  return Buffer.concat([salt, size, Buffer.of(senderKey.length), senderKey, ...sealed]);
}

/** The Authorization header for a push service. `subject`: where the people of this server are reached; `now` in ms. */
export function authorization(keys: PushKeys, endpoint: string, subject: string, now: number): string {
  const point = bytesOf(keys.publicKey);
  const key = createPrivateKey({
    key: {
      ...{ kty: 'EC', crv: 'P-256', d: keys.privateKey },
      ...{ x: base64url(point.subarray(1, 33)), y: base64url(point.subarray(33, 65)) },
    },
    format: 'jwk',
  });
  const claims = { aud: new URL(endpoint).origin, exp: Math.floor(now / 1_000) + tokenSeconds, sub: subject };
  const signed = [{ typ: 'JWT', alg: 'ES256' }, claims]
    .map((part) => base64url(Buffer.from(JSON.stringify(part))))
    .join('.');
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `vapid t=${signed}.${base64url(signature)}, k=${keys.publicKey}`;
}
