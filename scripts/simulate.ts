// npm run simulate -- [--rate N]: payments and repairs into a running landlord, N a second (default: a believable trickle).
// It works on DATABASE_URL, or on the embedded database of a running Doorstep. Ctrl-C ends it.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from '../db/connect.ts';
import { believableRate, createSimulator } from '../db/demo/simulator.ts';
import { runningUrl } from '../db/embedded.ts';

function fail(line: string): never {
  console.error(line);
  process.exit(1);
}

function readRate(): number {
  try {
    const { values } = parseArgs({ options: { rate: { type: 'string' } } });
    if (values.rate === undefined) return believableRate;
    const rate = Number(values.rate);
    if (values.rate.trim() !== '' && rate >= 0 && rate <= 5000) return rate;
    return fail(`--rate is a number of events a second, from 0 to 5000; "${values.rate}" is not.`);
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\nUse: npm run simulate -- [--rate N]`);
  }
}

const rate = readRate();
const url =
  process.env['DATABASE_URL'] || runningUrl(resolve(process.env['DOORSTEP_DATA'] || '.data'), 'doorstep');
if (!url) fail('No Doorstep is running here. Start one with npm start, or set DATABASE_URL.');

const sql = connect(url, { max: rate > 20 ? 8 : 3, applicationName: 'doorstep simulate' });
const simulator = createSimulator({ sql, rate, say: (line) => console.log(line) });
let stopping = false;
const report = setInterval(() => {
  const { payments, reversals, charges, repairs } = simulator.done;
  console.log(`${payments} payments, ${reversals} reversals, ${charges} charges, ${repairs} repairs`);
}, 10_000);

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  clearInterval(report);
  setTimeout(() => process.exit(code), 4000).unref();
  await simulator.stop();
  await sql.end({ timeout: 2 });
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
// When the server that started this process is killed, no other signal comes.
process.once('disconnect', () => void stop(0));
process.channel?.unref();

try {
  console.log('Waking the demo landlord …');
  await simulator.start();
  if (!stopping)
    console.log(
      rate === believableRate
        ? 'Simulating. Ctrl-C ends it.'
        : `Simulating ${rate} events a second. Ctrl-C ends it.`,
    );
} catch (error) {
  const code = (error as { code?: string }).code;
  console.error(
    code === 'ECONNREFUSED' || code === 'CONNECTION_REFUSED'
      ? 'No Doorstep is running here. Start one with npm start, or set DATABASE_URL.'
      : code === '42P01'
        ? 'This database is not a Doorstep yet. Start Doorstep on it first.'
        : error instanceof Error
          ? error.message
          : error,
  );
  await stop(1);
}
