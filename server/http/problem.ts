// Every error as a problem document. What went wrong inside stays inside: the answer has plain words, the log has ids.
import type { Context } from 'hono';
import type { Problem } from '../contract/problem.ts';

const titles: Record<number, string> = {
  400: 'Some of this is not right',
  401: 'Sign in to continue',
  403: 'You do not have access to this',
  404: 'Page not found',
  405: 'This is not possible here',
  409: 'This was changed by someone else',
  413: 'This is too large',
  415: 'Send this as JSON',
  422: 'Some of this is not right',
  429: 'Too many requests',
  500: 'Something went wrong in Doorstep',
  503: 'Doorstep is not available',
};

/** `title`: in place of the status's own. */
type More = { title?: string; detail?: string; fields?: Problem['fields']; headers?: Record<string, string> };

function problemBody(status: number, more: More = {}): Problem {
  const { title = titles[status] ?? 'Something went wrong', detail, fields } = more;
  return {
    type: 'about:blank',
    title,
    status,
    ...(detail && { detail }),
    ...(fields && { fields }),
  };
}

/** An answer with an RFC 9457 problem document. `refuse` throws it. */
export function problem(status: number, more: More = {}): Response {
  return new Response(JSON.stringify(problemBody(status, more)), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...more.headers },
  });
}

/** Thrown by a handler; the app answers with the problem (app.ts). */
export class ProblemError extends Error {
  readonly response: () => Response;
  constructor(status: number, more: More) {
    super(more.detail);
    this.response = () => problem(status, more);
  }
}

/** Ends the request with that status and a sentence for the person. */
export function refuse(status: number, detail?: string, more: More = {}): never {
  throw new ProblemError(status, { ...(detail !== undefined && { detail }), ...more });
}

/** How long to wait, as a person says it: '1 second', '40 seconds', '3 minutes'. */
export function waitInWords(seconds: number): string {
  if (seconds < 90) return `${seconds} second${seconds === 1 ? '' : 's'}`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

/** The hook of @hono/zod-openapi: refuses input that the route's schema does not accept. */
export function refuseInput(
  result: { success: boolean; error?: { issues: { code?: string; path: PropertyKey[]; message: string }[] } },
  _c: Context,
): Response | undefined {
  if (result.success) return undefined;
  const fields = (result.error?.issues ?? []).slice(0, 20).map((issue) => ({
    path: issue.path.map(String).join('.').slice(0, 200),
    // The input is not repeated in the answer: it may hold a name, and answers may be logged.
    message:
      issue.code === 'unrecognized_keys' ? 'has a field that does not exist' : issue.message.slice(0, 200),
  }));
  return problem(400, { fields });
}
