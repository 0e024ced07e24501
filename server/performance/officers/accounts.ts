// The accounts behind the lines of an officer's movement that are no lines of the ledger (domain/statistics/attribution-rows.ts).
// Reads frozen weeks only. The caller checks rights and writes the audit line.
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import { accountsOf, type CaseMoved, type SharedLine } from '../../domain/statistics/attribution-rows.ts';
import { readBridge, type BridgeOptions } from '../weeks/bridge.ts';
import { eachBridgeRow } from '../weeks/bridge-rows.ts';
import { isCase, readBankHolidays, readWeeks, timing } from './cases.ts';

export type AccountRow = {
  accountId: number;
  /** Null where the account was deleted since; its patch is that of its home now. */
  reference: string | null;
  patchId: number | null;
  pence: number;
};

/** Over the last so many frozen weeks, by reference; without accounts that add nothing. */
export async function readAccounts(
  sql: Sql,
  { staffId, line, weeks }: { staffId: number; line: SharedLine; weeks: number },
): Promise<{ from: Day | null; to: Day | null; rows: AccountRow[] }> {
  const window = await readWeeks(sql, weeks);
  const [first, last] = [window[0], window.at(-1)];
  if (!first || !last) return { from: null, to: null, rows: [] };
  const holidays = await readBankHolidays(sql, first.on, last.lastOn);
  const found = await sql<Omit<CaseMoved, 'bankHoliday'>[]>`
    select c.week_on as week, c.rent_account_id as account, c.held_days as "heldDays",
      c.method in ('housing_benefit', 'universal_credit') as benefit,
      c.charged_pence - c.paid_pence as "movedPence", ${timing(sql)} as "timingPence"
    from week_case c join position p on p.id = c.position_id
    where c.week_on between ${first.on} and ${last.on} and p.staff_id = ${staffId} and ${isCase(sql)}
    order by c.week_on, c.rent_account_id`;
  const withHoliday = new Set(
    window
      .filter(({ on, lastOn }) => holidays.some((day) => day.on >= on && day.on <= lastOn))
      .map(({ on }) => on),
  );
  const cases = found.map((one): CaseMoved => ({ ...one, bankHoliday: withHoliday.has(one.week) }));
  const scope = { of: 'officer', id: staffId } as const;
  const sums =
    line === 'not_in_arrears'
      ? await otherAccounts(sql, { scope, from: first.on, to: last.on, states: ['current'] }, cases)
      : accountsOf(cases, line);
  return { from: first.on, to: last.on, rows: await named(sql, sums) };
}

/** Rent charged less payments of all accounts, as the bridge has them, without what they were as cases. */
async function otherAccounts(
  sql: Sql,
  options: BridgeOptions,
  cases: readonly CaseMoved[],
): Promise<Map<number, number>> {
  const sums = new Map<number, number>();
  const add = (account: number, pence: number) => sums.set(account, (sums.get(account) ?? 0) + pence);
  const bridge = await readBridge(sql, options);
  for (const { line, what } of bridge?.lines ?? []) {
    if (line !== 'charge' && line !== 'payment') continue;
    for await (const rows of eachBridgeRow(sql, { ...options, view: 'frozen', line, what }))
      for (const { accountId, pence } of rows) add(accountId, pence);
  }
  for (const { account, movedPence } of cases) add(account, -movedPence);
  return new Map([...sums].filter(([, pence]) => pence !== 0));
}

async function named(sql: Sql, sums: ReadonlyMap<number, number>): Promise<AccountRow[]> {
  const accounts = await sql<{ id: number; reference: string; patchId: number }[]>`
    select a.id, a.reference, h.patch_id as "patchId" from rent_account a
    join tenancy t on t.id = a.tenancy_id join property h on h.id = t.property_id
    where a.id = any(${[...sums.keys()]}::int[])`;
  const known = new Map(accounts.map((one) => [one.id, one]));
  return [...sums]
    .map(([accountId, pence]) => {
      const { reference = null, patchId = null } = known.get(accountId) ?? {};
      return { accountId, reference, patchId, pence };
    })
    .sort((a, b) => ((a.reference ?? '') < (b.reference ?? '') ? -1 : 1));
}
