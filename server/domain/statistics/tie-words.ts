// The lines of the reconciliation in plain words, for the screen, the files and paper alike.
type Line = { line: string; what: string };

export const tieLineKey = ({ line, what }: Line): string => `${line} ${what}`;

const names: Record<string, string> = {
  worklist: 'Current tenants who owe (worklist)',
  behind: 'Worklist not up to date',
  credits: 'Current tenants in credit',
  former: 'Former tenants who owe',
  'former credits': 'Former tenants in credit',
  suspense: 'Payments not matched to an account (suspense)',
  'other garage': 'Garages',
  'other service_charge': 'Service charges',
  'other court_costs': 'Court costs',
  'other other': 'Other accounts',
  'timing charge': 'Less: charges posted later',
  'timing payment': 'Add back: payments posted later',
  'timing adjustment': 'Less: adjustments posted later',
  'timing write_off': 'Add back: write-offs posted later',
};

/** covers: what the ledger's total has besides current tenants. */
export function tieLineName(one: Line, covers: readonly string[]): string {
  if (one.line === 'former' && !covers.includes('former'))
    return `Tenancies that have ended since${one.what === 'credits' ? ', in credit' : ''}`;
  return names[tieLineKey(one).trim()] ?? tieLineKey(one).trim();
}
