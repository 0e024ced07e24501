// The lines of a movement bridge in plain words, for the screen, the files and paper alike. `what` is a payment's method
// or the kind of a charge or an adjustment; of backdated postings the line that each would have been.
import type { Method } from '../facts.ts';
import { codeWords } from '../number-words.ts';

/**
 * Whose debt: `current` is everybody whose tenancy runs, cases at court included, as in the headline of Today and Trend;
 * `not_court` and `court` are its two parts. An officer's comparison uses `not_court`, since court cases are not theirs to change.
 */
export const debts = ['current', 'not_court', 'court', 'former', 'all'] as const;
export type Debt = (typeof debts)[number];
export type BridgeGroup = 'charges' | 'payments' | 'adjustments' | 'moves' | 'later';

export const methodNames: Record<Method, string> = {
  direct_debit: 'Direct debit',
  card: 'Card',
  cash: 'Cash',
  standing_order: 'Standing order',
  bank_transfer: 'Bank transfer',
  housing_benefit: 'Housing benefit',
  universal_credit: 'Universal Credit',
  other: 'Other payments',
};
const moves: Record<string, string> = {
  patch_in: 'Homes moved in from other patches',
  patch_out: 'Homes moved out to other patches',
  stint_in: 'Patches taken over',
  stint_out: 'Patches handed over',
};
/** A debt's position decides what a court case, or a tenancy's end, means for it. */
const ended = {
  terminated_out: 'Tenancies ended: now former tenants’ debt',
  terminated_in: 'Tenancies that continue after all',
};
/** Where cases at court and the others are both counted, what leaves one arrives in the other. */
const bothSides = { court_in: 'To and from court: moved in', court_out: 'To and from court: moved out' };
const byDebt: Record<Debt, Record<string, string>> = {
  current: { ...bothSides, ...ended },
  not_court: { court_out: 'Cases gone to court', court_in: 'Cases back from court', ...ended },
  court: { court_in: 'Cases come to court', court_out: 'Cases no longer in court', ...ended },
  former: {
    court_in: 'Cases come to court',
    court_out: 'Cases gone to court',
    terminated_in: 'Tenancies ended: now former tenants’ debt',
    terminated_out: 'Tenancies that continue after all',
  },
  all: {
    ...bothSides,
    terminated_in: 'Tenancies ended: into former tenants’ debt',
    terminated_out: 'Tenancies ended: out of current tenants’ debt',
  },
};
const late: Record<string, string> = {
  charge: 'Charges posted late, for earlier weeks',
  payment: 'Payments posted late, for earlier weeks',
  adjustment: 'Adjustments posted late, for earlier weeks',
  write_off: 'Write-offs posted late, for earlier weeks',
};

/** 'Direct debit', 'Rent', 'Homes moved in from other patches'. */
export function bridgeLineName(line: string, what: string, debt: Debt): string {
  switch (line) {
    case 'opening':
      return 'Opening balance';
    case 'closing':
      return 'Closing balance';
    case 'payment':
      return methodNames[what as Method] ?? codeWords(what);
    case 'write_off':
      return 'Written off';
    case 'backdated':
      return late[what] ?? 'Posted late, for earlier weeks';
    case 'corrected':
      return 'Postings changed or deleted after they were reported';
    default:
      return moves[line] ?? byDebt[debt][line] ?? codeWords(what || line);
  }
}

/** The group in which a line of the bridge is shown. */
export function bridgeGroup(line: string): BridgeGroup {
  if (line === 'charge') return 'charges';
  if (line === 'payment') return 'payments';
  if (line === 'adjustment' || line === 'write_off') return 'adjustments';
  return line === 'backdated' || line === 'corrected' ? 'later' : 'moves';
}

/** The groups of lines in the order of the bridge, with their names and the names of their totals. */
export const bridgeGroups: readonly { group: BridgeGroup; name: string; total: string }[] = [
  { group: 'charges', name: 'Charges', total: 'Charged' },
  { group: 'payments', name: 'Payments', total: 'Paid' },
  { group: 'adjustments', name: 'Adjustments and write-offs', total: 'Adjusted' },
  { group: 'moves', name: 'Moves', total: 'Moved' },
  { group: 'later', name: 'Entered later', total: 'Entered later' },
];

export const debtNames: Record<Debt, string> = {
  current: 'Current tenants',
  not_court: 'Current, not at court',
  court: 'Court cases',
  former: 'Former tenants',
  all: 'All debt, as in the ledger',
};

type Sides = { arrearsPence: number; creditsPence: number };
/** courtPence: what cases at court owe of it, where they are among others. */
type GrossSides = Sides & { courtPence?: number | undefined };
/** part: a part of the line above, not a line of the sum. */
export type GrossLine = { line: string; pence: number; part: boolean };

/**
 * The bridge of the arrears alone, beside that of the balance: what moved the balance, and how much of it only filled or used
 * up credits. Its last line is the sum of those before, without parts. Pence.
 */
export function grossBridge({ opening, closing }: { opening: GrossSides; closing: GrossSides }): GrossLine[] {
  const balanceOf = ({ arrearsPence, creditsPence }: Sides) => arrearsPence + creditsPence;
  const whole = (line: string, pence: number): GrossLine => ({ line, pence, part: false });
  const courtOf = ({ courtPence }: GrossSides): GrossLine[] =>
    courtPence === undefined ? [] : [{ line: 'of which court cases', pence: courtPence, part: true }];
  return [
    whole('Arrears at the start', opening.arrearsPence),
    ...courtOf(opening),
    whole('Change in the balance, as above', balanceOf(closing) - balanceOf(opening)),
    whole('Less: change in credits', opening.creditsPence - closing.creditsPence),
    whole('Arrears at the end', closing.arrearsPence),
    ...courtOf(closing),
  ];
}
