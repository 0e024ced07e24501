// The fictional landlord's people: with DEMO=on each can sign in, without it none of them has an account.
import { hashPassword } from 'better-auth/crypto';
import type { Sql } from '../../db/connect.ts';
import type { DemoPerson } from '../contract/me.ts';

export const demoAddress = /@demo\.doorstep\.test$/;
const password = 'doorstep-demo';
const addresses = '%@demo.doorstep.test';

/** Gives an account to each of the demo staff that has none. One hash for all: it is slow on purpose, and no secret. */
export async function openDemoAccounts(sql: Sql): Promise<void> {
  const [waiting] = await sql`
    select 1 from staff s where s.email like ${addresses} and not exists (
      select 1 from auth."user" u where u."staffId" = s.id) limit 1`;
  if (!waiting) return;
  const hash = await hashPassword(password);
  await sql`
    with created as (
      insert into auth."user" ("id", "name", "email", "emailVerified", "staffId")
      select gen_random_uuid(), s.name, s.email, true, s.id from staff s where s.email like ${addresses}
      on conflict do nothing
      returning "id"
    )
    insert into auth."account" ("id", "accountId", "providerId", "userId", "password", "updatedAt")
    select gen_random_uuid(), "id", 'credential', "id", ${hash}, now() from created`;
}

/** A database that was once a demo and no longer is: its well-known password opens nothing. */
export async function closeDemoAccounts(sql: Sql): Promise<void> {
  await sql`delete from auth."user" where "email" like ${addresses}`;
}

/** The people of the sign-in page: managers, then officers by the patches that they hold at `now` (ms since 1970). */
export async function demoPeople(sql: Sql, now: number): Promise<DemoPerson[]> {
  return sql<DemoPerson[]>`
    select s.email, s.name, s.role, coalesce(array_agg(distinct p.name order by p.name)
      filter (where p.id is not null), '{}') as patches
    from staff s
    join auth."user" u on u."staffId" = s.id
    cross join (select (${new Date(now)}::timestamptz at time zone (select time_zone from landlord))::date as today) as days
    left join stint t on t.staff_id = s.id and t.start_date <= today and (t.end_date is null or t.end_date > today)
    left join patch p on p.id = t.patch_id
    where s.active and s.email like ${addresses}
    group by s.id
    order by array_position(array['manager', 'officer', 'repairs', 'money_advice', 'admin'], s.role), s.id`;
}
