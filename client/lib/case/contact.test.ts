import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mailLink, smsLink, telLink } from './contact.ts';

test('[UI-522] a number is dialled without its spaces; a message opens with its whole text', () => {
  expect(telLink('01632 960 843')).toBe('tel:01632960843');
  expect(telLink('+44 (0)1632 960843')).toBe('tel:+441632960843');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const sms = smsLink('07700 900844', text);
      expect(sms.startsWith('sms:07700900844?&body=')).toBe(true);
      expect(decodeURIComponent(sms.slice(sms.indexOf('&body=') + 6))).toBe(text);
      const mail = new URL(mailLink('ann@example.org', 'Your rent', text));
      expect([mail.pathname, mail.searchParams.get('subject'), mail.searchParams.get('body')]).toEqual([
        'ann@example.org',
        'Your rent',
        text,
      ]);
    }),
  );
});
