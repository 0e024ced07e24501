// Requests to the server's HTTP side. Answers JSON; a problem document (RFC 9457) becomes a Problem whose message is
// written for the person. No signal is a Problem with status 0.
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

let unauthorised: () => void = () => {};
/** Registers what runs when the server answers any request with 401. One listener: session.svelte.ts. */
export function onUnauthorised(work: () => void): void {
  unauthorised = work;
}

/** Sends a request and returns the JSON of its answer. Throws a Problem, or an AbortError when `signal` is aborted. */
export async function request<T>(
  path: string,
  options: {
    method?: string;
    body?: unknown;
    signal?: AbortSignal;
    /** An answer that was requested before (first-answers.ts); null: there was no signal. */
    requested?: Promise<Response | null> | undefined;
  } = {},
): Promise<T> {
  let response: Response;
  let text: string;
  try {
    const requested = await options.requested;
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
    text = await response.text();
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
  return body as T;
}

function sentence(status: number, body: unknown): string {
  if (status < 500 && typeof body === 'object' && body !== null) {
    const { detail, title, message } = body as { detail?: unknown; title?: unknown; message?: unknown };
    for (const words of [detail, message, title]) if (typeof words === 'string' && words) return words;
  }
  return status === 0 ? words.noSignal : words.failed;
}
