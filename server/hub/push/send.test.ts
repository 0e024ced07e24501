// Which addresses a push message may be sent to. They come from clients.
import { expect, test } from 'vitest';
import { isPushService } from './send.ts';

test('[HUB-117] messages are sent to the push services of browsers only, by https, and to no other address', () => {
  const services = [
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://wns2-par02p.notify.windows.com/w/?token=abc',
  ];
  for (const endpoint of services) expect(isPushService(endpoint), endpoint).toBe(true);
  const others = [
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com:8443/fcm/send/abc',
    'https://user:word@fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com.example.org/abc',
    'https://evilpush.apple.com/abc',
    'https://fcm.googleapis.com@10.0.0.1/abc',
    'https://example.org/?fcm.googleapis.com',
    'https://127.0.0.1/abc',
    'https://[::1]/abc',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/abc',
    'file:///etc/passwd',
    '',
  ];
  for (const endpoint of others) expect(isPushService(endpoint), endpoint).toBe(false);
});
