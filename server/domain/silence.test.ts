// [OFF-82]
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyDay } from '../../tests/support/case-facts.ts';
import { addDays } from './days.ts';
import { silentDays } from './silence.ts';

const none = new Set<string>();

test('[OFF-82] weekends, bank holidays, today and days of absence are no silence', () => {
  // A Tuesday.
  const seen = '2026-11-24';
  expect(silentDays(seen, '2026-11-25', none, [])).toBe(0);
  expect(silentDays(seen, '2026-11-27', none, [])).toBe(2);
  expect(silentDays(seen, '2026-11-30', none, [])).toBe(3);
  expect(silentDays(seen, '2026-11-27', new Set(['2026-11-25']), [])).toBe(1);
  expect(silentDays(seen, '2026-11-30', none, [{ from: '2026-11-25', until: '2026-11-27' }])).toBe(1);
});

test('[OFF-82] silence grows by at most one a day, and somebody who is away all the time is not silent', () => {
  const later = fc.integer({ min: 0, max: 60 });
  fc.assert(
    fc.property(anyDay, later, (seen, days) => {
      const today = addDays(seen, days);
      const [now, next] = [today, addDays(today, 1)].map((on) => silentDays(seen, on, none, []));
      expect(next! - now!).toBeGreaterThanOrEqual(0);
      expect(next! - now!).toBeLessThanOrEqual(1);
      expect(silentDays(seen, today, none, [{ from: seen, until: addDays(today, 1) }])).toBe(0);
    }),
  );
});
