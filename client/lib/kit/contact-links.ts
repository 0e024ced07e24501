// Links with which the device calls a person or writes to them. All are made here: a phone number or an email address is
// another person's words.

/** '+44 (0)1632 960843' is dialled without the nought in brackets. */
const digits = (phone: string): string =>
  (phone.trim().startsWith('+') ? phone.replace('(0)', '') : phone).replace(/[^\d+]/g, '');

/** Dials the number. */
export const telLink = (phone: string): string => `tel:${digits(phone)}`;

/** Half of an emoji, which a phone may leave behind, becomes U+FFFD: alone it cannot be in an address. */
const inLink = (text: string): string => encodeURIComponent(text.toWellFormed());

/**
 * Opens the messages app with the text. `?&body=` is read by iPhones, which separate with `&`, and by Android, which
 * separates with `?` (RFC 5724).
 */
export const smsLink = (phone: string, text: string): string => `sms:${digits(phone)}?&body=${inLink(text)}`;

/**
 * Opens the email app with subject and text, or with the address alone. An address may hold `?` and `%` (RFC 5322): as they
 * are, they would add another recipient.
 */
export function mailLink(email: string, subject?: string, text = ''): string {
  const to = `mailto:${inLink(email).replaceAll('%40', '@')}`;
  if (subject === undefined) return to;
  return `${to}?subject=${inLink(subject)}&body=${inLink(text)}`;
}
