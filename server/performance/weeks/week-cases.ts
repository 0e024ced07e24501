// The cases of one officer's week, exactly those that the comparison counts (officers/cases.ts), each with what was charged,
// paid and on its way. They sum to the attributable movement and the absences of that week.
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import { isCase, timing } from '../officers/cases.ts';

export type WeekCase = {
  accountId: number;
  reference: string | null;
  /** The patch of its home now; null if the account was deleted since. */
  patchId: number | null;
  realPence: number;
  chargedPence: number;
  paidPence: number;
  timingPence: number;
  movedPence: number;
  heldDays: number;
};

/** Sorted by reference. Null if that week is not frozen. */
export async function readWeekCases(
  sql: Sql,
  staffId: number,
  weekOn: Day,
): Promise<{ frozenAt: Date; rows: WeekCase[] } | null> {
  const [week] = await sql<{ at: Date }[]>`select frozen_at as at from week_freeze where week_on = ${weekOn}`;
  if (!week) return null;
  const rows = await sql<WeekCase[]>`
    select c.rent_account_id as "accountId", a.reference, h.patch_id as "patchId",
      c.opening_pence - c.opening_technical_pence as "realPence", c.charged_pence as "chargedPence",
      c.paid_pence as "paidPence", ${timing(sql)} as "timingPence",
      c.charged_pence - c.paid_pence - ${timing(sql)} as "movedPence",
      c.held_days as "heldDays"
    from week_case c join position p on p.id = c.position_id
    left join rent_account a on a.id = c.rent_account_id left join tenancy t on t.id = a.tenancy_id
    left join property h on h.id = t.property_id
    where c.week_on = ${weekOn} and p.staff_id = ${staffId} and ${isCase(sql)}
    order by a.reference, c.rent_account_id`;
  return { frozenAt: week.at, rows };
}
