import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';

/** The copies on this device, by path. */
const device = vi.hoisted(() => ({
  copies: new Map<string, { asOf: string; answer: unknown }>(),
  kept: [] as { path: string; caseId: number; asOf: string; text: string }[],
  dropped: [] as string[],
}));
vi.mock('./device.ts', () => ({ heldBy: () => 7 }));
vi.mock('./answers-kept.ts', () => ({
  isKept: (path: string) => path.startsWith('/api/cases/'),
  caseOf: () => 1,
  copyOf: (path: string) => Promise.resolve(device.copies.get(path) ?? null),
  keepAnswers: (_staffId: number, answers: typeof device.kept) =>
    Promise.resolve(device.kept.push(...answers) > 0),
  dropRefused: (path: string) => Promise.resolve(device.dropped.push(path)),
}));
const { copyAsOf, noteConnection, Problem, request } = await import('./api.ts');

const path = '/api/cases/1';
const copy = { asOf: '2026-11-25T09:42:00.000Z', answer: { rent: 1 } };
/** What the server does with each request. */
let serve: (signal: AbortSignal | null) => Promise<Response>;
const json = (status: number, body: unknown) => () =>
  Promise.resolve(new Response(JSON.stringify(body), { status }));
const noSignal = () => Promise.reject(new TypeError('Failed to fetch'));
/** A line that is neither there nor gone: nothing comes until the request is given up. */
const silent = (signal: AbortSignal | null) =>
  new Promise<Response>((_, reject) => {
    const abort = () => reject(signal!.reason as Error);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort);
  });

beforeEach(() => {
  device.copies.clear();
  device.kept.length = device.dropped.length = 0;
  noteConnection(true);
  vi.stubGlobal('fetch', (_path: string, init: RequestInit) => serve(init.signal ?? null));
});

test('[OFF-18] an answer is kept under its path, and is no copy', async () => {
  serve = json(200, { asOf: '2026-11-25T10:00:00.000Z', rent: 2 });
  const answer = await request<{ rent: number }>(path);
  expect([answer.rent, copyAsOf(answer)]).toEqual([2, null]);
  expect(device.kept).toMatchObject([{ path, caseId: 1, asOf: '2026-11-25T10:00:00.000Z' }]);
  expect(JSON.parse(device.kept[0]!.text)).toEqual(answer);
});

test('[OFF-18] without signal, or with a server that is away, the answer is this device’s copy with its time', async () => {
  device.copies.set(path, copy);
  for (const away of [noSignal, json(502, null), json(503, {}), json(504, null)]) {
    serve = away;
    const answer = await request(path);
    expect([answer, copyAsOf(answer)]).toEqual([copy.answer, copy.asOf]);
  }
  expect(device.kept).toEqual([]);
});

test('[OFF-18] without a copy a request without signal fails at once; a copy never replaces a refusal of the server', async () => {
  serve = noSignal;
  await expect(request(path)).rejects.toMatchObject({ status: 0 });
  device.copies.set(path, copy);
  for (const status of [400, 401, 403, 404, 429, 500]) {
    serve = json(status, { detail: 'No.' });
    await expect(request(path), String(status)).rejects.toBeInstanceOf(Problem);
  }
  // What the person may not see any more leaves the device.
  expect(device.dropped).toEqual([path, path]);
});

test('[OFF-18] what is written, and what is not kept, never comes from a copy', async () => {
  serve = noSignal;
  device.copies.set(path, copy).set('/api/me', copy);
  await expect(request(path, { method: 'POST', body: {} })).rejects.toMatchObject({ status: 0 });
  await expect(request('/api/me')).rejects.toMatchObject({ status: 0 });
});

test('[OFF-18] a line that does not answer is waited for ten seconds, and less when it is known to be cut; what a page gives up stays given up', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  device.copies.set(path, copy);
  serve = silent;
  for (const [isConnected, ms] of [
    [true, 10_000],
    [false, 2500],
  ] as const) {
    noteConnection(isConnected);
    const answer = request(path);
    let has = false;
    void answer.then(() => (has = true));
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(has).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(copyAsOf(await answer)).toBe(copy.asOf);
    // The page’s own first request, which nothing can cancel.
    const first = request(path, { requested: new Promise(() => {}) });
    await vi.advanceTimersByTimeAsync(ms);
    expect(copyAsOf(await first)).toBe(copy.asOf);
  }
  const stop = new AbortController();
  const given = request(path, { signal: stop.signal });
  const refused = expect(given).rejects.toMatchObject({ name: 'AbortError' });
  stop.abort();
  await refused;
});
