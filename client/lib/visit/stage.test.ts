import { expect, test } from 'vitest';
import type { Waiting } from '../live/waiting.ts';
import { stageOf } from './stage.ts';

const visit = {
  id: 1,
  staffId: 7,
  staffName: 'Officer Example',
  state: 'planned',
  plannedFor: '2026-11-09',
} as const;
const waiting = (kind: Waiting['kind'], args = {}): Waiting => ({
  id: 'x',
  clientId: 'here',
  n: 0,
  kind,
  args: { caseId: 1, ...args },
  madeAt: '2026-11-09T10:42:00Z',
  staffId: 7,
});

test('[UI-80] an unsent change counts as done, and is marked as waiting', () => {
  expect(stageOf(null, [], 7)).toMatchObject({ at: 'none', waits: false });
  expect(stageOf(visit, [], 7)).toMatchObject({ at: 'planned', waits: false });
  expect(stageOf(visit, [waiting('visit.set-out')], 7)).toMatchObject({ at: 'on_the_way', waits: true });
  expect(stageOf(visit, [waiting('visit.set-out'), waiting('visit.finish')], 7)).toMatchObject({
    at: 'none',
  });
  expect(stageOf(null, [waiting('visit.plan', { plannedFor: '2026-11-10' })], 7)).toMatchObject({
    at: 'planned',
    plannedFor: '2026-11-10',
  });
  expect(stageOf(visit, [waiting('visit.knock-check')], 7)).toMatchObject({ at: 'planned', waits: false });
});

test('[UI-447] what the server has accepted counts before the list shows it, and does not wait any more', () => {
  const accepted: Waiting = { ...waiting('visit.set-out'), answer: { id: 'x', status: 'applied' } };
  expect(stageOf(null, [accepted], 7)).toMatchObject({ at: 'on_the_way', waits: false });
  expect(stageOf(null, [accepted, waiting('visit.turn-back')], 7)).toMatchObject({ at: 'none', waits: true });
});

test('[UI-81] a colleague’s visit is theirs, with their name', () => {
  expect(stageOf({ ...visit, staffId: 8, state: 'on_the_way' }, [], 7)).toMatchObject({
    at: 'theirs',
    theirName: 'Officer Example',
    theirOnTheWay: true,
  });
});
