import { expect, test } from 'vitest';
import {
  checkKinds,
  hazardKinds,
  checkRefusal,
  findings,
  findingsOf,
  followsFrom,
  moreUrgent,
  severities,
  type CheckFound,
} from './checks.ts';

const check = (kind: CheckFound['kind'], finding: CheckFound['finding'], more: Partial<CheckFound> = {}) => ({
  kind,
  finding,
  room: '',
  severity: null,
  note: '',
  ...more,
});

test('[DOMAIN-38] damp raises a repair by its severity; from ‘significant’ it is a hazard in law', () => {
  const damp = (severity: CheckFound['severity']) =>
    followsFrom(check('damp_mould', 'problem', { room: 'Bathroom', severity }));
  expect(damp('slight')).toEqual({
    repair: { category: 'damp_mould', priority: 'routine' },
    hazard: null,
    escalation: null,
  });
  expect(damp('significant')).toMatchObject({ repair: { priority: 'urgent' }, hazard: 'significant' });
  expect(damp('emergency')).toMatchObject({ repair: { priority: 'emergency' }, hazard: 'emergency' });
});

test('[DOMAIN-38] a missing or dead alarm is an emergency repair; a concern goes to the manager', () => {
  for (const kind of ['smoke_alarm', 'co_alarm'] as const)
    for (const finding of ['missing', 'not_working'] as const)
      expect(followsFrom(check(kind, finding)).repair).toEqual({ category: kind, priority: 'emergency' });
  expect(followsFrom(check('welfare', 'problem', { severity: 'emergency' })).escalation).toBe('today');
  expect(followsFrom(check('welfare', 'problem', { severity: 'slight' })).escalation).toBe(
    'next_working_day',
  );
});

test('[DOMAIN-38] what is fine, not needed or not checked leads to nothing', () => {
  for (const kind of checkKinds)
    for (const finding of ['fine', 'not_needed', 'not_checked'] as const)
      expect(followsFrom(check(kind, finding))).toEqual({ repair: null, hazard: null, escalation: null });
});

test('[DOMAIN-39] an incomplete or inconsistent check is refused with a message; all others are accepted', () => {
  expect(checkRefusal(check('damp_mould', 'problem', { severity: 'slight' }))).toMatch(/Enter the room/);
  expect(checkRefusal(check('damp_mould', 'problem', { room: 'Hall' }))).toMatch(/how bad/);
  expect(checkRefusal(check('smoke_alarm', 'problem'))).toMatch(/cannot have that result/);
  expect(checkRefusal(check('access', 'problem'))).toMatch(/Enter a note/);
  for (const kind of checkKinds)
    for (const finding of findings)
      for (const severity of [null, ...severities]) {
        const one = check(kind, finding, { severity, room: 'Hall', note: 'n' });
        const refused = checkRefusal(one);
        // A check with consequences is complete, and unknown values are refused.
        if (refused === null) expect(findingsOf[kind]).toContain(finding);
        if (followsFrom(one).hazard) expect(refused).toBe(null);
      }
});

test('[DOMAIN-38] of two urgencies the higher is kept', () => {
  expect(moreUrgent('routine', 'emergency')).toBe('emergency');
  expect(moreUrgent('urgent', 'routine')).toBe('urgent');
});

test('[DOMAIN-187] each hazard of the later phases raises a repair with its own name and what was seen', () => {
  for (const kind of hazardKinds) {
    expect(checkRefusal(check(kind, 'problem', { severity: 'significant' }))).toMatch(/Enter a note/);
    expect(checkRefusal(check(kind, 'problem', { note: 'n' }))).toMatch(/how bad/);
    expect(checkRefusal(check(kind, 'problem', { severity: 'significant', note: 'n' }))).toBe(null);
    expect(followsFrom(check(kind, 'problem', { severity: 'significant', note: 'n' }))).toEqual({
      repair: { category: kind, priority: 'urgent' },
      hazard: 'significant',
      escalation: null,
    });
    expect(followsFrom(check(kind, 'problem', { severity: 'slight', note: 'n' })).hazard).toBe(null);
  }
});
