// npm run bench -- [NAME…] [--json FILE]: measures; never judges more than its goals do. Each bench is a file in
// bench/ that exports `bench`; each brings its own floor or peer, measured in the same run on the same machine.
// --keep, with DATABASE_URL: loaded demo landlords stay on that server for the next run, which then begins at once.
import { mkdtempSync, chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from '../db/connect.ts';
import { loadDemo } from '../db/demo/load.ts';
import { startEmbedded } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { line, type Bench, type BenchContext, type Figure } from './bench/figure.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'string' }, keep: { type: 'boolean', default: false } },
  allowPositionals: true,
});

const folder = join(import.meta.dirname, 'bench');
const benches: Bench[] = [];
for (const file of readdirSync(folder).sort()) {
  if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
  const module = (await import(join(folder, file))) as { bench?: Bench };
  if (module.bench) benches.push(module.bench);
}

const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `No benchmark is called ${unknown.join(', ')}. There are: ${benches.map((bench) => bench.name).join(', ')}.`,
  );
  process.exit(2);
}
const chosen = positionals.length > 0 ? benches.filter((bench) => positionals.includes(bench.name)) : benches;

const data = mkdtempSync(join(tmpdir(), 'doorstep-bench-'));
chmodSync(data, 0o755);
const server = process.env['DATABASE_URL']
  ? null
  : await startEmbedded(data, [
      '-c',
      'max_connections=200',
      '-c',
      'shared_buffers=1GB',
      '-c',
      'max_wal_size=4GB',
    ]);
const serverUrl = process.env['DATABASE_URL'] ?? server!.url('postgres');
const admin = connect(serverUrl, { max: 1 });
const [about] = await admin<{ version: string; fsync: string }[]>`
  select current_setting('server_version') as version, current_setting('fsync') as fsync`;

console.log(
  `machine: ${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ` +
    `PostgreSQL ${about!.version} (fsync ${about!.fsync})`,
);

let count = 0;
async function create(
  name: string,
  template = 'template1',
): Promise<{ url: string; drop: () => Promise<void> }> {
  await admin.unsafe(`create database ${name} template ${template} strategy file_copy`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => void (await admin.unsafe(`drop database if exists ${name} with (force)`)),
  };
}

const today = new Date().toISOString().slice(0, 10);
const landlords = new Map<number, { name: string; drop: () => Promise<void> }>();
/** A database with the demo landlord of that size, to be copied: loading takes longer than many a bench. */
async function landlord(homes: number): Promise<string> {
  const known = landlords.get(homes);
  if (known) return known.name;
  const name = `doorstep_bench_homes_${homes}_${today.replaceAll('-', '')}${values.keep ? '' : `_${process.pid}`}`;
  const [there] = await admin`select from pg_database where datname = ${name}`;
  let drop = async () => {};
  if (!there) {
    context.say(`loading ${homes} homes`);
    const loading = await create(`${name}_loading`);
    await migrate(loading.url);
    await loadDemo(loading.url, { homes, seed: 1, today });
    await admin.unsafe(`alter database ${name}_loading rename to ${name}`);
    if (!values.keep) drop = async () => void (await admin.unsafe(`drop database if exists ${name}`));
  }
  landlords.set(homes, { name, drop });
  return name;
}

const context: BenchContext = {
  async database(homes) {
    const name = `doorstep_bench_${process.pid}_${++count}`;
    const made = homes ? await create(name, await landlord(homes)) : await create(name);
    // A landlord that an earlier run left may be older than this code.
    await migrate(made.url);
    return made;
  },
  say: (text) => console.error(`  … ${text}`),
};

const all: ({ bench: string } & Figure)[] = [];
let broken = 0;
for (const bench of chosen) {
  console.log(`\n# ${bench.name}: ${bench.about}`);
  try {
    for (const figure of await bench.run(context)) {
      all.push({ bench: bench.name, ...figure });
      console.log(line(bench.name, figure));
    }
  } catch (error) {
    broken++;
    console.error(`${bench.name} broke: ${error instanceof Error ? error.stack : String(error)}`);
  }
}

const missed = all.filter((figure) => figure.goal && !figure.goal.met);
console.log(
  `\n${all.length} figures, ${missed.length} goals missed${broken > 0 ? `, ${broken} benchmarks broke` : ''}`,
);
if (values.json)
  writeFileSync(values.json, `${JSON.stringify({ at: new Date().toISOString(), figures: all }, null, 2)}\n`);
if (!server) for (const { drop } of landlords.values()) await drop();
await admin.end({ timeout: 1 });
await server?.stop();
rmSync(data, { recursive: true, force: true });
process.exit(broken > 0 ? 1 : 0);
