// What moved an officer's balance in a week, with the excuses as lines. The movement is the bridge's own: closing less
// opening of the current tenants they answered for. Of it, tenancies that ended, the court, and homes and patches that
// changed hands are nobody's work; so are adjustments and what was posted late. Of the rent charged and the money that came,
// only cases count (expectation-strata.ts), without what the payment calendar had on its way, and without the days on
// which they were away. What is left is attributable. The lines sum to the movement, to the penny, whatever comes in.
import { workingDays } from './expectation-strata.ts';

const excuses = [
  'terminations',
  'court',
  'patch_moves',
  'stint_moves',
  'absence',
  'benefit_timing',
  'payment_timing',
  'bank_holiday_timing',
  'adjustments',
  'backdated',
  'not_in_arrears',
] as const;
/** The lines into which the movement of arrears is divided: the attributable part, and what excuses the rest. */
export const movementLines = ['attributable', ...excuses] as const;
export type MovementLine = (typeof movementLines)[number];

/** The bridge's lines between opening and closing, and where each goes; null: charges and payments, which are split. */
const places: Readonly<Record<string, Exclude<MovementLine, 'attributable'> | null>> = {
  charge: null,
  payment: null,
  adjustment: 'adjustments',
  write_off: 'adjustments',
  backdated: 'backdated',
  corrected: 'backdated',
  patch_in: 'patch_moves',
  patch_out: 'patch_moves',
  stint_in: 'stint_moves',
  stint_out: 'stint_moves',
  court_in: 'court',
  court_out: 'court',
  terminated_in: 'terminations',
  terminated_out: 'terminations',
};

/** Cases of one officer in one week that are alike in what matters here, summed. Pence. */
export type CasesMoved = {
  /** Charged less paid: what their balances would have moved by themselves. */
  movedPence: number;
  /** What the calendar excused at the week's end, less what it excused at its beginning. */
  timingPence: number;
  /** Paid by housing benefit or Universal Credit. */
  benefit: boolean;
  /** Working days on which their officer was there, 0 to 5. */
  heldDays: number;
};

/** `bridge`: an officer's lines without opening and closing. Refuses (throws) a line that no bridge has. */
export function attribute(
  bridge: readonly { line: string; pence: number }[],
  cases: readonly CasesMoved[],
  bankHoliday: boolean,
): { movementPence: number; lines: { line: MovementLine; pence: number }[] } {
  const sums = new Map<MovementLine, number>();
  const add = (line: MovementLine, pence: number) => void sums.set(line, (sums.get(line) ?? 0) + pence);
  let movement = 0;
  let split = 0;
  for (const { line, pence } of bridge) {
    const place = places[line];
    if (place === undefined) throw new RangeError(`no line of a movement: ${line}`);
    movement += pence;
    if (place === null) split += pence;
    else add(place, pence);
  }
  for (const { movedPence, timingPence, benefit, heldDays } of cases) {
    split -= movedPence;
    add(benefit ? 'benefit_timing' : bankHoliday ? 'bank_holiday_timing' : 'payment_timing', timingPence);
    const real = movedPence - timingPence;
    const away = Math.round((real * (workingDays - heldDays)) / workingDays);
    add('absence', away);
    add('attributable', real - away);
  }
  add('not_in_arrears', split);
  const lines = movementLines.flatMap((line) => {
    const pence = sums.get(line) ?? 0;
    return pence === 0 ? [] : [{ line, pence }];
  });
  return { movementPence: movement, lines };
}

/** Several weeks' or officers' lines as one's, in their usual order. */
export function addLines(
  all: readonly (readonly { line: MovementLine; pence: number }[])[],
): { line: MovementLine; pence: number }[] {
  const sums = new Map<MovementLine, number>();
  for (const lines of all) for (const { line, pence } of lines) sums.set(line, (sums.get(line) ?? 0) + pence);
  return movementLines.flatMap((line) => {
    const pence = sums.get(line) ?? 0;
    return pence === 0 ? [] : [{ line, pence }];
  });
}
