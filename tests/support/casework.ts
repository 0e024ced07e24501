// Every kind of mutation on a real database with the real worklist: cases on which to do it, the people who do it, and the
// whole content of the database as text, to compare before and after.
import type { Actor } from '../../server/access/rights.ts';
import {
  mutationArgs,
  type ArgsOf,
  type Mutation,
  type MutationAnswer,
  type MutationKind,
} from '../../server/contract/up.ts';
import { casesTest, type CasesTest } from './cases.ts';
import { everyMutation, type Doer, type Example, type Subject } from './every-mutation.ts';

/** Tables that change without an action on a case, or that only record attempts: `everything` leaves them out. */
const leftOut = ['change_log', 'change_log_kept', 'heartbeat', 'daily_work', 'audit_line', 'mutation'];

export class Casework {
  readonly people: Record<Doer | 'colleague', Actor>;
  readonly patches: number[];
  now = Date.now();
  readonly #test: CasesTest;

  /** Ends with the test file. */
  static async open(homes = 120): Promise<Casework> {
    const clock = { now: () => Date.now() };
    const work = new Casework(
      await casesTest({ homes: homes * 2, worklist: true, clock: () => clock.now() }),
    );
    clock.now = () => work.now;
    return work;
  }

  private constructor(test: CasesTest) {
    const { sam: officer, alex: colleague, manager, repairs, adviser: money_advice } = test;
    this.#test = test;
    this.patches = test.homes.patches;
    this.people = { officer, colleague, manager, repairs, money_advice };
  }

  get db() {
    return this.#test.db;
  }

  get cases() {
    return this.#test.cases;
  }

  /** A home of the first patch that nobody has touched, with a repair; with a hold and an alert where they are wanted. */
  async subject(wants: { hold?: boolean; alert?: boolean } = {}): Promise<Subject> {
    const caseId = this.#test.newCase();
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
  ): Mutation {
    const checked = mutationArgs[kind].parse(args) as ArgsOf<MutationKind>;
    return this.#test.mutation(kind, checked, { madeAt: at, baseVersion });
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
      where schemaname = 'public' and tablename <> all(${leftOut}) order by 1`;
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
