// Requests to the server's HTTP side. Answers JSON; a problem document (RFC 9457) becomes a Problem whose message is
// written for the person. No signal is a Problem with status 0, unless this device has a copy of the answer: then the copy
// is the answer, and `copyAsOf` tells when it was read.
import { caseOf, copyOf, dropRefused, isKept, keepAnswers } from './answers-kept.ts';
import { heldBy } from './device.ts';
import { request as words } from './words.ts';

/** An answer that is no success. `message` is written for the person; `status` 0: no signal. */
export class Problem extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'Problem';
    this.status = status;
  }
}

type Options = {
  method?: string;
  body?: unknown;
  signal?: AbortSignal;
  /** An answer that was requested before (first-answers.ts); null: there was no signal. */
  requested?: Promise<Response | null> | undefined;
};

let unauthorised: () => void = () => {};
/** Registers what runs when the server answers any request with 401. One listener: session.svelte.ts. */
export function onUnauthorised(work: () => void): void {
  unauthorised = work;
}

/** Milliseconds for which the server is waited for where this device may have a copy; less where there is no signal. */
const patienceMs = { connected: 10_000, cutOff: 2_500 };
let isConnected = true;
/** Call with whether the socket is connected, or is being connected for the first time. */
export function noteConnection(connected: boolean): void {
  isConnected = connected;
}

const copies = new WeakMap<object, string>();
/** When the server read an answer that is this device's copy (ISO instant); null: the server has just answered. */
export const copyAsOf = (answer: unknown): string | null =>
  (typeof answer === 'object' && answer !== null && copies.get(answer)) || null;

/**
 * Sends a request and returns the JSON of its answer. Throws a Problem, or an AbortError when `signal` is aborted. Without
 * signal, a GET whose answers are kept (answers-kept.ts) returns this device's copy.
 */
export async function request<T>(path: string, options: Options = {}): Promise<T> {
  if ((options.method ?? 'GET') !== 'GET' || !isKept(path)) return send<T>(path, options);
  const staffId = heldBy();
  const silence = new AbortController();
  // A line that is neither there nor gone would be waited for without end.
  const timer = setTimeout(
    () => silence.abort(new DOMException('No answer', 'TimeoutError')),
    isConnected ? patienceMs.connected : patienceMs.cutOff,
  );
  const signal = options.signal ? AbortSignal.any([options.signal, silence.signal]) : silence.signal;
  try {
    return await send<T>(path, { ...options, signal }, (text, answer) => {
      const asOf = (answer as { asOf?: unknown } | null)?.asOf;
      if (staffId !== null)
        void keepAnswers(staffId, [
          {
            path,
            caseId: caseOf(path, answer),
            asOf: typeof asOf === 'string' ? asOf : new Date().toISOString(),
            text,
          },
        ]);
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // Not for this person any more: a copy of it is not, either.
    if (error.status === 403 || error.status === 404) void dropRefused(path);
    if (error.status !== 0 && (error.status < 502 || error.status > 504)) throw error;
    const copy = await copyOf(path);
    if (!copy) throw error;
    copies.set(copy.answer as object, copy.asOf);
    return copy.answer as T;
  } finally {
    clearTimeout(timer);
  }
}

async function send<T>(
  path: string,
  options: Options,
  onAnswer: (text: string, answer: unknown) => void = () => {},
): Promise<T> {
  let response: Response;
  let text: string;
  try {
    const requested = await untilAborted(options.requested, options.signal);
    if (requested === null) throw new TypeError('no signal');
    response =
      requested ??
      (await fetch(path, {
        method: options.method ?? 'GET',
        credentials: 'same-origin',
        headers: {
          accept: 'application/json',
          ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: options.body === undefined ? null : JSON.stringify(options.body),
        signal: options.signal ?? null,
      }));
    // A line that breaks in the middle of an answer is no signal either.
    text = (await untilAborted(response.text(), options.signal)) ?? '';
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, words.noSignal);
  }
  let body: unknown = null;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch {
    // Not JSON: a proxy's page, say. The status speaks.
  }
  if (response.status === 401 && path !== '/api/me' && !path.startsWith('/api/auth/')) unauthorised();
  if (!response.ok) throw new Problem(response.status, sentence(response.status, body));
  onAnswer(text, body);
  return body as T;
}

/** The same result, unless the signal is aborted first: a request that the page made itself has no signal of its own. */
function untilAborted<T>(result: Promise<T> | undefined, signal?: AbortSignal): Promise<T | undefined> {
  if (!result || !signal) return Promise.resolve(result);
  return new Promise((resolve, reject) => {
    const aborted = () => reject(signal.reason as Error);
    if (signal.aborted) aborted();
    else signal.addEventListener('abort', aborted, { once: true });
    result.then(resolve, reject);
  });
}

function sentence(status: number, body: unknown): string {
  if (status < 500 && typeof body === 'object' && body !== null) {
    const { detail, title, message } = body as { detail?: unknown; title?: unknown; message?: unknown };
    for (const words of [detail, message, title]) if (typeof words === 'string' && words) return words;
  }
  return status === 0 ? words.noSignal : words.failed;
}
