// Requests to the server's HTTP side. Answers JSON; a problem document (RFC 9457) becomes a Problem whose message is
// written for the person. No signal is a Problem with status 0.
export class Problem extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'Problem';
    this.status = status;
  }
}

const noSignal = 'Doorstep cannot be reached just now. Check your signal and try again.';
const trouble = 'Something went wrong at our end. Try again in a moment.';

export async function request<T>(
  path: string,
  options: { method?: string; body?: unknown; signal?: AbortSignal } = {},
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: options.method ?? 'GET',
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, noSignal);
  }
  const text = await response.text();
  let body: unknown = null;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch {
    // Not JSON: a proxy's page, say. The status speaks.
  }
  if (!response.ok) throw new Problem(response.status, sentence(response.status, body));
  return body as T;
}

function sentence(status: number, body: unknown): string {
  if (status < 500 && typeof body === 'object' && body !== null) {
    const { detail, title, message } = body as { detail?: unknown; title?: unknown; message?: unknown };
    for (const words of [detail, message, title]) if (typeof words === 'string' && words) return words;
  }
  return status === 0 ? noSignal : trouble;
}
