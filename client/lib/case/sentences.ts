// What stands in a case, said in words. Pure.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Rhythm } from '#domain/facts.ts';
import { outcomeWords, type Outcome } from '../visit/words.ts';
import { methodWords, sayWord } from '../words/actions.ts';
import { money } from '../words/money.ts';
import { dayWords } from '../words/time.ts';
import type { CaseDetail, HistoryItem, LedgerLine } from './detail.ts';

export const rhythmWords: Record<Rhythm, string> = {
  weekly: 'a week',
  fortnightly: 'every two weeks',
  four_weekly: 'every four weeks',
  monthly: 'a month',
};

/** 'Rent', 'Card', 'Write-off': a ledger's line. */
export function lineWords(line: LedgerLine): string {
  if (line.kind === 'payment') {
    const by = sayWord(methodWords[line.what as keyof typeof methodWords] ?? line.what);
    return line.amountPence > 0 ? `${by}, returned` : by;
  }
  return sayWord(line.what);
}

/** 'Housing benefit, £412.00 every four weeks, next Mon 9 Nov'. */
export function expectedWords(line: CaseDetail['expected'][number], now: number): string {
  const next = line.nextOn ? `, next ${dayWords(line.nextOn, now)}` : '';
  const known = line.declared ? '' : ' (seen in the payments, not agreed)';
  return `${sayWord(methodWords[line.method])}, ${money(line.amountPence)} ${rhythmWords[line.rhythm]}${next}${known}`;
}

const planStates: Record<CaseSummary['planState'], string> = {
  none: '',
  kept: 'It is being kept.',
  late: 'A payment is late.',
  broken: 'It has been broken.',
  completed: 'It is paid off.',
};
export const planWords = (plan: NonNullable<CaseDetail['plan']>): string =>
  `${money(plan.instalmentPence)} ${rhythmWords[plan.rhythm]} besides the rent. ${planStates[plan.state as CaseSummary['planState']] ?? ''}`.trim();

const contactWords: Record<string, string> = {
  call: 'Call',
  message: 'Message',
  letter: 'Letter',
  email: 'E-mail',
  office: 'In the office',
  visit: 'Visit',
};
const visitStates: Record<string, string> = {
  planned: 'Visit planned',
  on_the_way: 'On the way',
  done: 'Visit',
  stood_down: 'Visit stood down',
  cancelled: 'Visit not made',
};

export function historyTitle(item: HistoryItem): string {
  if (item.kind === 'contact')
    return `${contactWords[item.by] ?? sayWord(item.by)}, ${item.reached ? 'reached' : 'not reached'}`;
  const title = visitStates[item.state] ?? sayWord(item.state);
  return item.outcome
    ? `${title}: ${(outcomeWords[item.outcome as Outcome] ?? item.outcome).toLowerCase()}`
    : title;
}
