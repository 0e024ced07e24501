// The words of the comparison of officers, by component, and its figures in words. Nothing here ranks people.
import { formatCount } from '#domain/number-words.ts';
import type { MovementLine, OfficerDetail } from '#contract/performance/officers.ts';
import type { PracticeGroup, PracticeMeasure, PracticeUnit } from '#contract/performance/practice.ts';
import { addDays, formatDay } from '#domain/days.ts';
import { money } from '../../words/money.ts';

export const percent = (share: number): string => `${Math.round(share * 100)}%`;
export const number = (value: number): string => formatCount(value);
/** Owed, and what adds to it, is positive: an amount with its direction in words. */
export const moved = (pence: number): string =>
  pence === 0 ? money(0) : `${money(Math.abs(pence))} ${pence > 0 ? 'up' : 'down'}`;

export const spanWords = (from: string | null, to: string | null): string =>
  from && to ? `${formatDay(from, true)} to ${formatDay(addDays(to, 6), true)}` : '';

/** What each line of a movement is, and why it is separate. */
export const lineWords: Record<MovementLine, { title: string; why: string }> = {
  attributable: {
    title: 'Within the officer’s control',
    why: 'Rent charged less payments received, on current tenants’ cases in arrears, on days at work. Only this is compared.',
  },
  terminations: {
    title: 'Tenancies that ended',
    why: 'The debt leaves the patch with the tenant. It was neither collected nor lost.',
  },
  court: {
    title: 'Court',
    why: 'Cases that went to court or came back. From the court application, the officer cannot change them.',
  },
  patch_moves: { title: 'Homes that changed patch', why: 'The home moved with its balance.' },
  stint_moves: {
    title: 'Patches taken over or handed over',
    why: 'The balances moved with the patch.',
  },
  absence: {
    title: 'While away',
    why: 'Leave, sickness and training.',
  },
  benefit_timing: {
    title: 'Benefit payments due',
    why: 'Housing benefit and Universal Credit are paid late by rule. Payments that are certain are not arrears.',
  },
  payment_timing: {
    title: 'Other payments due',
    why: 'Direct debits and other regular payments that are due and not late.',
  },
  bank_holiday_timing: {
    title: 'Bank holidays',
    why: 'Payments that a bank holiday moved to another week.',
  },
  adjustments: {
    title: 'Adjustments',
    why: 'Corrections and write-offs. These are not payments.',
  },
  backdated: {
    title: 'Backdated entries',
    why: 'Posted in these weeks, but they belong to earlier ones.',
  },
  not_in_arrears: {
    title: 'Accounts not in arrears',
    why: 'Accounts that were less than a week’s rent overdue when the week began, or changed hands during it.',
  },
};

/** The ledger's lines that make one of these, where its rows can be opened. */
export const ledgerLines: Partial<Record<MovementLine, readonly string[]>> = {
  terminations: ['terminated_in', 'terminated_out'],
  court: ['court_in', 'court_out'],
  patch_moves: ['patch_in', 'patch_out'],
  stint_moves: ['stint_in', 'stint_out'],
  adjustments: ['adjustment', 'write_off'],
  backdated: ['backdated', 'corrected'],
};

export function figureWords(value: number, unit: PracticeUnit): string {
  switch (unit) {
    case 'share':
      return percent(value);
    case 'days':
      return value >= 28 ? '28 days or more' : value === 1 ? '1 day' : `${Math.round(value)} days`;
    case 'pence':
      return `${money(Math.round(value))} a week`;
    case 'rate':
      return value > 0 && value < 10 ? value.toFixed(1) : number(value);
  }
}

/** '38% to 46%' */
export function spreadWords({ spread, unit }: PracticeMeasure): string {
  if (!spread) return 'Team too small to compare';
  const [low, high] = [figureWords(spread.low, unit), figureWords(spread.high, unit)];
  return low === high ? low : `${low} to ${high}`;
}

/** 'of 39 visits', or why there is no figure. */
export function madeFrom({ of, least }: PracticeMeasure, n: number): string {
  return n >= least ? `of ${number(n)} ${of}` : `${number(n)} ${of}: at least ${least} needed`;
}

/** The bank holidays of these weeks, as the chart takes them. */
export function holidaysOf(weeks: OfficerDetail['weeks']) {
  return weeks.flatMap(({ weekOn, bankHoliday }) =>
    bankHoliday
      ? [
          {
            key: weekOn,
            onDay: weekOn,
            untilDay: null,
            kind: 'bank_holiday' as const,
            words: /holiday/i.test(bankHoliday) ? bankHoliday : `Bank holiday: ${bankHoliday}`,
          },
        ]
      : [],
  );
}

export const officersPage = {
  file: 'download the comparison',
  fileOfOne: 'download these weeks',
  periods: 'Period',
  weeks: (count: string) => `${count} weeks`,
  missing: 'The address may be wrong.',
  all: 'All officers',
  noWeek: 'No week has figures yet. You can compare officers when the first one has.',
  noOfficer: 'No officer held a patch in these weeks.',
  period: (span: string, closed: string | null) => (closed ? `${span}, closed on ${closed}.` : `${span}.`),
  byName: 'Officers by name',
  search: 'officer or patch',
  noPatch: 'No patch now',
  /** Of each £100 expected: '97%'. */
  ofHundred: (figure: string) => `${figure}%`,
  loading: 'Loading the comparison…',
};

export const officerPage = {
  own: (name: string) => `${name}: your own figures`,
  you: 'You',
  patches: (names: string) => `Patches: ${names}.`,
  noPatch: 'No patch now.',
  received: 'Received or certain',
  caseDays: 'Case-days (cases × days at work)',
  expected:
    'Expected is what similar cases brought for other officers in the same weeks: same payment method, size and age of arrears. To limit luck, a lump sum counts as 5 weeks’ rent at most.',
  noWeeks: (weeks: string) => `No cases in the last ${weeks} weeks. Choose a longer period to see them.`,
  byWeek: 'Against expected, week by week',
  chart: 'For each £100 expected',
};

export const periods = {
  weeks: (count: number) => `${count} weeks`,
  ofExpected: 'of expected',
};

export const movement = {
  title: { own: 'What moved your balance', other: 'What moved their balance' },
  total: (change: string) => `Total change: ${change}.`,
  control: 'Within the officer’s control:',
  notCompared: 'The other lines are not used to compare officers.',
  line: 'Line',
  owed: 'Change in debt',
  open: 'Show rows',
  close: 'Hide rows',
  sum: 'Total',
  notTied: (amount: string, more: boolean) =>
    `These lines add up to ${amount} ${more ? 'more' : 'less'} than the total change. Do not use this page. Tell your administrator.`,
  bridge: 'Show these weeks as a bridge',
};

export const ledgerRows = {
  none: 'No ledger rows.',
  /** The key by which a column sorts, and its title. */
  columns: [
    ['day', 'Day'],
    ['account', 'Account'],
    ['from', 'From'],
    ['to', 'To'],
  ] as const,
  amount: 'Amount',
  account: 'Account',
  gone: 'Account no longer here',
  first: 'These are the first rows.',
  all: 'Show all in the bridge',
  total: (change: string) => `Total: ${change}.`,
};

export const accountRows = {
  account: 'Account',
  elsewhere: 'In another patch now',
};

export const weekTable = {
  summary: 'Week by week',
  label: 'The weeks, as a table',
  hint: 'Select a week to see its cases.',
  columns: {
    week: 'Week of',
    cases: 'Cases',
    caseDays: 'Case-days',
    rent: 'Rent charged',
    balance: 'Balance change',
    control: 'Within control',
    received: 'Received or certain',
    ofExpected: 'Of expected',
    notes: 'Notes',
  },
  away: 'Away part of the week',
  tooLittle: 'Too few cases',
};

export const weekCases = {
  label: 'Cases of this week',
  /** By the key of the sort. */
  columns: {
    account: 'Account',
    overdue: 'Overdue at start',
    charged: 'Charged',
    received: 'Received',
    due: 'Payments due (change)',
    change: 'Change',
    days: 'Days at work',
  },
  elsewhere: 'In another patch now',
  ofFive: (days: number) => `${days} of 5`,
  none: 'No account was a week’s rent overdue when this week began.',
  how: 'Change is rent charged, less payments received and less the increase in payments due. Total:',
  includes: '. This includes the part for days away.',
  loading: 'Loading the cases…',
};

export const practice = {
  title: { own: 'What you do differently', other: 'What they do differently' },
  groups: {
    contact: { own: 'How you make contact', other: 'How they make contact' },
    soon: { own: 'How soon', other: 'How soon' },
    when: { own: 'When you visit', other: 'When they visit' },
    door: { own: 'At the door', other: 'At the door' },
    plans: { own: 'Plans', other: 'Plans' },
    help: { own: 'Help', other: 'Help' },
  } satisfies Record<PracticeGroup, { own: string; other: string }>,
  noCases: (name: string) => `${name} held no cases in these weeks.`,
  youNoCases: 'You held no cases in these weeks.',
  differs: 'These differ from the team by more than chance. They may not be the reason for the result.',
  same: 'No significant difference from the team.',
  all: 'All figures, next to the team’s',
  key: (who: string) =>
    `The bar is the middle half of the team, and its line is the typical (median) figure. The mark is ${who}. Rates are for 100 cases over 13 weeks, without days away.`,
  you: 'you',
  tooFew:
    'With fewer than 5 people the team’s range is not shown, because it would show what one of them did.',
  half: (range: string) => `Half of the team: ${range}`,
  loading: 'Loading the figures…',
  noWeek: 'No week has figures yet.',
};

export const limits = {
  title: 'What this cannot tell you',
  points: [
    {
      what: 'Why.',
      why: 'A difference shows where to look, not who is to blame. This page shows what an officer does differently, not whether that is the reason.',
    },
    {
      what: 'Everything about a case.',
      why: 'Cases are matched by payment method, and by size and age of arrears. Illness, lost jobs or a difficult estate are not included.',
    },
    {
      what: 'Small differences, early on.',
      why: 'A few weeks say little. Officers within the limits are as expected, and officers are never ranked.',
    },
    {
      what: 'Help that pays later.',
      why: 'A benefit claim, a repair or a referral may bring in payments after these weeks. This figure does not count them.',
    },
  ],
  end: 'No protected characteristic is used. A person decides what to do, after talking with the officer.',
};
