// The landlords that the gallery is taken of, each in a database and a server of its own: the demo's, the demo's with very
// long names, and one on its first day, with people who can sign in and no home yet.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type Sql } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { readEnvironment } from '../../server/environment.ts';
import { startDoorstep, type Doorstep } from '../../server/main.ts';
import { freezeEnded, jobSettings } from '../../server/performance/weeks/weeks.ts';
import { ensureDemo, townTiles } from '../lib/demo.ts';
import type { Stopping } from '../lib/stopping.ts';
import { startTestPostgres } from '../lib/test-postgres.ts';

export type LandlordName = 'demo' | 'long names' | 'empty';
export type Landlord = Pick<Doorstep, 'url' | 'sql' | 'worklist'>;

/** As many as the pages need to look as full as a real team's. */
const demoHomes = 900;

/** Starts all three; `stopping` ends them. `folder` is for what they keep on disk. */
export async function startLandlords(
  folder: string,
  stopping: Stopping,
  say: (line: string) => void,
): Promise<Record<LandlordName, Landlord>> {
  const postgres = await startTestPostgres();
  stopping.add(postgres.stop);
  const admin = connect(postgres.url, { max: 1 });
  const create = async (name: string, template = 'template1'): Promise<string> => {
    await admin.unsafe(`create database ${name} template ${template}`);
    const url = new URL(postgres.url);
    url.pathname = `/${name}`;
    return url.href;
  };
  const demo = await create('gallery_demo');
  await migrate(demo);
  await ensureDemo(demo, { demoHomes }, say);
  await changed(demo, addScreens);
  await changed(demo, addVisits);
  say('Calculating past weeks …');
  await changed(demo, closeWeeks, jobSettings);
  const longNames = await create('gallery_long_names', 'gallery_demo');
  await changed(longNames, lengthenNames);
  const empty = await create('gallery_empty');
  await migrate(empty);
  await changed(empty, addPeopleOnly);
  await admin.end();

  const tiles = await townTiles(demo, folder, say);
  const start = async (databaseUrl: string): Promise<Landlord> => {
    const doorstep = await startDoorstep({
      ...readEnvironment({
        DATABASE_URL: databaseUrl,
        PORT: '0',
        DEMO: 'on',
        SIMULATE: 'off',
        LOG_LEVEL: 'error',
        DOORSTEP_DATA: mkdtempSync(join(folder, 'app-')),
        ...(tiles && { MAP_TILES: tiles }),
      }),
    });
    stopping.add(doorstep.stop);
    return doorstep;
  };
  return { demo: await start(demo), 'long names': await start(longNames), empty: await start(empty) };
}

async function changed(
  url: string,
  change: (sql: Sql) => Promise<void>,
  settings: Record<string, string | number> = {},
): Promise<void> {
  const sql = connect(url, { max: 1, settings });
  await change(sql);
  await sql.end();
}

/** Past rent weeks, which a server would work out for minutes while the pages that are about them are shown. */
async function closeWeeks(sql: Sql): Promise<void> {
  await freezeEnded({ sql, log: { info() {}, warn() {}, error() {}, debug() {} }, clock: Date.now });
}

/** Two approved office screens, one of them not seen for days; nobody can use their tokens. */
async function addScreens(sql: Sql): Promise<void> {
  await sql`
    insert into auth.screen (name, token_hash, approved_by, approved_at, last_seen_at, expires_at)
    select name, sha256(name::bytea), (select id from staff where role = 'manager' limit 1), now() - interval '40 days',
      now() - away, now() + interval '40 days'
    from (values ('First floor office', interval '1 minute'), ('Reception', interval '3 days')) as screen (name, away)`;
}

/** Four visits of today for each officer. The first officer is not on the way: that is shown over every page. */
async function addVisits(sql: Sql): Promise<void> {
  await sql`
    insert into visit (rent_account_id, staff_id, planned_for, state, set_out_at, ended_at, met, outcome)
    select id, staff_id, (now() at time zone 'Europe/London')::date, state,
      case when state <> 'planned' then now() - interval '30 minutes' end,
      case when state in ('done', 'stood_down') then now() - interval '10 minutes' end,
      case when state = 'done' then 'tenant' end, case when state = 'done' then 'promise' end
    from (
      select a.id, stint.staff_id, row_number() over (partition by stint.staff_id order by a.id desc) as place,
        staff.email like 'officer1@%' as first
      from rent_account a join tenancy on tenancy.id = a.tenancy_id join property on property.id = tenancy.property_id
        join stint on stint.patch_id = property.patch_id and stint.end_date is null
        join staff on staff.id = stint.staff_id
      where a.balance_pence > 2 * a.weekly_rent_pence and tenancy.end_date is null
    ) account, lateral (select case place when 1 then 'done' when 2 then 'stood_down'
      when 3 then case when first then 'planned' else 'on_the_way' end else 'planned' end as state) as of_day
    where place <= 4`;
}

/** Names and addresses as long as real ones get. */
async function lengthenNames(sql: Sql): Promise<void> {
  await sql`
    update person set name = 'Wilhelmina-Alexandrina Featherstonehaugh-Cholmondeley ' || name, version = version + 1`;
  await sql`update staff set name = name || ' Papadimitropoulos-Featherstonehaugh'`;
  await sql`update property set address = 'Flat 127, The Old Corn Exchange and Assembly Rooms, ' || address`;
  await sql`update auth.screen set name = name || ', next to the kitchen and the lifts'`;
  await sql`update patch set name = name || ' and Upper Whinthorpe Waterside'`;
}

async function addPeopleOnly(sql: Sql): Promise<void> {
  await sql`insert into landlord (name, demo) values ('Empty Example Homes', true)`;
  const [patch] = await sql<{ id: number }[]>`insert into patch (name) values ('Example patch') returning id`;
  const roles = [
    ['officer1', 'officer'],
    ['manager', 'manager'],
    ['repairs', 'repairs'],
    ['money.advice', 'money_advice'],
    ['admin', 'admin'],
  ] as const;
  for (const [mailbox, role] of roles)
    await sql`
      insert into staff (name, email, role)
      values (${`Example ${role.replace('_', ' ')}`}, ${`${mailbox}@demo.doorstep.test`}, ${role})`;
  await sql`
    insert into stint (staff_id, patch_id, start_date)
    select id, ${patch!.id}, date '2020-01-01' from staff where role = 'officer'`;
}
