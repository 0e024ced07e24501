// The demo's conversations: of all kinds, in order, reproducible.
import { beforeAll, expect, test } from 'vitest';
import { afterWords, type Standing, type Words } from '../../server/domain/thread-state.ts';
import { freshDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { loadDemo } from './load.ts';
import { Random } from './random.ts';
import { drawRepair } from './repairs.ts';
import { scriptFor } from './thread-words.ts';

type Said = Words & { thread: string };

// A Monday: what happened the working day before is three days old.
const options = { homes: 300, seed: 7, today: '2026-11-16' };
let one: TestDatabase;
let other: TestDatabase;

beforeAll(async () => {
  [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  await loadDemo(one.url, options);
  await loadDemo(other.url, options);
});

test('[DEMO-10] every patch has conversations: unanswered, late, promised and settled ones, none from the future', async () => {
  const [seen] = await one.sql<Record<string, number>[]>`
    select count(*) filter (where state = 'waiting_for_repairs') as unanswered,
      count(*) filter (where needs_answer_by < ${options.today}::date and state <> 'settled') as late,
      count(*) filter (where needs_answer_by >= ${options.today}::date) as due,
      count(*) filter (where promised_on >= ${options.today} and state <> 'settled') as promised,
      count(*) filter (where promised_on < ${options.today} and state = 'waiting_for_repairs') as broken,
      count(*) filter (where state = 'settled') as settled, count(*) filter (where repair_id is not null) as about_a_repair
    from thread`;
  for (const [what, count] of Object.entries(seen!)) expect(count, what).toBeGreaterThan(0);
  const without = await one.sql`
    select from patch p where not exists (select from thread t join rent_account a on a.id = t.rent_account_id
      join tenancy y on y.id = a.tenancy_id join property h on h.id = y.property_id where h.patch_id = p.id)`;
  expect(without).toHaveLength(0);
  expect(await one.sql`select from message where happened_at >= ${options.today}::date`).toHaveLength(0);
});

test('[DEMO-10] each thread’s state follows from its messages', async () => {
  const wrong = await one.sql`
    select t.id from thread t cross join lateral (
      select count(*) as messages, (array_agg(id order by n desc))[1] as last, max(n) as n, min(happened_at) as first,
        max(promised_on) as promised from message m where m.thread_id = t.id) m
    where t.messages <> m.messages or t.last_message <> m.last or t.last_n <> m.n or t.happened_at <> m.first
      or t.promised_on is distinct from m.promised`;
  expect(wrong).toHaveLength(0);
  // The same rule by which closing a conversation is undone.
  const messages = await one.sql<Said[]>`
    select thread_id as thread, team, (extract(epoch from happened_at) * 1000)::float8 as at, promised_on::text as "promisedOn",
      (extract(epoch from needs_answer_by) * 1000)::float8 as "needsAnswerBy" from message order by thread_id, n`;
  const waits = await one.sql<{ thread: string; since: number; due: number | null }[]>`
    select id as thread, (extract(epoch from waiting_since) * 1000)::float8 as since,
      (extract(epoch from needs_answer_by) * 1000)::float8 as due from thread where state <> 'settled'`;
  const byThread = Map.groupBy(messages, ({ thread }) => thread);
  for (const { thread, since, due } of waits) {
    const stands = byThread.get(thread)!.reduce<Standing | null>(afterWords, null)!;
    expect({ since: stands.waitingSince, due: stands.needsAnswerBy }, thread).toEqual({ since, due });
  }
  expect(messages.filter(({ at, needsAnswerBy }) => needsAnswerBy !== null && needsAnswerBy <= at)).toEqual(
    [],
  );
  const turned = await one.sql`
    select from message a join message b on b.thread_id = a.thread_id and b.n > a.n and b.happened_at <= a.happened_at`;
  expect(turned).toHaveLength(0);
  const before = await one.sql`
    select from thread t join repair r on r.id = t.repair_id where t.happened_at < r.reported_at`;
  expect(before).toHaveLength(0);
});

test('[DEMO-10] nobody complains of a promise before its day, and no answer is due at a weekend', async () => {
  const complaints = await one.sql<{ early: boolean }[]>`
    select (m.happened_at at time zone 'Europe/London')::date <= t.promised_on as early
    from message m join thread t on t.id = m.thread_id where m.body like 'Nobody came on %'`;
  expect(complaints.length).toBeGreaterThan(0);
  expect(complaints.filter(({ early }) => early)).toHaveLength(0);
  expect(
    await one.sql`select from thread where extract(isodow from needs_answer_by at time zone 'Europe/London') > 5`,
  ).toHaveLength(0);
});

test('[DEMO-42] three people answer for repairs; one conversation is assigned before an answer, and one is snoozed', async () => {
  const answered = await one.sql`
    select count(*)::int as conversations from staff s left join thread t on t.taken_by = s.id
    where s.role = 'repairs' group by s.id`;
  expect(answered).toHaveLength(3);
  for (const { conversations } of answered) expect(conversations).toBeGreaterThan(0);
  const assigned = await one.sql`
    select from thread t join staff s on s.id = t.taken_by where t.snoozed_until is null and s.email <> 'repairs@demo.doorstep.test'
      and not exists (select from message m where m.thread_id = t.id and m.team = 'repairs')`;
  expect(assigned).toHaveLength(1);
  const snoozed = await one.sql`
    select state, snoozed_until > ${options.today}::date + 1 as later from thread where snoozed_until is not null`;
  expect(snoozed).toEqual([{ state: 'waiting_for_repairs', later: true }]);
});

test('[DEMO-43] a conversation about a repair has its description as the subject, and each repair of the demo a question of its own', async () => {
  const about = await one.sql<{ fits: boolean; description: string; ask: string }[]>`
    select t.subject = r.description as fits, r.description, (select body from message m where m.thread_id = t.id order by n limit 1) as ask
    from thread t join repair r on r.id = t.repair_id`;
  expect(about.length).toBeGreaterThan(0);
  expect(about.filter(({ fits }) => !fits)).toEqual([]);
  const asks = Map.groupBy(about, ({ ask }) => ask);
  for (const [ask, all] of asks) expect(new Set(all.map((one) => one.description)).size, ask).toBe(1);
  const random = new Random(1);
  const drawn = Array.from({ length: 600 }, () => drawRepair(random));
  const fallback = scriptFor({ category: 'other', description: 'Other' });
  expect(drawn.filter((repair) => scriptFor(repair).ask === fallback.ask)).toEqual([]);
  expect(drawn.filter((repair) => scriptFor(repair).promise === fallback.promise)).toEqual([]);
});

test('[DEMO-44] two conversations are late on the day of loading', async () => {
  const late = await one.sql`
    select from thread where needs_answer_by < ${options.today}::date and state = 'waiting_for_repairs'`;
  expect(late).toHaveLength(2);
});

test('[DEMO-1] the same seed and day give the same conversations', async () => {
  const all = async ({ sql }: TestDatabase) => [
    ...(await sql`select id, subject, state, needs_answer_by, promised_on, opened_by from thread order by id`),
    ...(await sql`select id, thread_id, body, happened_at from message order by id`),
  ];
  expect(await all(one)).toEqual(await all(other));
});
