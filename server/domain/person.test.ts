// Which personal data may be stored, and which is missing.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ageOn, checkPersonField, gapsOf, personFields, takesTexts, type KnownPerson } from './person.ts';

const today = '2026-11-22';
const check = (field: Parameters<typeof checkPersonField>[0], typed: string | null) =>
  checkPersonField(field, typed, today);

test('[DOMAIN-110] telephone numbers as people write them are stored in the usual groups', () => {
  const same: Record<string, string[]> = {
    '07700 900123': [
      '07700900123',
      ' 07700 900 123 ',
      '+44 7700 900123',
      '+44 (0)7700 900123',
      '0044 7700-900-123',
    ],
    '020 7946 0018': ['02079460018', '(020) 7946 0018', '+44 20 7946 0018'],
    '0117 496 0123': ['0117 4960123'],
    '0141 496 0123': ['01414960123'],
    '01632 960123': ['01632 960 123'],
    '01632 96012': ['0163296012'],
    '0300 123 4567': ['03001234567'],
    '+353201234567': ['+353 20 123 4567', '00353 20 1234567'],
  };
  for (const [kept, typed] of Object.entries(same))
    for (const words of typed) expect(check('phone', words), words).toEqual({ value: kept });
});

test('[DOMAIN-110] a number that cannot be dialled is refused with a sentence that names the error', () => {
  for (const wrong of [
    '12345',
    '0770090012',
    '077009001234',
    '0900 123 4567',
    '0404 123 4567',
    'ask Ann',
    '07700 90012x',
    '+1',
    '+44',
    '<b>07700 900123</b>',
    '٠٧٧٠٠٩٠٠١٢٣',
  ])
    expect(check('phone', wrong), wrong).toEqual({
      problem: expect.stringMatching(/^[A-Z].{15,100}[.]$/) as string,
    });
});

test('[DOMAIN-252] a text message goes to a mobile: not to a landline, a pager or a personal number', () => {
  // Ofcom's plan: 071 to 075, 077 to 079; the Isle of Man's 07624; Guernsey 07781, 07839, 07911; Jersey 07797.
  const mobiles = [
    '07700 900123',
    '07123 456789',
    '07400 123456',
    '07911 123456',
    '07624 312345',
    '07781 123456',
  ];
  for (const phone of [
    ...mobiles,
    '07797 712345',
    '+44 7700 900123',
    '+44 (0)7700-900-123',
    '0044 7700 900123',
  ])
    expect(takesTexts(phone), phone).toBe(true);
  // Abroad nobody here can tell.
  expect(takesTexts('+353871234567')).toBe(true);
  for (const phone of ['01632 960843', '020 7946 0018', '0300 123 4567', '056 1234 5678', '0800 123 4567'])
    expect(takesTexts(phone), phone).toBe(false);
  for (const phone of ['07012 345678', '07640 123456', '07666 123456', '+44 1632 960843', '07700 90012', ''])
    expect(takesTexts(phone), phone).toBe(false);
  // However it is written: as it is stored.
  const number = fc.stringMatching(/^0[127]\d{9}$/);
  fc.assert(
    fc.property(number, fc.constantFrom('0', '+44', '0044', '+44 (0)'), (national, prefix) => {
      const stored = check('phone', national);
      const typed = prefix + national.slice(1, 5) + ' ' + national.slice(5);
      expect(takesTexts(typed)).toBe(takesTexts('value' in stored ? stored.value! : ''));
      expect(takesTexts(typed)).toBe(/^07(?!0|6(?!24))/.test(national));
    }),
  );
});

test('[DOMAIN-111] e-mail addresses that can receive mail are stored, with the domain in lower case', () => {
  expect(check('email', ' Ann.Example+rent@Example.COM ')).toEqual({ value: 'Ann.Example+rent@example.com' });
  expect(check('email', 'ann@пример.испытание')).toEqual({ value: 'ann@пример.испытание' });
  for (const wrong of [
    'ann',
    'ann@',
    '@example.com',
    'ann@example',
    'a b@example.com',
    'ann@@example.com',
    'ann@example..com',
    '.ann@example.com',
    'ann@-example.com',
    'ann@192.168.0.1',
    `${'a'.repeat(65)}@example.com`,
    'ann@example.com, bea@example.com',
    '<ann@example.com>',
  ])
    expect(check('email', wrong), wrong).toMatchObject({ problem: expect.stringMatching(/[.]$/) as string });
});

test('[DOMAIN-112] days of birth are real days in the past, of people who can be alive', () => {
  for (const typed of ['31/12/1980', '31.12.1980', '31-12-1980', '31 12 1980', '1980-12-31'])
    expect(check('date_of_birth', typed)).toEqual({ value: '1980-12-31' });
  expect(check('date_of_birth', '1/2/1980')).toEqual({ value: '1980-02-01' });
  expect(check('date_of_birth', '29/02/2000')).toEqual({ value: '2000-02-29' });
  expect(check('date_of_birth', today)).toEqual({ value: today });
  for (const wrong of [
    '29/02/1900',
    '31/04/1980',
    '0/1/1980',
    '1/13/1980',
    '23/11/2026',
    '1/1/80',
    '1980',
    '0000-00-00',
    '1/1/0080',
    'yesterday',
  ])
    expect(check('date_of_birth', wrong), wrong).toHaveProperty('problem');
  expect(check('date_of_birth', '1/1/1890')).toEqual({
    problem: 'Check the year: they would be 136 years old.',
  });
  expect([ageOn('2000-02-29', '2026-02-28'), ageOn('2000-02-29', '2026-03-01')]).toEqual([25, 26]);
});

test('[DOMAIN-113] empty text clears an optional field, and is refused in a required one', () => {
  for (const field of personFields)
    for (const empty of [null, '', '  '])
      expect(check(field, empty)).toEqual(
        field === 'preferred_contact' ? { problem: expect.any(String) as string } : { value: null },
      );
  for (const language of ['Welsh', 'British Sign Language', 'العربية', '中文', 'Українська'])
    expect(check('language', language)).toEqual({ value: language });
});

test('[DOMAIN-113] any text gives a value or a sentence, and a stored value would be stored again unchanged', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...personFields),
      fc.string({ unit: 'binary', maxLength: 40 }),
      (field, typed) => {
        const checked = check(field, typed);
        if ('problem' in checked) expect(checked.problem).toMatch(/^[A-Z].*[.]$/);
        else expect(check(field, checked.value)).toEqual(checked);
      },
    ),
    { numRuns: 2000 },
  );
});

test('[DOMAIN-114] gaps are listed for people who pay the rent, the most useful first, and for nobody else', () => {
  const nobody = { phone: null, email: null, language: null, dateOfBirth: null };
  const tenant = { role: 'tenant', preferredContact: 'text', ...nobody } as const;
  expect(gapsOf(tenant).map((gap) => gap.words)).toEqual([
    'Prefers calls or texts, but there is no phone number',
    'No email address',
    'Language not recorded',
    'No date of birth',
  ]);
  expect(gapsOf({ ...tenant, preferredContact: 'letter' })[0]!.words).toBe('No phone number');
  expect(gapsOf({ ...tenant, role: 'household' })).toEqual([]);
  const known = {
    phone: '07700 900123',
    email: 'ann@example.com',
    language: 'English',
    dateOfBirth: '1980-12-31',
  };
  expect(gapsOf({ ...tenant, ...known })).toEqual([]);
});

test('[DOMAIN-257] a tenant’s language is a gap until it has been recorded, English like every other, and again once it is emptied', () => {
  // What staff enter for a person, one after the other, in any field and any script.
  const entry = fc.record({
    field: fc.constantFrom(...personFields),
    typed: fc.oneof(
      fc.constantFrom(
        'English',
        'english',
        'Polish',
        'British Sign Language',
        'العربية',
        '中文',
        '',
        '  ',
        '123',
      ),
      fc.constantFrom('07700 900123', 'ann@example.com', 'letter', '1980-12-31'),
      fc.string({ unit: 'binary', maxLength: 70 }),
    ),
  });
  const role = fc.constantFrom('tenant', 'joint_tenant', 'household');
  fc.assert(
    fc.property(role, fc.array(entry, { maxLength: 8 }), (role, entries) => {
      const person = {
        role,
        ...{ phone: null, email: null, language: null, dateOfBirth: null },
        preferredContact: 'phone',
      } as KnownPerson;
      let recorded = false;
      for (const { field, typed } of entries) {
        const checked = check(field, typed);
        if (!('problem' in checked)) {
          if (field === 'date_of_birth') person.dateOfBirth = checked.value;
          else if (field === 'preferred_contact') person.preferredContact = checked.value!;
          else person[field] = checked.value;
          if (field === 'language') recorded = typed.trim() !== '';
        }
        const asks = gapsOf(person).some((gap) => gap.field === 'language');
        expect(asks, `${field} ${typed}`).toBe(role !== 'household' && !recorded);
      }
    }),
    { numRuns: 2000 },
  );
});

test('[DOMAIN-257] a language that another system wrote as empty text is not recorded', () => {
  const person = {
    role: 'tenant',
    phone: null,
    email: null,
    preferredContact: 'letter',
    language: '',
  } as const;
  expect(gapsOf(person).map(({ field }) => field)).toContain('language');
});
