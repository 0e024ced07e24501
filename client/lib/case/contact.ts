// What a contact is when it is recorded. Pure.
import type { ArgsOf } from '#contract/up.ts';
import { takesTexts } from '#domain/person.ts';
import { telLink } from '../kit/contact-links.ts';

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

/** The attributes of a link that dials and opens the form of the call, which is there when the call has ended. */
export const callLink = (
  { name, phone }: { name: string; phone: string | null },
  onrecord: (start: ContactStart) => void,
) => ({
  href: telLink(phone ?? ''),
  onclick: () => onrecord({ kind: 'call', dialled: { name, phone: phone ?? '' } }),
});

/** A message that is to be written: to whom, and by which of their ways; null: the first tenant, the way they prefer. */
export type MessageStart = { to: number; by: 'message' | 'email' } | null;

/** How a tenant can be written to: a text needs a number that receives texts. */
export const waysToWrite = ({ phone, email }: { phone: string | null; email: string | null }) => ({
  message: phone !== null && takesTexts(phone),
  email: email !== null && email !== '',
});

export const canWrite = (person: Parameters<typeof waysToWrite>[0]): boolean =>
  Object.values(waysToWrite(person)).includes(true);

/** Whether a person answers at the time: a message is only sent. */
export const isTalk = (kind: ContactKind): boolean => kind === 'call' || kind === 'office';
