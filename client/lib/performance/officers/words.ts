// The comparison's figures in words. Nothing here ranks people.
import { formatCount } from '#domain/number-words.ts';
import type { MovementLine, OfficerDetail } from '#contract/performance/officers.ts';
import type { PracticeMeasure, PracticeUnit } from '#contract/performance/practice.ts';
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
    title: 'What could be worked on',
    why: 'Rent charged, less money that came, on current tenants’ cases in arrears while they were there. Only this is compared.',
  },
  terminations: {
    title: 'Tenancies that ended',
    why: 'A debt leaves the patch with its tenant. Nobody collected it, and nobody lost it.',
  },
  court: {
    title: 'Court',
    why: 'In and out of court: from an application on, a case is not theirs to move.',
  },
  patch_moves: { title: 'Homes that changed patch', why: 'A home came or went with its balance.' },
  stint_moves: {
    title: 'Patches taken over or handed on',
    why: 'Balances that came or went with the patch.',
  },
  absence: {
    title: 'While away',
    why: 'Leave, sickness, training: days on which nobody could expect them to.',
  },
  benefit_timing: {
    title: 'Benefit on its way',
    why: 'Housing benefit and Universal Credit come late by rule. What is certain to come is no arrears.',
  },
  payment_timing: {
    title: 'Other payments on their way',
    why: 'Direct debits and other regular payments that are due and not late.',
  },
  bank_holiday_timing: {
    title: 'Bank holidays',
    why: 'Money that a closed bank moved into another week.',
  },
  adjustments: {
    title: 'Adjustments',
    why: 'Corrections and write-offs: entries, not money.',
  },
  backdated: {
    title: 'Backdated',
    why: 'Became known in these weeks, and belongs to earlier ones.',
  },
  not_in_arrears: {
    title: 'Accounts that were no case',
    why: 'Rent and payments of those who really owed less than a week’s rent when the week began, or changed hands in it.',
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

/** 'half of the team: 38% to 46%' */
export function spreadWords({ spread, unit }: PracticeMeasure): string {
  if (!spread) return 'Too few people for a spread';
  const [low, high] = [figureWords(spread.low, unit), figureWords(spread.high, unit)];
  return low === high ? low : `${low} to ${high}`;
}

/** 'of 39 visits', or why there is no figure. */
export function madeFrom({ of, least }: PracticeMeasure, n: number): string {
  return n >= least ? `of ${number(n)} ${of}` : `too few to say: ${number(n)} ${of}, ${least} are needed`;
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
