// Everything that people do, on a real database with the real worklist: cases to do it to, people who do it, and
// the whole content of the database as text, to compare before and after.
import type { Actor } from '../../server/access/rights.ts';
import { randomUUID } from 'node:crypto';
import { createCases, type Cases } from '../../server/cases/cases.ts';
import {
  mutationArgs,
  type MutationKind,
  type Mutation,
  type MutationAnswer,
} from '../../server/contract/up.ts';
import { Worklist } from '../../server/worklist/worklist.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { everyMutation, type Doer, type Example, type Subject } from './every-mutation.ts';
import { owe, smallLandlord } from './landlord.ts';

const quiet = { info() {}, warn() {}, error() {}, debug() {} };
/** Tables that change without an action on a case, or that only record attempts: `everything` leaves them out. */
const beside = ['change_log', 'change_log_kept', 'heartbeat', 'daily_work', 'audit_line', 'mutation'];

export class Casework {
  readonly db: TestDatabase;
  readonly cases: Cases;
  readonly people: Record<Doer | 'colleague', Actor>;
  readonly patches: number[];
  readonly stop: () => Promise<void>;
  now = Date.now();
  #n = 0;
  #next: number[];

  static async open(homes = 120): Promise<Casework> {
    const db = await freshDatabase();
    const landlord = await smallLandlord(db.sql, { homes: homes * 2, patches: 2 });
    await owe(db.sql, 60_000);
    const [patch] = landlord.patches as [number];
    const [officer, colleague] = landlord.officers as [number, number];
    await db.sql`insert into stint (staff_id, patch_id, start_date) values (${colleague}, ${patch}, '2021-01-01')`;
    const [adviser] = await db.sql<{ id: number }[]>`
      insert into staff (name, email, role) values ('Adviser Example', 'advice@demo.doorstep.test', 'money_advice') returning id`;
    const worklist = await Worklist.open({ ...db, hub: 'casework', log: quiet, learn: false });
    const ids = await db.sql<{ id: number }[]>`
      select a.id from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
      where p.patch_id = ${patch} order by a.id`;
    const one = (staffId: number, name: string, role: Doer, patchIds: Actor['patchIds']): Actor => ({
      staffId,
      name,
      role,
      patchIds,
    });
    return new Casework(
      db,
      worklist,
      landlord.patches,
      ids.map(({ id }) => id),
      {
        officer: one(officer, 'Officer Example 1', 'officer', [patch]),
        colleague: one(colleague, 'Officer Example 2', 'officer', [patch]),
        manager: one(landlord.manager, 'Manager Example', 'manager', 'all'),
        repairs: one(landlord.repairs, 'Repairs Example', 'repairs', []),
        money_advice: one(adviser!.id, 'Adviser Example', 'money_advice', []),
      },
    );
  }

  private constructor(
    db: TestDatabase,
    worklist: Worklist,
    patches: number[],
    ids: number[],
    people: Casework['people'],
  ) {
    this.db = db;
    this.patches = patches;
    this.people = people;
    this.#next = ids;
    this.cases = createCases({
      sql: db.sql,
      fresh: (id) => worklist.fresh(id) as Promise<never>,
      clock: () => this.now,
    });
    this.stop = () => worklist.stop();
  }

  /** A home of the first patch that nobody has touched, with a repair; with a hold and an alert where they are wanted. */
  async subject(wants: { hold?: boolean; alert?: boolean } = {}): Promise<Subject> {
    const caseId = this.#next.shift()!;
    const { sql } = this.db;
    const [home] = await sql<{ property: number; person: number }[]>`
      select t.property_id as property, tp.person_id as person from rent_account a
      join tenancy t on t.id = a.tenancy_id join tenancy_person tp on tp.tenancy_id = t.id where a.id = ${caseId}`;
    const [repair] = await sql<{ id: number }[]>`
      insert into repair (property_id, category) values (${home!.property}, 'boiler') returning id`;
    const staffId = this.people.colleague.staffId;
    const subject: Subject = { caseId, personId: home!.person, repairId: repair!.id, staffId };
    if (wants.hold) {
      const [hold] = await sql<
        { id: number }[]
      >`insert into hold (rent_account_id, kind, starts_on, review_on)
        values (${caseId}, 'agreed', now()::date - 1, now()::date + 7) returning id`;
      subject.holdId = hold!.id;
    }
    if (wants.alert) {
      const [alert] = await sql<{ id: number }[]>`
        insert into cautionary_alert (property_id, kind, source, starts_on, review_on, expires_on)
        values (${home!.property}, 'translation_needed', 'Tenant', now()::date - 1, now()::date + 7, now()::date + 30) returning id`;
      subject.alertId = alert!.id;
    }
    return subject;
  }

  /** A home on which an example of that kind can be done, and the example. */
  async example(kind: MutationKind): Promise<{ subject: Subject; example: Example }> {
    const hold = kind === 'hold.review' || kind === 'hold.end';
    const alert = kind === 'alert.review' || kind === 'alert.end';
    const subject = await this.subject({ hold, alert });
    return { subject, example: everyMutation(subject)[kind] };
  }

  /** As it leaves a device. */
  mutation(
    kind: MutationKind,
    args: object,
    { baseVersion, at = this.now }: { baseVersion?: number; at?: number } = {},
  ) {
    return {
      id: randomUUID(),
      clientId: 'a phone',
      n: ++this.#n,
      kind,
      args: mutationArgs[kind].parse(args),
      ...(baseVersion === undefined ? {} : { baseVersion }),
      madeAt: new Date(at).toISOString(),
    } as unknown as Mutation;
  }

  do(
    who: Doer | 'colleague',
    kind: MutationKind,
    args: object,
    more: { baseVersion?: number; at?: number } = {},
  ): Promise<MutationAnswer> {
    return this.cases.apply(this.people[who], this.mutation(kind, args, more));
  }

  /** What has to have happened before that example. */
  async prepare({ before = [], by }: Example): Promise<void> {
    for (const step of before) await this.do(step.by ?? by, step.kind, step.args);
  }

  /** How many rows each table has. */
  async rows(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const table of await this.#tables()) {
      const [row] = await this.db.sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`);
      counts[table] = row!.n;
    }
    return counts;
  }

  /** Every row of every table of the landlord as text; with the audit, what was refused too. */
  async everything(withAudit = false): Promise<string> {
    const texts: string[] = [];
    for (const table of [...(await this.#tables()), ...(withAudit ? ['audit_line'] : [])]) {
      const [row] = await this.db.sql.unsafe<{ rows: string | null }[]>(
        `select string_agg(t::text, E'\\n' order by t::text) as rows from ${table} t`,
      );
      texts.push(`${table}\n${row!.rows ?? ''}`);
    }
    return texts.join('\n');
  }

  async #tables(): Promise<string[]> {
    const tables = await this.db.sql<{ name: string }[]>`
      select format('%I', tablename) as name from pg_tables
      where schemaname = 'public' and tablename <> all(${beside}) order by 1`;
    return tables.map(({ name }) => name);
  }

  /** What must hold of every case whatever people do: each sentence is something that does not. */
  async inconsistencies(): Promise<string[]> {
    const found = await this.db.sql<{ wrong: string }[]>`
      select 'balance of ' || a.id as wrong from rent_account a where a.balance_pence <>
        (select coalesce(sum(amount_pence), 0) from charge where rent_account_id = a.id)
        + (select coalesce(sum(amount_pence), 0) from adjustment where rent_account_id = a.id)
        - (select coalesce(sum(amount_pence), 0) from payment where rent_account_id = a.id)
      union all select 'two on the way to ' || rent_account_id from visit where state = 'on_the_way'
        group by rent_account_id having count(*) > 1
      union all select 'two have ' || rent_account_id from case_claim where ended_at is null
        group by rent_account_id having count(*) > 1
      union all select 'two plans of ' || rent_account_id from repayment_plan where ended_on is null
        group by rent_account_id having count(*) > 1
      union all select 'a visit without an end: ' || id from visit
        where state in ('done', 'stood_down', 'cancelled') and ended_at is null
      union all select 'a visit that ended and goes on: ' || id from visit
        where state in ('planned', 'on_the_way') and ended_at is not null
      union all select 'something in the future: contact ' || id from contact where happened_at > received_at + interval '1 minute'
      union all select 'an answer missing: ' || id from mutation where answer = '{}'`;
    return found.map(({ wrong }) => wrong);
  }
}
