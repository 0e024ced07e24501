// Conversations between the demo's officers and its repairs team, about its open repairs: some unanswered, some late, some
// promised, one or two settled in each patch. In the whole landlord two are late, one is snoozed, and one that nobody has
// answered yet is assigned. Read from what was loaded, so that they fit it; the same seed and day give
// the same words. Nothing is written later than the evening before the day of loading.
import type postgres from 'postgres';
import { dayNumber, dayText, londonInstant, weekday } from './days.ts';
import { Random, uuidOf } from './random.ts';
import { general, generalSubject, scriptFor } from './thread-words.ts';

type Story = 'unanswered' | 'due' | 'late' | 'chased' | 'askedBack' | 'promised' | 'broken' | 'settled';
type Found = {
  caseId: number;
  patchId: number;
  officer: number;
  /** Null: about the home in general. */
  repairId: number | null;
  category: string;
  description: string;
  /** Days since 1970-01-01. */
  reportedOn: number | null;
};
type Line = { by: number; team: 'income' | 'repairs'; body: string; at: number; promisedOn: string | null };
type Made = Found & {
  id: string;
  subject: string;
  story: Story;
  lines: Line[];
  needsAnswerBy: number | null;
  /** Who of the repairs team answers. */
  takenBy: number | null;
  snoozedUntil: number | null;
};

/** What a working week leaves in an inbox; each patch has the stories in turn. */
const stories: readonly Story[] = [
  ...(['due', 'promised', 'late', 'askedBack', 'unanswered'] as const),
  ...(['settled', 'broken', 'chased', 'promised'] as const),
];
const lateAtMost = 2;
const each = { min: 3, max: stories.length };

type Sql = postgres.TransactionSql;

/** Returns how many rows it wrote. */
export async function loadThreads(
  tx: Sql,
  { seed, today }: { seed: number; today: string },
): Promise<number> {
  const team = (
    await tx<{ id: number }[]>`select id from staff where role = 'repairs' and active order by id`
  ).map(({ id }) => id);
  if (team.length === 0) return 0;
  const found = await tx<Found[]>`
    select a.id as "caseId", p.patch_id as "patchId", s.staff_id as officer, r.id as "repairId", r.category, r.description,
      (r.reported_at at time zone 'Europe/London')::date - date '1970-01-01' as "reportedOn"
    from repair r join property p on p.id = r.property_id join tenancy t on t.property_id = p.id and t.end_date is null
    join rent_account a on a.tenancy_id = t.id join stint s on s.patch_id = p.patch_id and s.end_date is null
    where r.status not in ('completed', 'cancelled') and r.reported_at < ${today}::date - 3 order by a.balance_pence desc, r.id`;
  const made: Made[] = [];
  for (const [patchId, all] of Map.groupBy(found, (one) => one.patchId)) {
    const random = new Random(seed, 31, patchId);
    const homes = [...new Map(all.map((one) => [one.caseId, one])).values()];
    const many = Math.min(homes.length, random.whole(each.min, each.max));
    for (let i = 0; i < many; i++) {
      const isGeneral = random.chance(0.12);
      const home = homes[i]!;
      const about = isGeneral ? { ...home, repairId: null } : home;
      made.push(
        converse(about, stories[i % stories.length]!, random, {
          seed,
          today: dayNumber(today),
          // They take the patches in turn.
          repairs: team[made.length % team.length]!,
        }),
      );
    }
  }
  arrange(made, team, dayNumber(today));
  return write(tx, seed, made);
}

/** What the team has done with its list: two are late, one is snoozed, and one is assigned to a colleague. */
function arrange(made: Made[], team: readonly number[], today: number): void {
  const due = made.filter(
    ({ needsAnswerBy }) => needsAnswerBy !== null && needsAnswerBy < londonInstant(today, 0),
  );
  const late = [...new Set([due.find(({ story }) => story === 'broken'), ...due])].slice(0, lateAtMost);
  for (const one of due) if (!late.includes(one)) one.needsAnswerBy = null;
  const [snoozed, assigned] = made.filter(
    ({ lines, story, needsAnswerBy }) => story !== 'settled' && lines.length === 1 && needsAnswerBy === null,
  );
  if (snoozed) {
    snoozed.takenBy = team[0]!;
    snoozed.snoozedUntil = londonInstant(workday(today + 3, 1), 8 * 60);
  }
  if (assigned) assigned.takenBy = team.at(-1)!;
}

function converse(
  about: Found,
  story: Story,
  random: Random,
  { seed, today, repairs }: { seed: number; today: number; repairs: number },
): Made {
  const script = about.repairId === null ? general : scriptFor(about);
  const officer = { by: about.officer, team: 'income' as const, promisedOn: null };
  const ago = { unanswered: 2, due: 1, late: 4, chased: 6, askedBack: 3, promised: 4, broken: 9, settled: 8 };
  const drawn = workday(today - ago[story] - random.whole(0, 1), -1);
  // Nobody asks before it was reported.
  const asked = workday(Math.max(drawn, (about.reportedOn ?? drawn - 1) + 1), 1);
  const minute = () => random.whole(9 * 60, 16 * 60);
  const at = (day: number) => londonInstant(Math.min(workday(day, -1), today - 1), minute());
  const lastWorkday = workday(today - 1, -1);
  // A broken promise was for a working day before the one on which the officer says that nobody came.
  const promised = story === 'broken' ? workday(lastWorkday - 1, -1) : workday(today + random.whole(2, 8), 1);
  const answer = (body: string, promise: boolean): Line => ({
    by: repairs,
    team: 'repairs',
    at: at(asked + 1) + 3_600_000,
    body: body.replace('{day}', spoken(promised)),
    promisedOn: promise ? dayText(promised) : null,
  });
  const first: Line = { ...officer, body: script.ask, at: at(asked) };
  const more: Record<Story, () => Line[]> = {
    unanswered: () => [],
    due: () => [],
    late: () => [],
    chased: () => [{ ...officer, body: script.chase, at: at(today - 1) }],
    askedBack: () => [answer(script.askBack, false)],
    promised: () => [answer(script.promise, true)],
    broken: () => [
      answer(script.promise, true),
      { ...officer, body: `Nobody came on ${spoken(promised)}. What can I tell them?`, at: at(today - 1) },
    ],
    settled: () => [answer(script.promise, true), { ...officer, body: script.thanks, at: at(asked + 2) }],
  };
  const due = {
    due: londonInstant(workday(today + 1, 1), 12 * 60),
    // After the hours in which messages are written, so that no answer was due before its question.
    late: londonInstant(lastWorkday, 17 * 60),
  };
  const needsAnswerBy =
    story === 'due' ? due.due : ['late', 'chased', 'broken'].includes(story) ? due.late : null;
  const lines = [first, ...more[story]()];
  // Each is later than the one before, whatever the hours that were drawn.
  for (let i = 1; i < lines.length; i++)
    if (lines[i]!.at <= lines[i - 1]!.at) lines[i]!.at = lines[i - 1]!.at + 20 * 60_000;
  return {
    ...about,
    id: uuidOf(seed, 'thread', about.caseId),
    subject: about.repairId === null ? generalSubject : about.description.slice(0, 200) || about.category,
    story,
    lines,
    needsAnswerBy,
    takenBy: lines.some(({ team }) => team === 'repairs') ? repairs : null,
    snoozedUntil: null,
  };
}

/** The first message since the other team's last one: an answer ends the wait and its deadline. */
const beginsWait = (lines: readonly Line[]): number =>
  lines.findLastIndex(({ team }, i) => lines[i - 1]?.team !== team);

async function write(tx: Sql, seed: number, made: readonly Made[]): Promise<number> {
  const messages = made.flatMap((thread) =>
    thread.lines.map((line, i) => ({
      ...line,
      id: uuidOf(seed, 'message', thread.caseId, i),
      thread_id: thread.id,
      rent_account_id: thread.caseId,
      staff_id: line.by,
      promised_on: line.promisedOn,
      happened_at: iso(line.at),
      body: line.body,
      needs_answer_by: i === beginsWait(thread.lines) ? iso(thread.needsAnswerBy) : null,
    })),
  );
  const lastOf = new Map(messages.map((one) => [one.thread_id, one]));
  const threads = made.map((thread) => {
    const last = lastOf.get(thread.id)!;
    const settled = thread.story === 'settled';
    const waits = last.team === 'income' ? 'waiting_for_repairs' : 'waiting_for_income';
    const promise = messages.findLast((one) => one.thread_id === thread.id && one.promised_on !== null);
    const answered = thread.lines.some((line) => line.team === 'repairs');
    return {
      id: thread.id,
      rent_account_id: thread.caseId,
      repair_id: thread.repairId,
      subject: thread.subject,
      state: settled ? 'settled' : waits,
      taken_by: thread.takenBy,
      snoozed_until: iso(thread.snoozedUntil),
      snoozed_by: thread.snoozedUntil === null ? null : thread.takenBy,
      needs_answer_by: settled || waits === 'waiting_for_income' ? null : iso(thread.needsAnswerBy),
      waiting_since: settled
        ? null
        : waits === 'waiting_for_repairs' && !answered
          ? iso(thread.lines[0]!.at)
          : last.happened_at,
      promised_on: promise?.promised_on ?? null,
      promised_in: promise?.id ?? null,
      settled_by: settled ? last.staff_id : null,
      settled_at: settled ? last.happened_at : null,
      opened_by: thread.officer,
      happened_at: iso(thread.lines[0]!.at),
      last_message: last.id,
      last_at: last.happened_at,
      last_by: last.staff_id,
      last_words: [...last.body].slice(0, 200).join(''),
      messages: thread.lines.length,
    };
  });
  await tx`
    insert into thread (id, rent_account_id, repair_id, subject, state, taken_by, snoozed_until, snoozed_by, needs_answer_by, waiting_since, promised_on,
      promised_in, settled_by, settled_at, opened_by, happened_at, received_at, last_message, last_n, last_at, last_by, last_words, messages)
    select t.id, t.rent_account_id, t.repair_id, t.subject, t.state, t.taken_by, t.snoozed_until, t.snoozed_by, t.needs_answer_by, t.waiting_since, t.promised_on,
      t.promised_in, t.settled_by, t.settled_at, t.opened_by, t.happened_at, t.happened_at, t.last_message, 0, t.last_at, t.last_by,
      t.last_words, t.messages
    from jsonb_populate_recordset(null::thread, ${tx.json(threads as never)}) t order by t.happened_at, t.id`;
  await tx`
    insert into message (id, thread_id, rent_account_id, staff_id, team, body, promised_on, needs_answer_by, happened_at, received_at)
    select m.id, m.thread_id, m.rent_account_id, m.staff_id, m.team, m.body, m.promised_on, m.needs_answer_by, m.happened_at,
      m.happened_at + interval '2 seconds'
    from jsonb_populate_recordset(null::message, ${tx.json(messages as never)}) m order by m.happened_at, m.id`;
  await tx`update thread t set last_n = m.n from message m where m.id = t.last_message`;
  // Who has written has read up to there, and an answer has read what it answers; fresh questions nobody has opened yet.
  const read = await tx`
    insert into thread_read (thread_id, staff_id, up_to, up_to_message, read_at)
    select distinct on (thread_id, staff_id) thread_id, staff_id, n, id, happened_at from message
    order by thread_id, staff_id, n desc`;
  return threads.length + messages.length + read.count;
}

const iso = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();

/** The same day or the next (or, backwards, the last) that is worked on. */
function workday(day: number, step: 1 | -1): number {
  while (weekday(day) > 5) day += step;
  return day;
}

const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const spoken = (day: number): string => `${names[weekday(day) - 1]} ${Number(dayText(day).slice(8))}`;
