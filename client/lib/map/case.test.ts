import { expect, test } from 'vitest';
import { caseLabel, groupLabel, markOf, type MapCase } from './case.ts';

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

test('[MAP-16] a stop of a planned day has its number in its marker and in its label', () => {
  expect(markOf(one({ stop: 12 }))).toMatchObject({ text: '12', shape: 'circle', words: 'Stop 12, visit' });
  expect(caseLabel(one({ stop: 12 }))).toBe('Stop 12, visit: Sam Example, 14 Alder Row, £412');
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
