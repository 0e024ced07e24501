// The one way to change something: a command is remembered, checked, authorised and applied in one transaction, together
// with its answer and its audit. A retry finds the answer of the first time and has no second effect. A database that fails
// is no answer: it throws, and the same command may be sent again.
import type { Sql } from '../../db/connect.ts';
import { dateOutside } from '../domain/date-ranges.ts';
import type { Day } from '../domain/facts.ts';
import { Conflict, Refusal, SessionEnded, type Tx } from './outcome.ts';

/** How it ended: with a result, or not, and why in words. */
export type Outcome =
  | { status: 'applied'; result: unknown }
  | { status: 'refused'; message: string; error: Refusal }
  | { status: 'conflict'; message: string; error: Conflict };

/**
 * What a command needs to know before it decides: the landlord's time zone and the day on which it happened. deviceDay: the
 * day that a device with a wrong clock showed, where it is another: days that were entered fit either of them.
 */
export type Prepared = { day: Day; timeZone: string; deviceDay?: Day | undefined };

export type Command<P extends Prepared, Answer> = {
  kind: string;
  args: object;
  /** In whose name it came from outside; that session is kept from ending before the command has. Left out: none. */
  sessionId?: string | undefined;
  /** Notes that it was received; false where it was before. A twin that is being carried out just now is waited for. */
  remember(tx: Tx): Promise<boolean>;
  /** What was answered when it was received before. */
  answerAgain(tx: Tx, prepared: P): Promise<Answer>;
  /** Takes its lock, and reads what it needs under it. Sent in one go with `remember`, after it. */
  prepare(tx: Tx): Promise<P>;
  /** Throws a Refusal where the person may not. */
  authorise(tx: Tx, prepared: P): Promise<void> | void;
  /** Carries it out and returns its result; throws a Refusal or a Conflict. */
  apply(tx: Tx, prepared: P): Promise<unknown>;
  answer(outcome: Outcome): Answer;
  /** Writes the answer to where `answerAgain` reads it. Its queries are sent in one go with the commit. */
  store(tx: Tx, answer: Answer): Promise<unknown>;
  /** The line of audit of what was tried and not done. Left out: a refusal leaves nothing, and may be tried again. */
  auditRefusal?(tx: Tx, what: 'mutation.refused' | 'mutation.conflict', message: string): Promise<void>;
};

/** Throws SessionEnded where the session has ended; nothing was done then. */
export async function carryOut<P extends Prepared, Answer>(
  sql: Sql,
  command: Command<P, Answer>,
): Promise<Answer> {
  let stored: Promise<unknown> = Promise.resolve();
  const answer = await sql.begin(async (tx) => {
    // Queries sent together: each alone would need a round trip. They are answered in the order in which they are sent.
    const [first, , prepared, sessionIsValid] = await Promise.all([
      command.remember(tx),
      tx`savepoint effect`.execute(),
      command.prepare(tx),
      // After the command's lock, which may have been waited for.
      command.sessionId === undefined ? true : sessionHolds(tx, command.sessionId),
    ]);
    if (!sessionIsValid) throw new SessionEnded('the session has ended');
    if (!first) return command.answerAgain(tx, prepared);
    const answer = command.answer(await attempt(tx, command, prepared));
    // Not waited for here. Were it to fail, nothing would be committed, and it would be thrown below.
    stored = command.store(tx, answer);
    stored.catch(() => {});
    return answer;
  });
  await stored;
  return answer as Answer;
}

/** A command whose rows make a retry harmless by their own keys, so that no answer is stored. */
export type RepeatableCommand<P extends Prepared, R> = Pick<
  Command<P, R>,
  'kind' | 'args' | 'prepare' | 'authorise'
> & { apply(tx: Tx, prepared: P): Promise<R> };

/** Returns what `apply` returned. A Refusal or Conflict is thrown, and nothing of the command stays. */
export function carryOutRepeatable<P extends Prepared, R>(
  sql: Sql,
  command: RepeatableCommand<P, R>,
): Promise<R> {
  return carryOut<P, R>(sql, {
    ...command,
    remember: () => Promise.resolve(true),
    answerAgain: () => Promise.reject(new Error('a repeatable command stores no answer')),
    answer: (outcome) => (outcome as { result: R }).result,
    store: () => Promise.resolve(),
  });
}

async function attempt<P extends Prepared, Answer>(
  tx: Tx,
  command: Command<P, Answer>,
  prepared: P,
): Promise<Outcome> {
  try {
    await command.authorise(tx, prepared);
    const { day, deviceDay = day, timeZone } = prepared;
    const outsideOn = (on: Day) => dateOutside(command.kind, command.args, on, timeZone);
    const outside = outsideOn(day);
    if (outside && (deviceDay === day || outsideOn(deviceDay))) throw new Refusal(outside.says);
    return { status: 'applied', result: await command.apply(tx, prepared) };
  } catch (error) {
    if (!(error instanceof Conflict || error instanceof Refusal) || !command.auditRefusal) throw error;
    await tx`rollback to savepoint effect`;
    const { message } = error;
    if (error instanceof Conflict) {
      await error.keep(tx);
      await command.auditRefusal(tx, 'mutation.conflict', message);
      return { status: 'conflict', message, error };
    }
    await command.auditRefusal(tx, 'mutation.refused', message);
    return { status: 'refused', message, error };
  }
}

async function sessionHolds(tx: Tx, sessionId: string): Promise<boolean> {
  const asked = tx`
    select 1 from auth."session" where "id" = ${sessionId} and "expiresAt" > now() for key share`.execute();
  return (await asked).length > 0;
}
