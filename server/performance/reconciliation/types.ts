// What the tie-out is told in. The contract has the same shapes for the wire; the HTTP side lets TypeScript check that.
// All money is integer pence; instants are ISO strings, days are the landlord's.
import type { Day } from '../../domain/facts.ts';

/** What a finance ledger holds besides the rent accounts of current tenants. */
export type CoverPart = 'former' | 'suspense' | 'other';
export type OtherKind = 'garage' | 'service_charge' | 'court_costs' | 'other';

/** In the order of the statement. */
export type TieLineName = 'worklist' | 'behind' | 'credits' | 'former' | 'suspense' | 'other' | 'timing';
/** `what`: of `other` the kind, of `timing` charge, payment, adjustment or write_off; of the rest ''. */
export type TieLine = { line: TieLineName; what: string; pence: number; rows: number };

export type ControlTotal = {
  id: number;
  ledger: string;
  /** What counts on or before this day, and was posted before the cut-off, is in the figure. */
  asOfDay: Day;
  cutOffAt: string;
  covers: CoverPart[];
  pence: number;
  enteredBy: string | null;
  enteredAt: string;
  file: { name: string; hash: string; line: number | null } | null;
  supersededAt: string | null;
  notes: { words: string; by: string | null; at: string }[];
};

export type Reconciliation = {
  asOf: string;
  /** Null: finance has entered none; then there are no lines. */
  control: ControlTotal | null;
  lines: TieLine[];
  /** Every rent account that the figure covers, as at the control day. */
  rentAccountsPence: number;
  /** All lines together: what the ledger should say. */
  explainedPence: number;
  /** The ledger's figure less that. */
  residualPence: number;
};

export type TieRow = {
  of: 'account' | 'posting' | 'suspense' | 'other_account' | 'control_total' | 'tenancy';
  id: number;
  caseId: number | null;
  reference: string;
  what: string;
  day: Day | null;
  at: string | null;
  pence: number;
  /** Why it stands here; '' where the line says it. */
  why: string;
};

export type TieHistory = { asOf: string; totals: (ControlTotal & { residualPence: number | null })[] };

export type BlameKind = 'drift' | 'suspense' | 'equal' | 'half' | 'digits' | 'missing' | 'cut_off';
export type Blame = {
  asOf: string;
  residualPence: number;
  /** Likeliest first. `count`: how many there are; `rows` has the first of them. */
  groups: { kind: BlameKind; words: string; count: number; rows: TieRow[] }[];
};
