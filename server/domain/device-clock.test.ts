// Property-based: devices whose clocks are wrong, are changed, and learn the offset now and then.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aboutHowLong, clockToleranceMs, happenedAt } from './device-clock.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;
const now = Date.UTC(2026, 10, 30, 14);
/** Server's clock minus device's clock: some exact, some off by a time zone, a day, a year, and one that says 1970. */
const offset = fc.oneof(
  fc.constantFrom(0, hour, -hour, day, -day, year, -year, 3 * year, -3 * year, now),
  fc.integer({ min: -2 * year, max: 2 * year }),
);
const agoMs = fc.integer({ min: 0, max: 20 * day });

test('[CASE-146] a clock that is wrong all the time, by any amount, gives the right instant without a doubt once its offset is known', () => {
  fc.assert(
    fc.property(offset, agoMs, agoMs, fc.integer({ min: 0, max: 8000 }), (offsetMs, ago, before, transit) => {
      const truth = now - ago;
      const happened = happenedAt({
        madeAt: truth,
        offsetMs,
        learntAt: truth - before,
        sentAt: now - transit - offsetMs,
        now,
      });
      expect(happened).toEqual({ at: truth, doubt: null });
    }),
  );
});

test('[CASE-146] a clock that was changed once is always doubted; the time counted is the true one or an earlier, never before the last contact', () => {
  fc.assert(
    fc.property(offset, offset, agoMs, agoMs, fc.boolean(), (first, then, ago, before, changedBefore) => {
      fc.pre(Math.abs(first - then) > 2 * clockToleranceMs);
      const truth = now - ago;
      const learntAt = truth - before;
      // Changed before the recording, the device corrects its new clock by the old offset; after it, that was right.
      const madeAt = changedBefore ? truth - then + first : truth;
      const { at, doubt } = happenedAt({ madeAt, offsetMs: first, learntAt, sentAt: now - then, now });
      expect(doubt).toMatchObject({ why: 'changed', by: Math.abs(first - then) });
      expect(at).toBeLessThanOrEqual(truth);
      expect(at).toBeGreaterThanOrEqual(learntAt - clockToleranceMs);
    }),
  );
});

test('[CASE-146] an offset that is learnt only at sending corrects what was recorded before, with a doubt where the clock was wrong', () => {
  fc.assert(
    fc.property(offset, agoMs, (error, ago) => {
      const truth = now - ago;
      const happened = happenedAt({ madeAt: truth - error, offsetMs: null, sentAt: now - error, now });
      if (Math.abs(error) > clockToleranceMs)
        expect(happened).toEqual({ at: truth, doubt: { why: 'unknown', by: Math.abs(error) } });
      else {
        expect(happened.doubt).toBeNull();
        expect(Math.abs(happened.at - truth)).toBeLessThanOrEqual(clockToleranceMs);
      }
    }),
  );
});

test('[CASE-146] for every claim of a device, the instant is between 2000 and now', () => {
  const any = fc.integer({ min: -6e13, max: 2.5e14 });
  const claim = fc.record(
    {
      madeAt: any,
      offsetMs: fc.option(any),
      learntAt: any,
      sentAt: any,
      previousAt: any,
    },
    { requiredKeys: ['madeAt'] },
  );
  fc.assert(
    fc.property(claim, (claimed) => {
      const { at, doubt } = happenedAt({ ...claimed, now });
      expect(at).toBeLessThanOrEqual(now);
      expect(at).toBeGreaterThanOrEqual(Date.UTC(2000, 0, 1) - clockToleranceMs);
      if (Math.abs(at - claimed.madeAt) > clockToleranceMs) expect(doubt).not.toBeNull();
    }),
  );
});

test('[CASE-146] the future, and a time before the last contact or the write before, are doubted; another program only for the future', () => {
  const bound = { offsetMs: 0, learntAt: now - hour, sentAt: now, now };
  expect(happenedAt({ ...bound, madeAt: now + 3 * minute })).toEqual({
    at: now,
    doubt: { why: 'future', by: 3 * minute },
  });
  expect(happenedAt({ ...bound, madeAt: now + minute })).toEqual({ at: now, doubt: null });
  expect(happenedAt({ ...bound, madeAt: now - day })).toEqual({
    at: now - hour,
    doubt: { why: 'past', by: 23 * hour },
  });
  const second = { ...bound, learntAt: now - day, previousAt: now - hour, madeAt: now - 2 * hour };
  expect(happenedAt(second)).toEqual({ at: now - hour, doubt: { why: 'past', by: hour } });
  expect(happenedAt({ madeAt: now - year, now })).toEqual({ at: now - year, doubt: null });
  expect(happenedAt({ madeAt: now + year, now }).doubt?.why).toBe('future');
  expect(happenedAt({ madeAt: 0, now })).toEqual({ at: now, doubt: { why: 'past', by: now } });
});

test('[CASE-146] how wrong a clock was is written in whole units', () => {
  expect(aboutHowLong(3 * minute)).toBe('about 3 minutes');
  expect(aboutHowLong(hour)).toBe('about 1 hour');
  expect(aboutHowLong(day - minute)).toBe('about 1 day');
  expect(aboutHowLong(day + 2 * minute)).toBe('about 1 day');
  expect(aboutHowLong(year)).toBe('about 1 year');
  expect(aboutHowLong(56 * year)).toBe('about 56 years');
});
