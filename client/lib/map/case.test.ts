import { expect, test } from 'vitest';
import { caseLabel, groupLabel, markOf, sameInGroup, stopsText, type MapCase } from './case.ts';

const one = (change: Partial<MapCase> = {}): MapCase => ({
  id: 1,
  latitude: 54.72,
  longitude: 2.11,
  action: 'visit',
  label: 'Sam Example, 14 Alder Row',
  moneyText: '£412',
  alert: false,
  onTheWay: false,
  stoodDown: false,
  urgency: 50,
  ...change,
});
const stops = (...numbers: number[]) => numbers.map((stop, i) => one({ id: i + 1, stop }));

test('[MAP-16] a stop of a planned day has its number in its marker, a group has all its numbers, in the picture and in the label', () => {
  expect(markOf(one({ stop: 12 }))).toMatchObject({ text: '12', shape: 'circle', words: 'Stop 12, visit' });
  expect(caseLabel(one({ stop: 12 }))).toBe('Stop 12, visit: Sam Example, 14 Alder Row, £412');
  expect(stopsText(stops(4, 3, 5))).toBe('3–5');
  expect(stopsText(stops(9, 2))).toBe('2, 9');
  expect(stopsText(stops(9, 2, 4))).toBe('2, 4…');
  expect(stopsText([one()])).toBe(null);
  expect(stopsText([...stops(2), one({ id: 9 })])).toBe(null);
  // Everything in the picture is in the label, and abbreviations are written out there.
  expect(groupLabel(stops(9, 2), false)).toBe('2 cases: stops 2, 9. Zoom in.');
  expect(groupLabel(stops(9, 2, 4), true)).toBe(
    '3 cases in one building: stops 2, 4… (2, 4, 9). Choose one.',
  );
  // A changed number is drawn again, also in a group.
  expect(sameInGroup(one({ stop: 2 }), one({ stop: 3 }))).toBe(false);
});

test('[MAP-17] a case with its own mark is drawn and labelled with it, also in a group', () => {
  const mark = {
    shape: 'ring' as const,
    text: 'AE',
    colour: 'var(--call)',
    words: 'AE, Ana Example, to come',
  };
  const visits = [one({ mark, moneyText: '' }), one({ id: 2, mark, moneyText: '' })];
  expect(caseLabel(visits[0]!)).toBe('AE, Ana Example, to come: Sam Example, 14 Alder Row');
  expect(groupLabel(visits, false)).toBe('2 cases: 2 AE, Ana Example, to come. Zoom in.');
});
