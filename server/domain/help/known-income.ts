// What is known of a household's income before anybody asks: benefit that pays the rent directly, in which rhythm the tenant
// pays, and what they told us about their pension or benefits. Each has its source and its day, for a person to confirm or
// change. Like the prompts, none of it goes into an assessment.
import type { Period } from './budget.ts';
import type { LineCode } from './budget-lines.ts';
import type { Day, ExpectedIncome, Method, Rhythm } from '../facts.ts';
import { formatPence } from '../money.ts';
import { periodsAYear, rhythmWords } from '../money/recurring.ts';

/** A line of a new budget. amountPence: null where only that it comes is known. */
export type KnownIncome = {
  code: LineCode;
  amountPence: number | null;
  period: Period;
  /** For one of two lines of a kind: which part of it this is. */
  what: string;
  toLandlord: boolean;
  says: string;
  source: string;
  /** The day of the source; null for a fact without a day. */
  on: Day | null;
};

export type IncomeFacts = {
  calendar: readonly Pick<ExpectedIncome, 'method' | 'rhythm' | 'amountPence' | 'declared'>[];
  /** The newest payment by each method. */
  received: readonly { method: Method; on: Day }[];
  /** That a tenant has reached pension age: handed in, as ages are looked at by the prompts alone. */
  pension: Pick<KnownIncome, 'says' | 'source' | 'on'> | null;
  /** The newest answer to each prompt. */
  answers: readonly { code: string; answer: string; by: string; on: Day }[];
};

const direct: Partial<Record<Method, { code: LineCode; name: string; what: string }>> = {
  housing_benefit: { code: 'housing_benefit', name: 'Housing benefit', what: '' },
  // Only the housing part is paid to the landlord: the rest is for the tenant to say.
  universal_credit: { code: 'universal_credit', name: 'Universal Credit', what: 'Rent part, paid to us' },
};
const paysBy: Partial<Record<Method, string>> = {
  direct_debit: 'direct debit',
  standing_order: 'standing order',
  bank_transfer: 'bank transfer',
  card: 'card',
  cash: 'cash',
};
const noAmount = { amountPence: null, what: '', toLandlord: false } as const;
/** Prompts whose answer "They already get it" names an income. */
const told: readonly [string, LineCode, Period][] = [
  ['pension_credit', 'pension_credit', 'weekly'],
  ['uc_not_claimed', 'universal_credit', 'monthly'],
];

/** At most one line of a kind and part, in the order of certainty. */
export const knownIncome = (facts: IncomeFacts): KnownIncome[] => [
  ...directIncome(facts),
  ...payRhythm(facts),
  ...(facts.pension
    ? [{ code: 'state_pension', period: 'four_weekly', ...noAmount, ...facts.pension } as const]
    : []),
  ...answers(facts),
];

function directIncome({ calendar, received }: IncomeFacts): KnownIncome[] {
  const seen = new Set<Method>();
  const lines: KnownIncome[] = [];
  for (const { method, rhythm, amountPence, declared } of calendar) {
    const kind = direct[method];
    if (!kind || seen.has(method) || amountPence <= 0) continue;
    seen.add(method);
    const paid = received.find((one) => one.method === method);
    lines.push({
      code: kind.code,
      amountPence,
      period: rhythm,
      what: kind.what,
      toLandlord: true,
      says: `${kind.name} pays us ${formatPence(amountPence)} ${rhythmWords[rhythm]}`,
      source: declared ? 'Agreed payment calendar' : 'Estimated from past payments',
      on: paid?.on ?? null,
    });
  }
  return lines;
}

const everyWords: Record<Rhythm, string> = {
  weekly: 'every week',
  fortnightly: 'every 2 weeks',
  four_weekly: 'every 4 weeks',
  monthly: 'every month',
};

/** How often they pay us says how often they are paid, not how much. */
function payRhythm({ calendar, received }: IncomeFacts): KnownIncome[] {
  const [line] = calendar
    .filter(({ method, amountPence }) => paysBy[method] && amountPence > 0)
    .sort((a, b) => b.amountPence * periodsAYear[b.rhythm] - a.amountPence * periodsAYear[a.rhythm]);
  if (!line) return [];
  const { method, rhythm, amountPence, declared } = line;
  return [
    {
      code: 'earnings',
      period: rhythm,
      ...noAmount,
      says: `They pay us ${formatPence(amountPence)} ${rhythmWords[rhythm]} by ${paysBy[method]}. Ask if they are also paid ${everyWords[rhythm]}`,
      source: declared ? 'Agreed payment calendar' : 'Estimated from past payments',
      on: received.find((one) => one.method === method)?.on ?? null,
    },
  ];
}

function answers(facts: IncomeFacts): KnownIncome[] {
  return told.flatMap(([prompt, code, period]) => {
    const found = facts.answers.find((one) => one.code === prompt && one.answer === 'has_it');
    if (!found) return [];
    const source = found.by ? `Asked by ${found.by}` : 'Asked';
    return [{ code, period, ...noAmount, says: 'They already get it', source, on: found.on }];
  });
}
