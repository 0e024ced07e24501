import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { casesTest } from '../../../tests/support/cases.ts';

const { db, sam, act, newCase } = await casesTest({ homes: 60 });

test('[CASE-134] of two cases that name a visit alike at the same moment one has it, and the other is refused with the reason', async () => {
  // The two transactions overlap in most rounds, not in all.
  for (let round = 0; round < 8; round++) {
    const visitId = randomUUID();
    const both = [newCase(), newCase()];
    const answers = await Promise.all(
      both.map((caseId) =>
        act(sam, 'visit.no-access', { caseId, visitId, reason: 'no_answer', cardLeft: true, note: '' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(['applied', 'refused']);
    const { message } = answers.find(({ status }) => status === 'refused')!;
    expect(message).toBe('This visit is already recorded in another case.');
    const rows = await db.sql`select from visit where rent_account_id = any(${both}::int[])`;
    expect(rows.length).toBe(1);
  }
});
