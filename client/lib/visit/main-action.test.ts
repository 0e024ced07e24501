import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actions } from '#domain/action.ts';
import { mainAction } from './main-action.ts';
import type { Stage } from './stage.ts';

const today = '2026-11-30';
const someCase = fc.record({
  action: fc.constantFrom(...actions),
  realArrearsPence: fc.oneof(fc.constant(0), fc.integer({ min: -50_000, max: 500_000 })),
});
const someStage = fc.record({
  at: fc.constantFrom<Stage['at']>('none', 'planned', 'on_the_way', 'theirs'),
  plannedFor: fc.constantFrom(null, '2026-11-29', today, '2026-12-01'),
});

test('[UI-520] the main button is the action; none at £0.00, on wait, hold and none, or after turning back', () => {
  fc.assert(
    fc.property(someCase, someStage, fc.boolean(), (one, stage, turnedBack) => {
      const main = mainAction(one, stage, turnedBack, today);
      const asks = !['wait', 'hold', 'none'].includes(one.action);
      expect(main !== null).toBe(asks && one.realArrearsPence > 0 && !turnedBack);
      const plannedNow = stage.at === 'planned' && stage.plannedFor !== null && stage.plannedFor <= today;
      if (main !== null) expect(main).toBe(plannedNow ? 'visit' : one.action);
    }),
  );
});
