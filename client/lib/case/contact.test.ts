import fc from 'fast-check';
import { expect, test } from 'vitest';
import { workingDayOf } from '../forms/working-day.ts';
import { bankHolidaysOf, ukNations } from '#domain/law/bank-holidays.ts';
import { addDays, daysBetween, weekday } from '#domain/days.ts';
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

test('[UI-523] a promise is offered for a working day of the nation, the first from a week on', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ukNations), fc.integer({ min: 0, max: 3000 }), (nation, n) => {
      const today = addDays('2026-01-01', n);
      const day = workingDayOf(nation, today, 7);
      const isFree = (one: string) =>
        weekday(one) > 5 || bankHolidaysOf(nation, Number(one.slice(0, 4))).some(({ on }) => on === one);
      expect(isFree(day)).toBe(false);
      for (let ahead = 7; ahead < daysBetween(today, day); ahead++)
        expect(isFree(addDays(today, ahead)), `${nation} ${today}`).toBe(true);
    }),
  );
  // Christmas Day 2026 is a Friday, 28 December the substitute for Boxing Day.
  expect(workingDayOf('england', '2026-12-18', 7)).toBe('2026-12-29');
  expect(workingDayOf('scotland', '2026-12-26', 7)).toBe('2027-01-05');
  // From Saturday 31 December 2033 over New Year and its substitute.
  expect(workingDayOf('england', '2033-12-24', 7)).toBe('2034-01-03');
});
