// What people do, once and for all: each mutation is one transaction with the row that remembers (clientId, n) and its
// answer. A retry hears the same answer and has no second effect. Refusals are answered in plain words and remembered
// too, with the person's own words beside them; a database that fails is neither: it throws, and may be tried again.
import { readLandlordRow } from '../../db/landlord.ts';
import type { Actor } from '../access/actors.ts';
import type { Mutation, MutationAnswer } from '../contract/up.ts';
import type { Sql } from '../../db/connect.ts';
import { dateOutside } from '../domain/date-ranges.ts';
import { dayIn } from '../domain/zone.ts';
import { mayNoMore, mayNot } from '../access/rights.ts';
import { caseRowOn, readCaseFacts, readHomeRow, type CaseRow, type Rights, type Tx } from './case-row.ts';
import { handlers } from './handlers.ts';
import type { CaseNow, Fresh, Handler, Step } from './step.ts';
import { wasReferred } from './referrals.ts';
import { Conflict, Refusal, SessionEnded } from './refusal.ts';

export type MutationOptions = { sql: Sql; fresh: Fresh; clock: () => number };

/** One case's mutations wait for each other under this lock. */
const caseLock = 710_010;

/**
 * `sessionId`: in whose name it came, where it came from outside. That session is looked for in the same transaction and
 * kept from ending before its end, so that nothing is applied after a session has ended: SessionEnded is thrown instead.
 */
export async function apply(
  { sql, fresh, clock }: MutationOptions,
  actor: Actor,
  mutation: Mutation,
  sessionId?: string,
): Promise<MutationAnswer> {
  // Asked for before the transaction: it needs a connection of its own, and ours would be waiting for it.
  const asks = mutation.kind === 'visit.knock-check' || mutation.kind === 'court.step';
  const now = asks ? await fresh(mutation.args.caseId) : null;
  let kept: Promise<unknown> = Promise.resolve();
  const answer = await sql.begin(async (tx) => {
    // Asked in one go, for each question by itself would be a way to the database and back. They are answered in the
    // order in which they were sent, and a query is sent when somebody waits for it: those whose order matters go at once.
    const [first, , ready, holds] = await Promise.all([
      remember(tx, actor, mutation),
      tx`savepoint effect`.execute(),
      prepare(tx, actor, mutation, clock()),
      // After the case's lock, which may have been waited for.
      sessionId === undefined ? true : sessionHolds(tx, sessionId),
    ]);
    if (!holds) throw new SessionEnded('the session has ended');
    if (!first) return answerAgain(tx, actor, mutation);
    const answer = await attempt(tx, actor, mutation, now, ready);
    // Sent in one go with the commit. Were it to fail, nothing would be committed, and we would hear of it below.
    kept = tx`update mutation set answer = ${tx.json(answer as never)}
      where client_id = ${mutation.clientId} and n = ${mutation.n}`.execute();
    kept.catch(() => {});
    return answer;
  });
  await kept;
  return answer as MutationAnswer;
}

async function sessionHolds(tx: Tx, sessionId: string): Promise<boolean> {
  const asked = tx`
    select 1 from auth."session" where "id" = ${sessionId} and "expiresAt" > now() for key share`.execute();
  return (await asked).length > 0;
}

/** False where this number, or this id, was received before. A twin that is being applied right now is waited for. */
async function remember(tx: Tx, actor: Actor, m: Mutation): Promise<boolean> {
  const asked = tx`
    insert into mutation (client_id, n, id, staff_id, kind, case_id, made_at, answer)
    values (${m.clientId}, ${m.n}, ${m.id}, ${actor.staffId}, ${m.kind}, ${m.args.caseId}, ${m.madeAt}, '{}')
    on conflict do nothing returning 1`.execute();
  return (await asked).length > 0;
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
  fresh: CaseNow | null,
  ready: Ready,
): Promise<MutationAnswer> {
  try {
    const result = await effect(tx, actor, m, fresh, ready);
    return { id: m.id, status: 'applied', result };
  } catch (error) {
    if (!(error instanceof Conflict || error instanceof Refusal)) throw error;
    await tx`rollback to savepoint effect`;
    if (error instanceof Conflict) {
      await error.keep(tx);
      await noteWords(tx, actor, m, 'mutation.conflict', error.message);
      return { id: m.id, status: 'conflict', message: error.message, result: error.theirs };
    }
    await noteWords(tx, actor, m, 'mutation.refused', error.message);
    return { id: m.id, status: 'refused', message: error.message };
  }
}

type Ready = Omit<Step, 'tx' | 'actor' | 'baseVersion' | 'fresh' | 'row'> & {
  row: CaseRow | null;
  rights: Rights | null;
};

/** The case's lock, and then what every mutation asks first. Whatever is read from here on is read under the lock. */
async function prepare(tx: Tx, actor: Actor, m: Mutation, now: number): Promise<Ready> {
  const { caseId } = m.args;
  const { reads, ask } = handlers[m.kind] as Handler<typeof m.args>;
  // Before everything else: what is read ahead of it may be what somebody is about to change.
  const locked = tx`select pg_advisory_xact_lock(${caseLock}, ${caseId})`.execute();
  const [, { timeZone, nation }, home, found, asked] = await Promise.all([
    locked,
    readLandlordRow(tx),
    reads === 'home' ? readHomeRow(tx, caseId, now, actor.staffId) : null,
    reads === 'home' ? null : readCaseFacts(tx, caseId, now, actor.staffId),
    ask?.(tx, m.args),
  ]);
  const at = Math.min(Date.parse(m.madeAt), now);
  const [day, today] = [dayIn(timeZone, at), dayIn(timeZone, now)];
  const row = home ?? (found && caseRowOn(found, today));
  return { at, now, day, today, timeZone, nation, asked, row, rights: home ?? found };
}

async function effect(
  tx: Tx,
  actor: Actor,
  m: Mutation,
  fresh: CaseNow | null,
  { row, rights, ...ready }: Ready,
): Promise<unknown> {
  const { caseId } = m.args;
  if (!row) throw Refusal.because('There is no such case.');
  const handler = handlers[m.kind] as Handler<typeof m.args>;
  const why =
    mayNot(actor, m.kind, handler.by, row.patchId) ?? (rights && mayNoMore(actor, rights.role, rights.held));
  if (why) throw Refusal.because(why);
  if (actor.role === 'money_advice' && !(await wasReferred(tx, caseId)))
    throw Refusal.because('This case was not referred to your team.');
  const outside = dateOutside(m.kind, m.args, ready.day, ready.timeZone);
  if (outside) throw Refusal.because(outside.says);
  return handler.do({ tx, actor, row, ...ready, baseVersion: m.baseVersion, fresh }, m.args);
}

/** What was tried, why not, and what the person had written: nothing of theirs is lost. */
async function noteWords(
  tx: Tx,
  actor: Actor,
  m: Mutation,
  what: 'mutation.refused' | 'mutation.conflict',
  reason: string,
): Promise<void> {
  const { caseId, ...words } = m.args;
  const detail = { kind: m.kind, reason, words, madeAt: m.madeAt, mutation: m.id };
  await tx`insert into audit_line (staff_id, what, case_id, detail)
    values (${actor.staffId}, ${what}, ${caseId}, ${tx.json(detail as never)})`;
}
