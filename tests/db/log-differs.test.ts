// The change log has only rows that differ: for every table with a trigger that writes to it, as the database lists them.
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { loadDemo } from '../../db/demo/load.ts';
import { freshDatabase } from '../support/database.ts';

const database = await freshDatabase();
const { sql } = database;

/** For each table the columns that may be changed, a new value of each, and (optionally) which rows may be changed. */
type Change = [column: string, value: string, where?: string, also?: [column: string, value: string]];
const changes: Record<string, Change> = {
  absence: ['end_date', 'end_date + 1'],
  adjustment: ['reason', `reason || '.'`],
  agency: ['name', `name || '.'`],
  annotation: ['words', `words || '.'`],
  assessment_rules: ['why', `why || '.'`],
  bank_holiday: ['name', `name || '.'`],
  budget: ['note', `coalesce(note, '') || '.'`],
  budget_guideline: ['source', `source || '.'`],
  case_claim: ['until_at', `until_at + interval '1 minute'`],
  cautionary_alert: ['source', `source || '.'`],
  charge: ['amount_pence', 'amount_pence + 1'],
  contact: ['reached', 'not reached'],
  control_total: ['superseded_at', 'now()', 'superseded_at is null', ['superseded_by', 'id']],
  court_step: ['note', `coalesce(note, '') || '.'`],
  expected_income: ['tolerance_days', '(tolerance_days + 1)::smallint', 'tolerance_days < 5'],
  hazard_in_law: ['source', `source || '.'`],
  hazard: ['summary_on', `coalesce(summary_on, date '2020-01-01') + 1`],
  heartbeat: ['n', 'n + 1'],
  hold: ['review_on', 'coalesce(review_on, starts_on) + 1'],
  home_check: ['note', `coalesce(note, '') || '.'`],
  household_confirmation: ['added', `added || 'x'::text`],
  landlord: ['name', `name || '.'`],
  money_source: ['known_up_to', `known_up_to - interval '1 minute'`],
  other_account: ['what', `what || '.'`],
  other_figure: ['pence', 'pence + 1'],
  patch: ['name', `name || '.'`],
  payment: ['amount_pence', 'amount_pence + 1', 'amount_pence > 0'],
  person: ['name', `name || '.'`, 'id in (select person_id from tenancy_person)'],
  person_correction: ['value', `coalesce(value, '') || '.'`],
  pre_action_evidence: ['note', `coalesce(note, '') || '.'`],
  prompt_answer: ['note', `coalesce(note, '') || '.'`],
  prompt_rule: ['title', `title || '.'`],
  property: ['address', `address || '.'`],
  rebase: ['reason', `reason || '.'`],
  referral: ['reason', `reason || '.'`],
  rent_free_week: ['starts_on', 'starts_on + 1', 'rent_account_id = 1'],
  rent_account: ['weekly_rent_pence', 'weekly_rent_pence + 1'],
  repair: ['description', `description || '.'`],
  repair_note: ['note', `note || '.'`],
  repayment_plan: ['instalment_pence', 'instalment_pence + 1'],
  staff: ['name', `name || '.'`],
  statutory_clock: ['source', `source || '.'`],
  stint: ['start_date', 'start_date - 1', 'end_date is null'],
  support_need: ['note', `coalesce(note, '') || '.'`],
  suspense_item: ['why', `coalesce(why, '') || '.'`],
  target: ['value', 'value + 1'],
  task: ['what', `what || '.'`],
  tenancy: ['kind', `kind || '.'`],
  tenancy_person: ['role', `'household'`, `role <> 'household'`],
  thread: ['subject', `subject || '.'`],
  // Messages of another person: reading one's own message is not logged.
  thread_read: ['read_at', `read_at + interval '1 minute'`, 'staff_id = 1000'],
  visiting_hours: ['closes', `closes - interval '1 minute'`],
  visit: ['note', `coalesce(note, '') || '.'`],
  week_freeze: ['rebuilt', 'not rebuilt'],
};

/** Tables without a row in the demo landlord. */
const rows = [
  `insert into case_claim (rent_account_id, staff_id, taken_at, until_at) select 1, 1, now(), now() + interval '1 hour'`,
  `insert into rent_free_week (starts_on, rent_account_id) values ('2026-12-21', 1)`,
  `insert into household_confirmation (rent_account_id, staff_id, happened_at) values (1, 1, now())`,
  `insert into heartbeat (hub, n) values ('test', 1)`,
  `insert into person_correction (rent_account_id, person_id, field, value, applied, staff_id, happened_at)
    select 1, min(id), 'phone', '01632 960001', true, 1, now() from person`,
  `insert into prompt_answer (rent_account_id, ref, code, answer, staff_id, happened_at)
    select 1, gen_random_uuid(), min(code), 'declined', 1, now() from prompt_rule`,
  `insert into repair_note (id, repair_id, rent_account_id, staff_id, team, note, came_from, happened_at)
    select gen_random_uuid(), r.id, a.id, 1, 'repairs', 'Example', 'message', now()
    from repair r join tenancy t on t.property_id = r.property_id join rent_account a on a.tenancy_id = t.id limit 1`,
  `insert into staff (id, name, email, role) values (1000, 'Reader Example', 'reader@example.org', 'repairs')`,
  `insert into thread_read (thread_id, staff_id, up_to, up_to_message)
    select thread_id, 1000, n, id from message order by n limit 1`,
  `insert into week_freeze (week_on, last_on, frozen_at, snapshot, rebuilt)
    values ('2026-11-02', '2026-11-08', now(), pg_current_snapshot(), false)`,
];

type Watched = { name: string; key: string[] };
const watched: Watched[] = await sql<Watched[]>`
  select t.name, array(
    select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
    where i.indrelid = t.oid and i.indisprimary order by a.attnum) as key
  from (
    select distinct t.tgrelid as oid, t.tgrelid::regclass::text as name
    from pg_trigger t join pg_proc f on f.oid = t.tgfoid
    -- 16 is TRIGGER_TYPE_UPDATE.
    where not t.tgisinternal and t.tgtype & 16 = 16 and f.prosrc ilike '%insert into change_log%'
  ) t order by 1`;

beforeAll(async () => {
  await loadDemo(database.url, { homes: 150, seed: 7, today: '2026-11-12' });
  for (const text of rows) await sql.unsafe(text);
});
beforeEach(() => sql`delete from change_log`);

async function logged(): Promise<string[]> {
  const lines = await sql<
    { line: string }[]
  >`select concat_ws(' ', kind, case_id, ref) as line from change_log`;
  await sql`delete from change_log`;
  return lines.map((one) => one.line).sort();
}

test('[DB-40] every table that writes to the change log when it is updated is tested here', () => {
  expect(watched.map((t) => t.name).sort()).toEqual(Object.keys(changes).sort());
});

test.each(watched)('[DB-40] $name: an update that changes nothing logs nothing', async ({ name, key }) => {
  const [column] = changes[name]!;
  const { count } = await sql.unsafe(`update ${name} set ${column} = ${column}`);
  expect(count).toBeGreaterThan(0);
  expect(await logged()).toEqual([]);
  // All columns, like a system that writes whole rows back.
  const [all] = await sql<
    { names: string[] }[]
  >`select array_agg(quote_ident(attname)) as names from pg_attribute
    where attrelid = ${name}::regclass and attnum > 0 and not attisdropped and attidentity <> 'a'
      and attname <> 'balance_pence' and attname <> all(${key})`;
  await sql.unsafe(`update ${name} set ${all!.names.map((one) => `${one} = ${one}`).join()}`);
  expect(await logged()).toEqual([]);
  await sql.unsafe(`update ${name} set ${column} = ${column} where false`);
  expect(await logged()).toEqual([]);
});

test.each(watched)(
  '[DB-41] $name: one row that differs is logged as if it alone had been written',
  async ({ name, key }) => {
    const [column, value, where = 'true', also] = changes[name]!;
    const pairs = [[column, value] as const, ...(also ? [also] : [])];
    const of = key.join();
    const it = `(${of}) = (select ${of} from ${name} where ${where} order by ${of} limit 1)`;
    const undo = new Error('taken back');
    const logged = async (text: string): Promise<string[]> => {
      let lines: string[] = [];
      await sql
        .begin(async (tx) => {
          await tx.unsafe(text);
          const rows = await tx<{ line: string }[]>`
            select concat_ws(' ', kind, case_id, ref) as line from change_log`;
          lines = rows.map((one) => one.line).sort();
          throw undo;
        })
        .catch((error: unknown) => {
          if (error !== undo) throw error;
        });
      return lines;
    };
    const alone = await logged(
      `update ${name} set ${pairs.map(([c, v]) => `${c} = ${v}`).join()} where ${it}`,
    );
    expect(alone.length).toBeGreaterThan(0);
    const among = pairs.map(([c, v]) => `${c} = case when ${it} then ${v} else ${c} end`).join();
    expect(await logged(`update ${name} set ${among}`)).toEqual(alone);
  },
);

test('[DB-41] exactly the touched homes are logged, however many are written', async () => {
  const touched = await sql<{ id: number }[]>`
    select a.id from property p join tenancy t on t.property_id = p.id join rent_account a on a.tenancy_id = t.id
    where p.id % 10 = 0`;
  await sql`update property set address = case when id % 10 = 0 then address || '.' else address end`;
  const cases = await sql<{ id: number }[]>`select case_id as id from change_log where kind = 'property'`;
  expect(cases.map((c) => c.id).sort()).toEqual(touched.map((c) => c.id).sort());
});

test('[DB-41] a person who moves to another household is logged for both', async () => {
  const [from, to] = await sql<{ tenancy_id: number; id: number }[]>`
    select a.tenancy_id, a.id from rent_account a
    where exists (select from tenancy_person tp where tp.tenancy_id = a.tenancy_id) order by a.id limit 2`;
  await sql`update tenancy_person set tenancy_id = ${to!.tenancy_id}
    where (tenancy_id, person_id) = (select tenancy_id, min(person_id) from tenancy_person
      where tenancy_id = ${from!.tenancy_id} group by 1)`;
  expect(await logged()).toEqual([`person ${from!.id}`, `person ${to!.id}`]);
});

test('[DB-42] a session that has written single rows still compares 20,000 in linear time', async () => {
  await sql.begin(async (tx) => {
    for (let i = 0; i < 12; i++) await tx`update person set language = 'Welsh' || ${i} where id = 1`;
    await tx`insert into person (name) select 'Example Person' from generate_series(1, 20000)`;
    await tx`analyze person`;
    await tx`delete from change_log`;
    // A query plan with a nested loop would take 400 million comparisons: minutes instead of a second.
    await tx`set local statement_timeout = '20s'`;
    await tx`update person set language = language`;
    expect(await tx`select from change_log`).toHaveLength(0);
  });
});
