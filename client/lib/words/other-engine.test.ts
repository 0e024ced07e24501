// The words in an engine with unusual formats: a substitute for WebKit (11/29/2026 for en-CA; "Wed, 25 Nov") and for possible
// later versions.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const real = Intl.DateTimeFormat;

beforeEach(() => {
  vi.resetModules();
  // Another locale, with the parts in another order; the formatter's complete text is unusable.
  class Other extends real {
    constructor(_locales?: Intl.LocalesArgument, options?: Intl.DateTimeFormatOptions) {
      super('en-US', options);
    }
    override formatToParts(date?: Date | number): Intl.DateTimeFormatPart[] {
      return super.formatToParts(date).reverse();
    }
    override format = (date?: Date | number): string =>
      super
        .formatToParts(date)
        .map((part) => part.value)
        .join('~');
  }
  vi.stubGlobal('Intl', {
    ...Intl,
    DateTimeFormat: Other,
    NumberFormat: class {
      format = () => '1~0';
    },
  });
  for (const kind of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'] as const)
    vi.spyOn(Date.prototype, kind).mockReturnValue('~');
  vi.spyOn(Number.prototype, 'toLocaleString').mockReturnValue('~');
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('[UI-400] days, times, money and counts are the same for any behaviour of the browser’s locales', async () => {
  const { age, timeOf, date, dayOf, dayWords, when } = await import('./time.ts');
  const { money, roundMoney } = await import('./money.ts');
  const now = Date.parse('2026-11-25T11:00:00Z');
  expect(dayOf('2026-06-30T23:30:00Z')).toBe('2026-07-01');
  expect(dayOf(now)).toBe('2026-11-25');
  expect(timeOf('2026-06-30T23:30:00Z')).toBe('00:30');
  expect(when('2026-11-25T10:42:00Z', now)).toBe('10:42');
  expect(when('2026-11-24T10:42:00Z', now)).toBe('yesterday 10:42');
  expect(when('2026-11-18T10:42:00Z', now)).toBe('Wed 18 Nov');
  expect(when('2025-09-02T10:42:00Z', now)).toBe('2 Sep 2025');
  expect([-1, 0, 1].map((n) => dayWords(`2026-11-${25 + n}`, now))).toEqual([
    'yesterday',
    'today',
    'tomorrow',
  ]);
  expect(dayWords('2026-12-02', now)).toBe('Wed 2 Dec');
  expect(date('2026-09-02', now)).toBe('2 Sep');
  expect(date('2025-09-02', now)).toBe('2 Sep 2025');
  expect(age(now - 190_000, now)).toBe('3 minutes');
  expect(money(123456)).toBe('£1,234.56');
  expect(money(-500)).toBe('−£5.00');
  expect(roundMoney(-123456)).toBe('−£1,235');
  expect(roundMoney(56)).toBe('£0.56');
});

test('[UI-400] statements, charts, plans, the office wall and a visit’s summary are the same too', async () => {
  const { shortDay } = await import('../case/statement.ts');
  const { sentence } = await import('../case/balance.ts');
  const { fieldText } = await import('../together/field-text.ts');
  const { planText } = await import('../help/plan-text.ts');
  const { bigCount, bigInstant, bigMoney } = await import('../wallboard/figures.ts');
  const { number } = await import('../performance/officers/words.ts');
  expect(shortDay('2026-09-02')).toBe('02 Sep 2026');
  expect(
    sentence([
      { on: '2026-09-02', pence: 41_200 },
      { on: '2026-11-25', pence: 0 },
    ]),
  ).toBe(
    'From £412.00 owed on 2 September 2026 to nothing owed today. Highest: £412.00 owed on 2 September 2026.',
  );
  expect(fieldText('date_of_birth', '1950-01-31')).toBe('31 January 1950');
  expect(
    planText(
      { totalPence: 30_000, instalmentPence: 10_000, rhythm: 'monthly', firstDueOn: '2026-12-10' },
      'Us',
    ),
  ).toContain('starting on Thursday 10 December 2026');
  expect(bigMoney(18_423_000)).toBe('£184,230');
  expect(bigMoney(-253_100_000_000)).toBe('−£2,531.00m');
  expect(bigCount(12_345)).toBe('12,345');
  expect(bigInstant('2026-11-20T10:00:00Z', Date.parse('2026-11-25T11:00:00Z'))).toBe('Fri 20 Nov');
  expect(number(1234.5)).toBe('1,235');
});
