// A landlord, two officers and a manager for tests of holds and law: on a real database, with the real worklist.
import type { Actor } from '../../server/access/rights.ts';
import { randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';
import { createCases, type Cases } from '../../server/cases/cases.ts';
import { readLaw } from '../../server/cases/law/read-law.ts';
import type { CaseLaw } from '../../server/contract/case-law.ts';
import type { ArgsOf, Mutation } from '../../server/contract/up.ts';
import { dayIn } from '../../server/domain/zone.ts';
import { Worklist } from '../../server/worklist/worklist.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { smallLandlord, type SmallLandlord } from './landlord.ts';

export type LawPeople = {
  db: TestDatabase;
  homes: SmallLandlord;
  cases: Cases;
  sam: Actor;
  alex: Actor;
  manager: Actor;
  today: string;
  /** A case in Sam's patch that no test has touched: 6 weeks' rent owed. */
  newCase(): number;
  act<K extends Mutation['kind']>(
    actor: Actor,
    kind: K,
    args: ArgsOf<K>,
    madeAt?: string,
    baseVersion?: number,
  ): ReturnType<Cases['apply']>;
  read(caseId: number, actor?: Actor): Promise<CaseLaw>;
};

const quiet = { info() {}, warn() {}, error() {}, debug() {} };

export async function lawPeople(count = 60): Promise<LawPeople> {
  const db = await freshDatabase();
  const homes = await smallLandlord(db.sql, { homes: count, patches: 2 });
  await db.sql`insert into charge (rent_account_id, amount_pence, due_on)
    select id, 60000, now()::date - 60 from rent_account`;
  const [patch] = homes.patches as [number];
  const sam: Actor = {
    staffId: homes.officers[0]!,
    name: 'Officer Example 1',
    role: 'officer',
    patchIds: [patch],
  };
  const alex: Actor = { ...sam, staffId: homes.officers[1]!, name: 'Officer Example 2' };
  const manager: Actor = {
    staffId: homes.manager,
    name: 'Manager Example',
    role: 'manager',
    patchIds: 'all',
  };
  const worklist = await Worklist.open({ ...db, hub: 'test', log: quiet, learn: false });
  afterAll(() => worklist.stop());
  const cases = createCases({ sql: db.sql, fresh: (id) => worklist.fresh(id) });
  const today = dayIn('Europe/London', Date.now());
  const unused = worklist
    .list([patch])
    .map((one) => one.id)
    .sort((a, b) => a - b);
  let n = 0;
  return {
    db,
    homes,
    cases,
    sam,
    alex,
    manager,
    today,
    newCase: () => unused.shift()!,
    act(actor, kind, args, madeAt = new Date().toISOString(), baseVersion) {
      const one = { id: randomUUID(), clientId: 'phone', n: ++n, kind, args, madeAt, baseVersion };
      return cases.apply(actor, one as Mutation);
    },
    async read(caseId, actor = manager) {
      const law = await readLaw(db.sql, actor, caseId, today, Date.now());
      if (!law) throw new Error('no such case');
      return law;
    },
  };
}
