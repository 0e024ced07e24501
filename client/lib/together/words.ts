// What the fields of a person are called on screen, and the hint below each.
import { longDate } from '#domain/day-words.ts';
import type { ContactPreference, PersonField } from '#domain/person.ts';

export const labels: Record<PersonField, string> = {
  phone: 'Telephone number',
  email: 'E-mail address',
  preferred_contact: 'Preferred way of contact',
  language: 'Language',
  date_of_birth: 'Date of birth',
};

export const hints: Record<PersonField, string> = {
  phone: 'With its area code. From abroad, begin with + and the country.',
  email: '',
  preferred_contact: '',
  language: 'The one they would rather speak.',
  date_of_birth: 'For example 31 12 1980.',
};

export const preferenceWords: Record<ContactPreference, string> = {
  phone: 'A telephone call',
  text: 'A text message',
  email: 'An e-mail',
  letter: 'A letter',
  visit: 'A visit',
};

/** 'A telephone call', 'Welsh', '31 December 1980': a field as it is read. */
export function fieldWords(field: PersonField, value: string | null): string {
  if (value === null || value === '') return 'Not known';
  if (field === 'preferred_contact') return preferenceWords[value as ContactPreference] ?? value;
  return field === 'date_of_birth' ? longDate(value) : value;
}
