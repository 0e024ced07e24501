// One write by a request, for a network that lets requests through and no socket, and for a page whose protocol the hub no
// longer accepts. The server compares the person of the write with the session's, as it does when a socket connects.
import type { MutationAnswer } from '#contract/up.ts';
import { Problem, request } from './api.ts';
import type { Send } from './outbox.ts';
import { envelopeOf } from './waiting.ts';

const answerMs = 15_000;
/** Answers that pass: the session, a time limit, too many requests, a server or database that is away. */
const passing = new Set([0, 401, 408, 429, 502, 503, 504]);

export const sendOverHttp: Send = async (item) => {
  try {
    const body = await request<{ answers?: MutationAnswer[] } | null>('/api/mutations', {
      method: 'POST',
      body: { staffId: item.staffId, mutations: [envelopeOf(item)] },
      signal: AbortSignal.timeout(answerMs),
    });
    // A hotspot's sign-in page answers everything with success: that is no answer of the server.
    return body?.answers?.[0] ?? null;
  } catch (error) {
    return error instanceof Problem && !passing.has(error.status) ? 'undecided' : null;
  }
};
