// What people do to a case, as commands: each is one transaction under its case's lock, remembered by (clientId, n) with its
// answer. Refusals are remembered too, and the audit keeps the person's own words.
import { readLandlord } from '../commands/landlord.ts';
import type { Sql } from '../../db/connect.ts';
import { may, mayNoMore, mayNot, type Actor } from '../access/rights.ts';
import { carryOut, type Command, type Outcome } from '../commands/carry-out.ts';
import { Refusal, type Tx } from '../commands/outcome.ts';
import type { Mutation, MutationAnswer } from '../contract/up.ts';
import { dayIn } from '../domain/zone.ts';
import { caseRowOn, readCaseFacts, readHomeRow, type CaseRow, type Rights } from './case-row.ts';
import { handlers } from './handlers.ts';
import { wasReferred } from './help/referrals.ts';
import type { Fresh, Handler, Step } from './step.ts';

export type MutationOptions = { sql: Sql; fresh: Fresh; clock: () => number };

/** One case's mutations wait for each other under this lock. */
const caseLock = 710_010;

type Ready = Omit<Step, 'tx' | 'actor' | 'baseVersion' | 'fresh' | 'row'> & {
  row: CaseRow | null;
  rights: Rights | null;
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
        values (${m.clientId}, ${m.n}, ${m.id}, ${actor.staffId}, ${m.kind}, ${caseId}, ${m.madeAt}, '{}')
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
    apply: (tx, { row, rights: _, ...ready }) =>
      handler.do({ tx, actor, row: row!, ...ready, baseVersion: m.baseVersion, fresh: caseNow }, m.args),
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
  const [, { timeZone, nation, today }, home, found, preread] = await Promise.all([
    locked,
    readLandlord(tx, now),
    reads === 'home' ? readHomeRow(tx, caseId, now, actor.staffId) : null,
    reads === 'home' ? null : readCaseFacts(tx, caseId, now, actor.staffId),
    read?.(tx, m.args),
  ]);
  const at = Math.min(Date.parse(m.madeAt), now);
  const day = dayIn(timeZone, at);
  const row = home ?? (found && caseRowOn(found, today));
  return { at, now, day, today, timeZone, nation, preread, row, rights: home ?? found };
}
