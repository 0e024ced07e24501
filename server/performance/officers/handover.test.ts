// [PERF-110] A patch that is handed over: the verdicts of who left and of who came are the same whichever period is drawn.
import { expect, test } from 'vitest';
import { addDays, rentWeekStart } from '../../domain/days.ts';
import { verdictPeriods } from '../../domain/statistics/overall-verdict.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { smallLandlord } from '../../../tests/support/landlord.ts';
import { londonDay } from '../../../tests/support/london-day.ts';
import { silentLog } from '../../../tests/support/silent-log.ts';
import { freezeEnded } from '../weeks/weeks.ts';
import { readOfficers } from './officers.ts';

test('[PERF-110] an officer keeps their verdict in every period that is drawn, over the periods in which they held cases', async () => {
  const { sql } = await freshDatabase();
  const weeks = 34;
  const thisWeek = rentWeekStart(londonDay(), 1);
  const week = (nth: number) => addDays(thisWeek, 7 * (nth - weeks));
  const { officers, accounts } = await smallLandlord(sql, { homes: 12, patches: 2 });
  const [left, stayed] = officers as [number, number];
  const [came] = await sql<{ id: number }[]>`
    insert into staff (name, email, role) values ('Officer Example 3', 'officer3@demo.doorstep.test', 'officer') returning id`;
  // Handed over 20 weeks ago, in the middle of the patch's history.
  const handover = week(weeks - 20);
  await sql`update stint set end_date = ${addDays(handover, -1)} where staff_id = ${left}`;
  await sql`insert into stint (staff_id, patch_id, start_date)
    select ${came!.id}, patch_id, ${handover} from stint where staff_id = ${left}`;
  for (const id of accounts)
    await sql`insert into charge (rent_account_id, amount_pence, due_on)
      select ${id}, 10000, d from generate_series(${week(-3)}::date, ${week(weeks - 1)}::date, interval '7 days') d`;
  await sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select id, 9000, 'card', 'card', 'p' || id || '-' || n, ${week(0)}::date + 7 * n + 2
    from unnest(${accounts}::int[]) id, generate_series(0, ${weeks - 1}::int) n`;
  await freezeEnded({ sql, log: silentLog, clock: () => Date.parse(`${thisWeek}T12:00:00Z`), back: weeks });

  const answers = await Promise.all(verdictPeriods.map((span) => readOfficers(sql, span)));
  const of = (id: number) =>
    answers.map(({ officers: all }) => {
      const { overall, weeks: own } = all.find((one) => one.id === id)!;
      return { overall, own: own.length };
    });
  for (const id of [left, stayed, came!.id]) {
    const [first, ...others] = of(id);
    for (const other of others) expect(other.overall).toEqual(first!.overall);
  }
  const periodsOf = (id: number) => of(id)[0]!.overall.periods.map((period) => period.weeks);
  // 34 weeks of the landlord: there is no period of 52. Who came has held cases for 20, who left held none of the last 13.
  expect(periodsOf(stayed)).toEqual([13, 26]);
  expect(periodsOf(came!.id)).toEqual([13]);
  expect(periodsOf(left)).toEqual([26]);
  expect(of(left)[0]!.own).toBe(0);
  expect(of(came!.id)[0]!.overall.sentence).toMatch(/over 13 weeks\. Cases held from \d+ \w+ \d{4}\.$/);
  expect(of(left)[0]!.overall.sentence).toMatch(/over 26 weeks\. Cases held until \d+ \w+ \d{4}\.$/);
  expect(of(stayed)[0]!.overall.sentence).not.toMatch(/held/);
}, 60_000);
