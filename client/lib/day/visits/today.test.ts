import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VisitOfDay } from '#contract/day.ts';
import { caseLabel } from '../../map/case.ts';
import { countWords, officersOf, VisitMarks, visitWords } from './today.ts';

const visit = (id: number, staffName: string, change: Partial<VisitOfDay> = {}): VisitOfDay => ({
  id,
  caseId: id,
  staffId: staffName.length * 100 + staffName.codePointAt(0)!,
  staffName,
  state: 'planned',
  outcome: null,
  setOutAt: null,
  endedAt: null,
  tenant: 'Sam Example',
  address: `${id} Alder Row`,
  postcode: 'QJ1 0AA',
  latitude: 54.72,
  longitude: 2.11,
  patchId: 1,
  ...change,
});

test('[UI-240] each officer has unique letters, whatever their name', () => {
  const name = fc.constantFrom(
    'Ana Example',
    'Abe Example',
    'Ana Ellis',
    'Åsa Ek',
    '李 明',
    'X',
    'Ana-Maria de la Ó',
    '!',
  );
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 12 }), (names) => {
      const officers = officersOf(names.map((one, i) => ({ ...visit(i, one), staffId: i })));
      expect(new Set(officers.map(({ letters }) => letters)).size).toBe(names.length);
      for (const { letters } of officers) expect([...letters].length).toBeLessThanOrEqual(3);
    }),
  );
  const [first, second] = officersOf([visit(1, 'Ana Example'), { ...visit(2, 'Abe Example'), staffId: 9 }]);
  expect([first!.letters, second!.letters]).toEqual(['AE', 'AX']);
});

test('[UI-571] an officer keeps their colour when other officers have visits', () => {
  const person = fc.integer({ min: 1, max: 400 });
  fc.assert(
    fc.property(fc.uniqueArray(person, { minLength: 1, maxLength: 12 }), person, (ids, one) => {
      const coloured = (all: number[]) =>
        new Map(
          officersOf(all.map((id) => ({ ...visit(id, `Officer ${(id * 7) % 13}`), staffId: id }))).map(
            ({ staffId, colour }) => [staffId, colour],
          ),
        );
      const alone = coloured([one]).get(one);
      expect(coloured([...new Set([...ids, one])]).get(one)).toBe(alone);
    }),
  );
  // Colleagues who joined one after the other are told apart.
  const six = officersOf([1, 2, 3, 4, 5, 6].map((id) => ({ ...visit(id, `Officer ${id}`), staffId: id })));
  expect(new Set(six.map(({ colour }) => colour)).size).toBe(6);
});

test('[UI-241] visits on the way come first, then future ones, then finished ones; each with words and a shape', () => {
  const at = (time: string) => `2026-11-09T${time}:00Z`;
  const [ana] = officersOf([
    visit(1, 'Ana Example', { state: 'done', outcome: 'no_access', endedAt: at('10:42') }),
    visit(2, 'Ana Example'),
    visit(3, 'Ana Example', { state: 'on_the_way', setOutAt: at('10:50') }),
    visit(4, 'Ana Example', { state: 'stood_down', endedAt: at('09:10') }),
  ]);
  expect(ana!.visits.map(({ id }) => id)).toEqual([3, 2, 1, 4]);
  expect(ana!.visits.map(visitWords)).toEqual([
    'On the way since 10:50',
    'Planned',
    'Done at 10:42: no answer',
    'Stopped at 09:10',
  ]);
  // Those to come keep the order of the round, whatever their numbers are.
  const round = [9, 4, 7].map((id) => visit(id, 'Ana Example'));
  expect(officersOf(round)[0]!.visits.map(({ id }) => id)).toEqual([9, 4, 7]);
  expect(countWords(ana!.visits)).toBe('1 planned, 1 on the way, 1 done, 1 stopped');
  const marks = new VisitMarks();
  const drawn = ana!.visits.map((one) => marks.of(one, ana!));
  expect(drawn.map((one) => one?.mark?.shape)).toEqual(['circle', 'ring', 'square', 'diamond']);
  expect(caseLabel(drawn[1]!)).toBe('AE, Ana Example, planned: 2 Alder Row');
  // The same visit is the same object: its marker is not drawn again.
  expect(marks.of(ana!.visits[0]!, ana!)).toBe(drawn[0]);
});
