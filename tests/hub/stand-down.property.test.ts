// Whatever happens while an officer is on the way, and in any order, the verdict that their screen shows in the end equals
// the answer of a knock check, which reads the database.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { doorOf, newer, type DoorReport } from '../../client/lib/visit/door.ts';
import type { KnockVerdict } from '../../server/contract/up.ts';
import type { TestClient } from '../support/app.ts';
import { charge, pay, plan } from '../support/landlord.ts';
import { setUp } from './setup.ts';

const { db, landlord, join } = await setUp({ homes: 180, patches: 1 });

/** What a screen keeps in addition to the list: the newest of the hub's messages and the answers of knock checks. */
class Screen {
  device: TestClient;
  readonly caseId: number;
  #newest: DoorReport | undefined;
  #taken = 0;

  constructor(device: TestClient, caseId: number) {
    this.device = device;
    this.caseId = caseId;
  }

  receive(report: DoorReport): void {
    this.#newest = newer(this.#newest, report);
  }

  door() {
    const messages = this.device.came.slice(this.#taken);
    this.#taken = this.device.came.length;
    for (const one of messages)
      if (
        one.event === 'case:stand-down' &&
        one.message.caseId === this.caseId &&
        one.message.visitId !== null
      )
        this.receive(one.message);
    return doorOf(this.device.worklist.get(this.caseId), this.#newest, landlord.officers[0]);
  }

  /** Like a phone that was away: it has its old list, and its messages are from another connection. */
  async reconnect(): Promise<void> {
    const { cursor, worklist } = this.device;
    this.device.close();
    this.door();
    this.device = await join('officer1', { since: cursor });
    for (const [id, one] of worklist) if (!this.device.worklist.has(id)) this.device.worklist.set(id, one);
    this.#taken = 0;
    this.#newest = undefined;
  }

  async knock(): Promise<KnockVerdict> {
    const answer = await this.device.do('visit.knock-check', { caseId: this.caseId });
    expect(answer.status).toBe('applied');
    const result = answer.result as KnockVerdict;
    this.receive({ ...result, payment: null });
    return result;
  }
}

type Op =
  | { what: 'pay' | 'charge'; pence: number }
  | {
      what: 'reverse' | 'hold' | 'release' | 'knock' | 'reconnect' | 'plan' | 'end-plan' | 'correct' | 'met';
    };
const anOp: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(60_000, 100, 20_000, 35_000).map((pence): Op => ({ what: 'pay', pence })),
  },
  { weight: 1, arbitrary: fc.constantFrom(500, 60_000).map((pence): Op => ({ what: 'charge', pence })) },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('reverse', 'hold', 'release', 'knock', 'reconnect', 'plan', 'end-plan', 'correct', 'met')
      .map((what): Op => ({ what }) as Op),
  },
);

/** Changes that make a visit unnecessary. Anything else may not stand an officer down. */
const turnsBack: readonly Op['what'][] = ['pay', 'hold', 'plan', 'correct'];
/** Changes that are no reason to turn back. */
const aQuietOp = anOp.filter(({ what }) => !turnsBack.includes(what));
const opsOf = (op: fc.Arbitrary<Op>) =>
  fc.array(fc.record({ op, waits: fc.boolean() }), { minLength: 1, maxLength: 7 });

/** The state of the case when the officer sets out; only the first one calls for a visit. */
const starts = ['owes', 'plan today', 'promise today', 'only this week', 'little'] as const;
type Start = (typeof starts)[number];
async function begin(caseId: number, start: Start): Promise<void> {
  const { sql } = db;
  if (start === 'plan today') await plan(sql, caseId);
  if (start === 'promise today')
    await sql`insert into visit (rent_account_id, staff_id, state, planned_for, set_out_at, ended_at, outcome, promise_pence, promise_on)
      values (${caseId}, ${landlord.officers[0]!}, 'done', now()::date, now(), now(), 'promise', 1000, now()::date + 5)`;
  if (start === 'little') await pay(sql, caseId, 57_000);
  if (start === 'only this week') {
    await pay(sql, caseId, 60_000);
    await charge(sql, caseId, 9_000);
  }
}

let visits = 0;
const seen = new Map<string, number>();
async function happen(screen: Screen, op: Op, state: { paid: number[]; holds: number }): Promise<void> {
  const { caseId } = screen;
  const { sql } = db;
  switch (op.what) {
    case 'pay':
      state.paid.push(op.pence);
      return pay(sql, caseId, op.pence);
    case 'reverse': {
      const pence = state.paid.pop();
      return pence === undefined ? undefined : pay(sql, caseId, -pence);
    }
    case 'charge':
      await charge(sql, caseId, op.pence, 40);
      return;
    case 'correct':
      await sql`insert into adjustment (rent_account_id, amount_pence, kind, effective_on, reason)
        values (${caseId}, -5000, 'correction', now()::date, 'test')`;
      return;
    case 'hold':
      await sql`insert into hold (rent_account_id, kind, starts_on, review_on)
        select ${caseId}, 'agreed', now()::date - 3, now()::date + 7
        where not exists (select from hold where rent_account_id = ${caseId} and ends_on is null)`;
      return;
    case 'release':
      await sql`update hold set ends_on = now()::date - 1 where rent_account_id = ${caseId} and ends_on is null`;
      return;
    case 'plan':
      await sql`insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on)
        select ${caseId}, 1000, 'weekly', now()::date + 5, now()::date
        where not exists (select from repayment_plan where rent_account_id = ${caseId} and ended_on is null)
        on conflict do nothing`;
      return;
    case 'end-plan':
      await sql`update repayment_plan set ended_on = now()::date where rent_account_id = ${caseId} and ended_on is null`;
      return;
    case 'met':
      await screen.device.do('visit.met', {
        caseId,
        visitId: `00000000-0000-4000-8000-${String(caseId).padStart(12, '0')}`,
        met: 'tenant',
        people: [],
        other: '',
        note: '',
      });
      return;
    case 'knock':
      await screen.knock();
      return;
    case 'reconnect':
      return screen.reconnect();
  }
}

test('[HUB-80] after any order of payments, returns, charges, holds, plans, knock checks and reconnections the screen shows the database’s verdict', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...starts),
      fc.oneof({ weight: 2, arbitrary: opsOf(anOp) }, { weight: 1, arbitrary: opsOf(aQuietOp) }),
      async (start, ops) => {
        const caseId = landlord.accounts[visits++]!;
        await begin(caseId, start);
        const device = await join('officer1');
        const screen = new Screen(device, caseId);
        expect(await device.do('visit.set-out', { caseId })).toMatchObject({ status: 'applied' });
        const state = { paid: [], holds: 0 };
        const under: Promise<void>[] = [];
        for (const { op, waits } of ops) {
          // One reconnection at a time: two would leave a device that no screen uses.
          if (op.what === 'reconnect') await Promise.all(under.splice(0));
          const done = happen(screen, op, state);
          under.push(done);
          if (waits || op.what === 'reconnect') await done;
          screen.door();
        }
        await Promise.all(under);
        // From another device, so that this screen gets no answer from it.
        const other = await join('officer1');
        const asked = await other.do('visit.knock-check', { caseId });
        const { verdict, realArrearsPence } = asked.result as KnockVerdict;
        if (!ops.some(({ op }) => turnsBack.includes(op.what))) {
          expect(verdict, start).not.toBe('stand-down');
          if (start !== 'owes') seen.set(start, (seen.get(start) ?? 0) + 1);
        }
        await screen.device.until(() => screen.door()?.verdict === verdict);
        expect(screen.device.worklist.get(caseId)!.realArrearsPence).toBe(realArrearsPence);
        expect(
          await db.sql`select from visit where rent_account_id = ${caseId} and state = 'stood_down' and met is not null`,
        ).toHaveLength(0);
        screen.device.close();
        device.close();
        other.close();
      },
    ),
    { numRuns: 90 },
  );
  for (const start of starts.slice(1)) expect(seen.get(start) ?? 0, start).toBeGreaterThan(0);
}, 240_000);
