// One frozen week by account: every account that owed when the week began or ended, with the technical arrears at both ends, the
// method of payment, how long it has been a case, and how many days its officer was present. Written in the transaction that
// freezes the week, from the same snapshot. Technical arrears follow the domain's rules from the ledger up to the week's last
// day, with the payment calendar that is known when the week is frozen.
import { readBankHolidays } from '../../commands/landlord.ts';
import type { Tx } from '../../commands/outcome.ts';
import { calendarState } from '../../domain/money/calendar.ts';
import { addDays, dayNumber, dayNumbers } from '../../domain/days.ts';
import { leastWeeksOwed, stageOf } from '../../domain/statistics/expectation-strata.ts';
import type { Day, ExpectedIncome, Method } from '../../domain/facts.ts';
import { chargingOf, rentWeeksOf } from '../../domain/money/rent-weeks.ts';
import { defaultRules, readableRules, type Rules } from '../../domain/rules.ts';

type Account = {
  id: number;
  position: number;
  whole: boolean;
  opening: number;
  closing: number;
  charged: number;
  paid: number;
  adjusted: number;
  /** Postings of earlier weeks that became known in this one, together; null where there are none. */
  late: number | null;
  late_adjusted: number;
  rent: number;
  held: number;
  /** From the week before, if the account was in it. */
  technical_before: number | null;
  age_before: number | null;
  was_case: boolean | null;
  receipts: [number, number, Method][] | null;
  charges: [number, number][] | null;
  calendar: [Method, number, ExpectedIncome['rhythm'], Day, number, number, boolean][] | null;
};

/** Writes week_case. Needs the week's stretches and the temporary table week_row. `before`: the week before, or null. */
export async function weekCaseOf(tx: Tx, on: Day, lastOn: Day, before: Day | null): Promise<void> {
  const rules = await rulesOn(tx, lastOn);
  const holidays = await readBankHolidays(tx).then(dayNumbers);
  const freeWeeks = await freeWeeksOf(tx);
  const accounts = await accountsOf(tx, on, lastOn, before, addDays(lastOn, -rules.recentDays));
  const [first, last] = [dayNumber(on), dayNumber(lastOn)];
  const rows = accounts.map((one) => {
    const given = { rules, holidays, freeWeeks: freeWeeks(one.id) };
    const opening = one.technical_before ?? excused(one, one.opening, first - 1, first - 7, given);
    const closing = excused(one, one.closing, last, first, given);
    // With the late postings known, the technical arrears at the week's beginning would have been lower by this.
    const late =
      one.late === null ? 0 : opening - excused(one, one.opening + one.late, first - 1, first - 7, given);
    const rent = one.rent > 0 ? one.rent : rules.assumedWeeklyRentPence;
    const owed = (one.opening - opening) / rent;
    return {
      week_on: on,
      rent_account_id: one.id,
      position_id: one.position,
      whole: one.whole,
      opening_pence: one.opening,
      closing_pence: one.closing,
      charged_pence: one.charged,
      paid_pence: one.paid,
      adjusted_pence: one.adjusted,
      opening_technical_pence: opening,
      closing_technical_pence: closing,
      weekly_rent_pence: rent,
      method: mainMethod(one.receipts, first),
      stage: stageOf(owed),
      debt_age_weeks: owed >= leastWeeksOwed && one.was_case ? Math.min(999, (one.age_before ?? 0) + 1) : 0,
      held_days: one.held,
      late_adjusted_pence: one.late_adjusted,
      late_technical_pence: late,
    };
  });
  // In batches of 5,000 rows: one message for a large landlord would be many megabytes.
  for (let i = 0; i < rows.length; i += 5000)
    await tx`insert into week_case select * from jsonb_populate_recordset(null::week_case, ${tx.json(rows.slice(i, i + 5000))})`;
}

/** Uses analysed temporary tables: in a single statement the planner expects one account instead of thousands. */
async function accountsOf(tx: Tx, on: Day, lastOn: Day, before: Day | null, from: Day): Promise<Account[]> {
  await tx`create temp table week_owing on commit drop as
    with own as materialized (select * from week_stretch where week_on = ${on})
    select s.rent_account_id as id, p.staff_id, s.position_id as position, s.stretches = 1 as whole,
      s.opening_pence as opening, o.closing_pence as closing
    from (select *, row_number() over account as nth, count(*) over (partition by rent_account_id) as stretches
      from own window account as (partition by rent_account_id order by from_on)) s
    join own o on o.rent_account_id = s.rent_account_id and o.last
    join position p on p.id = s.position_id
    where s.nth = 1 and (s.opening_pence > 0 or o.closing_pence > 0)`;
  await tx`analyze week_owing`;
  await tx`create temp table week_recent on commit drop as
    select rent_account_id as id, jsonb_agg(jsonb_build_array(value_date - date '1970-01-01', amount_pence, method)) as list
    from payment where value_date between ${from} and ${lastOn} and rent_account_id in (select id from week_owing) group by 1`;
  await tx`create temp table week_debit on commit drop as
    select id, jsonb_agg(jsonb_build_array(on_day - date '1970-01-01', pence)) as list from (
      select rent_account_id as id, due_on as on_day, amount_pence as pence from charge where due_on between ${from} and ${lastOn}
      union all
      select rent_account_id, effective_on, amount_pence from adjustment where effective_on between ${from} and ${lastOn}) d
    where id in (select id from week_owing) group by 1`;
  await tx`analyze week_recent`;
  await tx`analyze week_debit`;
  const rows = await tx<Account[]>`
    with moved as materialized (
      select rent_account_id as id,
        coalesce(sum(pence) filter (where not late and line = 'charge'), 0) as charged,
        coalesce(-sum(pence) filter (where not late and line = 'payment'), 0) as paid,
        coalesce(sum(pence) filter (where not late and line in ('adjustment', 'write_off')), 0) as adjusted,
        coalesce(sum(pence) filter (where late and line in ('adjustment', 'write_off')), 0) as late_adjusted,
        sum(pence) filter (where late) as late
      from week_row group by 1
    ),
    at_work as materialized (
      select p.staff_id, count(*) filter (where not exists (
        select from absence a where a.staff_id = p.staff_id and a.start_date <= d and a.end_date > d)) as days
      from (select distinct staff_id from week_owing where staff_id is not null) p,
        generate_series(${on}::date, ${lastOn}::date, interval '1 day') d
      where extract(isodow from d) < 6 group by 1
    ),
    calendar as materialized (
      select rent_account_id as id, jsonb_agg(jsonb_build_array(
        method, amount_pence, rhythm, anchor_on, tolerance_days, confidence, declared)) as list
      from expected_income group by 1
    )
    select o.id, o.position, o.whole, o.opening, o.closing,
      coalesce(m.charged, 0)::bigint as charged, coalesce(m.paid, 0)::bigint as paid,
      coalesce(m.adjusted, 0)::bigint as adjusted, m.late::bigint as late,
      coalesce(m.late_adjusted, 0)::bigint as late_adjusted, a.weekly_rent_pence as rent, coalesce(w.days, 0)::int as held,
      b.closing_technical_pence as technical_before, b.debt_age_weeks as age_before,
      b.opening_pence - b.opening_technical_pence >= b.weekly_rent_pence * ${leastWeeksOwed}::float8 as was_case,
      r.list as receipts, d.list as charges, c.list as calendar
    from week_owing o
    join rent_account a on a.id = o.id
    left join moved m on m.id = o.id
    left join at_work w on w.staff_id = o.staff_id
    left join week_case b on b.week_on = ${before}::date and b.rent_account_id = o.id
    left join week_recent r on r.id = o.id
    left join week_debit d on d.id = o.id
    left join calendar c on c.id = o.id`;
  await tx`drop table week_owing, week_recent, week_debit`;
  return rows;
}

/**
 * Technical arrears (pence): the part of a balance that is certain to come. Days are day numbers; weekStart: of `today`'s
 * rent week.
 */
function excused(
  { receipts, charges, calendar, rent }: Account,
  balance: number,
  today: number,
  weekStart: number,
  { rules, holidays, freeWeeks }: { rules: Rules; holidays: ReadonlySet<number>; freeWeeks: readonly Day[] },
): number {
  if (balance <= 0 || !calendar) return 0;
  const debits = (charges ?? [])
    .filter(([at]) => at <= today)
    .map(([at, pence]) => ({ on: at, pence, inGrace: at >= weekStart }));
  const ledger = {
    receipts: (receipts ?? [])
      .filter(([at]) => at <= today)
      .map(([at, pence, method]) => ({ on: at, pence, method })),
    charges: debits,
    firstChargeOn: debits.reduce((first, one) => Math.min(first, one.on), Infinity),
  };
  const charging = chargingOf(debits, rent, today, rentWeeksOf(weekStart, freeWeeks));
  const lines = calendarState(
    calendar.map(([method, amountPence, rhythm, anchorOn, toleranceDays, confidence, declared]) => {
      return { method, amountPence, rhythm, anchorOn, toleranceDays, confidence, declared };
    }),
    { weeklyRentPence: rent, charging, ledger, today, rules, bankHolidays: holidays },
  );
  return Math.min(
    balance,
    lines.reduce((sum, line) => sum + line.excusedPence, 0),
  );
}

/** Returns a function from an account's id to its rent-free weeks. */
async function freeWeeksOf(tx: Tx): Promise<(id: number) => readonly Day[]> {
  const rows = await tx<{ id: number | null; on: Day }[]>`
    select rent_account_id as id, starts_on as on from rent_free_week order by starts_on`;
  const of = Map.groupBy(rows, ({ id }) => id);
  const everybody = (of.get(null) ?? []).map(({ on }) => on);
  return (id) => {
    const own = of.get(id);
    return own ? [...everybody, ...own.map(({ on }) => on)] : everybody;
  };
}

function mainMethod(receipts: Account['receipts'], before: number): string {
  const sums = new Map<string, number>();
  for (const [on, pence, method] of receipts ?? [])
    if (on < before) sums.set(method, (sums.get(method) ?? 0) + pence);
  let main = 'none';
  let most = 0;
  for (const [method, pence] of [...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (pence > most) [main, most] = [method, pence];
  return main;
}

/** The newest valid rules on that day; the defaults if there are none. */
async function rulesOn(tx: Tx, day: Day): Promise<Rules> {
  const rows = await tx<{ rules: unknown }[]>`
    select rules from assessment_rules where effective_from <= ${day} order by effective_from desc, version desc`;
  return readableRules(rows)[0]?.rules ?? defaultRules;
}
