import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canWrite, mailLink, smsLink, telLink, waysToWrite } from './contact.ts';

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

test('[UI-602] a tenant is written to by text only where the number receives texts', () => {
  const ways = (phone: string | null, email: string | null) => waysToWrite({ phone, email });
  expect(ways('07700 900844', 'ann@example.org')).toEqual({ message: true, email: true });
  expect(ways('01632 960843', 'ann@example.org')).toEqual({ message: false, email: true });
  expect(ways('01632 960843', null)).toEqual({ message: false, email: false });
  expect(canWrite({ phone: '01632 960843', email: '' })).toBe(false);
  expect(canWrite({ phone: null, email: null })).toBe(false);
  expect(canWrite({ phone: '07700 900844', email: null })).toBe(true);
});
