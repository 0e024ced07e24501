import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mailLink, smsLink, telLink } from './contact-links.ts';

const letter = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 });

test('[UI-522] a number is dialled without its spaces; a message opens with its whole text', () => {
  expect(telLink('01632 960 843')).toBe('tel:01632960843');
  expect(telLink('+44 (0)1632 960843')).toBe('tel:+441632960843');
  fc.assert(
    fc.property(fc.string({ unit: fc.oneof(letter, fc.constant('\ud83d')) }), (typed) => {
      const text = typed.toWellFormed();
      const sms = smsLink('07700 900844', typed);
      expect(sms.startsWith('sms:07700900844?&body=')).toBe(true);
      expect(decodeURIComponent(sms.slice(sms.indexOf('&body=') + 6))).toBe(text);
      const mail = new URL(mailLink('ann@example.org', 'Your rent', typed));
      expect([mail.pathname, mail.searchParams.get('subject'), mail.searchParams.get('body')]).toEqual([
        'ann@example.org',
        'Your rent',
        text,
      ]);
    }),
  );
});

test('[UI-522] nothing in an email address adds a recipient, a subject or a text to its link', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('', '?cc=', '%3Fcc=', '&bcc=', '%0abcc='),
      (name, more) => {
        const address = `${name}${more}mallory@example.org`;
        const link = mailLink(address);
        expect(link).not.toMatch(/[?&]/);
        expect(decodeURIComponent(link.slice('mailto:'.length))).toBe(address);
      },
    ),
  );
});

test('[UI-522] every link to a number or an address is made here', () => {
  const client = resolve(import.meta.dirname, '../..');
  const files = (readdirSync(client, { recursive: true }) as string[]).filter(
    (file) => file.endsWith('.svelte') && !/^build|\.svelte-kit/.test(file),
  );
  expect(files.length).toBeGreaterThan(100);
  const others = files.filter((file) =>
    /\b(?:tel|sms|mailto):[{$]/.test(readFileSync(join(client, file), 'utf8')),
  );
  expect(others).toEqual([]);
});
