// The whole product in this process, on its own port, with a test file's own database; and clients that are signed in with a
// real socket and keep the worklist like the real client.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import type { CaseSummary } from '../../server/contract/case-summary.ts';
import type { Down, DownEvents } from '../../server/contract/down.ts';
import { protocol } from '../../server/contract/protocol.ts';
import type { MutationAnswer, MutationKind, UpEvents } from '../../server/contract/up.ts';
import { readEnvironment } from '../../server/environment.ts';
import { startDoorstep, type Doorstep, type Overrides } from '../../server/main.ts';
import { afterFile } from './cleanup.ts';
import type { TestDatabase } from './database.ts';

export type App = Doorstep;

/**
 * Is stopped at the file's end. Load the landlord first, or load it while it runs. Freezes no weeks unless `weekly` is
 * set: a test that needs them calls freezeEnded.
 */
export async function startApp(
  db: Pick<TestDatabase, 'url'>,
  {
    environment = {},
    logFolder,
    weekly = false,
    ...instead
  }: Overrides & { environment?: Record<string, string>; logFolder?: string } = {},
): Promise<App> {
  const read = readEnvironment({
    DATABASE_URL: db.url,
    PORT: '0',
    DEMO: 'on',
    SIMULATE: 'off',
    LOG_LEVEL: 'error',
    DOORSTEP_DATA: mkdtempSync(join(tmpdir(), 'doorstep-app-')),
    ...environment,
  });
  const app = await startDoorstep(
    { ...read, logFolder: logFolder ?? read.logFolder },
    { ...instead, weekly },
  );
  afterFile(() => app.stop());
  return app;
}

/** A session for one of the demo's people: the cookie that a browser would send, and the token that a program would. */
export async function signIn(url: string, email: string): Promise<{ cookie: string; token: string }> {
  const response = await fetch(`${url}/api/auth/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  if (!response.ok) throw new Error(`signing in answered ${response.status}`);
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return { cookie, token: response.headers.get('set-auth-token')! };
}

export type Message = { [E in keyof Down]: { event: E; message: Down[E] } }[keyof Down];
export type ClientOptions = {
  since?: string;
  protocol?: number;
  cookie?: string;
  token?: string;
  /** false: messages are received but never acknowledged. */
  acknowledge?: boolean;
  url?: string;
  /** Replaces the whole handshake. */
  auth?: object;
};

/** One person's device: a worklist from resets and changes, everything that was received, and methods to send. */
export class TestClient {
  readonly socket: Socket<DownEvents, UpEvents>;
  readonly worklist = new Map<number, CaseSummary>();
  readonly came: Message[] = [];
  cursor = '';
  acknowledge: boolean;
  #waiting = new Set<() => void>();
  #n = 0;

  constructor(url: string, options: ClientOptions) {
    this.acknowledge = options.acknowledge ?? true;
    this.socket = io(url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: options.cookie ? { cookie: options.cookie } : undefined,
      auth: options.auth ?? {
        protocol: options.protocol ?? protocol,
        ...(options.since !== undefined && { since: options.since }),
        ...(options.token && { token: options.token }),
      },
    });
    this.socket.on('worklist:reset', (message, received) => {
      this.worklist.clear();
      for (const one of message.cases) this.worklist.set(one.id, one);
      this.#took({ event: 'worklist:reset', message }, message.cursor, received);
    });
    this.socket.on('worklist:changes', (message, received) => {
      for (const one of message.changed) this.worklist.set(one.id, one);
      for (const id of message.gone) this.worklist.delete(id);
      this.#took({ event: 'worklist:changes', message }, message.cursor, received);
    });
    for (const event of [
      'case:stand-down',
      'thread:again',
      'referrals:again',
      'repairs:again',
      'case:touched',
      'thread:message',
      'thread:typing',
      'presence',
      'heartbeat',
      'session:ended',
    ] as const)
      this.socket.on(event, (message: unknown) => this.#took({ event, message } as Message));
    this.socket.on('disconnect', () => this.#wake());
  }

  /** Resolves when the condition holds. It is evaluated again at every message, and every 50 ms. */
  async until<T>(condition: () => T | undefined | null | false, ms = 10_000): Promise<T> {
    const found = condition();
    if (found) return found;
    return new Promise((resolve, reject) => {
      const look = () => {
        const now = condition();
        if (!now) return;
        clearTimeout(late);
        clearInterval(again);
        this.#waiting.delete(look);
        resolve(now);
      };
      const late = setTimeout(() => {
        clearInterval(again);
        this.#waiting.delete(look);
        reject(new Error(`waited ${ms} ms in vain for ${condition.toString().slice(0, 200)}`));
      }, ms);
      // Some conditions change without a message.
      const again = setInterval(look, 50);
      this.#waiting.add(look);
    });
  }

  /** The next message of that kind after those that have come. */
  next<E extends keyof Down>(event: E, from = this.came.length): Promise<Down[E]> {
    return this.until(() => this.came.slice(from).find((one) => one.event === event)).then(
      (one) => one.message as Down[E],
    );
  }

  count(event: keyof Down): number {
    return this.came.filter((one) => one.event === event).length;
  }

  /** baseVersion: of what is edited. */
  do(kind: MutationKind, args: object, baseVersion?: number): Promise<MutationAnswer> {
    return this.socket.timeout(10_000).emitWithAck('mutation', {
      id: crypto.randomUUID(),
      clientId: this.socket.id!,
      n: this.#n++,
      kind,
      args,
      madeAt: new Date().toISOString(),
      ...(baseVersion !== undefined && { baseVersion }),
    });
  }

  look(caseId: number | null, doing: 'looking' | 'on_the_way' = 'looking') {
    return this.socket.timeout(10_000).emitWithAck('presence:set', { caseId, doing });
  }

  close(): void {
    this.socket.disconnect();
  }

  #took(message: Message, cursor?: string, received?: () => void): void {
    this.came.push(message);
    if (cursor !== undefined && this.acknowledge) {
      this.cursor = cursor;
      received?.();
    }
    this.#wake();
  }

  #wake(): void {
    for (const look of this.#waiting) look();
  }
}

/**
 * Signs in and connects; resolves with the first worklist, or with what was missed since `since`. Rejects with the error of
 * connect_error. Is closed at the file's end.
 */
export async function client(url: string, email: string, options: ClientOptions = {}): Promise<TestClient> {
  const { cookie } = options.cookie || options.token ? { cookie: options.cookie } : await signIn(url, email);
  const one = new TestClient(options.url ?? url, { ...options, cookie });
  afterFile(() => one.close());
  const refused = new Promise<never>((_resolve, reject) => one.socket.once('connect_error', reject));
  await Promise.race([
    refused,
    one.until(() => one.count('worklist:reset') + one.count('worklist:changes') > 0),
  ]);
  return one;
}

/** Each case without what differs between clients, in the order of ids, to compare two worklists. */
export function plain(worklist: Map<number, CaseSummary> | readonly CaseSummary[]): object[] {
  const cases = worklist instanceof Map ? [...worklist.values()] : [...worklist];
  // `version` counts the changes that one hub sent, and `knownUpTo` moves with the heartbeat: neither is the case's state.
  return cases
    .sort((a, b) => a.id - b.id)
    .map(
      ({ version: _version, knownUpTo: _knownUpTo, ...rest }) => JSON.parse(JSON.stringify(rest)) as object,
    );
}
