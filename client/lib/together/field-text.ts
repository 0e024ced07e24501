// A field of a person as text.
import { longDate } from '#domain/day-words.ts';
import type { ContactPreference, PersonField } from '#domain/person.ts';
import { fields } from './words.ts';

/** 'Phone call', 'Welsh', '31 December 1980': a field as it is read. */
export function fieldText(field: PersonField, value: string | null): string {
  if (value === null || value === '') return fields.unknown;
  if (field === 'preferred_contact') return fields.preferences[value as ContactPreference] ?? value;
  return field === 'date_of_birth' ? longDate(value) : value;
}
