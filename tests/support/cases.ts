// A landlord of two patches, its people, and their commands on a real database, with the real worklist where it is needed.
import type { Actor } from '../../server/access/rights.ts';
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { createCases, type Cases } from '../../server/cases/cases.ts';
import type { ArgsOf, Mutation, MutationAnswer } from '../../server/contract/up.ts';
import { dayIn } from '../../server/domain/zone.ts';
import { Worklist } from '../../server/worklist/worklist.ts';
import { afterFile } from './cleanup.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { smallLandlord, type SmallLandlord } from './landlord.ts';
import { silentLog } from './silent-log.ts';

type Kind = Mutation['kind'];
/** What an applied mutation returns: of the ids those that its kind makes. */
type Result = Record<'holdId' | 'alertId' | 'visitId' | 'budgetId', number>;
/** When it was made (ms or ISO), and the version that its sender had on screen. */
type Sent = number | string | { madeAt?: number | string; baseVersion?: number | undefined };

export type CasesTest = {
  db: TestDatabase;
  homes: SmallLandlord;
  cases: Cases;
  /** An officer of the first patch. */
  sam: Actor;
  /** The officer of the second patch, and of the first as well. */
  alex: Actor;
  manager: Actor;
  repairs: Actor;
  adviser: Actor;
  /** The landlord's day when the test began. */
  today: string;
  worklist: Worklist | null;
  /** A case in Sam's patch that no test has used. */
  newCase(): number;
  mutation<K extends Kind>(kind: K, args: ArgsOf<K>, sent?: Sent): Mutation;
  act<K extends Kind>(actor: Actor, kind: K, args: ArgsOf<K>, sent?: Sent): Promise<MutationAnswer>;
  /** Expects that it is applied; returns the result. */
  applied<K extends Kind>(actor: Actor, kind: K, args: ArgsOf<K>, sent?: Sent): Promise<Result>;
  /** Expects that it is refused; returns the message. */
  refused<K extends Kind>(actor: Actor, kind: K, args: ArgsOf<K>, sent?: Sent): Promise<string>;
  /** How many rows of a table belong to a case. */
  count(table: string, caseId: number): Promise<number>;
};

/**
 * `owedOn`: every account is charged £600 on that day; null: nothing is. `sentAt`: when a mutation was made whose test does
 * not say so. To be called in beforeAll or at the top of a file.
 */
export async function casesTest({
  homes: count = 60,
  clock = Date.now,
  sentAt = clock,
  owedOn,
  worklist: withWorklist = false,
}: {
  homes?: number;
  clock?: () => number;
  sentAt?: () => number;
  owedOn?: string | null;
  worklist?: boolean;
} = {}): Promise<CasesTest> {
  const db = await freshDatabase();
  const { sql } = db;
  const homes = await smallLandlord(sql, { homes: count, patches: 2 });
  if (owedOn !== null)
    await sql`insert into charge (rent_account_id, amount_pence, due_on)
      select id, 60000, coalesce(${owedOn ?? null}::date, now()::date - 60) from rent_account`;
  const [patch] = homes.patches as [number];
  const [sam, alex] = homes.officers.map((staffId, i): Actor => ({
    staffId,
    name: `Officer Example ${i + 1}`,
    role: 'officer',
    patchIds: [patch],
  })) as [Actor, Actor];
  await sql`insert into stint (staff_id, patch_id, start_date) values (${alex.staffId}, ${patch}, '2021-01-01')`;
  const [advice] = await sql<{ id: number }[]>`
    insert into staff (name, email, role) values ('Advice Example', 'advice@demo.doorstep.test', 'money_advice') returning id`;
  const unused = await sql<{ id: number }[]>`
    select a.id from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
    where p.patch_id = ${patch} order by a.id`;
  const worklist = withWorklist
    ? await Worklist.open({ ...db, hub: 'test', log: silentLog, learn: false })
    : null;
  if (worklist) afterFile(() => worklist.stop());
  const cases = createCases({ sql, fresh: async (id) => (await worklist?.fresh(id)) ?? null, clock });
  let n = 0;
  const mutation: CasesTest['mutation'] = (kind, args, sent = {}) => {
    const { madeAt = sentAt(), baseVersion } = typeof sent === 'object' ? sent : { madeAt: sent };
    const at = new Date(madeAt).toISOString();
    return { id: randomUUID(), clientId: 'phone', n: ++n, kind, args, madeAt: at, baseVersion } as Mutation;
  };
  const act: CasesTest['act'] = (actor, ...one) => cases.apply(actor, mutation(...one));
  return {
    db,
    homes,
    cases,
    sam,
    alex,
    worklist,
    mutation,
    manager: { staffId: homes.manager, name: 'Manager Example', role: 'manager', patchIds: 'all' },
    repairs: { staffId: homes.repairs, name: 'Repairs Example', role: 'repairs', patchIds: [] },
    adviser: { staffId: advice!.id, name: 'Advice Example', role: 'money_advice', patchIds: [] },
    today: dayIn('Europe/London', clock()),
    newCase: () => unused.shift()!.id,
    act,
    async applied(...one) {
      const { status, message, result } = await act(...one);
      expect(status, message).toBe('applied');
      return result as Result;
    },
    async refused(...one) {
      const { status, message } = await act(...one);
      expect(status, message).toBe('refused');
      return message ?? '';
    },
    async count(table, caseId) {
      const rows = await sql`select from ${sql(table)} where rent_account_id = ${caseId}`;
      return rows.length;
    },
  };
}
