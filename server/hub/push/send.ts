// Sends one message to one device, through the push service of its browser. The addresses come from clients, so a request
// leaves only for the push services of the browsers: nobody can make this server call another address. The message is encrypted
// for the device (RFC 8291), and padded, so that the push service sees neither words nor which kind it is.
import { createHash } from 'node:crypto';
import type { NoticeKind, PushKeys, Subscription } from '../../cases/push/push-store.ts';
import { authorization, encryptFor } from './encrypt.ts';
import { notices } from './words.ts';

/** gone: the device is not subscribed any more. `afterSeconds`: what the push service asks to wait, or 0. */
export type Sent = {
  outcome: 'sent' | 'gone' | 'refused' | 'later';
  /** Of the answer; 0: there was none. */
  status: number;
  afterSeconds: number;
};

/** Of Chrome and Edge on Android, Firefox, Safari, and Edge on Windows. */
const services = [
  /^fcm\.googleapis\.com$/,
  /^([\w-]+\.)*push\.services\.mozilla\.com$/,
  /^([\w-]+\.)*push\.apple\.com$/,
  /^([\w-]+\.)*notify\.windows\.com$/,
];

/** Whether the address belongs to the push service of a browser. */
export function isPushService(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, port, username, password } = new URL(endpoint);
  const plain = protocol === 'https:' && port === '' && username === '' && password === '';
  return plain && services.some((service) => service.test(hostname));
}

const timeoutMs = 10_000;
/** Longer than any message, so that all have the same length. */
const paddedLength = 300;
/** A wait longer than this that a push service asks for is not believed. */
const longestWaitSeconds = 3_600;

/** Where a press leads: the page itself loads what it shows. */
const paths: Record<NoticeKind, string> = {
  stand_down: '/worklist',
  withdrawn: '/worklist',
  answer: '/messages',
  plan: '/worklist',
};
/** A later notification with the same tag replaces the earlier one on the device. */
const tags: Record<NoticeKind, string> = {
  stand_down: 'stand-down',
  withdrawn: 'stand-down',
  answer: 'answer',
  plan: 'plan',
};

type Message = { kind: NoticeKind; subscription: Subscription; validSeconds: number };
type Server = PushKeys & { subject: string; allows: (endpoint: string) => boolean };

/** Never throws. */
export async function sendPush(message: Message, server: Server): Promise<Sent> {
  const { kind, subscription } = message;
  if (!server.allows(subscription.endpoint)) return { outcome: 'gone', status: 0, afterSeconds: 0 };
  const tag = tags[kind];
  const payload = JSON.stringify({ ...notices[kind], tag, path: paths[kind] }).padEnd(paddedLength);
  try {
    const { endpoint, keys } = subscription;
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization: authorization(server, endpoint, server.subject, Date.now()),
        'content-type': 'application/octet-stream',
        'content-encoding': 'aes128gcm',
        ttl: String(Math.max(0, message.validSeconds)),
        urgency: tag === 'stand-down' ? 'high' : 'normal',
        // A message that still waits at the push service is replaced. Hashed, so that the push service learns no kind.
        topic: createHash('sha256').update(`${keys.auth} ${tag}`).digest('base64url').slice(0, 32),
      },
      body: new Uint8Array(encryptFor(subscription, payload)),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    return outcomeOf(answer);
  } catch {
    return { outcome: 'later', status: 0, afterSeconds: 0 };
  }
}

function outcomeOf({ status, headers, ok }: Response): Sent {
  const asked = Number(headers.get('retry-after'));
  const afterSeconds = asked > 0 && asked <= longestWaitSeconds ? asked : 0;
  if (ok) return { outcome: 'sent', status, afterSeconds };
  // 403: the device subscribed with other keys of this server. Its app subscribes again when it is next opened.
  if ([403, 404, 410].includes(status)) return { outcome: 'gone', status, afterSeconds };
  if (status !== 429 && status < 500) return { outcome: 'refused', status, afterSeconds };
  return { outcome: 'later', status, afterSeconds };
}
