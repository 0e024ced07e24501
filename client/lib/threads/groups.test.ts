// A conversation by day and by person.
import { expect, test } from 'vitest';
import { byDayAndPerson } from './groups.ts';

const said = (id: string, staffId: number, at: string) => ({ id, from: { staffId }, at, receivedAt: at });

test('[UI-177] messages are cut at the landlord’s midnight, at another person, and after ten minutes', () => {
  const days = byDayAndPerson([
    said('a', 1, '2026-06-01T22:50:00Z'),
    // Past midnight by summer time, one person or not.
    said('b', 1, '2026-06-01T23:05:00Z'),
    said('c', 1, '2026-06-01T23:10:00Z'),
    said('d', 2, '2026-06-01T23:11:00Z'),
    said('e', 2, '2026-06-01T23:22:00Z'),
  ]);
  expect(
    days.map(({ day, runs }) => [day, runs.map(({ messages }) => messages.map(({ id }) => id).join(''))]),
  ).toEqual([
    ['2026-06-01', ['a']],
    ['2026-06-02', ['bc', 'd', 'e']],
  ]);
});

test('[UI-177] every message is in exactly one place, in its order', () => {
  const all = ['a', 'b', 'c', 'd'].map((id, n) => said(id, n % 2, `2026-11-2${n}T10:00:00Z`));
  const shown = byDayAndPerson(all).flatMap(({ runs }) => runs.flatMap(({ messages }) => messages));
  expect(shown).toEqual(all);
});
