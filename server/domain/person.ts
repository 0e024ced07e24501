// What is known of a person, and what is missing: the few fields that staff may put right, each with what it must look
// like, and plain words where it does not. The same on the device, before anything is sent, and on the server.
// Telephone numbers: Ofcom's National Telephone Numbering Plan (as of 2024): 01 and 02 by place (ten or eleven
// digits), 03, 055, 056, 07 and 08; numbers from abroad by ITU-T E.164, at most fifteen digits. Of 07, 070 are personal numbers
// that are put through to any phone, and 076 pagers, except 07624, the Isle of Man's mobiles. Those of Guernsey and Jersey are
// inside 077, 078 and 079.
import { formatDay, isDay } from './days.ts';
import type { Day } from './facts.ts';

/** The fields of a person that can be corrected. */
export const personFields = ['phone', 'email', 'preferred_contact', 'language', 'date_of_birth'] as const;
export type PersonField = (typeof personFields)[number];
/** How a person prefers to be contacted. */
export const contactPreferences = ['phone', 'text', 'email', 'letter', 'visit'] as const;
export type ContactPreference = (typeof contactPreferences)[number];

/** The language of most people, which is recorded without typing. */
export const usualLanguage = 'English';

/** What a field is called inside a sentence. */
export const personFieldWords: Record<PersonField, string> = {
  phone: 'phone number',
  email: 'email address',
  preferred_contact: 'preferred way of contact',
  language: 'language',
  date_of_birth: 'date of birth',
};

/** A way of contact as it is read; the same for the other words that the field may hold. */
const contactWays: Record<string, string> = {
  phone: 'a phone call',
  text: 'a text message',
  email: 'an email',
  letter: 'a letter',
  visit: 'a visit',
};

/** A stored value as it is read. */
export function personFieldText(field: PersonField, value: string): string {
  if (field === 'date_of_birth') return formatDay(value, true);
  return field === 'preferred_contact' ? (contactWays[value] ?? value) : value;
}

/** value: as it is stored; null: unknown. problem: a sentence for the person who typed it. */
export type Checked = { value: string | null } | { problem: string };

/** `today`: the landlord's day. The preferred way of contact always holds something: it is not emptied. */
export function checkPersonField(field: PersonField, typed: string | null, today: Day): Checked {
  const words = (typed ?? '').trim().replace(/\s+/gu, ' ');
  if (words === '') return empty[field];
  if (field === 'phone') return checkPhone(words);
  if (field === 'email') return checkEmail(words);
  if (field === 'date_of_birth') return checkBirth(words, today);
  if (field === 'language') return checkLanguage(words);
  return contactPreferences.some((one) => one === words)
    ? { value: words }
    : { problem: 'Choose how they prefer to be contacted.' };
}

const nothing: Checked = { value: null };
const empty: Record<PersonField, Checked> = {
  phone: nothing,
  email: nothing,
  date_of_birth: nothing,
  language: nothing,
  preferred_contact: { problem: 'Choose how they prefer to be contacted.' },
};

/** Without spaces and marks. "+44 (0)7700 …" is how many people write it: the nought in brackets is not dialled from abroad. */
const bareNumber = (words: string): string =>
  words.replace(/\(0\)/g, '').replace(/[\s().\-/\u2010-\u2015\u00ad]/g, '');

function checkPhone(words: string): Checked {
  const bare = bareNumber(words);
  if (!/^\+?[0-9]+$/.test(bare)) return { problem: 'Enter digits only. The number can start with +.' };
  const national = bare.replace(/^(\+|00)44/, '0').replace(/^00(?=[1-9])/, '0');
  if (/^(\+|00)/.test(bare) && !/^(\+|00)44/.test(bare)) {
    const abroad = bare.replace(/^(\+|00)/, '');
    return /^[1-9][0-9]{6,14}$/.test(abroad)
      ? { value: `+${abroad}` }
      : { problem: 'Enter a number from abroad with its country code, 7 to 15 digits in total.' };
  }
  if (!national.startsWith('0')) return { problem: 'Enter the area code: UK phone numbers start with 0.' };
  const digits = national.length;
  if (/^09/.test(national)) return { problem: 'Enter another phone number: calls to 09 numbers cost extra.' };
  if (!/^0([1-3]|5[56]|7|8)/.test(national))
    return { problem: 'Check the first digits: no UK phone number starts like this.' };
  const short = /^0[18]/.test(national);
  if (digits !== 11 && !(short && digits === 10)) {
    const less = digits < 11;
    return {
      problem: `This has ${digits} digits, too ${less ? 'few' : 'many'}. Enter 11 digits for a UK number.`,
    };
  }
  return { value: grouped(national) };
}

/** Whether a text message can be sent to it: a UK mobile, or a number from abroad, of which nobody here can tell. */
export function takesTexts(phone: string): boolean {
  const number = bareNumber(phone).replace(/^(\+|00)44/, '0');
  return /^07([1-57-9]\d{8}|624\d{6})$/.test(number) || /^(\+|00)[1-9]/.test(number);
}

/** As people read them out: 07700 900123, 020 7946 0018, 0117 496 0123, 01632 960123. */
function grouped(national: string): string {
  const cut = (...at: number[]) =>
    [0, ...at].map((from, i) => national.slice(from, at[i] ?? national.length)).join(' ');
  if (/^02/.test(national)) return cut(3, 7);
  if (/^0(11|1[2-9]1|3|8)/.test(national)) return cut(4, 7);
  return cut(5);
}

// What can be delivered (RFC 5321: 64 before the @, 254 in all), not all that the standard could be made to allow.
function checkEmail(words: string): Checked {
  const problem = 'Enter a full email address, like name@example.com.';
  const [name, domain, more] = words.split('@');
  if (!name || !domain || more !== undefined || words.length > 254 || name.length > 64) return { problem };
  if (/[\s<>(),:;"\\[\]\p{Cc}]/u.test(words) || /^\.|\.$|\.\./.test(name)) return { problem };
  const labels = domain.toLowerCase().split('.');
  const fine = (label: string) => /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u.test(label);
  if (labels.length < 2 || !labels.every(fine) || /^\p{N}+$/u.test(labels.at(-1)!)) return { problem };
  return { value: `${name}@${labels.join('.')}` };
}

/** The oldest person on record reached 122. */
const oldest = 122;

function checkBirth(words: string, today: Day): Checked {
  const day = birthday(words);
  if (day === null) return { problem: 'Enter a real date, like 31/12/1980.' };
  if (day > today) return { problem: 'Enter a date in the past.' };
  const years = ageOn(day, today);
  if (years > oldest) return { problem: `Check the year: they would be ${years} years old.` };
  return { value: day };
}

/** '1980-12-31', or '31/12/1980' with any of the usual signs between; null where the calendar has no such day. */
function birthday(words: string): Day | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(words);
  const uk = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(words);
  const parts = iso ? [iso[1], iso[2], iso[3]] : uk ? [uk[3], uk[2], uk[1]] : null;
  if (!parts) return null;
  const [year, month, date] = parts as [string, string, string];
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(day) ? day : null;
}

/** Age in whole years. A person born on 29 February is a year older on 1 March in years without that day. */
export function ageOn(born: Day, today: Day): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}

function checkLanguage(words: string): Checked {
  if (words.length > 60) return { problem: 'Enter a language of 60 characters or fewer.' };
  return /^[\p{L}\p{M}][\p{L}\p{M} ,.'’()/-]*$/u.test(words)
    ? { value: words[0]!.toUpperCase() + words.slice(1) }
    : { problem: 'Enter the language in letters, like British Sign Language.' };
}

export type KnownPerson = {
  role: 'tenant' | 'joint_tenant' | 'household';
  phone: string | null;
  email: string | null;
  preferredContact: string;
  /** null: nobody has recorded it. English is recorded like every other language, never assumed. */
  language: string | null;
  /** undefined: not for this reader, so no gap. */
  dateOfBirth?: Day | null | undefined;
};
/** words: "No telephone number". */
export type Gap = { field: PersonField; words: string };

/**
 * What is worth asking for at the next contact, the most useful first. Of those who pay the rent; nobody else's data is
 * collected.
 */
export function gapsOf(person: KnownPerson): Gap[] {
  if (person.role === 'household') return [];
  const gaps: Gap[] = [];
  const calls = person.preferredContact === 'phone' || person.preferredContact === 'text';
  if (!person.phone)
    gaps.push({
      field: 'phone',
      words: calls ? 'Prefers calls or texts, but there is no phone number' : 'No phone number',
    });
  if (!person.email)
    gaps.push({
      field: 'email',
      words:
        person.preferredContact === 'email'
          ? 'Prefers email, but there is no email address'
          : 'No email address',
    });
  if (!person.language) gaps.push({ field: 'language', words: 'Language not recorded' });
  if (person.dateOfBirth === null) gaps.push({ field: 'date_of_birth', words: 'No date of birth' });
  return gaps;
}
