// One officer's XmR chart: observed / expected x 100, week by week, with its re-bases and a
// sentence. Weeks with too little data are left out: their figure would be chance alone.
import type { Sql } from '../../../db/connect.ts';
import { formatDay } from '../../domain/days.ts';
import { xmr, type Xmr } from '../../domain/statistics/xmr.ts';
import type { Officer } from './officers.ts';
import { readRebases } from '../settings/chart-settings.ts';

/** A week is left out when its standard error exceeds this share of the expected amount. */
const mostError = 0.6;

/**
 * The chart of one officer in per cent of what was expected (100: as expected), and its sentence; null without a week
 * that has enough data.
 */
export async function chartOf(
  sql: Sql,
  one: Pick<Officer, 'id' | 'weeks'>,
): Promise<{ chart: Xmr | null; sentence: string }> {
  const points = one.weeks.flatMap(({ weekOn, compared }) =>
    compared && compared.ratio !== null && compared.errorPence <= mostError * compared.expectedPence
      ? [{ on: weekOn, value: Math.round(compared.ratio * 1000) / 10 }]
      : [],
  );
  if (points.length === 0) return { chart: null, sentence: 'No week can be compared yet.' };
  const rebases = await readRebases(sql, { staffId: one.id, measure: 'against_expected' });
  const chart = xmr(
    points,
    rebases.map(({ fromOn, reason }) => ({ from: fromOn, reason })),
  );
  return { chart, sentence: sentenceOf(chart) };
}

function sentenceOf({ stretches, marks }: Xmr): string {
  const { certainty, points, mean, lower, upper } = stretches.at(-1)!;
  const usual = `£${Math.round(mean)} for each £100 that similar cases bring for other officers`;
  if (certainty === 'too_few')
    return `${points === 1 ? '1 week' : `${points} weeks`} so far, ${usual}. Too few weeks for a usual range.`;
  const range = `On average ${usual}. Usual range: £${Math.round(lower!)} to £${Math.round(upper!)}`;
  const certain = certainty === 'provisional' ? ' (provisional, with fewer than 12 weeks)' : '';
  const signalled = marks.filter(
    ({ stretch, signals }) => stretch === stretches.length - 1 && signals.length > 0,
  );
  const newest = signalled.at(-1);
  if (!newest) return `${range}${certain}. No significant change.`;
  const side = newest.side === 'above' ? 'above' : 'below';
  const others =
    signalled.length === 1
      ? ''
      : signalled.length === 2
        ? ', and so is 1 other'
        : `, and so are ${signalled.length - 1} others`;
  return `${range}${certain}. The week of ${formatDay(newest.on)} is a significant change, ${side} the average${others}.`;
}
