// npm run person -- --name NAME --email ADDRESS --role ROLE [--patch NAME]: gives one of the staff a way to sign in.
// The password is entered at a hidden prompt or read from standard input; it is never an argument.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { connect } from '../db/connect.ts';
import { runningUrl } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { addPerson, type NewPerson } from '../server/access/people.ts';
import { nameOf } from '../server/contract/mutations/parts.ts';
import { dayIn } from '../server/domain/zone.ts';
import { readEnvironment } from '../server/environment.ts';

const roles = ['officer', 'manager', 'repairs', 'money_advice', 'admin'];
const usage = `Usage: npm run person -- --name NAME --email ADDRESS --role ${roles.join('|')} [--patch NAME]`;

class Wrong extends Error {}

try {
  const asked = readArguments();
  const environment = readEnvironment();
  const url = environment.databaseUrl ?? runningUrl(environment.dataFolder, 'doorstep');
  if (!url) throw new Wrong('No database: set DATABASE_URL, or have `npm start` running beside this.');
  await migrate(url);
  const password = await askPassword();
  const sql = connect(url, { max: 1, applicationName: 'doorstep person' });
  try {
    const [landlord] = await sql<{ zone: string }[]>`select time_zone as zone from landlord`;
    await addPerson(sql, { ...asked, password }, dayIn(landlord?.zone ?? 'Europe/London', Date.now()));
  } finally {
    await sql.end({ timeout: 1 });
  }
  console.log('Done. They can sign in with that e-mail address now.');
} catch (error) {
  console.error(error instanceof Error ? error.message || String(error) : String(error));
  process.exitCode = error instanceof Wrong ? 2 : 1;
}

function readArguments(): Omit<NewPerson, 'password'> {
  const text = { type: 'string' } as const;
  let given;
  try {
    given = parseArgs({ options: { name: text, email: text, role: text, patch: text } }).values;
  } catch {
    throw new Wrong(usage);
  }
  const { name, email, role, patch = null } = given;
  if (!name || !email || !role || !roles.includes(role)) throw new Wrong(usage);
  if (!nameOf(200).safeParse(name).success)
    throw new Wrong('The name needs a letter or a digit, and no characters that nobody sees.');
  return { name, email, role: role as NewPerson['role'], patch };
}

async function askPassword(): Promise<string> {
  const shown = process.stdin.isTTY;
  if (shown) process.stdout.write('Password (10 characters or more, not shown): ');
  // What readline would echo goes nowhere.
  const nowhere = new Writable({ write: (_bytes, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: shown });
  terminal.once('SIGINT', () => process.exit(130));
  const line = await new Promise<string>((resolve) => {
    terminal.once('line', resolve);
    terminal.once('close', () => resolve(''));
  });
  terminal.close();
  if (shown) process.stdout.write('\n');
  return line.trim();
}
