// Loads the demo landlord into an empty, migrated database, in one transaction: all of it or nothing, so that a load that
// was cut short leaves an empty database to try again. The ledger's triggers are off while it loads (every row would log
// a change that nobody waits for) and the balances are built from the ledger at the end.
import type postgres from 'postgres';
import { connectToCopy, copyRows, type Copier } from './copy.ts';
import { eachPatch, makeFrame } from './landlord.ts';
import { loadFinance } from './finance.ts';
import { loadAvoided } from './avoided.ts';
import { loadHelp } from './help.ts';
import { loadHome } from './home.ts';
import { loadLaw } from './law.ts';
import { loadThreads } from './threads.ts';
import { loadHolidays, loadSettings } from './settings.ts';
import { frameRows, patchRows, type TableRows } from './rows.ts';
import { moneySources } from './sources.ts';
import { makeTown, type Town } from './town/town.ts';
import type { TownPart } from './town/work.ts';

export type LoadOptions = {
  homes: number;
  seed: number;
  /** 'YYYY-MM-DD' */
  today: string;
  weeks?: number;
  /** Called when a part begins and while a counted one runs: how many are done, of how many where that is known. */
  progress?: (part: LoadPart, done: number, of: number | null) => void;
  /** The town of that seed and size, where it is made already. */
  town?: Pick<Town, 'name' | 'lots'>;
};
/** In the order in which they come. */
export type LoadPart =
  | TownPart
  | ('homes' | 'payments' | 'indexes' | 'balances' | 'counting')
  | ('help' | 'home' | 'law' | 'threads' | 'finance' | 'rest');
export type Loaded = { homes: number; accounts: number; rows: number; ms: number };

const quietTables = (
  'property tenancy person tenancy_person rent_account charge payment adjustment repair support_need ' +
  'cautionary_alert hold repayment_plan expected_income rent_free_week contact visit home_check hazard ' +
  'agency budget_guideline budget referral law_event pre_action_evidence court_step task audit_line'
).split(' ');

/** Refuses a database that has homes already, or is not migrated; so two loads at once end as one. */
export async function loadDemo(url: string, options: LoadOptions): Promise<Loaded> {
  const began = performance.now();
  const weeks = options.weeks ?? 60;
  const report = options.progress ?? (() => {});
  const frame = makeFrame({ ...options, weeks }, options.town ?? makeTown(options, report));
  const sql = connectToCopy(url);
  try {
    return await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(710000, 7)`;
      const [there] = await tx`select id from property limit 1`;
      if (there)
        throw new Error(
          'This database has homes already: the demo landlord is loaded into an empty one only.',
        );
      const loaded: Loaded = { homes: 0, accounts: 0, rows: 0, ms: 0 };
      const put = async ({ name, columns, rows }: TableRows) => {
        loaded.rows += await copyRows(tx as unknown as Copier, name, columns, rows);
      };
      for (const table of quietTables) await tx.unsafe(`alter table ${table} disable trigger user`);
      // A superuser, as the embedded database's user is, may leave out the foreign keys' checks too: a third of the time.
      // The rows fit by construction; a test holds that.
      const [me] = await tx`select rolsuper as super from pg_roles where rolname = current_user`;
      if (me?.['super']) await tx`set local session_replication_role = replica`;
      // Sorting five million payments on disk takes several times as long.
      for (const setting of ["work_mem = '128MB'", "maintenance_work_mem = '256MB'", 'jit = off'])
        await tx.unsafe(`set local ${setting}`);
      const largeIndexes = await takeIndexes(tx, ['charge', 'payment']);
      await tx`create temporary table demo_payment (like payment including defaults) on commit drop`;
      await tx`alter table demo_payment alter column id drop not null, alter column xid drop not null`;
      await tx`
        insert into landlord (name, nation, demo) values (${frame.name}, 'england', false)
        on conflict (only_one) do update set name = excluded.name, nation = excluded.nation, demo = false`;
      await tx`
        insert into demo_truth.made (seed, homes, today, weeks)
        values (${options.seed}, ${options.homes}, ${options.today}, ${weeks})`;
      for (const table of frameRows(frame)) await put(table);
      report('homes', 0, options.homes);
      let people = 1;
      let payments = 0;
      for (const book of eachPatch(frame)) {
        for (const table of patchRows(book, people)) await put(table);
        payments += book.households.reduce((sum, one) => sum + one.payments.length, 0);
        people += book.households.reduce((sum, one) => sum + one.tenants.length, 0);
        loaded.homes += book.properties.length;
        loaded.accounts += book.households.length;
        report('homes', loaded.homes, options.homes);
      }
      const begin = (part: LoadPart, rows = loaded.rows) => report(part, rows, null);
      begin('payments', payments);
      await tx`
        insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
        select rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at
        from demo_payment order by posted_at, source, source_ref`;
      begin('indexes', payments);
      for (const index of largeIndexes) await tx.unsafe(index);
      for (const source of moneySources(frame.today))
        await tx`
          insert into money_source (name, label, cadence, known_up_to)
          values (${source.name}, ${source.label}, ${source.cadence}, ${new Date(source.knownUpTo)})
          on conflict (name) do update set label = excluded.label, cadence = excluded.cadence, known_up_to = excluded.known_up_to`;
      await loadHolidays(tx, options.today);
      // What the triggers would have stored: without it no rent week has positions.
      await tx`
        insert into property_patch_history (property_id, from_on, patch_id) select id, '-infinity', patch_id from property`;
      begin('balances');
      await tx`select rebuild_balances()`;
      begin('counting');
      // Without knowing how many rows there are, what follows reads whole tables for each account of a large landlord.
      for (const table of [...quietTables, 'stint', 'staff']) await tx.unsafe(`analyze ${table}`);
      begin('help');
      loaded.rows += await loadHelp(tx, options);
      begin('home');
      loaded.rows += await loadHome(tx, options.today);
      begin('law');
      loaded.rows += await loadLaw(tx, options.today);
      begin('threads');
      loaded.rows += await loadThreads(tx, options);
      begin('finance');
      loaded.rows += await loadFinance(tx, options.today);
      begin('rest');
      loaded.rows += await loadSettings(tx, options.today);
      loaded.rows += await loadAvoided(tx, options);
      for (const table of ['patch', 'staff', 'property', 'tenancy', 'person', 'rent_account'])
        await tx.unsafe(
          `select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`,
        );
      if (me?.['super']) await tx`set local session_replication_role = origin`;
      // One change for programs that already listen: everything is new.
      await tx`update landlord set demo = true`;
      for (const table of quietTables) await tx.unsafe(`alter table ${table} enable trigger user`);
      for (const table of [...quietTables, 'stint', 'staff']) await tx.unsafe(`analyze ${table}`);
      loaded.ms = Math.round(performance.now() - began);
      return loaded;
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * Drops the ledger's plain indexes and returns what makes them again. Payments come in the order of time, so that each row
 * falls on another page of the index by account: beyond what memory holds of it, that takes longer for each home the more
 * homes there are. Made at the end, an index is sorted once.
 */
async function takeIndexes(tx: postgres.TransactionSql, tables: string[]): Promise<string[]> {
  const indexes = await tx<{ name: string; makes: string }[]>`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as makes from pg_index i
    join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
    where i.indrelid = any(${tables}::text[]::regclass[]) and m.amname = 'btree'
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
    order by 1`;
  for (const { name } of indexes) await tx.unsafe(`drop index ${name}`);
  return indexes.map(({ makes }) => makes);
}
