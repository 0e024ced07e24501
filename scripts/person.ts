// npm run person -- --name NAME --email ADDRESS --role ROLE [--patch NAME]: gives one of the staff a way to sign in.
// The password is asked for on the terminal, or read from standard input; it is never an argument.
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { connect } from '../db/connect.ts';
import { runningUrl } from '../db/embedded.ts';
import { addPerson, type NewPerson } from '../server/access/people.ts';
import { readEnvironment } from '../server/environment.ts';

const roles = ['officer', 'manager', 'repairs', 'money_advice', 'admin'];
const usage = `Usage: npm run person -- --name NAME --email ADDRESS --role ${roles.join('|')} [--patch NAME]`;

const { values } = parseArgs({
  options: {
    name: { type: 'string' },
    email: { type: 'string' },
    role: { type: 'string' },
    patch: { type: 'string' },
  },
});
const { name, email, role, patch = null } = values;
const environment = readEnvironment();
const url = environment.databaseUrl ?? runningUrl(environment.dataFolder, 'doorstep');
if (!name || !email || !role || !roles.includes(role)) end(usage);
if (!url) end('No database: set DATABASE_URL, or have `npm start` running beside this.');

const terminal = createInterface({ input: process.stdin, output: process.stdout });
const password = (await terminal.question('Password (10 characters or more): ')).trim();
terminal.close();

const sql = connect(url!, { max: 1, applicationName: 'doorstep person' });
try {
  const person = { name: name!, email: email!, role: role as NewPerson['role'], patch, password };
  await addPerson(sql, person, new Date().toISOString().slice(0, 10));
  console.log('Done. They can sign in with that e-mail address now.');
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await sql.end({ timeout: 1 });
}

function end(message: string): never {
  console.error(message);
  process.exit(2);
}
