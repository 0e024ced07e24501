// A large landlord costs no more for each home than a small one. The work is counted, not timed, so that the test also passes
// on a busy machine.
import { expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { eachPatch, makeFrame } from './landlord.ts';
import { loadDemo } from './load.ts';

const today = '2026-11-12';

test('[DEMO-23] the rows and pages that Postgres reads for each loaded home do not grow with the landlord', async () => {
  const few = await readForEachHome(150);
  const many = await readForEachHome(1_500);
  for (const what of ['rows', 'pages'] as const) {
    expect(few[what], what).toBeGreaterThan(10);
    expect(many[what] / few[what], what).toBeLessThan(1.2);
  }
}, 180_000);

test('[DEMO-24] the lookups for a patch’s casework do not grow with the landlord', () => {
  const looks = (homes: number) => {
    const frame = makeFrame({ seed: 1, homes, today });
    let asked = 0;
    const counted = <T>(rows: T[]): T[] =>
      new Proxy(rows, {
        get: (target, key) => {
          if (typeof key === 'string' && /^\d+$/.test(key)) asked++;
          return Reflect.get(target, key) as unknown;
        },
      });
    const { stints, staff, absences } = frame.organisation;
    Object.assign(frame.organisation, {
      stints: counted(stints),
      staff: counted(staff),
      absences: counted(absences),
    });
    let homesSeen = 0;
    // Three patches are enough: each looks up its own.
    let patches = 0;
    for (const book of eachPatch(frame, { ledger: false })) {
      homesSeen += book.properties.length;
      if (++patches === 3) break;
    }
    return asked / homesSeen;
  };
  expect(looks(12_000)).toBeLessThan(1);
});

async function readForEachHome(homes: number): Promise<{ rows: number; pages: number }> {
  const database = await freshDatabase();
  const before = await readSoFar(database);
  await loadDemo(database.url, { homes, seed: 1, today });
  // Postgres counts a connection's reads when it ends.
  const loading = () =>
    database.sql`select from pg_stat_activity where application_name = 'doorstep demo' and datname = ${database.name}`;
  await expect.poll(async () => (await loading()).length).toBe(0);
  const after = await readSoFar(database);
  return { rows: (after.rows - before.rows) / homes, pages: (after.pages - before.pages) / homes };
}

async function readSoFar({ sql, name }: TestDatabase): Promise<{ rows: number; pages: number }> {
  const [sum] = await sql<{ rows: number; pages: number }[]>`
    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint as rows,
      (select (blks_hit + blks_read)::bigint from pg_stat_database where datname = ${name}) as pages
    from pg_stat_user_tables`;
  return sum!;
}
