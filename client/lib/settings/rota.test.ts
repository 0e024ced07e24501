// The rota of the coming weeks as sentences: which officers hold a patch, which of them are away, and the days without anybody.
import { expect, test } from 'vitest';
import type { Settings } from '#contract/performance/settings.ts';
import { rotaOf } from './rota.ts';
import { spanText, valueText } from './text.ts';

const kept = (id: number) => ({ id, version: 1 });
const settings: Settings = {
  asOf: '2026-11-25T10:00:00Z',
  today: '2026-11-25',
  nation: 'england',
  frozenTo: null,
  may: { change: true, people: false },
  people: ['Ann', 'Ben', 'Cat'].map((name, n) => ({
    ...kept(n + 1),
    name,
    role: 'officer' as const,
    active: true,
    email: null,
  })),
  patches: ['North', 'South'].map((name, n) => ({ ...kept(n + 1), name, homes: 10 })),
  stints: [
    { ...kept(1), staffId: 1, patchId: 1, firstOn: '2024-01-01', lastOn: '2026-12-06' },
    { ...kept(2), staffId: 2, patchId: 1, firstOn: '2026-12-07', lastOn: null },
    { ...kept(3), staffId: 1, patchId: 2, firstOn: '2024-01-01', lastOn: '2026-12-18' },
  ],
  absences: [
    { ...kept(1), staffId: 1, firstOn: '2026-11-26', lastOn: '2026-11-30', kind: 'sickness' },
    { ...kept(2), staffId: 2, firstOn: '2026-11-23', lastOn: '2026-11-27', kind: 'leave' },
    { ...kept(3), staffId: 3, firstOn: '2026-12-24', lastOn: '2026-12-28', kind: 'leave' },
  ],
  holidays: [{ ...kept(1), nation: 'england', onDay: '2026-12-25', name: 'Christmas Day' }],
  visiting: null,
  targets: [],
  annotations: [],
  rebases: [],
};

test('[UI-360] the rota has for each patch its officers, which of them are away meanwhile, and the days without anybody', () => {
  const { from, to, rows, others } = rotaOf(settings);
  expect([from, to]).toEqual(['2026-11-23', '2027-01-17']);
  expect(rows.map(({ sentences, gaps }) => [...sentences, ...gaps])).toEqual([
    [
      'Officer: Ann until Sun 6 Dec, then Ben from Mon 7 Dec.',
      'Ann is away Thu 26 Nov to Mon 30 Nov 2026.',
      'No cover: Thu 26 Nov to Mon 30 Nov 2026.',
    ],
    [
      'Officer: Ann until Fri 18 Dec, then none from Sat 19 Dec.',
      'Ann is away Thu 26 Nov to Mon 30 Nov 2026.',
      'No cover: Thu 26 Nov to Mon 30 Nov 2026.',
      // One absence over weekends and Christmas.
      'No cover: Mon 21 Dec 2026 to Fri 15 Jan 2027.',
    ],
  ]);
  // The kind of absence is never shown.
  expect(JSON.stringify(rows)).not.toMatch(/sick|leave/i);
  expect(others.map(({ name }) => name)).toEqual(['Cat']);
});

test('[UI-360] spans and values are written in words', () => {
  expect(spanText('2026-11-23', null, '2026-11-25')).toBe('since Mon 23 Nov 2026');
  expect(spanText('2026-11-30', null, '2026-11-25')).toBe('from Mon 30 Nov 2026');
  expect(valueText('arrears_percent', 2.6)).toBe('2.6%');
  expect(valueText('movement', -120)).toBe('−£1.20 for each £100');
  expect(valueText('of_another_time', 3)).toBe('3');
});
