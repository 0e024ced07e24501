// What people do, once and for all: each mutation is one transaction with the row that remembers (clientId, n) and its
// answer. A retry hears the same answer and has no second effect. Refusals are answered in plain words and remembered
// too, with the person's own words beside them; a database that fails is neither: it throws, and may be tried again.
import type { Sql } from '../../db/connect.ts';
import type { Method } from '../domain/facts.ts';
import { dayIn } from '../domain/zone.ts';
import { mayNot, type Actor } from './actor.ts';
import { readCaseRow, type Tx } from './case-row.ts';
import { knockVerdict, type KnockVerdict, type PaidSince } from './knock.ts';
import type { CaseNow, Fresh, Mutation, MutationAnswer } from './mutation.ts';
import { Refusal } from './refusal.ts';
import * as visits from './visits.ts';

export type MutationOptions = { sql: Sql; fresh: Fresh; clock: () => number };

/** One case's mutations wait for each other under this lock. */
const caseLock = 710_010;

export async function apply(
  { sql, fresh, clock }: MutationOptions,
  actor: Actor,
  mutation: Mutation,
): Promise<MutationAnswer> {
  // Asked for before the transaction: it needs a connection of its own, and ours would be waiting for it.
  const now = mutation.kind === 'visit.knock-check' ? await fresh(mutation.args.caseId) : null;
  return sql.begin(async (tx) => {
    const first = await remember(tx, actor, mutation);
    if (!first) return answerAgain(tx, actor, mutation);
    const answer = await attempt(tx, actor, mutation, now, clock());
    await tx`update mutation set answer = ${tx.json(answer as never)}
      where client_id = ${mutation.clientId} and n = ${mutation.n}`;
    return answer;
  }) as Promise<MutationAnswer>;
}

/** False where this number, or this id, was received before. A twin that is being applied right now is waited for. */
async function remember(tx: Tx, actor: Actor, m: Mutation): Promise<boolean> {
  const rows = await tx`
    insert into mutation (client_id, n, id, staff_id, kind, case_id, made_at, answer)
    values (${m.clientId}, ${m.n}, ${m.id}, ${actor.staffId}, ${m.kind}, ${m.args.caseId}, ${m.madeAt}, '{}')
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

async function answerAgain(tx: Tx, actor: Actor, m: Mutation): Promise<MutationAnswer> {
  const [known] = await tx<{ id: string; staff_id: number; answer: MutationAnswer }[]>`
    select id, staff_id, answer from mutation where client_id = ${m.clientId} and n = ${m.n}`;
  if (known?.id === m.id && known.staff_id === actor.staffId) {
    return known.answer.status === 'applied' ? { ...known.answer, status: 'duplicate' } : known.answer;
  }
  const message = 'This device has already sent something else under this number. Nothing was changed.';
  return { id: m.id, status: 'refused', message };
}

async function attempt(
  tx: Tx,
  actor: Actor,
  m: Mutation,
  now: CaseNow | null,
  at: number,
): Promise<MutationAnswer> {
  try {
    const result = await tx.savepoint((inner) => effect(inner, actor, m, now, at));
    return { id: m.id, status: 'applied', result };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await noteRefusal(tx, actor, m, error.message);
    return { id: m.id, status: 'refused', message: error.message };
  }
}

async function effect(
  tx: Tx,
  actor: Actor,
  m: Mutation,
  now: CaseNow | null,
  clock: number,
): Promise<unknown> {
  const { caseId } = m.args;
  await tx`select pg_advisory_xact_lock(${caseLock}, ${caseId})`;
  const [landlord] = await tx<{ time_zone: string }[]>`select time_zone from landlord`;
  const timeZone = landlord?.time_zone ?? 'Europe/London';
  const at = Math.min(Date.parse(m.madeAt), clock);
  const [day, today] = [dayIn(timeZone, at), dayIn(timeZone, clock)];
  const row = await readCaseRow(tx, caseId, today);
  if (!row) throw Refusal.because('There is no such case.');
  const why = mayNot(actor, m.kind, row.patchId);
  if (why) throw Refusal.because(why);
  const step: visits.Step = { tx, actor, row, at, day, today };
  switch (m.kind) {
    case 'visit.plan':
      return visits.plan(step, m.args);
    case 'visit.set-out':
      return visits.setOut(step, m.args);
    case 'visit.knock-check':
      return knock(step, now, timeZone, clock);
    case 'visit.go-anyway':
      return visits.goAnyway(step, m.args);
    case 'visit.turn-back':
      return visits.turnBack(step, m.args);
    case 'visit.finish':
      return visits.finish(step, m.args);
    case 'contact.record': {
      const { kind, reached, note } = m.args;
      const [made] = await tx<{ id: number }[]>`
        insert into contact (rent_account_id, staff_id, kind, reached, note, happened_at)
        values (${caseId}, ${actor.staffId}, ${kind}, ${reached}, ${note}, ${new Date(at)}) returning id`;
      return { contactId: made!.id };
    }
  }
}

async function knock(
  step: visits.Step,
  now: CaseNow | null,
  timeZone: string,
  clock: number,
): Promise<KnockVerdict> {
  const since = await visits.setOutAt(step);
  const paid = since && (await paidSince(step.tx, step.row.id, since));
  const verdict = knockVerdict(now, paid, timeZone, new Date(clock));
  await visits.keepVerdict(step, verdict);
  return verdict;
}

async function paidSince(tx: Tx, caseId: number, since: Date): Promise<PaidSince | null> {
  const [row] = await tx<{ amount_pence: number; method: Method; posted_at: Date }[]>`
    select amount_pence, method, posted_at from payment
    where rent_account_id = ${caseId} and posted_at > ${since} order by posted_at desc, id desc limit 1`;
  return row
    ? { amountPence: row.amount_pence, method: row.method, postedAt: row.posted_at.getTime() }
    : null;
}

/** What was tried, why not, and what the person had written: nothing of theirs is lost. */
async function noteRefusal(tx: Tx, actor: Actor, m: Mutation, reason: string): Promise<void> {
  const { caseId, ...words } = m.args;
  const detail = { kind: m.kind, reason, words, madeAt: m.madeAt, mutation: m.id };
  await tx`insert into audit_line (staff_id, what, case_id, detail)
    values (${actor.staffId}, 'mutation.refused', ${caseId}, ${tx.json(detail as never)})`;
}
