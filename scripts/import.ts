// npm run import -- FILE…: payments from comma-separated files (server/intake/payment-file.ts says which columns). Safe to
// run again: what was taken before counts as a duplicate. What was refused is listed by its line in the file.
import { readFileSync } from 'node:fs';
import { connect } from '../db/connect.ts';
import { runningUrl } from '../db/embedded.ts';
import { readEnvironment } from '../server/environment.ts';
import { readPaymentFile } from '../server/intake/payment-file.ts';
import { takePayments } from '../server/intake/payments.ts';

const atOnce = 500;
const files = process.argv.slice(2);
const environment = readEnvironment();
const url = environment.databaseUrl ?? runningUrl(environment.dataFolder, 'doorstep');
if (files.length === 0) end('Usage: npm run import -- FILE…');
if (!url) end('No database: set DATABASE_URL, or have `npm start` running beside this.');

const sql = connect(url!, { max: 1, applicationName: 'doorstep import' });
for (const file of files) {
  try {
    await importFile(file);
  } catch (error) {
    process.exitCode = 1;
    console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
await sql.end({ timeout: 1 });

async function importFile(file: string): Promise<void> {
  const lines = readPaymentFile(readFileSync(file, 'utf8'), new Date().toISOString().slice(0, 10));
  const count = { applied: 0, duplicate: 0, conflict: 0, refused: 0 };
  let pence = 0;
  const say = (line: number, why: string): void => console.log(`${file}, line ${line}: ${why}`);
  for (let from = 0; from < lines.length; from += atOnce) {
    const slice = lines.slice(from, from + atOnce);
    const good = slice.filter((one) => 'payment' in one);
    const answers = await takePayments(
      sql,
      good.map((one) => one.payment),
    );
    answers.forEach((answer, i) => {
      count[answer.status]++;
      if (answer.status === 'applied') pence += good[i]!.payment.amountPence;
      if (answer.message) say(good[i]!.line, answer.message);
    });
    for (const one of slice) {
      if (!('refused' in one)) continue;
      count.refused++;
      say(one.line, one.refused);
    }
    if (process.stderr.isTTY)
      process.stderr.write(`\r${Math.min(from + atOnce, lines.length)} of ${lines.length}`);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  const pounds = (pence / 100).toLocaleString('en-GB', { style: 'currency', currency: 'GBP' });
  console.log(
    `${file}: ${count.applied} taken (${pounds}), ${count.duplicate} taken before, ${count.conflict + count.refused} refused, of ${lines.length}.`,
  );
  if (count.conflict + count.refused > 0) process.exitCode = 1;
}

function end(message: string): never {
  console.error(message);
  process.exit(2);
}
