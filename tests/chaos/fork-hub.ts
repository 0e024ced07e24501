// A hub in a process of its own, to be killed with -9.
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterFile } from '../support/cleanup.ts';

/** Serves on that port, by default a free one, until the file's end. */
export async function forkHub(
  databaseUrl: string,
  port = '0',
): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(join(import.meta.dirname, 'hub-process.ts'), [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      DATABASE_URL: databaseUrl,
      DEMO: 'on',
      SIMULATE: 'off',
      PORT: port,
      LOG_LEVEL: 'fatal',
      DOORSTEP_DATA: mkdtempSync(join(tmpdir(), 'doorstep-chaos-')),
    },
  });
  afterFile(() => child.kill('SIGKILL'));
  const { url } = await new Promise<{ url: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { url: string }));
    child.once('exit', (code) => reject(new Error(`the hub ended with ${code} before it served`)));
  });
  return { child, url };
}
