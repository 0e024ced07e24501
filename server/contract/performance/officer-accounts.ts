// GET /api/performance/officers/{id}/accounts?weeks=&line=: the accounts behind a line of an officer's movement that is no
// line of the ledger. They sum to the line, to the penny. Integer pence; owed, and what adds to it, is positive.
import { z } from 'zod';
import { sharedLines } from '../../domain/statistics/attribution-rows.ts';
import { day, instant } from '../scalars.ts';
import { officersQuery } from './officers.ts';

const pence = z.int();

export const officerAccountsQuery = officersQuery.extend({ line: z.enum(sharedLines) });

export const officerAccounts = z.object({
  asOf: instant,
  line: z.enum(sharedLines),
  /** First days of the first and the last week; null while no week is frozen. */
  from: day.nullable(),
  to: day.nullable(),
  pence,
  rows: z.array(
    z.object({
      /** The case that it leads to; null where the account is not among yours now. */
      caseId: z.int().nullable(),
      reference: z.string().nullable(),
      pence,
    }),
  ),
});
export type OfficerAccounts = z.infer<typeof officerAccounts>;
