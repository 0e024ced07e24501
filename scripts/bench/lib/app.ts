// The product as a process of its own, on a bench's database with a demo landlord; and clients that sign in to it.
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import type { Down } from '../../../server/contract/down.ts';
import { protocol } from '../../../server/contract/protocol.ts';
import { connect, type Sql } from '../../../db/connect.ts';
import { townTiles } from '../../lib/demo.ts';
import type { BenchContext } from '../figure.ts';
import { floors } from './floor.ts';

export type Memory = { rss: number; heapUsed: number; external: number };
export type App = {
  url: string;
  databaseUrl: string;
  sql: Sql;
  /** Sends a message to the measured process and resolves with the part `key` of its answer. */
  ask: <T>(message: string, key: string) => Promise<T>;
  stop: () => Promise<void>;
};

export async function startApp(
  context: BenchContext,
  {
    homes,
    program = 'app-process.ts',
    map = false,
  }: {
    homes: number;
    program?: string;
    /** With the town's streets, as `npm start` has them. */
    map?: boolean;
  },
): Promise<App> {
  const database = await context.database(homes);
  const data = mkdtempSync(join(tmpdir(), 'doorstep-bench-app-'));
  const tiles = map && (await townTiles(database.url, data, context.say));
  const child = fork(join(import.meta.dirname, program), [], {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      DEMO: 'on',
      SIMULATE: 'off',
      PORT: '0',
      HOST: '127.0.0.1',
      DOORSTEP_DATA: data,
      LOG_LEVEL: 'warn',
      ...(tiles && { MAP_TILES: tiles }),
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const url = await answer<string>(child, 'url');
  const sql = connect(database.url, { max: 4, applicationName: 'bench' });
  return {
    url,
    databaseUrl: database.url,
    sql,
    ask: (message, key) => {
      const answered = answer<never>(child, key);
      child.send(message);
      return answered;
    },
    async stop() {
      await sql.end({ timeout: 1 });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
      await database.drop();
    },
  };
}

/** Starts a floor (floor.ts) on a database of its own. */
export async function startFloor(
  context: BenchContext,
  kind: keyof typeof floors,
): Promise<{ url: string; sql: Sql; stop: () => Promise<void> }> {
  const database = await context.database();
  const sql = connect(database.url, { max: 4, applicationName: 'bench floor' });
  await sql.unsafe('create schema floor').simple();
  await sql
    .unsafe(`alter database ${new URL(database.url).pathname.slice(1)} set search_path = floor`)
    .simple();
  await sql.end();
  const inFloor = connect(database.url, { max: 4, applicationName: 'bench floor' });
  await inFloor.unsafe(floors[kind].schema).simple();
  const child = fork(join(import.meta.dirname, 'floor.ts'), [database.url, kind], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const port = await answer<number>(child, 'port');
  return {
    url: `http://127.0.0.1:${port}`,
    sql: inFloor,
    async stop() {
      child.kill();
      await inFloor.end({ timeout: 1 });
      await database.drop();
    },
  };
}

/**
 * A bearer token for a demo person. Not by fetch(): Node's fetch sends Sec-Fetch headers as browsers do, so the server takes
 * it for a page, which must send its origin and is given a cookie.
 */
export function signIn(url: string, email: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request(`${url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    asking.once('error', reject);
    asking.once('response', (response) => {
      response.resume();
      const token = response.headers['set-auth-token'];
      if (response.statusCode === 200 && typeof token === 'string') resolve(token);
      else reject(new Error(`Signing in failed: ${response.statusCode}`));
    });
    asking.end(JSON.stringify({ email, password: 'doorstep-demo' }));
  });
}

export type Reset = Down['worklist:reset'];
export type Changes = Down['worklist:changes'];

/** A connected, acknowledging client; resolves when its first reset has come. */
export function connectClient(
  url: string,
  token: string,
  on: { reset?: (message: Reset) => void; changes?: (message: Changes) => void; parser?: object } = {},
): Promise<{ socket: Socket; first: Reset }> {
  const socket = io(url, {
    path: '/socket.io',
    transports: ['websocket'],
    forceNew: true,
    auth: { protocol, token },
    ...(on.parser ? { parser: on.parser } : {}),
  });
  socket.on('worklist:changes', (message: Changes, received?: () => void) => {
    // As the client does: first what it is for, then the acknowledgement.
    on.changes?.(message);
    received?.();
  });
  return new Promise((resolve, reject) => {
    socket.on('connect_error', reject);
    socket.on('worklist:reset', (message: Reset, received?: () => void) => {
      received?.();
      on.reset?.(message);
      resolve({ socket, first: message });
    });
  });
}

/** The part `key` of the first message of the child that has it. */
function answer<T>(child: ChildProcess, key: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const receive = (message: unknown): void => {
      if (typeof message !== 'object' || message === null || !(key in message)) return;
      child.off('message', receive);
      child.off('exit', ended);
      resolve((message as Record<string, T>)[key]!);
    };
    const ended = (code: number | null): void => reject(new Error(`The measured process ended (${code}).`));
    child.on('message', receive);
    child.once('exit', ended);
  });
}

/** Commits a payment of £1.00 and returns when, by performance.now(). `room` is a column of the floor's table only. */
export async function payOne(sql: Sql, account: number, ref: string, room?: number): Promise<number> {
  const row = {
    rent_account_id: account,
    amount_pence: 100,
    method: 'card',
    source: 'bench',
    source_ref: ref,
    value_date: new Date().toISOString().slice(0, 10),
    ...(room !== undefined && { room }),
  };
  await sql`insert into payment ${sql(row)}`;
  return performance.now();
}

/** Resolves when the socket is connected. */
export const connected = (socket: Socket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
