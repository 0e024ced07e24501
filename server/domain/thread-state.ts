// The state of a conversation with the repairs team: who must answer, since when, and by when. It depends on who wrote
// last; the device uses the same rules before the server answers.
import type { Day, Instant } from './facts.ts';

export type Team = 'income' | 'repairs';
/** The side on which a role takes part in conversations; 'other': on neither. */
export const teamOfRole = (role: string | undefined): Team | 'other' =>
  role === 'repairs' ? 'repairs' : role === 'officer' || role === 'manager' ? 'income' : 'other';

export type ThreadState = 'waiting_for_repairs' | 'waiting_for_income' | 'settled';

export type Standing = {
  state: ThreadState;
  waitingSince: Instant | null;
  needsAnswerBy: Instant | null;
  promisedOn: Day | null;
};
export type Words = { team: Team; at: Instant; needsAnswerBy: Instant | null; promisedOn: Day | null };

/** Which team must write next after this message. */
export const waitsFor = (team: Team): ThreadState =>
  team === 'income' ? 'waiting_for_repairs' : 'waiting_for_income';

/**
 * The state after a message; `before` is null for the first one. A settled thread is open again. Another message of the team
 * that already waits does not restart the wait and keeps the time by which it needs an answer; an answer ends both. A promise
 * is kept until the next one.
 */
export function afterWords(
  before: Standing | null,
  { team, at, needsAnswerBy, promisedOn }: Words,
): Standing {
  const state = waitsFor(team);
  const goesOn = before?.state === state ? before : null;
  return {
    state,
    waitingSince: goesOn?.waitingSince ?? at,
    needsAnswerBy: needsAnswerBy ?? goesOn?.needsAnswerBy ?? null,
    promisedOn: promisedOn ?? before?.promisedOn ?? null,
  };
}

/** Nothing more is needed. What was promised stays promised. */
export function afterSettling({ promisedOn }: Standing): Standing {
  return { state: 'settled', waitingSince: null, needsAnswerBy: null, promisedOn };
}
