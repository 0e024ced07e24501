// Any order of holds and attempts, one after the other or at the same time: no debt action is accepted while a hold is in
// force, help always is, and every refused attempt is in the audit with what the person had written.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { courtStep, holdStart, lawPeople } from '../../../tests/support/law.ts';
import { addDays } from '../../domain/days.ts';

const at = await lawPeople(400);

const kinds = ['breathing_space', 'mental_health_crisis', 'safeguarding', 'agreed'] as const;
type Kind = (typeof kinds)[number];
type Move =
  | { do: 'start'; kind: Kind; startsIn: number }
  | { do: 'end'; kind: Kind }
  | { do: 'debt' | 'since' | 'help'; how: number };

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({
    do: fc.constant('start' as const),
    kind: fc.constantFrom(...kinds),
    startsIn: fc.constantFrom(0, 0, 0, -3, -61, 5),
  }),
  fc.record({ do: fc.constant('end' as const), kind: fc.constantFrom(...kinds) }),
  fc.record({
    do: fc.constantFrom('debt' as const, 'debt' as const, 'since' as const, 'help' as const),
    how: fc.nat(3),
  }),
);

/** One attempt of each sort, with a unique text that can be found again. */
async function attempt(caseId: number, sort: 'debt' | 'since' | 'help', how: number, text: string) {
  const { today } = at;
  const purpose = {
    debt: 'arrears',
    since: 'rent_since',
    help: (['repair', 'welfare', 'damp_check'] as const)[how % 3]!,
  }[sort] as 'arrears';
  if (sort === 'debt' && how === 3)
    return at.act(at.manager, 'court.step', courtStep(caseId, 'notice_served', today, { note: text }));
  if (how % 3 === 0)
    return at.act(at.sam, 'contact.record', { caseId, kind: 'call', reached: true, note: text, purpose });
  if (how % 3 === 1) return at.act(at.sam, 'visit.plan', { caseId, plannedFor: addDays(today, 2), purpose });
  const gone = await at.act(at.sam, 'visit.set-out', { caseId, purpose });
  if (gone.status === 'applied') await at.act(at.sam, 'visit.turn-back', { caseId, because: 'cancelled' });
  return gone;
}

function start(caseId: number, kind: Kind, startsIn: number) {
  const reviewed = kind === 'safeguarding' || kind === 'agreed';
  const more = reviewed ? { reviewOn: addDays(at.today, 30) } : {};
  return at.act(at.manager, 'hold.start', holdStart(caseId, kind, addDays(at.today, startsIn), more));
}

const isSpace = (kind: Kind) => kind === 'breathing_space' || kind === 'mental_health_crisis';

test('[CASE-58] one after the other: debt actions are refused exactly while a hold is in force, help never is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 3, maxLength: 10 }), async (moves) => {
      const caseId = at.newCase();
      // Evidence for every item, so that only the holds can prevent a notice.
      await at.db.sql`
        insert into pre_action_evidence (id, rent_account_id, item, on_day, person_id, happened_at)
        select gen_random_uuid(), ${caseId}, i.code, ${at.today}, tp.person_id, now() from pre_action_item i
        join rent_account a on a.id = ${caseId} join tenancy_person tp on tp.tenancy_id = a.tenancy_id
        where i.nation = 'england'`;
      const binding = new Map<Kind, { id: number; binds: boolean; over: boolean }>();
      let refused = 0;
      for (const [i, one] of moves.entries()) {
        if (one.do === 'start') {
          const answer = await start(caseId, one.kind, one.startsIn);
          const over = one.kind === 'breathing_space' && one.startsIn === -61;
          const standing = binding.get(one.kind);
          if (answer.status === 'applied') {
            const { holdId } = answer.result as { holdId: number };
            // A hold that is over does not affect another one in force.
            if (!over) binding.set(one.kind, { id: holdId, binds: one.startsIn <= 0, over });
          } else {
            expect(standing).toBeDefined();
            refused++;
          }
        } else if (one.do === 'end') {
          const hold = binding.get(one.kind);
          if (!hold) continue;
          const answer = await at.act(at.manager, 'hold.end', { caseId, holdId: hold.id, reason: 'over' });
          expect(answer.message ?? answer.status).toBe('applied');
          binding.delete(one.kind);
        } else {
          const held = [...binding].filter(([, hold]) => hold.binds).map(([kind]) => kind);
          const stops =
            one.do === 'debt' ? held : one.do === 'since' ? held.filter((kind) => !isSpace(kind)) : [];
          const text = `words ${i} of ${caseId}`;
          const answer = await attempt(caseId, one.do, one.how, text);
          expect([one, held, answer.status === 'refused', answer.message]).toEqual([
            ...[one, held, stops.length > 0, stops.length > 0 ? expect.stringMatching(/\w/) : undefined],
          ]);
          if (answer.status === 'refused') refused++;
          if (one.do === 'debt' && one.how === 3 && answer.status === 'applied')
            await at.db.sql`delete from court_step where rent_account_id = ${caseId}`;
        }
      }
      const law = await at.read(caseId);
      expect(law.refused.length).toBe(Math.min(refused, 30));
      for (const { reason, by } of law.refused)
        expect([reason.length > 0, by === null]).toEqual([true, false]);
    }),
    { numRuns: 40 },
  );
});

test('[CASE-58] at the same time: after the hold’s answer no debt action is accepted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(2), { minLength: 2, maxLength: 6 }),
      fc.constantFrom(...kinds),
      async (hows, kind) => {
        const caseId = at.newCase();
        const text = (i: number) => `words ${i} of ${caseId}`;
        const began = start(caseId, kind, 0);
        const during = Promise.all(hows.map((how, i) => attempt(caseId, 'debt', how, text(i))));
        expect((await began).status).toBe('applied');
        const before = await during;
        const after = await Promise.all(hows.map((how, i) => attempt(caseId, 'debt', how, text(100 + i))));
        expect(after.map((answer) => answer.status)).toEqual(hows.map(() => 'refused'));
        const all = [...before, ...after];
        const { refused } = await at.read(caseId);
        const wrote = refused.filter((one) => one.kind === 'contact.record').map((one) => one.said);
        const expected = all.flatMap((answer, i) =>
          answer.status === 'refused' && hows[i % hows.length]! % 3 === 0
            ? [text(i < hows.length ? i : 100 + i - hows.length)]
            : [],
        );
        expect(wrote.sort()).toEqual(expected.sort());
      },
    ),
    { numRuns: 25 },
  );
});
