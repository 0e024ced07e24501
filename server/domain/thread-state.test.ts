// The state of a conversation after any messages from either team in any order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterSettling, afterWords, waitsFor, type Standing, type Words } from './thread-state.ts';

const words: fc.Arbitrary<Words> = fc.record({
  team: fc.constantFrom('income', 'repairs'),
  at: fc.integer({ min: 0, max: 1_000 }),
  needsAnswerBy: fc.option(fc.integer({ min: 1_001, max: 2_000 })),
  promisedOn: fc.option(fc.constantFrom('2026-11-26', '2026-11-30')),
});
const steps = fc.array(fc.oneof(words, fc.constant('settle' as const)), { maxLength: 12 });
const step = (before: Standing | null, one: Words | 'settle'): Standing | null =>
  one === 'settle' ? before && afterSettling(before) : afterWords(before, one);

test('[DOMAIN-90] the team that did not write last is waited for; a settled thread waits for nobody; a message opens it again', () => {
  fc.assert(
    fc.property(steps, words, (all, last) => {
      const before = all.reduce<Standing | null>(step, null);
      const after = afterWords(before, last);
      expect(after.state).toBe(waitsFor(last.team));
      expect(after.waitingSince).not.toBeNull();
      const settled = afterSettling(after);
      expect(settled).toMatchObject({ state: 'settled', waitingSince: null, needsAnswerBy: null });
      expect(settled.promisedOn).toBe(after.promisedOn);
    }),
  );
});

test('[DOMAIN-90] an answer clears the time by which it was needed; another message of the same team keeps it, and the wait', () => {
  fc.assert(
    fc.property(steps, words, words, (all, ask, more) => {
      const asked = afterWords(all.reduce<Standing | null>(step, null), ask);
      const same = afterWords(asked, { ...more, team: ask.team });
      expect(same.waitingSince).toBe(asked.waitingSince);
      expect(same.needsAnswerBy).toBe(more.needsAnswerBy ?? asked.needsAnswerBy);
      const other = ask.team === 'income' ? 'repairs' : 'income';
      const answered = afterWords(asked, { ...more, team: other });
      expect(answered.needsAnswerBy).toBe(more.needsAnswerBy);
      expect(answered.waitingSince).toBe(more.at);
    }),
  );
});

test('[DOMAIN-90] a promise is valid until there is another', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const promised = all.findLast((one) => one !== 'settle' && one.promisedOn !== null);
      const after = all.reduce<Standing | null>(step, null);
      const begun = all.some((one) => one !== 'settle');
      if (begun)
        expect(after!.promisedOn).toBe(promised && promised !== 'settle' ? promised.promisedOn : null);
    }),
  );
});
