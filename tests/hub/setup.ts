// What most tests of the hub start with: a small landlord on its own database, the whole product on it, and requests and
// devices of the demo's people. `who` is the name in a person's e-mail address: officer1, manager, repairs.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Sql } from '../../db/connect.ts';
import type { Down } from '../../server/contract/down.ts';
import type { MutationKind } from '../../server/contract/up.ts';
import { addDays, rentWeekStart } from '../../server/domain/days.ts';
import { client, signIn, startApp, TestClient, type ClientOptions } from '../support/app.ts';
import { freshDatabase } from '../support/database.ts';
import { owe, smallLandlord, type SmallLandlord } from '../support/landlord.ts';
import { londonDay } from '../support/london-day.ts';

export const emailOf = (who: string) => `${who}@demo.doorstep.test`;

type Options = Parameters<typeof startApp>[1] & {
  homes?: number;
  patches?: number;
  /** What each account owes, in pence, since 60 days ago. */
  owed?: number;
  /** Runs before the server starts. */
  prepare?: (sql: Sql, landlord: SmallLandlord) => Promise<unknown>;
};

/** Call at a file's top level; everything ends with the file. `advice` and `admin` are added to the small landlord's people. */
export async function setUp({ homes, patches, owed = 60_000, prepare, ...options }: Options = {}) {
  const db = await freshDatabase();
  const { sql } = db;
  const landlord = await smallLandlord(sql, { homes, patches });
  if (owed > 0) await owe(sql, owed);
  await sql`insert into staff (name, email, role) values
    ('Advice Example', ${emailOf('advice')}, 'money_advice'), ('Admin Example', ${emailOf('admin')}, 'admin')`;
  await prepare?.(sql, landlord);
  const app = await startApp(db, options);

  const cookies = new Map<string, Promise<string>>();
  /** The session of `who` that the file's requests share. */
  const cookieOf = (who: string): Promise<string> => {
    if (!cookies.has(who))
      cookies.set(
        who,
        signIn(app.url, emailOf(who)).then(({ cookie }) => cookie),
      );
    return cookies.get(who)!;
  };
  /** A request by `who`, a cookie, or nobody (''). A body is sent as JSON, by POST. */
  const ask = async (
    who: string,
    path: string,
    body?: unknown,
    method = body === undefined ? 'GET' : 'POST',
  ) =>
    fetch(app.url + path, {
      method,
      headers: {
        cookie: who === '' || who.includes('=') ? who : await cookieOf(who),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  /** The JSON of the answer of `ask`. */
  const read = async <T>(...request: Parameters<typeof ask>): Promise<T> =>
    (await (await ask(...request)).json()) as T;
  /** A device with a session of its own and its worklist, closed at the test's end. */
  const join = async (who: string, options?: ClientOptions): Promise<TestClient> => {
    const one = await client(app.url, emailOf(who), options);
    onTestFinished(() => one.close());
    return one;
  };
  /** The same for people who may have no worklist: connected, with a first heartbeat. */
  const listen = async (who: string, url = app.url): Promise<TestClient> => {
    const one = new TestClient(url, await signIn(url, emailOf(who)));
    onTestFinished(() => one.close());
    await one.until(() => one.count('heartbeat') > 0);
    return one;
  };
  /** The accounts whose home is in the patch with this index (0 is the first officer's). */
  const accountsOf = (patch: number) =>
    landlord.accounts.filter((_, i) => i % landlord.patches.length === patch);
  return { db, sql, landlord, app, cookieOf, ask, read, join, listen, accountsOf };
}

/** The first day of the current rent week, and of the one `back` weeks before it. */
export const thisWeek = rentWeekStart(londonDay(), 1);
export const week = (back: number) => addDays(thisWeek, -7 * back);

/** The messages of one kind that a device received, oldest first. */
export const received = <E extends keyof Down>(one: TestClient, event: E): Down[E][] =>
  one.came.flatMap((each) => (each.event === event ? [each.message as Down[E]] : []));

/** The ids of the patches whose cases a device shows, in order. */
export const patchesOf = (one: TestClient): number[] =>
  [...new Set([...one.worklist.values()].map((c) => c.patchId))].sort((a, b) => a - b);

/** Every key, string and number in a value. */
export function wordsAndFigures(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...wordsAndFigures(inner)]);
}

/** Instants and random ids: either may have any digits. */
const anyDigits = /\d{4}-\d\d-\d\dT[\d:.]+Z|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi;

/** Fields of money, and a debt of £600.00 with a payment of £432.19, in `wordsAndFigures`. */
export const moneyIn = (words: string[]): string[] =>
  words.filter(
    (word) =>
      (!word.startsWith('/api/') &&
        /pence|balance|arrears|payment|weeksOwed|urgency|amount|technical|owed|£/i.test(word)) ||
      /60.?000|43.?219|16.?781/.test(word.replace(anyDigits, '')),
  );

/** A folder for `startApp`'s log, and what is in that log. */
export function logInFolder() {
  const logFolder = mkdtempSync(joinPath(tmpdir(), 'doorstep-log-'));
  const text = () => readFileSync(joinPath(logFolder, 'log', 'doorstep.log'), 'utf8');
  /** Its lines about errors of the server. */
  const errors = () =>
    text()
      .split('\n')
      .filter((line) => line.includes('"level":50'));
  return { logFolder, text, errors };
}

/** A mutation as a device sends it: the first of a device of its own, unless `n` and `clientId` say otherwise. */
export const mutationOf = (
  kind: MutationKind,
  args: object,
  n = 1,
  clientId: string = crypto.randomUUID(),
) => ({
  id: crypto.randomUUID(),
  clientId,
  n,
  kind,
  args,
  madeAt: new Date().toISOString(),
});
