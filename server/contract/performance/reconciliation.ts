// The tie-out as it travels: from what the worklist shows to the ledger's control total, line by line. All money is
// integer pence; a debt is positive, and every line is signed so that the lines add up. Days are the landlord's.
import { z } from 'zod';
import { day, ledgerDay, rowId } from '../scalars.ts';
import { coverParts } from '../../domain/money/finance-lines.ts';

const pence = z.int().min(-100_000_000_000_000).max(100_000_000_000_000);
const kept = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .refine((text) => !text.includes('\0'), 'has a character that cannot be saved');
const words = (most: number) => kept(most).min(1);
const instant = z.iso.datetime({ offset: true });

/** In the order of the statement. */
export const tieLines = ['worklist', 'behind', 'credits', 'former', 'suspense', 'other', 'timing'] as const;
export type TieLineName = (typeof tieLines)[number];

/**
 * `what`: of `other` the kind, of `timing` charge, payment, adjustment or write_off, of `former` '' for those who owe and
 * `credits` for those in credit; of the rest ''.
 */
export const tieLine = z.object({
  line: z.enum(tieLines),
  what: z.string(),
  pence: z.int(),
  rows: z.int(),
});
export type TieLine = z.infer<typeof tieLine>;

export const controlTotal = z.object({
  id: rowId,
  ledger: z.string(),
  /** What counts on or before this day, and was posted before the cut-off, is in the figure. */
  asOfDay: day,
  cutOffAt: instant,
  covers: z.array(z.enum(coverParts)),
  pence: z.int(),
  enteredBy: z.string().nullable(),
  enteredAt: instant,
  file: z.object({ name: z.string(), hash: z.string(), line: z.int().nullable() }).nullable(),
  supersededAt: instant.nullable(),
  notes: z.array(z.object({ words: z.string(), by: z.string().nullable(), at: instant })),
});
export type ControlTotal = z.infer<typeof controlTotal>;

/** GET /api/performance/reconciliation?control=ID: the newest control total's where none is named. */
export const reconciliation = z.object({
  asOf: instant,
  /** Null: finance has entered none yet; then there is nothing to tie to and no lines. */
  control: controlTotal.nullable(),
  lines: z.array(tieLine),
  /** Every rent account that the figure covers, as at the control day. */
  rentAccountsPence: z.int(),
  /** All lines together: what the ledger should say. */
  explainedPence: z.int(),
  /** The ledger's figure less that: 0, or something is wrong. */
  residualPence: z.int(),
});
export type Reconciliation = z.infer<typeof reconciliation>;

/** One row of a line, or one to examine where the figures do not tie. */
export const tieRow = z.object({
  of: z.enum(['account', 'posting', 'suspense', 'other_account', 'control_total', 'tenancy']),
  id: z.int(),
  /** The case, where it is one. */
  caseId: z.int().nullable(),
  reference: z.string(),
  what: z.string(),
  /** The day on which it counts, and when it was posted. */
  day: day.nullable(),
  at: instant.nullable(),
  pence: z.int(),
  /** Why the row is in this line, in words; '' where the line itself explains it. */
  why: z.string(),
});
export type TieRow = z.infer<typeof tieRow>;

/** GET …/reconciliation/rows?line=&what=&control=: the rows, and the whole statement of the same instant. */
export const tieRows = z.object({
  reconciliation,
  line: tieLine,
  /** They sum to the line's pence. */
  rows: z.array(tieRow),
});
export type TieRows = z.infer<typeof tieRows>;

export const discrepancyKinds = [
  'drift',
  'suspense',
  'equal',
  'half',
  'digits',
  'missing',
  'cut_off',
] as const;
export type DiscrepancyKind = (typeof discrepancyKinds)[number];
/** GET …/reconciliation/blame?control=: rows to look at first, likeliest first; empty where all ties. */
export const discrepancies = z.object({
  asOf: instant,
  residualPence: z.int(),
  groups: z.array(
    z.object({
      kind: z.enum(discrepancyKinds),
      /** What they have in common, in words. */
      words: z.string(),
      /** How many there are; `rows` has the first of them. */
      count: z.int(),
      rows: z.array(tieRow),
    }),
  ),
});
export type Discrepancies = z.infer<typeof discrepancies>;

/** GET …/reconciliation/history: control totals, newest first, superseded ones among them without a residual. */
export const tieHistory = z.object({
  asOf: instant,
  totals: z.array(controlTotal.extend({ residualPence: z.int().nullable() })),
});
export type TieHistory = z.infer<typeof tieHistory>;

/** POST …/reconciliation/control-totals. Without a cut-off: the end of the day. */
export const newControlTotal = z.object({
  ledger: words(100),
  asOfDay: ledgerDay,
  cutOffAt: instant.optional(),
  covers: z.array(z.enum(coverParts)).max(coverParts.length),
  pence,
  note: kept(1000).optional(),
});
export type NewControlTotal = z.infer<typeof newControlTotal>;
export const entered = z.object({
  id: rowId,
  /** same: a control total with this figure existed already. */
  effect: z.enum(['new', 'replaces', 'same']),
});
export type Entered = z.infer<typeof entered>;
export type EntryEffect = Entered['effect'];
export const newNote = z.object({ words: words(1000) });

/** GET …/reconciliation/suspense: what waits for its account, oldest first, then what found it lately. */
export const suspenseItem = z.object({
  id: rowId,
  pence: z.int(),
  receivedOn: day,
  source: z.string(),
  reference: z.string(),
  why: z.string(),
  matched: z
    .object({ caseId: z.int(), reference: z.string(), at: instant, by: z.string().nullable() })
    .nullable(),
  returnedOn: day.nullable(),
});
export type SuspenseItem = z.infer<typeof suspenseItem>;
export const suspense = z.object({ asOf: instant, waitingPence: z.int(), items: z.array(suspenseItem) });
export type Suspense = z.infer<typeof suspense>;
/** POST …/reconciliation/suspense/:id/match: posts the payment to that account. */
export const suspenseMatch = z.object({ reference: words(40) });
/** POST …/reconciliation/accounts: the accounts that these words may mean. In a body, so that no name is in an address. */
export const accountSearch = z.object({ words: words(80) });
export const accountsFound = z.object({
  /** The first ones, by reference; current tenancies before ended ones. */
  accounts: z.array(
    z.object({
      caseId: z.int(),
      reference: z.string(),
      tenant: z.string(),
      address: z.string(),
      balancePence: z.int(),
      /** When the tenancy ended; null for a current one. */
      endedOn: day.nullable(),
    }),
  ),
});
export type AccountsFound = z.infer<typeof accountsFound>;
export const suspenseMatched = z.object({ paymentId: z.int(), caseId: z.int() });

export const financeFiles = ['control_total', 'other_figure', 'suspense_item'] as const;
export type FinanceFile = (typeof financeFiles)[number];
/** POST …/reconciliation/import. Without `commit` nothing is written. */
export const newFinanceFile = z.object({
  name: words(200),
  text: z.string().max(900_000),
  commit: z.boolean(),
});
export const financeFileRead = z.object({
  kind: z.enum(financeFiles),
  hash: z.string(),
  /** When this very file was taken before: then nothing is written again. */
  already: z.object({ at: instant, by: z.string().nullable() }).nullable(),
  committed: z.boolean(),
  pence: z.int(),
  lines: z.array(
    z.object({
      line: z.int(),
      words: z.string(),
      pence: z.int().nullable(),
      effect: z.enum(['new', 'replaces', 'same']).nullable(),
      /** Why it is left out; null where it is taken. */
      refused: z.string().nullable(),
    }),
  ),
});
export type FinanceFileRead = z.infer<typeof financeFileRead>;
