// The movement bridge on the wire: GET /api/performance/weeks, /bridge and /bridge/rows. Money is integer pence; what is
// owed, and what adds to it, is positive. Frozen figures are those that were recorded when each week ended; restated
// figures go by the day on which each posting counts, as known when the newest week was frozen.
import { z } from 'zod';
import { instant, ledgerDay, sortBy } from '../scalars.ts';
import { debts, type Debt } from '../../domain/statistics/bridge-words.ts';

export { debts, type Debt };

const pence = z.int();

/** Whose: `landlord`, `patch:3`, `officer:7`, or `officer:none` for cases without an officer. */
export const whose = z.string().regex(/^(landlord|patch:\d{1,9}|officer:(\d{1,9}|none))$/);
export const views = ['frozen', 'restated'] as const;
export const bridgeLines = [
  'opening',
  'charge',
  'payment',
  'adjustment',
  'write_off',
  'backdated',
  'corrected',
  'patch_in',
  'patch_out',
  'stint_in',
  'stint_out',
  'court_in',
  'court_out',
  'terminated_in',
  'terminated_out',
  'closing',
] as const;
export type BridgeView = (typeof views)[number];

/** from, to: rent weeks by their first days; without them the newest that is frozen. */
export const bridgeQuery = z.object({
  of: whose.default('landlord'),
  from: ledgerDay.optional(),
  to: ledgerDay.optional(),
  /** Current tenants' (court cases included, or not, or alone), former tenants', or everybody's, which ties to the ledger. */
  debt: z.enum(debts).default('current'),
  view: z.enum(views).optional(),
});
export const bridgeRowsQuery = bridgeQuery.extend({
  line: z.enum(bridgeLines),
  /** A payment's method, the kind of a charge or an adjustment; of backdated: the line that it would have been. */
  what: z
    .string()
    .regex(/^[a-z_]{0,40}$/)
    .default(''),
});
export const bridgeSortKeys = ['day', 'account', 'patch', 'from', 'to', 'told', 'value'] as const;
export type BridgeSortKey = (typeof bridgeSortKeys)[number];
export const bridgePageQuery = bridgeRowsQuery.extend({
  sort: sortBy(bridgeSortKeys).optional(),
  after: z
    .string()
    .regex(/^\d{1,4}~\d{1,9}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Past weeks that are being worked out, as on a first start: how many have their figures, of how many. */
export const calculatingWeeks = z.object({ done: z.int(), of: z.int() });
export type CalculatingWeeks = z.infer<typeof calculatingWeeks>;

export const performanceWeeks = z.object({
  asOf: instant,
  /** Newest last. */
  weeks: z.array(
    z.object({
      weekOn: ledgerDay,
      lastOn: ledgerDay,
      frozenAt: instant,
      /** Made later from the ledger, because it was not frozen when it ended. */
      rebuilt: z.boolean(),
    }),
  ),
  /** The rent week that runs; null without a landlord. */
  running: z.object({ weekOn: ledgerDay, lastOn: ledgerDay }).nullable(),
  /** false: weeks that have ended are being frozen just now. */
  upToDate: z.boolean(),
  /** null: none, or only the week that has just ended. */
  calculating: calculatingWeeks.nullable().optional(),
  /** Whose bridges you may open, in the order in which they are offered. */
  of: z.array(z.object({ of: whose, name: z.string() })),
});

const both = z.object({ frozenPence: pence, restatedPence: pence });
export const bridgeLine = both.extend({
  line: z.enum(bridgeLines),
  what: z.string(),
  frozenRows: z.int(),
});
/** courtPence: what cases at court owe of the arrears, where they are counted with others. */
const sides = z.object({ arrearsPence: pence, creditsPence: pence, courtPence: pence.optional() });
export const bridge = z.object({
  asOf: instant,
  /** When the last of these weeks was frozen. */
  frozenAt: instant,
  of: whose,
  name: z.string(),
  debt: z.enum(debts),
  from: ledgerDay,
  to: ledgerDay,
  lastOn: ledgerDay,
  weeks: z.int(),
  rebuiltWeeks: z.int(),
  opening: both,
  /** Without opening and closing; in the order of a statement. */
  lines: z.array(bridgeLine),
  closing: both,
  /** Closing less everything else: 0, or something is wrong with these figures. */
  residual: both,
  /** What accounts owe and what others are in credit, as frozen; together they are the opening and the closing balance. */
  gross: z.object({ opening: sides, closing: sides }).optional(),
});

export const bridgeRow = z.object({
  weekOn: ledgerDay,
  onDay: ledgerDay.nullable(),
  /** The case that it leads to; null where the account is not among yours now. */
  caseId: z.int().nullable(),
  reference: z.string().nullable(),
  patch: z.string().nullable(),
  pence,
  /** When a posting was entered; null for other rows. */
  postedAt: instant.nullable(),
  toldIn: ledgerDay.nullable(),
  cameFrom: z.string().nullable(),
  wentTo: z.string().nullable(),
});
export const bridgePage = z.object({
  asOf: instant,
  of: whose,
  from: ledgerDay,
  to: ledgerDay,
  view: z.enum(views),
  line: z.enum(bridgeLines),
  what: z.string(),
  /** The amount of the whole line, which all its rows sum to. */
  pence,
  /** With a sort or a search: how many rows the line has, and how many were found, with their sum. */
  count: z.int().optional(),
  found: z.object({ count: z.int(), sum: pence }).optional(),
  rows: z.array(bridgeRow),
  /** Asked for as `after`; null at the end. */
  next: z.string().nullable(),
});

export type PerformanceWeeks = z.infer<typeof performanceWeeks>;
export type Bridge = z.infer<typeof bridge>;
export type BridgeLine = z.infer<typeof bridgeLine>;
export type BridgePage = z.infer<typeof bridgePage>;
export type BridgeRow = z.infer<typeof bridgeRow>;
export type BridgeQuery = z.infer<typeof bridgeQuery>;
