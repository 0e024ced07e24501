// Benefits and help that an officer might ask about at this door, from facts alone, each fact with its source and its day. A
// prompt is something to check, never advice and never an entitlement: the words and figures of each are dated rows of the
// landlord's (prompt_rule), and this file knows only which facts bring it up.
//
// The wall: ages and who lives there are looked at here and nowhere else. Nothing of this file or of what it finds goes
// into an assessment (facts.ts has no field for it, and a test holds that nothing of the assessment imports this file):
// whether somebody is visited never depends on how old they are.
import { aYear, type BudgetLine } from './budget.ts';
import { lineKinds, type LineCode } from './budget-lines.ts';
import { periodWeeks } from '../money/recurring.ts';
import { addDays, calendarDate, dayNumber, dayOf, daysInMonth, formatDay, isDay, numberOf } from '../days.ts';
import type { Day, ExpectedIncome, Method } from '../facts.ts';
import { formatPence } from '../money.ts';

export const promptCodes = [
  'pension_credit',
  'winter_fuel',
  'discretionary_housing',
  'council_tax_reduction',
  'under_occupation',
  'uc_not_claimed',
  'managed_payment',
  'uc_deductions',
  'two_child_limit',
  'council_tax_full',
] as const;
type PromptCode = (typeof promptCodes)[number];

/** From a day until (not including) another. What figures mean depends on the code; one that is missing brings up nothing. */
export type PromptRule = {
  code: string;
  nations: readonly string[];
  title: string;
  says: string;
  figures: Readonly<Record<string, unknown>>;
  source: string;
  confirmed: boolean;
  from: Day;
  until: Day | null;
};

/** Received payments are handed in for so many days back. */
export const receivedDays = 120;

/** What prompts may know of a household, which is more than the rules of an assessment may. */
export type PromptFacts = {
  nation: string;
  people: readonly { role: 'tenant' | 'joint_tenant' | 'household'; dateOfBirth: Day | null }[];
  bedrooms: number;
  weeklyRentPence: number;
  /** Real arrears in weeks of rent. */
  weeksOwed: number | null;
  tenancyStartedOn: Day;
  /** The newest payment by each method of the last `receivedDays`. */
  received: readonly { method: Method; amountPence: number; on: Day }[];
  calendar: readonly Pick<ExpectedIncome, 'method' | 'amountPence' | 'rhythm' | 'declared'>[];
  /** children: how many the budget counts in the household; left out where it says nothing of them. */
  budget: { lines: readonly BudgetLine[]; on: Day; children?: number } | null;
};

/** source: where the fact is recorded. on: its day; null for a fact without a day. */
type PromptFact = { says: string; source: string; on: Day | null };
export type Prompt = {
  code: PromptCode;
  title: string;
  says: string;
  because: PromptFact[];
  rule: { source: string; confirmed: boolean; from: Day };
};

/** The prompts whose facts this household has, each with these facts and the rule of its nation on that day. */
export function promptsFor(facts: PromptFacts, rules: readonly PromptRule[], today: Day): Prompt[] {
  const prompts: Prompt[] = [];
  for (const code of promptCodes) {
    const rule = ruleOf(code, facts.nation, rules, today);
    if (!rule) continue;
    const because = evidence[code](facts, rule.figures, today);
    if (!because) continue;
    const { title, says, source, confirmed, from } = rule;
    prompts.push({ code, title, says, because, rule: { source, confirmed, from } });
  }
  return prompts;
}

function ruleOf(code: string, nation: string, rules: readonly PromptRule[], today: Day): PromptRule | null {
  let newest: PromptRule | null = null;
  for (const rule of rules) {
    if (rule.code !== code || !rule.nations.includes(nation)) continue;
    if (rule.from > today || (rule.until !== null && rule.until <= today)) continue;
    if (!newest || newest.from < rule.from) newest = rule;
  }
  return newest;
}

type Figures = PromptRule['figures'];
const figure = (figures: Figures, name: string): number | null =>
  typeof figures[name] === 'number' ? figures[name] : null;

const evidence: Record<
  PromptCode,
  (facts: PromptFacts, figures: Figures, today: Day) => PromptFact[] | null
> = {
  pension_credit(facts, figures, today) {
    const older = ofPensionAge(facts, figures, today);
    if (!older || hasLine(facts, 'pension_credit')) return null;
    return facts.budget ? [older, notInBudget(facts.budget, 'pension_credit')] : [older];
  },
  winter_fuel(facts, figures, today) {
    // A qualifying week: it counts who had reached pension age by its end. Rows of earlier winters name months instead.
    const [weekFrom, weekTo] = [figures['weekFrom'], figures['weekTo']];
    if (isDay(weekFrom) && isDay(weekTo)) {
      const then = today >= weekFrom ? ofPensionAge(facts, figures, weekTo) : null;
      return then && [then];
    }
    const older = ofPensionAge(facts, figures, today);
    const [from, until] = [figure(figures, 'fromMonth'), figure(figures, 'untilMonth')];
    if (!older || from === null || until === null) return null;
    const { month } = calendarDate(dayNumber(today));
    const now = from <= until ? month >= from && month <= until : month >= from || month <= until;
    return now ? [older] : null;
  },
  discretionary_housing(facts, figures) {
    const share = figure(figures, 'shareOfRent');
    const help = directHelp(facts);
    if (share === null || !help || facts.weeklyRentPence <= 0) return null;
    if (help.weeklyPence >= share * facts.weeklyRentPence) return null;
    return [help.fact, rentFact(facts)];
  },
  council_tax_reduction({ budget }, figures) {
    const low = figure(figures, 'lowYearlyPence');
    if (low === null || !budget || !budget.lines.some((l) => l.code === 'council_tax' && l.amountPence > 0))
      return null;
    const income = incomeOf(budget.lines);
    if (income <= 0 || income > low) return null;
    const pays = budget.lines.filter((l) => l.code === 'council_tax').reduce((sum, l) => sum + aYear(l), 0);
    return [
      inBudget(budget, `Income of ${formatPence(Math.round(income / 12))} a month`),
      inBudget(budget, `Council tax of ${formatPence(Math.round(pays / 12))} a month`),
    ];
  },
  under_occupation(facts, figures, today) {
    const help = housingHelp(facts);
    // A room for each person who is known: nobody who might share is taken to share.
    const needed = facts.people.length;
    if (!help || needed === 0 || facts.bedrooms <= needed || !allOfWorkingAge(facts, figures, today))
      return null;
    const lives = needed === 1 ? '1 person is' : `${needed} people are`;
    return [
      { says: `${facts.bedrooms} bedrooms`, source: 'The home’s record', on: null },
      { says: `${lives} recorded as living there`, source: 'The tenancy’s record', on: null },
      help,
    ];
  },
  uc_not_claimed(facts, figures, today) {
    const share = figure(figures, 'rentShare');
    const { budget } = facts;
    if (share === null || !budget || housingHelp(facts) || (facts.weeksOwed ?? 0) <= 0) return null;
    if (!allOfWorkingAge(facts, figures, today)) return null;
    const income = incomeOf(budget.lines);
    if (facts.weeklyRentPence * 52 <= share * income) return null;
    return [
      inBudget(budget, `Income of ${formatPence(Math.round(income / 12))} a month`),
      rentFact(facts),
      { says: `No benefit has paid rent ${recently(facts, today)}`, source: 'The rent account', on: today },
    ];
  },
  managed_payment(facts, figures, today) {
    const weeks = figure(figures, 'weeksOwed');
    const { budget, weeksOwed } = facts;
    if (weeks === null || weeksOwed === null || weeksOwed < weeks || !budget) return null;
    if (!budget.lines.some((line) => line.code === 'universal_credit' && line.amountPence > 0)) return null;
    if (facts.received.some(({ method }) => method === 'universal_credit')) return null;
    if (facts.calendar.some(({ method }) => method === 'universal_credit')) return null;
    return [
      inBudget(budget, 'Universal Credit is part of the income'),
      { says: `${weeksOwed} weeks of rent are overdue`, source: 'The rent account', on: today },
    ];
  },
  uc_deductions(facts, figures, today) {
    const { budget, weeksOwed } = facts;
    if (figure(figures, 'share') === null || !budget || !hasLine(facts, 'universal_credit')) return null;
    if (weeksOwed === null || weeksOwed <= 0) return null;
    return [
      inBudget(budget, 'Universal Credit is part of the income'),
      { says: `${weeksOwed} weeks of rent are overdue`, source: 'The rent account', on: today },
    ];
  },
  two_child_limit(facts, figures, today) {
    const [children, underAge] = [figure(figures, 'children'), figure(figures, 'underAge')];
    const credit = creditKnown(facts);
    if (children === null || underAge === null || !credit) return null;
    const born = facts.people.filter(
      ({ dateOfBirth }) => dateOfBirth !== null && underAgeOn(dateOfBirth, underAge, today),
    );
    if (born.length >= children)
      return [
        credit,
        {
          says: `${born.length} children are recorded as living there`,
          source: 'The tenancy’s record',
          on: null,
        },
      ];
    const { budget } = facts;
    if (!budget || (budget.children ?? 0) < children) return null;
    return [credit, inBudget(budget, `${budget.children} children live there`)];
  },
  council_tax_full(facts) {
    const { budget } = facts;
    if (!budget || !hasLine(facts, 'pension_credit') || !hasLine(facts, 'council_tax')) return null;
    return [
      inBudget(budget, 'Pension credit is part of the income'),
      inBudget(budget, 'Council tax is paid'),
    ];
  },
};

/** That there is Universal Credit, from wherever it is known first. */
function creditKnown(facts: PromptFacts): PromptFact | null {
  const { budget } = facts;
  if (budget && hasLine(facts, 'universal_credit'))
    return inBudget(budget, 'Universal Credit is part of the income');
  const paid = facts.received.find(({ method }) => method === 'universal_credit');
  if (paid) return { says: 'Universal Credit paid rent', source: 'The rent account', on: paid.on };
  return facts.calendar.some(({ method }) => method === 'universal_credit')
    ? { says: 'Universal Credit pays the rent', source: 'The payment calendar', on: null }
    : null;
}

/** Younger than that age, in whole years, on a day. */
const underAgeOn = (born: Day, age: number, on: Day): boolean =>
  born <= on && monthsBetween(born, on) < age * 12;

/** How far back payments are known, and no further than the tenancy. */
const recently = ({ tenancyStartedOn }: PromptFacts, today: Day): string =>
  tenancyStartedOn > addDays(today, -receivedDays) && tenancyStartedOn <= today
    ? `since the tenancy began on ${formatDay(tenancyStartedOn)}`
    : `in the last ${receivedDays} days`;

const hasLine = ({ budget }: PromptFacts, code: LineCode): boolean =>
  budget?.lines.some((line) => line.code === code && line.amountPence > 0) ?? false;

const inBudget = (budget: NonNullable<PromptFacts['budget']>, says: string): PromptFact => ({
  says,
  source: 'The budget',
  on: budget.on,
});
const notInBudget = (budget: NonNullable<PromptFacts['budget']>, code: LineCode): PromptFact =>
  inBudget(budget, `${lineKinds[code].label}: not in the budget`);
const rentFact = ({ weeklyRentPence }: PromptFacts): PromptFact => ({
  says: `Rent of ${formatPence(weeklyRentPence)} a week`,
  source: 'The rent account',
  on: null,
});

/** Pence a year. */
function incomeOf(lines: readonly BudgetLine[]): number {
  let sum = 0;
  for (const line of lines) if (lineKinds[line.code].section === 'income') sum += aYear(line);
  return sum;
}

const housingMethods: Partial<Record<Method, string>> = {
  housing_benefit: 'Housing benefit',
  universal_credit: 'Universal Credit',
};

/** Benefit that pays rent straight to the landlord, with what it covers a week. */
function directHelp({ calendar }: PromptFacts): { weeklyPence: number; fact: PromptFact } | null {
  for (const line of calendar) {
    const name = housingMethods[line.method];
    if (!name) continue;
    const weeklyPence = line.amountPence / periodWeeks[line.rhythm];
    const known = line.declared ? 'Agreed payment calendar' : 'Estimated from past payments';
    const says = `${name} covers ${formatPence(weeklyPence)} a week`;
    return { weeklyPence, fact: { says, source: known, on: null } };
  }
  return null;
}

/** That there is help with housing costs, from wherever it is known first. */
function housingHelp(facts: PromptFacts): PromptFact | null {
  const direct = directHelp(facts);
  if (direct) return direct.fact;
  for (const { method, on } of facts.received) {
    const name = housingMethods[method];
    if (name) return { says: `${name} paid rent`, source: 'The rent account', on };
  }
  const { budget } = facts;
  for (const code of ['housing_benefit', 'universal_credit'] as const)
    if (budget && hasLine(facts, code))
      return inBudget(budget, `${lineKinds[code].label} is part of the income`);
  return null;
}

/**
 * The day on which somebody born then reaches pension age; null where the figures do not say. risesFrom and risesMonths:
 * who was born from that day on waits a month more for each month later, up to so many.
 */
export function pensionDay(born: Day, figures: Figures): Day | null {
  const age = figure(figures, 'pensionAge');
  if (age === null) return null;
  const [from, most] = [figures['risesFrom'], figure(figures, 'risesMonths') ?? 0];
  const more = typeof from === 'string' && born >= from ? Math.min(most, monthsBetween(from, born) + 1) : 0;
  const { year, month, date } = calendarDate(dayNumber(born));
  const months = year * 12 + month - 1 + age * 12 + more;
  const [inYear, inMonth] = [Math.floor(months / 12), (months % 12) + 1];
  return dayOf(numberOf(inYear, inMonth, Math.min(date, daysInMonth(inYear, inMonth))));
}

/** Whole months from one day to a later one. */
function monthsBetween(from: Day, to: Day): number {
  const [a, b] = [from, to].map((day) => calendarDate(dayNumber(day)));
  return (b!.year - a!.year) * 12 + b!.month - a!.month - (b!.date < a!.date ? 1 : 0);
}

/** The fact that a tenant has reached pension age. Others who live there make no claim for this home. */
function ofPensionAge(facts: Pick<PromptFacts, 'people'>, figures: Figures, today: Day): PromptFact | null {
  let first: Day | null = null;
  for (const { role, dateOfBirth } of facts.people) {
    if (role === 'household' || dateOfBirth === null) continue;
    const day = pensionDay(dateOfBirth, figures);
    if (day !== null && day <= today && (first === null || day < first)) first = day;
  }
  if (first === null) return null;
  const says = `A tenant reached pension age on ${formatDay(first, true)}`;
  return { says, source: 'Date of birth on the tenancy', on: null };
}

/** That a tenant has reached pension age, by the nation's rule of that day. */
export function pensionFact(
  facts: Pick<PromptFacts, 'nation' | 'people'>,
  rules: readonly PromptRule[],
  today: Day,
): PromptFact | null {
  const rule = ruleOf('pension_credit', facts.nation, rules, today);
  return rule && ofPensionAge(facts, rule.figures, today);
}

/** Every tenant's age is known and below pension age, with a day to spare. */
function allOfWorkingAge(facts: PromptFacts, figures: Figures, today: Day): boolean {
  const tenants = facts.people.filter(({ role }) => role !== 'household');
  return (
    tenants.length > 0 &&
    tenants.every(({ dateOfBirth }) => {
      const day = dateOfBirth && pensionDay(dateOfBirth, figures);
      return day !== null && addDays(today, 1) < day;
    })
  );
}
