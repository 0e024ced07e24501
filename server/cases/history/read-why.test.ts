// Replaying the assessment: for now it equals the list; the past is assessed by what was known then; and a fact that is
// named as changing a suggestion does change it, in the database and in the worklist.
import { beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../../../db/demo/load.ts';
import { freshDatabase, type TestDatabase } from '../../../tests/support/database.ts';
import { pay } from '../../../tests/support/landlord.ts';
import { assess } from '../../domain/assessment.ts';
import { Worklist } from '../../worklist/worklist.ts';
import { assessmentHistory } from './assessment-history.ts';
import { factsAt, readPast } from './case-past.ts';
import { readWhy } from './read-why.ts';
import { silentLog } from '../../../tests/support/silent-log.ts';
import { londonDay } from '../../../tests/support/london-day.ts';

let db: TestDatabase;
let worklist: Worklist;
const dayMs = 86_400_000;

beforeAll(async () => {
  db = await freshDatabase();
  await loadDemo(db.url, { homes: 300, seed: 5, today: londonDay() });
  worklist = await Worklist.open({ ...db, hub: 'test', log: silentLog, learn: false });
  return () => worklist.stop();
});

const listed = () => worklist.list('all').filter((c) => c.balancePence > 0);

test('[CASE-71] replayed now, every case has the action and reasons of the list', async () => {
  expect(listed().length).toBeGreaterThan(50);
  for (const one of listed()) {
    const { facts, clock, rules } = factsAt((await readPast(db.sql, one.id))!, Date.now());
    const { action, reasons, realArrearsPence, urgency, planState } = assess(facts, clock, rules);
    const { action: a, realArrearsPence: r, urgency: u, planState: p } = one;
    expect({ action, realArrearsPence, urgency, planState }, `case ${one.id}`).toEqual({
      action: a,
      realArrearsPence: r,
      urgency: u,
      planState: p,
    });
    expect(reasons.map((x) => x.text)).toEqual(one.reasons.map((x) => x.text));
  }
});

test('[CASE-71] the history begins 26 weeks ago, ends with the present suggestion, and has changes only', async () => {
  const now = Date.now();
  let changes = 0;
  for (const one of listed().slice(0, 40)) {
    const { suggestions } = (await readWhy(db.sql, one.id, now))!;
    expect(suggestions[0]!.action).toBe(one.action);
    expect(Date.parse(suggestions.at(-1)!.at)).toBe(now - 26 * 7 * dayMs);
    for (const [i, { action, at }] of suggestions.entries()) {
      expect(action).not.toBe(suggestions[i + 1]?.action);
      if (i > 0) expect(at < suggestions[i - 1]!.at).toBe(true);
    }
    changes += suggestions.length - 1;
  }
  expect(changes).toBeGreaterThan(20);
});

test('[CASE-71] money that was posted later for an earlier day does not change the suggestion of that day', async () => {
  const one = listed().find((c) => c.action === 'visit' && c.realArrearsPence > 10_000)!;
  const now = Date.now();
  const before = assessmentHistory((await readPast(db.sql, one.id))!, now - 1000);
  await pay(db.sql, one.id, one.balancePence, { on: londonDay(-60) });
  const past = (await readPast(db.sql, one.id))!;
  expect(assessmentHistory(past, now - 1000)).toEqual(before);
  const after = assessmentHistory(past, Date.now() + 1000);
  expect(after[0]).toMatchObject({ action: 'none', because: 'payment' });
  expect((await worklist.fresh(one.id))!.case.action).toBe('none');
});

test('[CASE-72] the least amount that is named as changing a suggestion does so, and a penny less does not', async () => {
  const tried = listed()
    .filter((c) => ['visit', 'call', 'message', 'plan_review'].includes(c.action))
    .slice(0, 12);
  expect(tried.length).toBe(12);
  for (const one of tried) {
    const { turningPoints } = (await readWhy(db.sql, one.id, Date.now()))!;
    expect(turningPoints.length, `case ${one.id}`).toBeGreaterThan(0);
    const { pence, action, text } = turningPoints[0]!;
    expect(text).toMatch(/^£[\d,]+\.\d\d today would /);
    if (pence > 1) await pay(db.sql, one.id, pence - 1, { method: 'other' });
    expect((await worklist.fresh(one.id))!.case.action).toBe(one.action);
    await pay(db.sql, one.id, 1, { method: 'other' });
    expect((await worklist.fresh(one.id))!.case.action).toBe(action);
  }
});
