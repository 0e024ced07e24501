import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DueTask } from '#contract/case-law.ts';
import { addDays } from '#domain/days.ts';
import { choicesOf, everyTask, groupedTasks, soons } from './due-tasks.ts';

const today = '2026-12-31';
const kinds = ['written', 'hold_review', 'hold_ended', 'alert_review', 'hearing_passed'] as const;
const task = fc
  .record({
    kind: fc.constantFrom(...kinds),
    officers: fc.uniqueArray(fc.constantFrom('Zoe', 'adam', 'Mia')),
    days: fc.integer({ min: -40, max: 40 }),
    caseId: fc.nat(),
  })
  .map(({ days, ...rest }): DueTask => ({
    ...rest,
    id: null,
    because: 'x',
    what: 'x',
    dueOn: addDays(today, days),
    for: null,
    by: null,
    tenant: 'x',
    address: 'x',
  }));

test('[UI-576] each task is in one group, by how soon; a filter leaves those that it names, and no other', () => {
  const choice = fc.record({
    kind: fc.constantFrom('' as const, ...kinds),
    officer: fc.constantFrom('', 'Zoe', 'adam'),
    soon: fc.constantFrom('' as const, ...soons),
  });
  fc.assert(
    fc.property(fc.array(task, { maxLength: 40 }), choice, (tasks, chosen) => {
      const all = groupedTasks(tasks, today, everyTask);
      expect(all.flatMap((group) => group.tasks)).toHaveLength(tasks.length);
      const shown = groupedTasks(tasks, today, chosen);
      const kept = all
        .filter(({ soon }) => chosen.soon === '' || soon === chosen.soon)
        .flatMap((group) => group.tasks)
        .filter(({ kind }) => chosen.kind === '' || kind === chosen.kind)
        .filter(({ officers }) => chosen.officer === '' || officers.includes(chosen.officer));
      expect(shown.flatMap((group) => group.tasks)).toEqual(kept);
      for (const group of shown) expect(group.tasks.length).toBeGreaterThan(0);
    }),
  );
  const of = (...officers: string[]) => ({ ...fc.sample(task, 1)[0]!, officers });
  expect(choicesOf([of('Zoe'), of('adam', 'Zoe'), of()]).officers).toEqual(['adam', 'Zoe']);
});
