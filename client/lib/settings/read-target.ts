// What somebody typed as a target, by the unit of its measure. Money goes through the one reader of money; a percentage, a
// count or a ratio is a number with a full stop, and a comma in it is never guessed at.
import type { MeasureUnit } from '#domain/statistics/measures.ts';
import { readMoney } from '#domain/money.ts';
import { targets as words } from './words.ts';

export type TargetRead = { value: number; says: null } | { value: null; says: string };

/** £10,000 either way for each £100 of rent. */
const moneyLimits = { least: -1_000_000, most: 1_000_000 };

/** Pence, per cent or a count, as the measure is kept; or what to write instead. unit null: no measure is chosen yet. */
export function readTarget(text: string, unit: MeasureUnit | null): TargetRead {
  if (unit === 'pence_per_100_pounds') {
    const { pence, says } = readMoney(text, moneyLimits);
    return pence === null ? { value: null, says } : { value: pence, says: null };
  }
  const match = /^([-−])?(\d{1,6}(?:\.\d{1,4})?)\s?(%)?$/.exec(text.trim());
  if (!match || (match[3] && unit !== 'percent')) return { value: null, says: words.wrongNumber };
  return { value: (match[1] ? -1 : 1) * Number(match[2]), says: null };
}
