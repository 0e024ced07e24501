// Who has a case, as this device shows it: the server's answer with the unsent changes of this device applied. Pure.
import type { TakenBy } from '#contract/case-summary.ts';
import type { Waiting } from '../live/waiting.ts';
import { timeOf, dayOf, dayWords } from '../words/time.ts';
import { until as words } from './row-words.ts';

/** until: null while the server has not answered yet. */
export type Claim = {
  whose: 'nobody' | 'mine' | 'theirs';
  name: string;
  until: string | null;
  /** Who requests it: a colleague when it is mine, I when it is theirs. */
  asked: { staffId: number; name: string } | null;
  /** A change of it is saved here and not yet sent. */
  waits: boolean;
};

const nobody: Claim = { whose: 'nobody', name: '', until: null, asked: null, waits: false };

export function claimOf(
  taken: TakenBy | null | undefined,
  waiting: readonly Waiting[],
  me: { staffId: number; name: string } | null | undefined,
  now: number,
): Claim {
  const valid = taken && Date.parse(taken.until) > now ? taken : null;
  let claim: Claim = nobody;
  if (valid) {
    const whose = valid.staffId === me?.staffId ? 'mine' : 'theirs';
    claim = { whose, name: valid.name, until: valid.until, asked: valid.askedBy, waits: false };
  }
  for (const { kind, args, answer } of waiting) {
    // An answered change has arrived; only the list does not show it yet.
    const waits = claim.waits || answer === undefined;
    if (kind === 'case.take') {
      // A colleague's case stays theirs until the server answers, unless it was taken over knowingly.
      if (claim.whose === 'theirs' && args['over'] !== true) continue;
      claim = { whose: 'mine', name: me?.name ?? '', until: null, asked: null, waits };
    } else if (kind === 'case.release') claim = { ...nobody, waits };
    else if (kind === 'case.keep') claim = { ...claim, asked: null, waits };
    else if (kind === 'case.ask' && me)
      claim = { ...claim, asked: { staffId: me.staffId, name: me.name }, waits };
  }
  return claim;
}

/** 'until 18:00', 'until tomorrow 18:00', 'until Mon 9 Nov 18:00'. */
export function untilWords(until: string | null, now: number): string {
  if (until === null) return words.unknown;
  const at = timeOf(until);
  return dayOf(until) === dayOf(now) ? words.time(at) : words.day(dayWords(dayOf(until), now), at);
}
