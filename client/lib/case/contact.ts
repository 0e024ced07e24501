// What a contact is when it is recorded, and the links with which the device makes one. Pure.
import type { ArgsOf } from '#contract/up.ts';

export type ContactKind = ArgsOf<'contact.record'>['kind'];
export type ContactNext = NonNullable<ArgsOf<'contact.record'>['next']>['step'];

/** What the form is opened with: after a call that was dialled, or a message that was written. */
export type ContactStart = {
  kind: ContactKind;
  /** Who was called, with the number that was dialled. */
  dialled?: { name: string; phone: string };
  /** The text that was sent. */
  note?: string;
};

/** Whether a person answers at the time: a message is only sent. */
export const isTalk = (kind: ContactKind): boolean => kind === 'call' || kind === 'office';

/** '+44 (0)1632 960843' is dialled without the nought in brackets. */
const digits = (phone: string): string =>
  (phone.trim().startsWith('+') ? phone.replace('(0)', '') : phone).replace(/[^\d+]/g, '');

/** Dials the number. */
export const telLink = (phone: string): string => `tel:${digits(phone)}`;

/**
 * Opens the messages app with the text. `?&body=` is read by iPhones, which separate with `&`, and by Android, which
 * separates with `?` (RFC 5724).
 */
export const smsLink = (phone: string, text: string): string =>
  `sms:${digits(phone)}?&body=${encodeURIComponent(text)}`;

/** Opens the email app with subject and text. */
export const mailLink = (email: string, subject: string, text: string): string =>
  `mailto:${encodeURIComponent(email).replaceAll('%40', '@')}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`;
