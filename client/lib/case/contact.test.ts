import { expect, test } from 'vitest';
import { canWrite, waysToWrite } from './contact.ts';

test('[UI-602] a tenant is written to by text only where the number receives texts', () => {
  const ways = (phone: string | null, email: string | null) => waysToWrite({ phone, email });
  expect(ways('07700 900844', 'ann@example.org')).toEqual({ message: true, email: true });
  expect(ways('01632 960843', 'ann@example.org')).toEqual({ message: false, email: true });
  expect(ways('01632 960843', null)).toEqual({ message: false, email: false });
  expect(canWrite({ phone: '01632 960843', email: '' })).toBe(false);
  expect(canWrite({ phone: null, email: null })).toBe(false);
  expect(canWrite({ phone: '07700 900844', email: null })).toBe(true);
});
