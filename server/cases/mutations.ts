// What people do to a case, as commands: each is one transaction under its case's lock, remembered by (clientId, n) with its
// answer. Refusals are remembered too, and the audit keeps the person's own words.
import { readLandlord } from '../commands/landlord.ts';
import type { Sql } from '../../db/connect.ts';
import { may, mayNoMore, mayNot, type Actor } from '../access/rights.ts';
import { carryOut, type Command, type Outcome } from '../commands/carry-out.ts';
import { Refusal, type Tx } from '../commands/outcome.ts';
import type { Mutation, MutationAnswer } from '../contract/up.ts';
import type { Day, Instant } from '../domain/facts.ts';
import { clockInstants } from '../domain/date-ranges.ts';
import { clockToleranceMs, happenedAt, type Happened } from '../domain/device-clock.ts';
import { dayIn } from '../domain/zone.ts';
import { caseRowOn, readCaseFacts, readHomeRow, type CaseRow, type Rights } from './case-row.ts';
import { flagTime, storable } from './doubtful-times.ts';
import { handlers } from './handlers.ts';
import { wasReferred } from './help/referrals.ts';
import { longestNotedMs, type Fresh, type Handler, type Step } from './step.ts';

export type MutationOptions = { sql: Sql; fresh: Fresh; clock: () => number };

/** One case's mutations wait for each other under this lock. */
const caseLock = 710_010;

type Ready = Omit<Step, 'tx' | 'actor' | 'baseVersion' | 'fresh' | 'row'> & {
  row: CaseRow | null;
  rights: Rights | null;
  deviceDay: Day;
  doubt: Happened['doubt'];
};

/** Carries out one mutation. `sessionId`: the sender's session, where it came from a client. */
export async function apply(
  { sql, fresh, clock }: MutationOptions,
  actor: Actor,
  m: Mutation,
  sessionId?: string,
): Promise<MutationAnswer> {
  const { caseId } = m.args;
  const handler = handlers[m.kind] as Handler<typeof m.args>;
  // Read before the transaction: it needs another connection, and the transaction would hold its own while waiting.
  const caseNow = handler.needsFresh ? await fresh(caseId) : null;
  const command: Command<Ready, MutationAnswer> = {
    kind: m.kind,
    args: m.args,
    sessionId,
    remember: async (tx) => {
      const inserted = tx`
        insert into mutation (client_id, n, id, staff_id, kind, case_id, made_at, answer)
        values (${m.clientId}, ${m.n}, ${m.id}, ${actor.staffId}, ${m.kind}, ${caseId},
          ${storable(Date.parse(m.madeAt))}, '{}')
        on conflict do nothing returning 1`.execute();
      return (await inserted).length > 0;
    },
    answerAgain: (tx) => answerAgain(tx, actor, m),
    prepare: (tx) => prepare(tx, actor, m, handler, clock()),
    authorise: async (tx, { row, rights }) => {
      if (!row) throw new Refusal('This case does not exist.');
      const why =
        mayNot(actor, m.kind, row.patchId) ?? (rights && mayNoMore(actor, rights.role, rights.held));
      if (why) throw new Refusal(why);
      if (!may(actor, 'casesNotReferred') && !(await wasReferred(tx, caseId)))
        throw new Refusal('This case has not been referred to your team.');
    },
    apply: async (tx, { row, rights: _, doubt, deviceDay: _day, ...ready }) => {
      const step: Step = { tx, actor, row: row!, ...ready, baseVersion: m.baseVersion, fresh: caseNow };
      const result = await handler.do(step, m.args);
      if (doubt) await flagTime(step, m, doubt);
      return result;
    },
    answer: (outcome) => answerOf(m.id, outcome),
    store: (tx, answer) =>
      tx`update mutation set answer = ${tx.json(answer as never)}
        where client_id = ${m.clientId} and n = ${m.n}`.execute(),
    auditRefusal: async (tx, what, reason) => {
      const { caseId: _, ...words } = m.args;
      const detail = { kind: m.kind, reason, words, madeAt: m.madeAt, mutation: m.id };
      await tx`insert into audit_line (staff_id, what, case_id, detail)
        values (${actor.staffId}, ${what}, ${caseId}, ${tx.json(detail as never)})`;
    },
  };
  return carryOut(sql, command);
}

function answerOf(id: string, outcome: Outcome): MutationAnswer {
  if (outcome.status === 'applied') return { id, status: 'applied', result: outcome.result };
  const { status, message } = outcome;
  return status === 'refused'
    ? { id, status, message }
    : { id, status, message, result: outcome.error.theirs };
}

async function answerAgain(tx: Tx, actor: Actor, m: Mutation): Promise<MutationAnswer> {
  const [known] = await tx<{ id: string; staff_id: number; answer: MutationAnswer }[]>`
    select id, staff_id, answer from mutation where client_id = ${m.clientId} and n = ${m.n}`;
  if (known?.id === m.id && known.staff_id === actor.staffId) {
    return known.answer.status === 'applied' ? { ...known.answer, status: 'duplicate' } : known.answer;
  }
  const message = 'This device has already sent another change with this number. Nothing was changed.';
  return { id: m.id, status: 'refused', message };
}

/** Takes the case's lock, then reads under it what every mutation needs. */
async function prepare(
  tx: Tx,
  actor: Actor,
  m: Mutation,
  { reads, preread: read }: Handler<Mutation['args']>,
  now: number,
): Promise<Ready> {
  const { caseId } = m.args;
  // The lock comes first: earlier reads could be stale.
  const locked = tx`select pg_advisory_xact_lock(${caseLock}, ${caseId})`.execute();
  const [, { timeZone, nation, today }, home, found, previousAt, preread] = await Promise.all([
    locked,
    readLandlord(tx, now),
    reads === 'home' ? readHomeRow(tx, caseId, now, actor.staffId) : null,
    reads === 'home' ? null : readCaseFacts(tx, caseId, now, actor.staffId),
    readPrevious(tx, m),
    read?.(tx, m.args),
  ]);
  const { at, correctionMs, doubt } = timeOf(m, previousAt, now);
  const day = dayIn(timeZone, at);
  const deviceDay = doubt ? dayIn(timeZone, storable(at - correctionMs).getTime()) : day;
  const row = home ?? (found && caseRowOn(found, today));
  const times = { at, correctionMs, now, day, today, timeZone, deviceDay, doubt };
  return { ...times, nation, preread, row, rights: home ?? found };
}

/** When the sender's device made its last write before this one whose time is not doubted. */
async function readPrevious(
  tx: Tx,
  { clientId, n, clockOffsetMs, renumbered }: Mutation,
): Promise<Instant | undefined> {
  // Another program numbers its changes as it likes.
  if (clockOffsetMs === undefined || renumbered) return undefined;
  const [previous] = await tx<{ at: Date }[]>`
    select made_at as at from mutation m where client_id = ${clientId} and n < ${n}
      and not exists (select from doubtful_time d where d.mutation_id = m.id) order by n desc limit 1`;
  return previous?.at.getTime();
}

/** correctionMs: what was added to the time that the device sent. */
function timeOf(
  m: Mutation,
  previousAt: Instant | undefined,
  now: Instant,
): Happened & { correctionMs: number } {
  const instant = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));
  const madeAt = Date.parse(m.madeAt);
  const { at, doubt } = happenedAt({
    madeAt,
    offsetMs: m.clockOffsetMs,
    learntAt: instant(m.clockLearntAt),
    sentAt: instant(m.sentAt),
    previousAt,
    now,
  });
  if (doubt) return { at, doubt, correctionMs: at - madeAt };
  // The record's own time fits, but something in it was noted with a clock that was another one then.
  const odd = clockInstants(m.kind, m.args).find(
    (noted) => noted > madeAt + clockToleranceMs || noted < madeAt - longestNotedMs,
  );
  if (odd === undefined) return { at, doubt: null, correctionMs: 0 };
  return {
    at,
    doubt: { why: odd > madeAt ? 'future' : 'past', by: Math.abs(odd - madeAt) },
    correctionMs: 0,
  };
}
