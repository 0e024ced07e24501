// An account's money over time: the ledger a page at a time, the balance by days, and the statement that is handed to a
// tenant. Amounts are pence, signed as the balance is: positive adds to what is owed.
import { z } from 'zod';
import { day, instant } from './scalars.ts';

const pence = z.int();

export const ledgerKinds = ['charge', 'payment', 'adjustment'] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

export const ledgerLine = z.object({
  kind: z.enum(ledgerKinds),
  id: z.int(),
  on: day,
  postedAt: instant,
  /** A charge's or an adjustment's kind, a payment's method. */
  what: z.string(),
  source: z.string().nullable(),
  amountPence: pence,
  /** After this line, in the order of the days on which lines count. */
  balancePence: pence,
});
export type LedgerLine = z.infer<typeof ledgerLine>;

/** next: the cursor of the next older page; null at the end. */
export const ledgerPage = z.object({ lines: z.array(ledgerLine), next: z.string().nullable() });
export type LedgerPage = z.infer<typeof ledgerPage>;

/** GET /api/cases/:id/balances: what was owed at the end of each day on which it moved, oldest first. */
export const balances = z.object({
  asOf: instant,
  days: z.array(z.object({ on: day, pence })),
});
export type Balances = z.infer<typeof balances>;

/** GET /api/cases/:id/statement: first and last day are both in it; lines are oldest first. */
export const statement = z.object({
  asOf: instant,
  landlord: z.string(),
  reference: z.string(),
  tenants: z.array(z.string()),
  address: z.string(),
  postcode: z.string(),
  weeklyRentPence: pence,
  from: day,
  to: day,
  openingPence: pence,
  chargedPence: pence,
  paidPence: pence,
  closingPence: pence,
  lines: z.array(ledgerLine),
});
export type Statement = z.infer<typeof statement>;
