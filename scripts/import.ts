// npm run import -- FILE…: payments from comma-separated files (server/intake/payment-file.ts says which columns). Safe to
// run again: what was taken before is not taken twice. Lines that were refused are listed by their number in the file.
import { readFileSync } from 'node:fs';
import { connect, longJob } from '../db/connect.ts';
import { runningUrl } from '../db/embedded.ts';
import { dayIn } from '../server/domain/zone.ts';
import { readEnvironment } from '../server/environment.ts';
import { textOf } from '../server/intake/csv.ts';
import { exitCodeOf, importPayments, rangesOf, type Imported } from '../server/intake/payment-import.ts';

const files = process.argv.slice(2);
const option = files.find((one) => one.startsWith('-'));
if (option) end(`${option} is not an option of this command. Nothing was taken.`);
if (files.length === 0) end('Usage: npm run import -- FILE…');
const environment = readOrEnd();
const url = environment.databaseUrl ?? runningUrl(environment.dataFolder, 'doorstep');
if (!url) end('No database: set DATABASE_URL, or have `npm start` running beside this.');

const sql = connect(url, { max: 1, applicationName: 'doorstep import', settings: longJob });
const results: (Imported | null)[] = [];
for (const file of files) {
  try {
    results.push(await importFile(file));
  } catch (error) {
    results.push(null);
    console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
await sql.end({ timeout: 1 });
process.exitCode = exitCodeOf(results);

async function importFile(file: string): Promise<Imported> {
  const text = textOf(readFileSync(file));
  const [landlord] = await sql<{ zone: string }[]>`select time_zone as zone from landlord`;
  const today = dayIn(landlord?.zone ?? 'Europe/London', Date.now());
  const isTerminal = process.stderr.isTTY;
  const result = await importPayments(sql, text, today, (done, of) => {
    if (isTerminal) process.stderr.write(`\r${done} of ${of}${done === of ? '\n' : ''}`);
  });
  for (const { line, why } of result.refused) console.log(`${file}, line ${line}: ${why}`);
  const { takenBefore, refused, lines, taken } = result;
  if (takenBefore.length > 0) console.log(`${file}: taken before, line ${rangesOf(takenBefore)}.`);
  if (lines === 0) console.error(`${file}: The file has a heading and no lines.`);
  const pounds = (result.takenPence / 100).toLocaleString('en-GB', { style: 'currency', currency: 'GBP' });
  console.log(
    `${file}: ${taken} taken (${pounds}), ${takenBefore.length} taken before, ${refused.length} refused, of ${lines}.`,
  );
  return result;
}

function readOrEnd() {
  try {
    return readEnvironment();
  } catch (error) {
    return end(error instanceof Error ? error.message : String(error));
  }
}

function end(message: string): never {
  console.error(message);
  process.exit(2);
}
